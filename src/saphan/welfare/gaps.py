"""Who is owed a benefit and not seen receiving it, how sure is that, and what came of it?"""

from __future__ import annotations

from datetime import date
from pathlib import Path

from saphan.store import Relation, query
from saphan.tables import GAPS, WORKLIST

SQL = Path(__file__).parent


def find_gaps(entitlements: Relation, receiving: Relation, persons: Relation, *, as_of: date) -> Relation:
    """One row per person and benefit she is owed, or may be owed, and is not seen receiving on `as_of`."""
    return query(
        SQL / "gaps.sql",
        returns=GAPS,
        inputs={"entitlements": entitlements, "receiving": receiving, "persons": persons},
        params={"as_of": as_of},
    )


def worklist(gaps: Relation, outcomes: Relation) -> Relation:
    """Every gap, with the latest outcome a worker recorded about it, or open."""
    return query(SQL / "worklist.sql", returns=WORKLIST, inputs={"gaps": gaps, "outcomes": outcomes})
