"""How is one person found among millions, by a number or a name that may be misspelled?"""

from saphan.registry.lookup.carried import KNOWN_FROM, known_from
from saphan.registry.lookup.index import FILE, write_index
from saphan.registry.lookup.limits import Limits, let_go, open_fields
from saphan.registry.lookup.opened import Index, open_index
from saphan.registry.lookup.rows import lookup_rows
from saphan.registry.lookup.search import MOST, Birth, Hit, Question, find

__all__ = [
    "FILE",
    "KNOWN_FROM",
    "MOST",
    "Birth",
    "Hit",
    "Index",
    "Limits",
    "Question",
    "find",
    "known_from",
    "let_go",
    "lookup_rows",
    "open_fields",
    "open_index",
    "write_index",
]
