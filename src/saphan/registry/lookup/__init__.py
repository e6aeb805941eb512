"""How is one person found among millions, by a number or a name that may be misspelled?"""

from saphan.registry.lookup.index import FILE, write_index
from saphan.registry.lookup.limits import Limits, let_go, open_fields
from saphan.registry.lookup.opened import Index, open_index
from saphan.registry.lookup.rows import lookup_rows
from saphan.registry.lookup.search import MOST, Birth, Hit, Question, find
from saphan.registry.lookup.sought import Sought, sought_over

__all__ = [
    "FILE",
    "MOST",
    "Birth",
    "Hit",
    "Index",
    "Limits",
    "Question",
    "Sought",
    "find",
    "let_go",
    "lookup_rows",
    "open_fields",
    "open_index",
    "sought_over",
    "write_index",
]
