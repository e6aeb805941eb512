"""What are the rows of a web page that was saved under the name of a workbook? The cells of its largest table."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path
from typing import Final

from saphan.contracts.model import Contract
from saphan.ingest.encoding import detect, open_text
from saphan.ingest.header import find_header, header_width, searched, undescribed
from saphan.ingest.opened import Opened, Row, UnreadableFile
from saphan.words import say

_LARGEST: Final = 64 << 20  # bytes: it is held in memory
_MOST_SPAN: Final = 1000  # cells one cell can stand for
_MOST_CELLS: Final = 5_000_000
_SPACE: Final = re.compile(r"\s+")


def open_page(path: Path, contract: Contract) -> Opened:
    """The largest table of a page, its header understood."""
    encoding = detect(path, contract)
    rows = largest_table(path, encoding)
    found = find_header(rows[: searched(contract)], contract, path.name)
    header, places = found.row, found.places
    width = max(header_width(rows[header]) if header >= 0 else 0, *(place + 1 for place in places if place is not None))
    is_beside = header >= 0 and any(cell for cells in rows[header + 1 :] for cell in cells[width:])
    full = (Row([*cells[:width], *[""] * (width - len(cells))]) for cells in rows[header + 1 :])
    head = tuple(rows[header][:width]) if header >= 0 else ()
    names = undescribed(found, contract)
    return Opened(places, width, full, encoding, undescribed=names, beside=is_beside, header=head)


def largest_table(path: Path, encoding: str) -> list[list[str]]:
    """The cells of the page's table of most rows.

    Raises:
        UnreadableFile: it is too large to be held.
    """
    if path.stat().st_size > _LARGEST:
        raise UnreadableFile(
            say("{file} is a web page of more than {limit} bytes.", file=path.name, limit=_LARGEST),
            where=path.name,
            cure=say("Save it as an Excel workbook (.xlsx) or as CSV."),
        )
    with open_text(path, encoding) as text:
        tables = _Tables(path.name)
        tables.feed(text.read())
        tables.close()
    return max(tables.found, key=len, default=[])


class _Tables(HTMLParser):
    """The tables of a page, as rows of texts."""

    def __init__(self, file: str) -> None:
        """Of a file of that name."""
        super().__init__(convert_charrefs=True)
        self.file = file
        self.found: list[list[list[str]]] = []
        self.open: list[list[list[str]]] = []  # tables within tables
        self.cell: list[str] | None = None
        self.span, self.rows = 1, 1
        self.down: list[dict[int, int]] = []  # of each open table, by place: rows that a cell above still covers
        self.held = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Open a table, a row or a cell."""
        if tag == "table":
            self._end_cell()
            self.open.append([])
            self.down.append({})
            self.found.append(self.open[-1])
        elif tag == "tr" and self.open:
            self._end_cell()
            self.open[-1].append([])
        elif tag in ("td", "th") and self.open:
            self._end_cell()
            self.span, self.rows = _span(attrs, "colspan"), _span(attrs, "rowspan")
            self.cell = []
        elif tag == "br" and self.cell is not None:
            self.cell.append(" ")

    def handle_endtag(self, tag: str) -> None:
        """Close a table, a row or a cell."""
        if tag in ("td", "th", "tr", "table"):
            self._end_cell()
        if tag == "table" and self.open:
            self.open.pop()
            self.down.pop()

    def handle_data(self, data: str) -> None:
        """Text of a cell; what stands outside is no row."""
        if self.cell is not None:
            self.cell.append(data)

    def _end_cell(self) -> None:
        if self.cell is None or not self.open:
            return
        table = self.open[-1]
        if not table:
            table.append([])
        self.held += self.span
        if self.held > _MOST_CELLS:
            raise UnreadableFile(say("A web page has too many cells."), where=self.file, cure=say("Save it as CSV."))
        row, down = table[-1], self.down[-1]
        while down.get(len(row), 0) > 0:  # a cell above reaches down to here
            down[len(row)] -= 1
            row.append("")
        if self.rows > 1:
            down.update(dict.fromkeys(range(len(row), len(row) + self.span), self.rows - 1))
        row.extend([_SPACE.sub(" ", "".join(self.cell)).strip(), *[""] * (self.span - 1)])
        self.cell = None


def _span(attrs: list[tuple[str, str | None]], name: str) -> int:
    """Over how many cells one stands: never more than any table has, and never less than itself."""
    span = dict(attrs).get(name) or "1"
    return max(1, min(int(span), _MOST_SPAN)) if span.isascii() and span.isdigit() and len(span) < 6 else 1
