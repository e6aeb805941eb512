"""What does a file hold, when no contract says how to open it? Its encoding, its separator, its header, its columns."""

from __future__ import annotations

import csv
import re
from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from itertools import islice
from pathlib import Path

from python_calamine import CalamineError, CalamineWorkbook

from saphan.contracts.load import MOST_HEADER_ROWS
from saphan.contracts.model import Format
from saphan.ingest.content import content_of
from saphan.ingest.delimited import rows_of
from saphan.ingest.draft.cut import cut_columns
from saphan.ingest.draft.head import find_head
from saphan.ingest.encoding import UNREADABLE, detect_declared, open_text
from saphan.ingest.header import SEARCHED, header_width
from saphan.ingest.header_names import names_of
from saphan.ingest.json_lines import json_head
from saphan.ingest.normalise.text import arabic_digits
from saphan.ingest.opened import UnreadableFile
from saphan.ingest.pages import largest_table
from saphan.ingest.parquet import parquet_head
from saphan.ingest.workbook import as_text
from saphan.words import say

ENOUGH = 5_000  # rows looked at: what a column means shows in fewer
_NUMBER_WEIGHS = 10  # as much as so many words; a guess
_NUMBERS = re.compile(r"[\d.,/% -]*\d[\d.,/% -]*")
_SEPARATORS = (",", "|", ";", "\t")
_ALIKE = 0.9  # of the rows have as many cells as most
_SHORT, _ALIKE_IN_SHORT = 60, 0.5  # lines of a short file, and as many of them


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
    header_rows: int = 1  # of which each name is put together


def look_at(path: Path) -> Look:
    """How the file seems to be built.

    Raises:
        UnreadableFile: it is no table that could be received.
    """
    content, words = content_of(path)
    if content in ("workbook", "old_workbook"):
        return _workbook(path)
    if content == "page":
        return _table(path, largest_table(path, detect_declared(path, "auto")), form="xlsx")
    if content == "parquet":
        return _named(path, *parquet_head(path, ENOUGH), form="parquet")
    if content != "text":
        raise UnreadableFile(
            say("{file} is {content}, not a table.", file=path.name, content=words),
            where=path.name,
            cure=say("Ask the agency for it as CSV or as an Excel workbook."),
        )
    return _text(path, detect_declared(path, "auto"))


def _text(path: Path, encoding: str) -> Look:
    kept = encoding.removesuffix("-sig").removesuffix("-le")
    names, objects = json_head(path, encoding, ENOUGH)
    if names:
        return _named(path, names, objects, form="jsonl", encoding=kept)
    with open_text(path, encoding) as text:
        lines = [line.rstrip("\r\n") for line in islice(text, ENOUGH + SEARCHED)]
    if separator := _separator(lines):
        rows = list(islice(rows_of(path, encoding, separator), ENOUGH + SEARCHED))
        return _table(path, rows, form="csv", encoding=kept, separator=separator)
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
    sheet = max(sheets, key=lambda name: _weight(sheets[name]), default="")
    rows = sheets.get(sheet, [])
    return _table(path, rows, form="xlsx", sheet=sheet if len(sheets) > 1 else "")


def _weight(rows: Sequence[Sequence[str]]) -> int:
    """How much of a table a sheet seems to be: numbers say more than words, of which an explanation is made."""
    cells = [cell for row in rows for cell in row if cell]
    return len(cells) + _NUMBER_WEIGHS * sum(1 for cell in cells if _NUMBERS.fullmatch(arabic_digits(cell)))


def _named(
    path: Path, names: Sequence[str], rows: Sequence[Sequence[str]], *, form: Format, encoding: str = "auto"
) -> Look:
    """A file in which every value carries the name of its column."""
    names = [UNREADABLE.sub("?", name) for name in names]
    columns = tuple(Column(name, tuple(row[at].strip() for row in rows)) for at, name in enumerate(names))
    return Look(path.name, form, encoding, ",", 0, "", columns, len(rows))


def _table(
    path: Path,
    rows: Sequence[Sequence[str]],
    *,
    form: Format,
    encoding: str = "auto",
    separator: str = ",",
    sheet: str = "",
) -> Look:
    if not any(cell.strip() for row in rows for cell in row):
        raise UnreadableFile(
            say("{file} has no rows.", file=path.name), where=path.name, cure=say("Ask the agency to send it again.")
        )
    first, end = find_head(rows[: SEARCHED + MOST_HEADER_ROWS])
    head, below = rows[first:end], rows[end:]
    width = max(map(header_width, head)) if head else _usual_width(below)
    names = names_of([row[:width] for row in head]) if head else [f"col{at + 1}" for at in range(width)]
    full = [[*row[:width], *[""] * (width - len(row))] for row in below]
    kept = [row for row in full if sum(1 for cell in row if cell.strip()) >= min(2, width)]
    columns = tuple(
        Column(UNREADABLE.sub("?", name), tuple(row[at].strip() for row in kept))
        for at, name in enumerate(names)
        # a column without a name and without a value is the room between two others
        if not head or name != f"col{at + 1}" or any(row[at].strip() for row in kept)
    )
    return Look(
        path.name, form, encoding, separator, first + 1 if head else 0, sheet, columns, len(kept),
        header_rows=max(1, end - first),
    )  # fmt: skip


def _usual_width(rows: Sequence[Sequence[str]]) -> int:
    widths = [len(row) for row in rows if any(cell.strip() for cell in row)]
    return max(set(widths), key=lambda width: (widths.count(width), width))


def _separator(lines: Sequence[str]) -> str:
    """The sign that parts most lines into the same number of cells; none where widths are fixed."""
    best, alike_most = "", 0.0
    some = [line for line in lines[:500] if line.strip()]
    for separator in _SEPARATORS:
        counts = [len(row) for row in csv.reader(some, delimiter=separator)]
        usual = max(set(counts), key=counts.count, default=0)
        alike = counts.count(usual) / max(1, len(counts))
        # titles above a short table and remarks below it are fewer than its rows, and all of another width
        if usual > 1 and alike >= (_ALIKE if len(some) > _SHORT else _ALIKE_IN_SHORT) and alike * usual > alike_most:
            best, alike_most = separator, alike * usual
    return best
