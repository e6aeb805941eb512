"""Which of millions of rows are meant, and the how-manieth is each? A bit a row, and counts before every 64 of them.

An array with a place for every row would have to be filled, and memory that is new to the process costs more than all
that is looked up in it; the bits of five million rows stay in the cache of one core.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from saphan.linkage.compiled import compiled
from saphan.linkage.fetching import fetch_ahead, ones_in
from saphan.linkage.kernels import FAR_AHEAD
from saphan.linkage.spelling import Hashes

Codes = npt.NDArray[np.int32]
Ints = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Members:
    """Some rows of very many, each known by its place: how many come before it, or where it is listed."""

    bits: Hashes
    before: Codes  # members before each 64 rows
    places: Codes  # of members in the order of their rows; empty where they stand in it

    @classmethod
    def of(cls, rows: Ints, count: int) -> Members:
        """These rows of `count`, each known by its place in `rows`."""
        bits = flagged(count, [rows])
        before, places = _counted(bits), np.zeros(0, dtype=np.int32)
        if len(rows) and (np.diff(rows) <= 0).any():
            places = np.empty(len(rows), dtype=np.int32)
            places[_ranks(bits, before, places[:0], rows)] = np.arange(len(rows), dtype=np.int32)
        return cls(bits, before, places)

    def __getitem__(self, rows: Ints | Codes) -> Codes:
        """The place of each row, -1 where it is not one of them."""
        return _ranks(self.bits, self.before, self.places, rows)


def flagged(count: int, rows: Iterable[Ints | Codes]) -> Hashes:
    """A bit for each of `count` rows: set for these."""
    bits = np.zeros((count >> 6) + 1, dtype=np.uint64)
    for some in rows:
        _set(bits, some)
    return bits


@compiled
def rows_of(bits: Hashes) -> Ints:
    """The rows whose bit is set, in their order."""
    rows, found = np.empty(np.int64(_counted(bits)[-1]) + ones_in(bits[-1]), dtype=np.int64), 0
    for word in range(len(bits)):
        left = bits[word]
        while left:
            rows[found] = (word << 6) + ones_in((left & (~left + np.uint64(1))) - np.uint64(1))
            found += 1
            left &= left - np.uint64(1)
    return rows


@compiled
def named(labels: Codes, gone: Flags, bits: Hashes, first: int) -> Ints:
    """Rows, counted from `first`, that are not gone and whose label's bit is set."""
    rows, found = np.empty(len(labels), dtype=np.int64), 0
    for row in range(len(labels)):
        rows[found] = first + row
        found += is_set(bits, labels[row]) and not gone[row]
    return rows[:found].copy()


@compiled
def is_set(bits: Hashes, row: int) -> bool:
    """The row's bit is set."""
    return bool((bits[row >> 6] >> np.uint64(row & 63)) & np.uint64(1))


@compiled
def place_in(bits: Hashes, before: Codes, places: Codes, row: int) -> int:
    """The place of one row among members, -1 where it is not one of them."""
    word, bit = bits[row >> 6], np.uint64(1) << np.uint64(row & 63)
    if not word & bit:
        return -1
    rank = before[row >> 6] + ones_in(word & (bit - np.uint64(1)))
    return int(places[rank]) if len(places) else int(rank)


@compiled
def told_of(  # noqa: PLR0917  # compiled code takes arrays, no objects
    bits: Hashes, before: Codes, places: Codes, own: Codes, of_all: Codes, rows: Ints | Codes
) -> Codes:
    """What is said of each row: by `own` where it is a member, at its place there, else by `of_all`."""
    found, last = np.empty(len(rows), dtype=np.int32), len(rows) - 1
    for at in range(len(rows)):
        ahead = rows[min(at + FAR_AHEAD, last)]
        if ahead < len(of_all):
            fetch_ahead(of_all, ahead)
        place = place_in(bits, before, places, rows[at])
        found[at] = of_all[rows[at]] if place < 0 else own[place]
    return found


@compiled
def _set(bits: Hashes, rows: Ints | Codes) -> None:
    for row in rows:
        bits[row >> 6] |= np.uint64(1) << np.uint64(row & 63)


@compiled
def _counted(bits: Hashes) -> Codes:
    before, count = np.empty(len(bits), dtype=np.int32), 0
    for word in range(len(bits)):
        before[word] = count
        count += ones_in(bits[word])
    return before


@compiled
def _ranks(bits: Hashes, before: Codes, places: Codes, rows: Ints | Codes) -> Codes:
    found = np.empty(len(rows), dtype=np.int32)
    for at in range(len(rows)):
        found[at] = place_in(bits, before, places, rows[at])
    return found
