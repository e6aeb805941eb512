"""Who is in the register, and whose word do we take for what is known about her?"""

from saphan.registry.facts import person_facts
from saphan.registry.households import households, memberships
from saphan.registry.identity import assign_identity
from saphan.registry.lookup import lookup_rows
from saphan.registry.persons import identifiers, persons
from saphan.registry.survivors import choose_survivors
from saphan.registry.trust import UnknownSource, clean_sources, trust_order

__all__ = [
    "UnknownSource",
    "assign_identity",
    "choose_survivors",
    "clean_sources",
    "households",
    "identifiers",
    "lookup_rows",
    "memberships",
    "person_facts",
    "persons",
    "trust_order",
]
