"""What must be known of a few people beside their own records, where only they are reckoned anew?"""

from __future__ import annotations

from pathlib import Path

from saphan.store import Relation, query
from saphan.tables import Table, Zone
from saphan.tables.shape import text

SQL = Path(__file__).parent

RECORD_IDS = Table(
    name="record_ids",
    doc="One row: a record.",
    zone=Zone.WITHIN_BUILD,
    key=("record_id",),
    columns=(text("record_id", "the record"),),
)
PERSON_IDS = Table(
    name="person_ids",
    doc="One row: a person.",
    zone=Zone.WITHIN_BUILD,
    key=("person_id",),
    columns=(text("person_id", "the person"),),
)


def corrected_before(provenance: Relation) -> Relation:
    """Those of whom a release believed a correction."""
    return query(SQL / "corrected_before.sql", returns=PERSON_IDS, inputs={"provenance": provenance})
