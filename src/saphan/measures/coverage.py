"""Whom does each benefit reach, among those it is owed to or may be?"""

from __future__ import annotations

from datetime import date
from pathlib import Path

from saphan.measures.groups import age_groups
from saphan.store import Relation, query
from saphan.tables import COVERAGE

SQL = Path(__file__).parent


def coverage(
    entitlements: Relation, receiving: Relation, worklist: Relation, persons: Relation, *, as_of: date
) -> Relation:
    """One row per person and benefit she is owed or may be, with the groups she is counted in on `as_of`."""
    return query(
        SQL / "coverage.sql",
        returns=COVERAGE,
        inputs={
            "entitlements": entitlements,
            "receiving": receiving,
            "worklist": worklist,
            "persons": persons,
            "age_groups": age_groups(persons.engine),
        },
        params={"as_of": as_of},
    )
