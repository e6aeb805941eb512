"""What is known of each person by which she can be found? One row each, of which an index is made."""

from __future__ import annotations

from pathlib import Path

from saphan.registry.lookup.carried import KNOWN_FROM
from saphan.registry.touched import PERSON_IDS
from saphan.store import Relation, empty, query
from saphan.tables import DWELLINGS, LOOKUP

SQL = Path(__file__).parent


def lookup_rows(
    identifiers: Relation,
    persons: Relation,
    memberships: Relation,
    provenance: Relation,
    *,
    houses: Relation | None = None,
    anew: Relation | None = None,
    known_before: Relation | None = None,
) -> Relation:
    """One row per person: what she can be found by, and which dataset each of it is known from.

    `houses` (DWELLINGS) say whose household is known by an address alone.
    Where only some people are reckoned anew, `anew` (PERSON_IDS) says who, `provenance` may hold theirs alone, and
    `known_before` (KNOWN_FROM) says it of all others.
    """
    inputs = {
        "identifiers": identifiers,
        "persons": persons,
        "memberships": memberships,
        "provenance": provenance,
        "dwellings": houses or empty(DWELLINGS, persons.engine),
        "anew": anew or empty(PERSON_IDS, persons.engine),
        "known_before": known_before or empty(KNOWN_FROM, persons.engine),
    }
    return query(SQL / "rows.sql", returns=LOOKUP, inputs=inputs)
