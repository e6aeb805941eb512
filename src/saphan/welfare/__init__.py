"""Who is owed which benefit by the rules in force, who is seen receiving it, and who is missing it?"""

from saphan.welfare.entitlement import entitle
from saphan.welfare.gaps import find_gaps, worklist
from saphan.welfare.pack import DatedRule, Example, Pack, Tier
from saphan.welfare.pack_file import BadPack, load_pack, packs
from saphan.welfare.payments import receiving

__all__ = [
    "BadPack",
    "DatedRule",
    "Example",
    "Pack",
    "Tier",
    "entitle",
    "find_gaps",
    "load_pack",
    "packs",
    "receiving",
    "worklist",
]
