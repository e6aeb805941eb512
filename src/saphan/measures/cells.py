"""What are the tables of counts, before anyone is protected in them?"""

from __future__ import annotations

from pathlib import Path

from saphan.measures.groups import states, table_kinds
from saphan.store import Relation, query
from saphan.tables import CELLS

SQL = Path(__file__).parent


def count_cells(coverage: Relation) -> Relation:
    """Every cell of every benefit's three tables, with margins, unknown groups and zeros."""
    engine = coverage.engine
    return query(
        SQL / "cells.sql",
        returns=CELLS,
        inputs={"coverage": coverage, "states": states(engine), "table_kinds": table_kinds(engine)},
    )
