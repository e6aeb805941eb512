"""By which SDMX code is an area, an age group or an outcome known?"""

from __future__ import annotations

import re

TOTAL, UNKNOWN = "_T", "_U"  # as in the SDMX cross-domain code lists
COUNTRY = "TH"
_SPAN = re.compile(r"(\d+)-(\d+)")
_OPEN_END = re.compile(r"(\d+)\+")


def area(row_code: str) -> str:
    """`TH` for all, `TH56` for a province, `TH5601` for a district, `TH_U` where the area is not known."""
    if row_code == "total":
        return COUNTRY
    return COUNTRY + (row_code if row_code.isdigit() else row_code.replace("unknown", UNKNOWN))


def group(column_code: str) -> str:
    """`Y60T69` and `Y_GE90` for ages, as in CL_AGE; an outcome in capitals; `_T` for all, `_U` for unknown."""
    if column_code in {"total", "unknown"}:
        return TOTAL if column_code == "total" else UNKNOWN
    if span := _SPAN.fullmatch(column_code):
        return f"Y{span[1]}T{span[2]}"
    if open_end := _OPEN_END.fullmatch(column_code):
        return f"Y_GE{open_end[1]}"
    return column_code.upper()
