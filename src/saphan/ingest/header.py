"""In which column of the file does each field of the contract stand?"""

from __future__ import annotations

import re
from collections.abc import Sequence
from difflib import get_close_matches
from typing import Final

from saphan.contracts.model import Contract
from saphan.errors import BrokenPromise
from saphan.ingest.encoding import UNREADABLE
from saphan.words import Words, say

SEARCHED: Final = 20  # rows at the top in which titles may stand above the header
_UNSEEN: Final = re.compile("[\ufeff\u200b-\u200d\u2060\u00ad]")
_SARA_AM: Final = "\u0e4d\u0e32"  # written as two signs, it looks the same as the one


class HeaderMismatch(BrokenPromise):
    """The file lacks columns that its contract requires, or has one of them twice."""


def find_header(rows: Sequence[Sequence[str]], contract: Contract, file: str) -> tuple[int, tuple[int | None, ...]]:
    """Which of the first rows is the header (-1: there is none), and where each field stands.

    Raises:
        HeaderMismatch: names the columns that are missing, and the nearest there are.
    """
    fixed_row = contract.file.header_row
    if fixed_row == 0:
        return -1, places_in_order(contract)
    if fixed_row > 0:
        at = fixed_row - 1
    else:
        at = max(range(len(rows)), key=lambda row: (_known(rows[row], contract), -row), default=0)
    cells = rows[at] if at < len(rows) else []
    merged = _merged(rows, contract) if fixed_row < 0 and _lacking(cells, contract) else None
    if merged is not None:
        return merged
    _require(cells, contract, file, at + 1)
    by_name = {folded(cell): place for place, cell in enumerate(cells)}
    return at, tuple(None if field.is_closed else by_name.get(folded(field.name)) for field in contract.fields)


def places_in_order(contract: Contract) -> tuple[int | None, ...]:
    """Where each field stands in a file whose columns are told by their order alone."""
    return tuple(None if field.is_closed else at for at, field in enumerate(contract.fields))


def _lacking(cells: Sequence[str], contract: Contract) -> bool:
    names = {folded(cell) for cell in cells}
    return any(field.required and folded(field.name) not in names for field in contract.fields)


def _merged(rows: Sequence[Sequence[str]], contract: Contract) -> tuple[int, tuple[int | None, ...]] | None:
    """A header of two rows, cells of the upper standing over several of the lower; None where there is none."""
    for at in range(len(rows) - 1):
        by_name = _names_of_two(rows[at], rows[at + 1])
        places = tuple(by_name.get(folded(field.name)) for field in contract.fields)
        if not any(place is None and field.required for place, field in zip(places, contract.fields, strict=True)):
            is_lower_used = any(
                place is not None and place < len(rows[at + 1]) and folded(rows[at + 1][place]) for place in places
            )
            if is_lower_used and len({place for place in places if place is not None}) > 1:
                return at + 1, places
    return None


def _names_of_two(upper: Sequence[str], lower: Sequence[str]) -> dict[str, int]:
    """What a column can be called by two rows: the lower alone, the upper alone over nothing, or both together."""
    found: dict[str, int] = {}
    over = ""
    for place in range(max(len(upper), len(lower))):
        above = folded(upper[place]) if place < len(upper) else ""
        below = folded(lower[place]) if place < len(lower) else ""
        over = above or over
        for name in (f"{over} {below}", f"{over}{below}", below) if below else (above,):
            found.setdefault(name, place)
    return found


def header_width(cells: Sequence[str]) -> int:
    """How many cells a row below this header must have: separators at its end name no column."""
    return max((place + 1 for place, cell in enumerate(cells) if folded(cell)), default=0)


def undescribed(cells: Sequence[str], contract: Contract) -> tuple[str, ...]:
    """The columns of the file that the contract says nothing of: nothing of them is taken."""
    known = {folded(field.name) for field in contract.fields}
    return tuple(UNREADABLE.sub("?", cell).strip() for cell in cells if folded(cell) and folded(cell) not in known)


def folded(name: str) -> str:
    """A header as it is compared: without what nobody sees, and without differences of space and case."""
    seen = _UNSEEN.sub("", name).replace(_SARA_AM, "\u0e33")
    return " ".join(seen.casefold().split())


def _known(cells: Sequence[str], contract: Contract) -> int:
    names = {folded(cell) for cell in cells}
    return sum(folded(field.name) in names for field in contract.fields)


def _require(cells: Sequence[str], contract: Contract, file: str, row: int) -> None:
    names = [folded(cell) for cell in cells]
    wanted = {folded(field.name): field for field in contract.fields}
    where = f"{file}, row {row}"
    cure = say(
        "Ask the agency for the columns, or correct the contract {source} when the agency changed its file.",
        source=contract.source or contract.dataset,
    )
    if not set(names) & set(wanted):
        # the cells are not shown: a row without any known name may be one of somebody's data
        wanted_names = ", ".join(field.name for field in contract.fields)
        what = say("{file} has no row with the column names of its contract: {names}.", file=file, names=wanted_names)
        raise HeaderMismatch(what, where=where, cure=cure)
    missing = [field.name for name, field in wanted.items() if field.required and name not in names]
    if missing:
        others = [
            UNREADABLE.sub("?", cell).strip()
            for cell, name in zip(cells, names, strict=True)
            if name and name not in wanted
        ]
        what = say("{file} lacks required columns: {near}.", file=file, near=_with_nearest(missing, others))
        raise HeaderMismatch(what, where=where, cure=cure)
    twice = [field.name for name, field in wanted.items() if names.count(name) > 1]
    if twice:
        what = say("{file} has the column {names} more than once.", file=file, names=", ".join(twice))
        raise HeaderMismatch(what, where=where, cure=cure)


def _with_nearest(missing: Sequence[str], others: Sequence[str]) -> Words:
    words = Words("")
    for at, name in enumerate(missing):
        near = get_close_matches(name, others, n=1)
        one = say("`{name}` (nearest: `{near}`)", name=name, near=near[0]) if near else say("`{name}`", name=name)
        words = Words("{before}, {one}", {"before": words, "one": one}) if at else one
    return words
