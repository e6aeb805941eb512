"""The protected counts of a release, for services that have let the asker in."""

from __future__ import annotations

from collections.abc import Mapping

from saphan.services.reading import Reading

TOTAL = "total"
Cells = Mapping[tuple[str, str], int | None]


def cells_of(now: Reading, table_id: str) -> Cells:
    """The protected cells of one table, by row and column; a withheld one is None."""
    return {(row["row_code"], row["column_code"]): row["value"] for row in now.rows("table_cells", table_id=table_id)}


def outcomes_of(now: Reading, benefit: str, area: str = TOTAL) -> tuple[tuple[str, int | None], ...]:
    """What came of the gaps of an area, by outcome."""
    cells = cells_of(now, f"{benefit}.outcome.area_outcome")
    return tuple((column, value) for (row, column), value in sorted(cells.items()) if row == area and column != TOTAL)
