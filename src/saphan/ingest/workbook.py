"""What are the rows of a workbook? Every cell as the text it stands for, opened by content and never by name."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from io import BytesIO
from itertools import chain, islice
from pathlib import Path

from python_calamine import CalamineError, CalamineWorkbook

from saphan.contracts.model import Contract
from saphan.ingest.header import HeaderMismatch, find_header, header_width, searched, undescribed
from saphan.ingest.opened import Opened, Row, UnreadableFile
from saphan.words import say

Cell = str | float | int | bool | date | datetime | time | timedelta
_EXACT = 1 << 53  # whole numbers up to here are exact in a spreadsheet's floating point


def open_workbook(path: Path, contract: Contract) -> Opened:
    """A workbook's sheet, its header understood.

    Raises:
        UnreadableFile: it is damaged or locked, or has no such sheet.
        HeaderMismatch: no sheet has the columns of the contract.
    """
    try:
        # a reader that opens by path trusts the ending of the name
        with CalamineWorkbook.from_filelike(BytesIO(path.read_bytes())) as workbook:
            return _sheet(workbook, path, contract)
    except CalamineError as broken:
        raise UnreadableFile(
            say("The workbook {file} cannot be opened: it is damaged or has a password.", file=path.name),
            where=path.name,
            cure=say("Ask the agency to send it again, without a password."),
        ) from broken


def as_text(cell: Cell) -> str:
    """A cell as text that loses nothing: whole numbers without a decimal point, days as year-month-day."""
    if isinstance(cell, str):
        return cell
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) <= _EXACT else repr(cell)
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == time() else cell.isoformat(sep=" ")
    return cell.isoformat() if isinstance(cell, date | time) else str(cell)


def _sheet(workbook: CalamineWorkbook, path: Path, contract: Contract) -> Opened:
    names = list(workbook.sheet_names)
    wanted = [contract.file.sheet] if contract.file.sheet else names
    if contract.file.sheet and contract.file.sheet not in names:
        raise UnreadableFile(
            say("{file} has no sheet `{sheet}`; it has {names}.",
                file=path.name, sheet=contract.file.sheet, names=", ".join(names)),
            where=path.name,
            cure=say("Correct the sheet's name in the contract, or ask the agency for the sheet."),
        )  # fmt: skip
    mismatch: HeaderMismatch | None = None
    for name in wanted:
        # one row after another: as a list of lists they take three times as long
        below = map(_as_texts, workbook.get_sheet_by_name(name).iter_rows())
        rows = list(islice(below, searched(contract)))
        if not rows:
            continue
        try:
            return _below_header(rows, below, contract, path)
        except HeaderMismatch as other:
            mismatch = mismatch or other  # an agency's legend may lie on the first sheet
    raise mismatch or UnreadableFile(
        say("{file} has no sheet with rows.", file=path.name),
        where=path.name,
        cure=say("Ask the agency to send it again."),
    )


def _as_texts(row: list[Cell]) -> list[str]:
    try:
        "".join(row)  # type: ignore[arg-type]  # asks whether all are texts, as in most rows of lists of people: the quickest way
    except TypeError:
        return [as_text(cell) for cell in row]
    return row  # type: ignore[return-value]  # texts alone


def _below_header(top: list[list[str]], below: Iterator[list[str]], contract: Contract, path: Path) -> Opened:
    """The rows below the header, which is one of the first; the others follow."""
    found = find_header(top, contract, path.name)
    header, places = found.row, found.places
    rest = chain(top[header + 1 :], below)
    if header < 0:
        return Opened(places, len(contract.fields), map(Row, rest), "workbook")
    width = max(header_width(top[header]), *(place + 1 for place in places if place is not None))
    is_beside = False
    if any(len(row) > width for row in top):  # every row of a sheet has as many cells as the longest
        rows = list(rest)
        # a cell of a workbook is where it is: one beyond the last column's name is no slip of a separator
        is_beside = any(cell.strip() for row in rows for cell in row[width:])
        rest = chain([row[:width] for row in rows])
    return Opened(
        places, width, map(Row, rest), "workbook",
        undescribed=undescribed(found, contract), beside=is_beside, header=tuple(top[header][:width]),
    )  # fmt: skip
