"""What does a file hold, when no contract says how to open it? Its encoding, its separator, its header, its columns."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from itertools import islice
from pathlib import Path

from python_calamine import CalamineError, CalamineWorkbook

from saphan.contracts.model import Format
from saphan.ingest.content import content_of
from saphan.ingest.draft.cut import cut_columns
from saphan.ingest.encoding import detect_declared, open_text
from saphan.ingest.header import SEARCHED
from saphan.ingest.header_names import folded
from saphan.ingest.normalise.dates import read_day
from saphan.ingest.normalise.text import arabic_digits
from saphan.ingest.opened import UnreadableFile
from saphan.ingest.workbook import as_text
from saphan.words import say

ENOUGH = 5_000  # rows looked at: what a column means shows in fewer
_SEPARATORS = (",", "|", ";", "\t")
_ALIKE = 0.9  # of the rows have as many cells as most
_FULL = 0.6  # of the columns have a name in a header


@dataclass(frozen=True)
class Column:
    """One column as it was found."""

    name: str
    values: tuple[str, ...]  # of the rows looked at, in their order
    start: int = 0  # in a file of fixed widths, from 1
    width: int = 0


@dataclass(frozen=True)
class Look:
    """A file as it looks from outside."""

    file_name: str
    format: Format
    encoding: str
    separator: str
    header_row: int  # from 1; 0: none was found
    sheet: str
    columns: tuple[Column, ...]
    rows: int  # looked at


def look_at(path: Path) -> Look:
    """How the file seems to be built.

    Raises:
        UnreadableFile: it is no table that could be received.
    """
    content, words = content_of(path)
    if content in ("workbook", "old_workbook"):
        return _workbook(path)
    if content != "text":
        raise UnreadableFile(
            say("{file} is {content}, not a table.", file=path.name, content=words),
            where=path.name,
            cure=say("Ask the agency for it as CSV or as an Excel workbook."),
        )
    encoding = detect_declared(path, "auto")
    with open_text(path, encoding) as text:
        lines = [line.rstrip("\r\n") for line in islice(text, ENOUGH + SEARCHED)]
    separator = _separator(lines)
    kept = encoding.removesuffix("-sig").removesuffix("-le")
    if separator:
        return _table(
            path, list(csv.reader(lines, delimiter=separator)), form="csv", encoding=kept, separator=separator
        )
    cut = cut_columns([line for line in lines if line.strip()])
    columns = tuple(
        Column(
            f"col{at}", tuple(line[start : start + width].strip() for line in lines if line.strip()), start + 1, width
        )
        for at, (start, width) in enumerate(cut, 1)
    )
    return Look(path.name, "fixed", kept, ",", 0, "", columns, len(lines))


def _workbook(path: Path) -> Look:
    try:
        with CalamineWorkbook.from_filelike(BytesIO(path.read_bytes())) as workbook:
            sheets = {
                name: [
                    [as_text(cell) for cell in row]
                    for row in islice(workbook.get_sheet_by_name(name).iter_rows(), ENOUGH)
                ]
                for name in workbook.sheet_names
            }
    except CalamineError as broken:
        raise UnreadableFile(
            say("The workbook {file} cannot be opened: it is damaged or has a password.", file=path.name),
            where=path.name,
            cure=say("Ask the agency to send it again, without a password."),
        ) from broken
    sheet = max(sheets, key=lambda name: sum(1 for row in sheets[name] for cell in row if cell), default="")
    rows = sheets.get(sheet, [])
    return _table(path, rows, form="xlsx", encoding="auto", separator=",", sheet=sheet if len(sheets) > 1 else "")


def _table(
    path: Path, rows: Sequence[Sequence[str]], *, form: Format, encoding: str, separator: str, sheet: str = ""
) -> Look:
    rows = [row for row in rows if row]
    if not rows:
        raise UnreadableFile(
            say("{file} has no rows.", file=path.name), where=path.name, cure=say("Ask the agency to send it again.")
        )
    header = _header(rows)
    names = rows[header] if header >= 0 else []
    width = max((at + 1 for at, cell in enumerate(names) if cell.strip()), default=0) or max(map(len, rows))
    below = [row for row in rows[header + 1 :] if len(row) >= width and sum(1 for cell in row if cell.strip()) > 2]
    columns = tuple(
        Column(
            " ".join(names[at].replace("\ufeff", "").split()) if names and names[at].strip() else f"col{at + 1}",
            tuple(row[at].strip() for row in below),
        )
        for at in range(width)
    )
    return Look(path.name, form, encoding, separator, header + 1, sheet, columns, len(below))


def _separator(lines: Sequence[str]) -> str:
    """The sign that parts most lines into the same number of cells; none where widths are fixed."""
    best, alike_most = "", 0.0
    some = [line for line in lines[:500] if line.strip()]
    for separator in _SEPARATORS:
        counts = [len(row) for row in csv.reader(some, delimiter=separator)]
        usual = max(set(counts), key=counts.count, default=0)
        alike = counts.count(usual) / max(1, len(counts))
        if usual > 1 and alike >= _ALIKE and alike * usual > alike_most:
            best, alike_most = separator, alike * usual
    return best


def _header(rows: Sequence[Sequence[str]]) -> int:
    """The first row that names nearly every column and holds no value; -1 where there is none."""
    widest = max(sum(1 for cell in row if cell.strip()) for row in rows[: SEARCHED + 5])
    for at, row in enumerate(rows[:SEARCHED]):
        cells = [cell for cell in row if cell.strip()]
        if len(cells) >= max(2, _FULL * widest) and len({folded(cell) for cell in cells}) == len(cells):
            return -1 if any(_is_value(cell) for cell in cells) else at
    return -1


def _is_value(cell: str) -> bool:
    text = arabic_digits(cell).replace(",", "").strip()
    return text.replace(".", "", 1).isdigit() or (any(map(str.isdigit, text)) and read_day(text).value is not None)
