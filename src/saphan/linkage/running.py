"""Which rows share a key? Rows sorted by their keys through two rounds of counting, since keys are spread evenly."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from saphan.linkage.compiled import compiled
from saphan.linkage.spelling import Hashes

Ints = npt.NDArray[np.int64]
Codes = npt.NDArray[np.int32]
NO_KEY = np.uint64(0)
PATIENCE = 64  # moves a key; more of them say that a few keys are so common that counting did not tell them apart


def runs_of(keys: Hashes, largest: int, listed: Hashes) -> tuple[Codes, Codes, Hashes, int, int, int]:
    """The rows of keys that 2 to `largest` rows share, in the order of keys, and where each run begins; what was cut.

    Of what was cut: the keys of longer runs, how many keys, how many rows, and the longest run. A key that is listed
    (they stand in their order) is cut however few share it.
    """
    # made here, since compiled code gets its memory in small pages
    sorted_keys, rows = np.empty(len(keys), dtype=np.uint64), np.empty(len(keys), dtype=np.int32)
    bits = max(1, (len(keys) >> 11).bit_length())  # some two thousand keys a part: they fit the nearest cache
    ends = _parted(keys, bits, sorted_keys, rows)
    order, starts = np.empty(int(ends[-1]), dtype=np.int32), np.empty(int(ends[-1]) // 2 + 2, dtype=np.int32)
    found, filled, crowded, *cut = _runs(sorted_keys, rows, ends, bits, largest, listed, order, starts)
    return order[:filled].copy(), starts[: found + 1].copy(), crowded, int(cut[0]), int(cut[1]), int(cut[2])


@compiled
def _parted(keys: Hashes, bits: int, sorted_keys: Hashes, rows: Codes) -> Ints:
    """Keys and their rows by the first bits of the key; where each part ends."""
    shift = np.uint64(64 - bits)
    filled = np.zeros((1 << bits) + 1, dtype=np.int64)
    for row in range(len(keys)):
        if keys[row] != NO_KEY:
            filled[np.int64(keys[row] >> shift) + 1] += 1
    for part in range(1 << bits):
        filled[part + 1] += filled[part]
    for row in range(len(keys)):
        if keys[row] != NO_KEY:
            place = filled[np.int64(keys[row] >> shift)]
            sorted_keys[place], rows[place] = keys[row], np.int32(row)
            filled[np.int64(keys[row] >> shift)] += 1
    return filled[:-1]


@compiled
def _runs(  # noqa: PLR0917  # compiled code takes arrays, no objects
    keys: Hashes, rows: Codes, ends: Ints, bits: int, largest: int, listed: Hashes, order: Codes, starts: Codes
) -> tuple[int, int, Hashes, int, int, int]:  # fmt: skip
    """Part by part: sort it, and enter its runs."""
    crowded = np.empty(len(keys) // (largest + 1) + 1, dtype=np.uint64)
    found = filled = longer = cut = records = most = at = begin = 0
    starts[0] = 0
    for part in range(len(ends)):
        low, high = begin, ends[part]
        begin = high
        _sort(keys[low:high], rows[low:high], bits)
        while low < high:
            key, end = keys[low], low + 1
            while end < high and keys[end] == key:
                end += 1
            while at < len(listed) and listed[at] < key:
                at += 1
            is_listed = at < len(listed) and listed[at] == key
            if not is_listed and end - low > largest:
                crowded[longer] = key
                longer += 1
            if end - low > largest or (is_listed and end - low > 1):
                cut += 1
                records += end - low
                most = max(most, end - low)
            elif end - low > 1:
                for place in range(low, end):
                    order[filled] = rows[place]
                    filled += 1
                found += 1
                starts[found] = filled
            low = end
    return found, filled, crowded[:longer].copy(), cut, records, most


@compiled
def _sort(keys: Hashes, rows: Codes, bits: int) -> None:
    """Put the keys of one part in order, and their rows with them; equal keys keep the order of their rows."""
    finer = 0
    while finer < 11 and (1 << finer) < len(keys):
        finer += 1
    if finer > 3:
        _counted(keys, rows, np.uint64(64 - bits - finer), np.uint64((1 << finer) - 1))
    moves = 0
    for at in range(1, len(keys)):
        key, row, place = keys[at], rows[at], at
        while place > 0 and keys[place - 1] > key:
            keys[place], rows[place] = keys[place - 1], rows[place - 1]
            place -= 1
        keys[place], rows[place] = key, row
        moves += at - place
        if moves > PATIENCE * len(keys):
            order = np.argsort(keys, kind="mergesort")
            keys[:], rows[:] = keys[order].copy(), rows[order].copy()
            return


@compiled
def _counted(keys: Hashes, rows: Codes, shift: np.uint64, mask: np.uint64) -> None:
    filled = np.zeros(np.int64(mask) + 2, dtype=np.int32)
    for key in keys:
        filled[np.int64((key >> shift) & mask) + 1] += 1
    for slot in range(len(filled) - 1):
        filled[slot + 1] += filled[slot]
    old_keys, old_rows = keys.copy(), rows.copy()
    for at in range(len(old_keys)):
        digit = np.int64((old_keys[at] >> shift) & mask)
        keys[filled[digit]], rows[filled[digit]] = old_keys[at], old_rows[at]
        filled[digit] += 1
