"""Counts before and after protection."""

from __future__ import annotations

from saphan.tables.shape import Table, Zone, integer, text

_AREA = (
    text("table_id", "which table of counts: <benefit>.eligible.area_age, .missing.area_age, .outcome.area_outcome"),
    text("row_code", "first dimension: DOPA code of a district or a province, unknown, or total"),
    text("column_code", "second dimension: an age group or a state, or total"),
)

CELLS = Table(
    name="cells",
    doc="One row: one cell of one table of counts, margins included. Never shown and never leaves.",
    zone=Zone.WITHIN_BUILD,
    key=("table_id", "row_code", "column_code"),
    columns=(*_AREA, integer("count", "persons")),
)

RELEASED_CELLS = Table(
    name="released_cells",
    doc="One row: one cell of a protected table. The only counts that anyone is shown.",
    zone=Zone.CONTENT,
    key=("table_id", "row_code", "column_code"),
    columns=(
        *_AREA,
        integer("value", "persons; null where the cell is protected"),
        text("obs_status", "SDMX: A normal, Q suppressed"),
        text("conf_status", "SDMX: F free, C withheld; D withheld to hide another, where the policy lets marks tell"),
    ),
)
