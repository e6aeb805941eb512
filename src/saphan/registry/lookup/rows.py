"""What is known of each person by which she can be found? One row each, of which an index is made."""

from __future__ import annotations

from pathlib import Path

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
) -> Relation:
    """One row per person: what she can be found by, and which dataset each of it is known from.

    `houses` (DWELLINGS) say whose household is known by an address alone.
    """
    inputs = {
        "identifiers": identifiers,
        "persons": persons,
        "memberships": memberships,
        "provenance": provenance,
        "dwellings": houses or empty(DWELLINGS, persons.engine),
    }
    return query(SQL / "rows.sql", returns=LOOKUP, inputs=inputs)
