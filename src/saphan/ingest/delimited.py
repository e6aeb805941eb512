"""What are the rows of a CSV file? Each line its own row, unless a quoted cell really goes on in the next.

A quote that is never closed costs its own line alone: a reader that swallows the lines up to the next quote, as
Python's csv and others do, would lose people.
"""

from __future__ import annotations

import csv
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Final, Protocol

from saphan.contracts.model import Contract
from saphan.ingest.encoding import detect, open_text
from saphan.ingest.header import HeaderMismatch, find_header, header_width, searched, undescribed
from saphan.ingest.opened import Delimited, Opened, Row

LONGEST_LINE: Final = 1 << 20  # characters; a longer line is no row
_BY_BLOCKS: Final = ("utf-8", "utf-8-sig", "cp874")  # in UTF-16 a line end is no single byte
_SEPARATORS: Final = (",", ";", "|", "\t")
_MOST_LINES: Final = 50  # of one quoted cell; an address with line breaks has four


def open_delimited(path: Path, contract: Contract) -> Opened:
    """A CSV file, its header understood; in another separator than agreed where only that one finds the columns."""
    encoding = detect(path, contract)
    mismatch: HeaderMismatch | None = None
    for separator in dict.fromkeys((contract.file.separator, *_SEPARATORS)):
        try:
            return _opened(path, contract, encoding, separator)
        except HeaderMismatch as other:
            mismatch = mismatch or other
        if contract.file.header_row == 0:
            break  # without a header nothing tells that another separator is the right one
    raise mismatch or AssertionError


def _opened(path: Path, contract: Contract, encoding: str, separator: str) -> Opened:
    with open_text(path, encoding) as text:
        top = list(islice(_rows(_Lines(text), separator), searched(contract)))
    found = find_header([row.cells for row in top], contract, path.name)
    header, places = found.row, found.places
    named = [place + 1 for place in places if place is not None]
    width = max(header_width(top[header].cells), *named) if header >= 0 else len(contract.fields)
    cells = max(len(top[header].cells), width) if header >= 0 else width
    by_blocks = Delimited(path, 3 if encoding == "utf-8-sig" else 0, separator, header, cells)
    return Opened(
        places,
        width,
        _below(path, separator, encoding, header, width),
        encoding,
        by_blocks if encoding in _BY_BLOCKS else None,
        undescribed(found, contract),
        header=tuple(top[header].cells) if header >= 0 else (),
    )


def _below(path: Path, separator: str, encoding: str, header: int, width: int) -> Iterator[Row]:
    with open_text(path, encoding) as text:
        lines = _Lines(text)
        rows = _rows(lines, separator)
        deque(islice(rows, header + 1), maxlen=0)
        lines.width = width  # known from here on: an open quote is told from a cell of several lines
        yield from rows


def rows_of(path: Path, encoding: str, separator: str) -> Iterator[list[str]]:
    """The cells of every line as they stand, before anything is known of the header."""
    with open_text(path, encoding) as text:
        for row in _rows(_Lines(text), separator):
            yield list(row.cells)


class Lines(Protocol):
    """What lines are read from: a file, or a block of one."""

    def readline(self, limit: int, /) -> str:
        """The next line, or as much of it."""
        ...


class BlockLines(Lines, Protocol):
    """The lines of some blocks of a file, after which others are read as columns."""

    def is_between(self) -> bool:
        """Whether all of these blocks is read."""
        ...


def careful_rows(text: BlockLines, *, separator: str, width: int, skip: int) -> Iterator[Row]:
    """The rows that begin in these blocks, as the careful reader finds them, after `skip` rows of header."""
    lines = _Lines(text)
    deque(islice(_rows(lines, separator), skip), maxlen=0)  # a long legend above the header may fill several blocks
    lines.width, lines.is_between = width, text.is_between
    yield from _rows(lines, separator)


@dataclass
class _Lines:
    """The lines of a text, with a way to put some back."""

    text: Lines
    width: int = 0  # cells of the header; 0 until it is known
    again: deque[str] = field(default_factory=deque)
    is_between: Callable[[], bool] = lambda: False

    def take(self) -> str:
        """The next line with its end, cut where it is too long; empty at the end of the file."""
        if self.again:
            return self.again.popleft()
        line = self.text.readline(LONGEST_LINE + 2)
        if len(line) > LONGEST_LINE:
            while not line.endswith(("\n", "\r")) and (rest := self.text.readline(LONGEST_LINE)):
                line = line[:LONGEST_LINE] + "…" + rest[-1]
        return line


def _rows(lines: _Lines, separator: str) -> Iterator[Row]:
    while (lines.again or not lines.is_between()) and (line := lines.take()):
        ended = line.endswith(("\n", "\r"))
        if len(line) > LONGEST_LINE:
            yield Row((), "line_too_long", ended)
        elif '"' not in line:
            yield Row(line.rstrip("\r\n").split(separator), ended=ended)
        else:
            yield _quoted(line, lines, separator)


def _quoted(line: str, lines: _Lines, separator: str) -> Row:
    try:
        cells = next(csv.reader((line,), delimiter=separator, strict=True))
        return Row(cells, ended=line.endswith(("\n", "\r")))
    except csv.Error:
        return _quoted_further(line, lines, separator)


def _quoted_further(line: str, lines: _Lines, separator: str) -> Row:
    """A row of which a quote stays open at the end of its line, or stands where none may."""
    taken: list[str] = []
    cells = _parsed(line, lines, separator, taken, strict=True)
    if cells is not None and lines.width in (0, len(cells)):
        return Row(cells, ended=taken[-1].endswith(("\n", "\r")))
    lines.again.extendleft(reversed(taken[1:]))
    ended = line.endswith(("\n", "\r"))
    alone = _parsed(line, None, separator, [], strict=False)
    return Row((), "unclosed_quote", ended) if alone is None else Row(alone, ended=ended)


def _parsed(line: str, lines: _Lines | None, separator: str, taken: list[str], *, strict: bool) -> list[str] | None:
    """The cells of a row that begins on `line`; None when a quote stays open or stands where none may."""
    open_at_end = False

    def feed() -> Iterator[str]:
        nonlocal open_at_end
        taken.append(line)
        yield line
        while lines is not None and len(taken) < _MOST_LINES and (more := lines.take()):
            taken.append(more)
            yield more
        open_at_end = True

    try:
        cells = next(csv.reader(feed(), delimiter=separator, strict=strict))
    except csv.Error:
        return None
    return None if open_at_end else cells
