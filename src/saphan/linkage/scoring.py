"""How much does the evidence weigh? A look-up from pattern to match weight."""

from __future__ import annotations

from pathlib import Path

from saphan.linkage.histogram import patterns
from saphan.linkage.model import Model
from saphan.store import Relation, from_rows, query
from saphan.tables import PAIRS, Table, Zone
from saphan.tables.shape import integer, real

SQL = Path(__file__).parent

PATTERN_WEIGHTS = Table(
    name="pattern_weights",
    doc="One row: a pattern that occurs, and its match weight.",
    zone=Zone.WITHIN_BUILD,
    key=("pattern",),
    columns=(integer("pattern", "agreement levels, 3 bits a field"), real("weight", "match weight in bits")),
)
SCORED = Table(
    name="scored",
    doc="One row: a candidate pair and its match weight, not yet decided.",
    zone=Zone.WITHIN_BUILD,
    key=PAIRS.key,
    columns=PAIRS.columns[:4],
)


def score(comparisons: Relation, model: Model) -> Relation:
    """One row per candidate pair with its match weight in bits."""
    weights = from_rows(
        [(pattern, model.weight(pattern)) for pattern in patterns(comparisons)],
        returns=PATTERN_WEIGHTS,
        engine=comparisons.engine,
    )
    return query(SQL / "score.sql", returns=SCORED, inputs={"comparisons": comparisons, "pattern_weights": weights})
