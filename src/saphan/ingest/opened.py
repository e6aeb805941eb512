"""What does opening a file yield, in whichever format it came? Its columns found, and its rows as they came."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from saphan.errors import BrokenPromise


class UnreadableFile(BrokenPromise):
    """A file is not what its contract says, or cannot be opened at all: nothing of it is taken."""


class Row(NamedTuple):
    """One row of a file as it came, before it is known whether it is one of data."""

    cells: Sequence[str]
    fault: str = ""  # the reader's rule it breaks: unclosed_quote, line_too_long
    ended: bool = True  # its line has an end; only the last of a file can lack one


@dataclass(frozen=True)
class Delimited:
    """Text with a separator, of which plain parts can be read as columns."""

    path: Path
    bom: int  # bytes of the mark at its beginning
    separator: str
    header: int  # row of the header from 0; -1: there is none
    cells: int  # of the header, with those at its end that have no name


@dataclass(frozen=True)
class Opened:
    """A file whose header is understood: where each field of the contract stands, and the rows below."""

    places: tuple[int | None, ...]  # by field of the contract; None: an optional column the file does not have
    width: int  # cells a row must have
    rows: Iterator[Row]
    encoding: str
    delimited: Delimited | None = None  # where the rows can also be read by blocks
    undescribed: tuple[str, ...] = ()  # columns of the file that the contract does not name
    of_another_format: bool = False  # than the contract says: it is read by what it is, and that is said
    beside: bool = False  # cells stand beside the table, a legend or a remark: nothing of them is taken
    header: tuple[str, ...] = ()  # its cells as they stand: a row of the same is the header repeated
