"""What does opening a file yield, in whichever format it came? Its columns found, and its rows as they came."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
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
class Opened:
    """A file whose header is understood: where each field of the contract stands, and the rows below."""

    places: tuple[int | None, ...]  # by field of the contract; None: an optional column the file does not have
    width: int  # cells a row must have
    rows: Iterator[Row]
    encoding: str
