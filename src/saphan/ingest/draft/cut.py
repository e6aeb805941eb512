"""Where do the columns of a file of fixed widths begin? Told by padding, by kinds of signs, and by known numbers."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from saphan.ingest.normalise.citizen_id import read_citizen_id
from saphan.ingest.normalise.places import read_area_code

_SOME = 400  # lines looked at
_MOST = 0.9
_HALF = 0.5
_DATE = re.compile(r"(24|25|19|20)\d\d(0\d|1[0-2])([0-2]\d|3[01])")


def cut_columns(lines: Sequence[str]) -> list[tuple[int, int]]:
    """Start (from 0) and width of every column, as far as the lines tell."""
    lines = lines[:_SOME]
    full = max(map(len, lines), default=0)
    padded = [line.ljust(full) for line in lines]
    starts = [at for at in range(full) if at == 0 or _begins(padded, at)]
    runs = [(start, end - start) for start, end in zip(starts, [*starts[1:], full], strict=True)]
    return [column for run in runs for column in _cut_digits(padded, *run)]


def _begins(lines: Sequence[str], at: int) -> bool:
    """A column begins where padding ends, or where digits meet letters in nearly every line."""
    if _share(lines, lambda line: line[at - 1] == " " and line[at] != " ") >= _MOST:
        return True
    digits_before = _share(lines, lambda line: line[at - 1].isdigit() or line[at - 1] == " ")
    letters_here = _share(lines, lambda line: line[at] != " " and not line[at].isdigit())
    return digits_before >= _MOST and letters_here >= _MOST and _share(lines, lambda line: line[at - 1].isdigit()) > 0


def _cut_digits(lines: Sequence[str], start: int, width: int) -> list[tuple[int, int]]:
    """A run of signs, cut at the citizen numbers, days and area codes that stand in it."""
    for size, is_one in ((13, _is_citizen), (8, _is_day), (6, _is_area)):
        at = _window(lines, start, width, size, is_one)
        if at is not None:
            before = _cut_digits(lines, start, at - start) if at > start else []
            after = start + width - at - size
            return [*before, (at, size), *(_cut_digits(lines, at + size, after) if after else [])]
    return [(start, width)]


def _window(lines: Sequence[str], start: int, width: int, size: int, is_one: Callable[[str], bool]) -> int | None:
    shares = []
    for at in range(start, start + width - size + 1):
        parts = [part for line in lines if (part := line[at : at + size]).strip()]
        if len(parts) >= _HALF * len(lines):
            shares.append((sum(map(is_one, parts)) / len(parts), -at))
    best, at = max(shares, default=(0.0, 0))
    return -at if best >= 0.7 else None


def _is_citizen(text: str) -> bool:
    return bool(read_citizen_id(text).is_valid)


def _is_day(text: str) -> bool:
    return _DATE.fullmatch(text) is not None


def _is_area(text: str) -> bool:
    return text.isdigit() and read_area_code(text).subdistrict is not None


def _share(lines: Sequence[str], holds: Callable[[str], bool]) -> float:
    return sum(map(holds, lines)) / max(1, len(lines))
