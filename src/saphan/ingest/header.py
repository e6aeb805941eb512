"""In which column of the file does each field of the contract stand?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from difflib import get_close_matches
from typing import Final, NamedTuple

from saphan.contracts.model import Contract
from saphan.errors import BrokenPromise
from saphan.ingest.encoding import UNREADABLE
from saphan.ingest.header_names import folded, names_of
from saphan.words import Words, say

SEARCHED: Final = 20  # rows at the top in which titles may stand above the header


class HeaderMismatch(BrokenPromise):
    """The file lacks columns that its contract requires, or has one of them twice."""


class Header(NamedTuple):
    """Where the header of a file is, and what it says."""

    row: int  # the last row of it, from 0; -1: there is none
    places: tuple[int | None, ...]  # by field of the contract; None: the file has no such column
    names: tuple[str, ...] = ()  # by column of the file


def find_header(rows: Sequence[Sequence[str]], contract: Contract, file: str) -> Header:
    """Which of the first rows is the header, and where each field stands.

    Raises:
        HeaderMismatch: names the columns that are missing, and the nearest there are.
    """
    fixed_row = contract.file.header_row
    if fixed_row == 0:
        return Header(-1, places_in_order(contract))
    if fixed_row > 0 and contract.file.header_rows > 1:
        return _of_several(rows, contract, file)
    if fixed_row > 0:
        at = fixed_row - 1
    else:
        at = max(range(len(rows)), key=lambda row: (_known(rows[row], contract), -row), default=0)
    cells = rows[at] if at < len(rows) else []
    merged = _merged(rows, contract) if fixed_row < 0 else None
    if merged is not None and (_lacking(cells, contract) or _found(merged.places) > _known(cells, contract)):
        return merged
    _require(cells, contract, file, at + 1)
    names = names_of([cells])
    return Header(at, _places(names, contract), names)


def _of_several(rows: Sequence[Sequence[str]], contract: Contract, file: str) -> Header:
    """The header in the rows in which the contract says it is."""
    first = contract.file.header_row - 1
    last = first + contract.file.header_rows
    names = names_of(rows[first:last])
    _require(names, contract, file, last)
    return Header(last - 1, _places(names, contract), names)


def _places(names: Sequence[str], contract: Contract) -> tuple[int | None, ...]:
    by_name = {folded(name): place for place, name in enumerate(names)}
    return tuple(None if field.is_closed else by_name.get(folded(field.name)) for field in contract.fields)


def places_in_order(contract: Contract) -> tuple[int | None, ...]:
    """Where each field stands in a file whose columns are told by their order alone."""
    return tuple(None if field.is_closed else at for at, field in enumerate(contract.fields))


def _found(places: Sequence[int | None]) -> int:
    return sum(place is not None for place in places)


def _lacking(cells: Sequence[str], contract: Contract) -> bool:
    names = {folded(name) for name in names_of([cells])}
    return any(field.required and folded(field.name) not in names for field in contract.fields)


def _merged(rows: Sequence[Sequence[str]], contract: Contract) -> Header | None:
    """A header of two rows, cells of the upper standing over several of the lower; None where there is none."""
    for at in range(len(rows) - 1):
        by_name = _names_of_two(rows[at], rows[at + 1])
        places = tuple(by_name.get(folded(field.name)) for field in contract.fields)
        if not any(place is None and field.required for place, field in zip(places, contract.fields, strict=True)):
            is_lower_used = any(
                place is not None and place < len(rows[at + 1]) and folded(rows[at + 1][place]) for place in places
            )
            if is_lower_used and len({place for place in places if place is not None}) > 1:
                return Header(at + 1, places, names_of(rows[at : at + 2]))
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


def by_names(contract: Contract) -> Contract:
    """The contract for a file whose columns carry their names: in which row a header stands is no question there."""
    return replace(contract, file=replace(contract.file, header_row=-1, header_rows=1))


def searched(contract: Contract) -> int:
    """How many rows at the top are looked at."""
    return max(SEARCHED, contract.file.header_row + contract.file.header_rows - 1)


def header_width(cells: Sequence[str]) -> int:
    """How many cells a row below this header must have: separators at its end name no column."""
    return max((place + 1 for place, cell in enumerate(cells) if folded(cell)), default=0)


def undescribed(header: Header, contract: Contract) -> tuple[str, ...]:
    """The columns of the file that the contract says nothing of: nothing of them is taken."""
    known, used = {folded(field.name) for field in contract.fields}, set(header.places)
    return tuple(
        UNREADABLE.sub("?", name).strip()
        for place, name in enumerate(header.names)
        if place not in used and folded(name) not in known and name != f"col{place + 1}"
    )


def _known(cells: Sequence[str], contract: Contract) -> int:
    names = {folded(cell) for cell in cells}
    return sum(folded(field.name) in names for field in contract.fields)


def _require(cells: Sequence[str], contract: Contract, file: str, row: int) -> None:
    names = [folded(name) for name in names_of([cells])]
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
            if cell.strip() and name not in wanted
        ]
        what = say("{file} lacks required columns: {near}.", file=file, near=_with_nearest(missing, others))
        raise HeaderMismatch(what, where=where, cure=cure)
    # of two columns of one name the contract must say which is which
    twice = [field.name for name, field in wanted.items() if f"{name} (2)" in names and f"{name} (2)" not in wanted]
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
