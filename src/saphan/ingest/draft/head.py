"""Which of a file's first rows are its header, when no contract tells the names?"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from saphan.contracts.load import MOST_HEADER_ROWS
from saphan.ingest.header import SEARCHED
from saphan.ingest.header_names import folded
from saphan.ingest.normalise.dates import read_day
from saphan.ingest.normalise.text import arabic_digits

_FULL: Final = 0.6  # of the columns have a name in a header
_WHOLE_DAY: Final = re.compile(
    r"\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4}|\d{4}[/-]\d{1,2}[/-]\d{1,2}.*|\d{1,2} *[ก-๙.]+ *(พ\.ศ\. *)?\d{2,4}"
)
_UNIT: Final = re.compile(r"\(.{1,30}\)")
_YEAR: Final = re.compile(r"(2[4-6]\d\d|19\d\d|20\d\d)")  # a column of a year is often called by it alone


def find_head(rows: Sequence[Sequence[str]]) -> tuple[int, int]:
    """The first row of the header and the one after its last; twice 0 where there is none.

    It is the first row that names nearly every column and holds no value, with rows above it that stand over several
    of its cells, and rows below it that divide them.
    """
    widest = max((len(_filled(row)) for row in rows), default=0)
    for at, row in enumerate(rows[:SEARCHED]):
        filled = _filled(row)
        cells = [row[place] for place in filled]
        is_wide = len(filled) >= max(2, _FULL * widest)
        is_varied = len({folded(cell) for cell in cells}) * 2 > len(cells)
        # under years that stand over several columns the same names come again and again
        if is_wide and (is_varied or (_names_only(cells) and _first(rows, at) < at)):
            return (_first(rows, at), _end(rows, at)) if _names_only(cells) else (0, 0)
    return 0, 0


def _first(rows: Sequence[Sequence[str]], at: int) -> int:
    """Up over rows of several cells, or of one that is not at the left, where titles are: they stand over others."""
    first = at
    while first > 0 and at - first < MOST_HEADER_ROWS - 1:
        above, here = _filled(rows[first - 1]), _filled(rows[first])
        is_over = len(above) > 1 or (above and above[0] > here[0])
        if not is_over or len(above) >= len(here) or not _names_only([rows[first - 1][place] for place in above]):
            break
        first -= 1
    return first


def _end(rows: Sequence[Sequence[str]], at: int) -> int:
    """Down over rows that name what is empty above and leave empty what has its name, and over one of units."""
    end, named = at + 1, set(_filled(rows[at]))
    while end < len(rows) and end - at < MOST_HEADER_ROWS - 1:
        here = set(_filled(rows[end]))
        divides = here - named and named - here
        cells = [rows[end][place] for place in here]
        are_units = bool(cells) and all(_UNIT.fullmatch(cell.strip()) for cell in cells)
        if not (divides or are_units) or not _names_only(cells):
            break
        named |= here
        end += 1
    return end


def _filled(row: Sequence[str]) -> list[int]:
    return [place for place, cell in enumerate(row) if cell.strip()]


def _names_only(cells: Sequence[str]) -> bool:
    years = [_YEAR.fullmatch(arabic_digits(cell).strip()) is not None for cell in cells]
    # years alone are a row of data as well as a header: with a word beside them, or under one, they are names
    return not any(_is_value(cell) for cell, is_year in zip(cells, years, strict=True) if not is_year)


def _is_value(cell: str) -> bool:
    text = arabic_digits(cell).replace(",", "").strip()
    if text.replace(".", "", 1).isdigit():
        return True
    # `60-69 ปี` and `พ.ศ. 2561-2565` are names of columns: a day that stands as a value has all of its parts
    return _WHOLE_DAY.fullmatch(text) is not None and read_day(text).value is not None
