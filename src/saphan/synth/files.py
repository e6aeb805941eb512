"""How is a listing laid down in a file? The same listing gives the same bytes, on any day."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from pathlib import Path

import xlsxwriter

from saphan.synth.listing import Listing

Groups = Sequence[tuple[int, int, str]]
_MADE = datetime(2026, 1, 1)  # workbooks hold the moment they were made: always this one  # noqa: DTZ001 - xlsxwriter refuses time zones


def write_csv(rows: Listing, path: Path, *, separator: str, encoding: str, first: bool = True) -> None:
    """Separated text, lines ended as Windows does; the first part of a file begins with its header line."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=separator, lineterminator="\r\n")
    if first:
        writer.writerow(rows.columns)
    writer.writerows(zip(*rows.columns.values(), strict=True))
    path.write_bytes(out.getvalue().encode(encoding if first else encoding.removesuffix("-sig")))


def write_fixed(rows: Listing, path: Path, *, widths: Mapping[str, int], encoding: str) -> None:
    """Lines without a header, each column as wide as `widths` says."""
    cells = [[str(cell).ljust(widths[header]) for cell in column] for header, column in rows.columns.items()]
    text = "".join("".join(line) + "\r\n" for line in zip(*cells, strict=True))
    path.write_bytes(text.encode(encoding))


def write_workbook(
    rows: Listing, path: Path, *, sheet: str, above: Sequence[str], widths: Iterable[int], groups: Groups = ()
) -> None:
    """A workbook with title rows above the header, as offices send them; texts stay texts, numbers numbers.

    `groups` are merged headings above the header: first column, last column, words.
    """
    workbook = xlsxwriter.Workbook(path, {"constant_memory": True, "in_memory": False})
    workbook.set_properties({"created": _MADE})
    page = workbook.add_worksheet(sheet)
    bold = workbook.add_format({"bold": True})
    for column, width in enumerate(widths):
        page.set_column(column, column, width)
    for row, title in enumerate(above):
        page.write_string(row, 0, title, bold)
    for left, right, words in groups:
        page.merge_range(len(above), left, len(above), right, words, bold)
    top = len(above) + bool(groups)
    for column, header in enumerate(rows.columns):
        page.write_string(top, column, header, bold)
    for row, cells in enumerate(zip(*rows.columns.values(), strict=True), start=top + 1):
        for column, cell in enumerate(cells):
            if isinstance(cell, str):
                if cell:
                    page.write_string(row, column, cell)
            else:
                page.write_number(row, column, cell)
    workbook.close()
