"""Who is in the register, and whose word do we take for what is known about her?"""

from saphan.registry.changes import Known, person_changes
from saphan.registry.corrections import corrections_now, overrule, with_corrections
from saphan.registry.events import away, explain_events, keys_asked, moves, outcomes_now, person_keys
from saphan.registry.facts import person_facts
from saphan.registry.homes import crossed, crowded
from saphan.registry.households import (
    days_since,
    dwellings,
    households,
    memberships,
    residences,
    residences_continued,
)
from saphan.registry.identity import assign_identity
from saphan.registry.lookup import Index, Sought, lookup_rows, sought_over
from saphan.registry.memory import Memory, known, remembered
from saphan.registry.objections import Marked, left_out, marks, objected_keys, without
from saphan.registry.persons import identifiers, persons
from saphan.registry.policy import Policy, default_policy
from saphan.registry.survivors import choose_survivors
from saphan.registry.touched import PERSON_IDS, RECORD_IDS, corrected_before
from saphan.registry.trust import UnknownSource, by_delivery, clean_deliveries, clean_sources, trust_order

__all__ = [
    "PERSON_IDS",
    "RECORD_IDS",
    "Index",
    "Known",
    "Marked",
    "Memory",
    "Policy",
    "Sought",
    "UnknownSource",
    "assign_identity",
    "away",
    "by_delivery",
    "choose_survivors",
    "clean_deliveries",
    "clean_sources",
    "corrected_before",
    "corrections_now",
    "crossed",
    "crowded",
    "days_since",
    "default_policy",
    "dwellings",
    "explain_events",
    "households",
    "identifiers",
    "keys_asked",
    "known",
    "left_out",
    "lookup_rows",
    "marks",
    "memberships",
    "moves",
    "objected_keys",
    "outcomes_now",
    "overrule",
    "person_changes",
    "person_facts",
    "person_keys",
    "persons",
    "remembered",
    "residences",
    "residences_continued",
    "sought_over",
    "trust_order",
    "with_corrections",
    "without",
]
