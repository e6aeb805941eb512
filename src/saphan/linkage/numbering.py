"""Which texts of a column are the same? Each distinct text gets a number when it first comes, part after part.

Arrow numbers the texts of one part, and joining the numbers of parts looks every text up again; this asks once.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from saphan.linkage.compiled import compiled
from saphan.linkage.fetching import eight_at, fetch_ahead
from saphan.linkage.kernels import AHEAD, UNKNOWN
from saphan.linkage.spelling import mixed

Codes = npt.NDArray[np.int32]
Letters = npt.NDArray[np.uint8]
Slots = npt.NDArray[np.int32]  # by the first bits of a text's key: its last bits, and its number; -1 where none is
Entries = npt.NDArray[np.uint64]  # by number: the first sixteen letters, the length, and where the letters stand
AT_ONCE = 64  # texts whose places in memory are asked for before the first of them is looked at
SMALLEST = 1024
FIRST, SECOND, LENGTH, START = 0, 1, 2, 3


class Numbering:
    """The distinct texts of a column so far, by number in the order in which they came.

    Where it is known how many come, there is room for them from the beginning.
    """

    def __init__(self, expected: int = 0) -> None:
        room = max(SMALLEST, 1 << (2 * expected - 1).bit_length())
        self._slots: Slots = _no_slots(room)
        self._entries: Entries = np.empty((room // 2, 4), dtype=np.uint64)
        self._written: Letters = np.empty(8 * room, dtype=np.uint8)
        self._count = self._filled = 0

    def numbers_of(self, column: pa.StringArray) -> Codes:
        """The number of each text of one more part; empty text is unknown as none is."""
        letters, starts, known = _buffers(column)
        codes = np.empty(len(column), dtype=np.int32)
        row = 0
        while row < len(codes):
            row, self._count, self._filled = _number(
                letters, starts, known, column.offset, row, self._slots, self._entries, self._written, self._count,
                self._filled, codes,
            )  # fmt: skip
            if row < len(codes):
                self._grow(int(starts[row + 1] - starts[row]))
        return codes

    def values(self) -> pa.Array:
        """The texts by their numbers."""
        starts = np.append(self._entries[: self._count, START].astype(np.int64), np.int64(self._filled))
        buffers = [None, pa.py_buffer(starts), pa.py_buffer(self._written[: self._filled].copy())]
        return pa.Array.from_buffers(pa.large_string(), self._count, buffers).cast(pa.string())

    def _grow(self, length: int) -> None:
        """Make room for twice as many texts, and for one of that length."""
        if self._count == len(self._entries):
            self._entries = np.concatenate([self._entries, np.empty_like(self._entries)])
            self._slots = _no_slots(2 * len(self._slots))
            _enter_again(self._slots, self._entries, self._count, self._written)
        if self._filled + length > len(self._written):
            self._written = np.concatenate([self._written, np.empty(len(self._written) + length, dtype=np.uint8)])


def _no_slots(count: int) -> Slots:
    return np.full((count, 2), -1, dtype=np.int32)


def _buffers(column: pa.StringArray) -> tuple[Letters, Codes, Letters]:
    known, offsets, letters = column.buffers()
    starts = np.frombuffer(offsets, dtype=np.int32)[column.offset : column.offset + len(column) + 1]
    nothing = np.frombuffer(b"", dtype=np.uint8)
    return (
        nothing if letters is None else np.frombuffer(letters, dtype=np.uint8),
        starts,
        nothing if known is None else np.frombuffer(known, dtype=np.uint8),
    )


@compiled
def _number(  # noqa: C901, PLR0913, PLR0917  # compiled code takes arrays, no objects
    letters: Letters, starts: Codes, known: Letters, skipped: int, row: int, slots: Slots, entries: Entries,
    written: Letters, count: int, filled: int, codes: Codes,
) -> tuple[int, int, int]:  # fmt: skip
    """Number the texts from `row` on; the row that there is no room for any more, and how much is in the tables now."""
    words, keys = np.empty((AT_ONCE, 2), dtype=np.uint64), np.empty(AT_ONCE, dtype=np.uint64)
    last = np.uint64(len(slots) - 1)
    while row < len(codes):
        block = min(AT_ONCE, len(codes) - row)
        for at in range(block):
            low, high = starts[row + at], starts[row + at + 1]
            words[at, 0], words[at, 1] = _word(letters, low, high), _word(letters, low + 8, high)
            keys[at] = _key(words[at, 0], words[at, 1], letters, low, high)
            fetch_ahead(slots, np.int64(keys[at] & last))
        for at in range(block):
            slot = np.int64(keys[at] & last)
            if slots[slot, 1] >= 0:
                fetch_ahead(entries, slots[slot, 1])
        for at in range(block):
            number = slots[np.int64(keys[at] & last), 1]
            if number >= 0 and starts[row + at + 1] - starts[row + at] > 16:
                fetch_ahead(written, np.int64(entries[number, START]) + 16)
        for at in range(block):
            low, high = starts[row + at], starts[row + at + 1]
            place = skipped + row + at
            if low >= high or (len(known) and not (known[place >> 3] >> (place & 7)) & 1):
                codes[row + at] = UNKNOWN
                continue
            tag, slot = np.int32(keys[at] >> np.uint64(32)), np.int64(keys[at] & last)
            while slots[slot, 1] >= 0 and not (
                slots[slot, 0] == tag
                and _is_same(entries, slots[slot, 1], written, words[at, 0], words[at, 1], letters, low, high)
            ):
                slot = (slot + 1) & np.int64(last)
            if slots[slot, 1] < 0:
                if count == len(entries) or filled + high - low > len(written):
                    return row + at, count, filled
                slots[slot, 0], slots[slot, 1] = tag, np.int32(count)
                entries[count, FIRST], entries[count, SECOND] = words[at, 0], words[at, 1]
                entries[count, LENGTH], entries[count, START] = np.uint64(high - low), np.uint64(filled)
                for letter in range(low, high):
                    written[filled] = letters[letter]
                    filled += 1
                count += 1
            codes[row + at] = slots[slot, 1]
        row += block
    return row, count, filled


@compiled
def _word(letters: Letters, low: int, high: int) -> np.uint64:
    """Up to eight letters as one number. Letter by letter it took longer than all the rest of finding a number."""
    if low + 8 <= len(letters):
        word = eight_at(letters, low)
        length = high - low
        return word if length >= 8 else word & ((np.uint64(1) << np.uint64(8 * max(length, 0))) - np.uint64(1))
    word = np.uint64(0)
    for at in range(low, min(low + 8, high)):
        word |= np.uint64(letters[at]) << np.uint64(8 * (at - low))
    return word


@compiled
def _key(first: np.uint64, second: np.uint64, letters: Letters, low: int, high: int) -> np.uint64:
    """A number for a text whose first sixteen letters are at hand."""
    key = mixed(mixed(np.uint64(high - low), first), second)
    at = low + 16
    while at < high:
        key = mixed(key, _word(letters, at, high))
        at += 8
    return key


@compiled
def _is_same(  # noqa: PLR0917  # compiled code takes arrays, no objects
    entries: Entries,
    number: int,
    written: Letters,
    first: np.uint64,
    second: np.uint64,
    letters: Letters,
    low: int,
    high: int,
) -> bool:
    """Whether a known text is this one; up to sixteen letters are compared where the entry stands."""
    if (
        entries[number, FIRST] != first
        or entries[number, SECOND] != second
        or entries[number, LENGTH] != np.uint64(high - low)
    ):
        return False
    apart, at = int(entries[number, START]) - low, low + 16
    while at < high:
        if _word(written, apart + at, apart + high) != _word(letters, at, high):
            return False
        at += 8
    return True


@compiled
def _enter_again(slots: Slots, entries: Entries, count: int, written: Letters) -> None:
    """Enter all texts into new slots."""
    last = np.uint64(len(slots) - 1)
    for number in range(count):
        fetch_ahead(slots, np.int64(_key_of(entries, min(number + AHEAD, count - 1), written) & last))
        key = _key_of(entries, number, written)
        slot = np.int64(key & last)
        while slots[slot, 1] >= 0:
            slot = (slot + 1) & np.int64(last)
        slots[slot, 0], slots[slot, 1] = np.int32(key >> np.uint64(32)), np.int32(number)


@compiled
def _key_of(entries: Entries, number: int, written: Letters) -> np.uint64:
    low = int(entries[number, START])
    high = low + int(entries[number, LENGTH])
    return _key(entries[number, FIRST], entries[number, SECOND], written, low, high)
