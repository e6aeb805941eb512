"""Which patterns of agreement occur, and how often? The short list that stands for millions of pairs."""

from __future__ import annotations

from pathlib import Path

from saphan.store import Relation, query
from saphan.tables import Table, Zone
from saphan.tables.shape import integer, text

SQL = Path(__file__).parent

HISTOGRAM = Table(
    name="histogram",
    doc="One row: a pattern that occurs, and how many pairs have it.",
    zone=Zone.WITHIN_BUILD,
    key=("pattern",),
    columns=(integer("pattern", "agreement levels, 3 bits a field"), integer("pairs", "how many pairs have it")),
)
RECORDS_COMPARED = Table(
    name="records_compared",
    doc="One row: a record that was compared with another.",
    zone=Zone.WITHIN_BUILD,
    key=("record_id",),
    columns=(text("record_id", "the record"),),
)


def histogram(compared: Relation) -> Relation:
    """One row per pattern that occurs, with its number of pairs."""
    return query(SQL / "histogram.sql", returns=HISTOGRAM, inputs={"compared": compared})


def patterns(compared: Relation) -> list[int]:
    """The patterns that occur, in order."""
    return [pattern for pattern, _ in histogram(compared).rows()]


def records_compared(compared: Relation) -> int:
    """How many records were compared with another."""
    return query(SQL / "records_compared.sql", returns=RECORDS_COMPARED, inputs={"compared": compared}).count()
