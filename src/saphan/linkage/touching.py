"""What does a change touch among millions of records? Look-ups and scans over kept arrays, in machine code."""

from __future__ import annotations

from typing import TypeVar

import numpy as np
import numpy.typing as npt

from saphan.linkage.compiled import compiled
from saphan.linkage.fetching import fetch_ahead
from saphan.linkage.kernels import AHEAD, FAR_AHEAD, Words, agreement
from saphan.linkage.meeting import found_before
from saphan.linkage.members import is_set, place_in
from saphan.linkage.spelling import Hashes, Points

Codes = npt.NDArray[np.int32]
Ints = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]
Letters = npt.NDArray[np.uint8]
T = TypeVar("T", Letters, Points)
Text = tuple[Letters, Ints]  # value v is written `letters[starts[v]:starts[v + 1]]`


@compiled
def places(letters: Letters, starts: Ints, order: Ints, sought: Letters, bounds: Ints) -> Ints:
    """For each sought text, before how many texts it stands: these are in order, or `order` lists them in theirs.

    Texts that are sought in their order are soon found: each search begins where the one before it ended.
    """
    count = len(order) if len(order) else len(starts) - 1
    found = np.empty(len(bounds) - 1, dtype=np.int64)
    low = high = 0
    for each in range(len(found)):
        low, high = _around(low, letters, starts, order, count, sought[bounds[each] : bounds[each + 1]])
        while low < high:
            middle = (low + high) // 2
            at = order[middle] if len(order) else middle
            if comes_before(letters[starts[at] : starts[at + 1]], sought[bounds[each] : bounds[each + 1]]):
                low = middle + 1
            else:
                high = middle
        found[each] = low
    return found


@compiled
def _around(  # noqa: PLR0917  # compiled code takes arrays, no objects
    near: int, letters: Letters, starts: Ints, order: Ints, count: int, sought: Letters
) -> tuple[int, int]:
    """Two places between which the sought text stands, found by steps from a place near it that grow twofold."""
    step, low, high = 1, near, near
    while high < count:
        at = order[high] if len(order) else high
        if not comes_before(letters[starts[at] : starts[at + 1]], sought):
            break
        low, high = high + 1, min(count, high + step)
        step *= 2
    if high > near or near == 0:
        return low, high
    step = 1
    while low > 0:
        high, low = low, max(0, low - step)
        at = order[low] if len(order) else low
        if comes_before(letters[starts[at] : starts[at + 1]], sought):
            return low + 1, high
        step *= 2
    return low, high


@compiled
def comes_before(x: Letters, y: Letters) -> bool:
    """The one text comes before the other, by their bytes."""
    for at in range(min(len(x), len(y))):
        if x[at] != y[at]:
            return bool(x[at] < y[at])
    return len(x) < len(y)


@compiled
def living(  # noqa: PLR0917  # compiled code takes arrays, no objects
    letters: Letters, starts: Ints, order: Ints, gone: Flags, sought: Letters, bounds: Ints, found: Ints
) -> Ints:
    """The row of each sought id that is not gone, -1 where there is none; `found` is what `places` says."""
    count = len(order) if len(order) else len(starts) - 1
    rows = np.full(len(found), -1, dtype=np.int64)
    for each in range(len(found)):
        place = found[each]
        while place < count:
            at = order[place] if len(order) else place
            if comes_before(sought[bounds[each] : bounds[each + 1]], letters[starts[at] : starts[at + 1]]):
                break
            if not gone[at]:
                rows[each] = at
                break
            place += 1
    return rows


@compiled
def texts_at(letters: T, starts: Ints, more: T, more_starts: Ints, rows: Ints) -> tuple[T, Ints]:
    """The texts of rows, by letters or by code points: of the first list, or where a row is beyond it of the second."""
    count, last = len(starts) - 1, len(rows) - 1
    begins = np.zeros(len(rows) + 1, dtype=np.int64)
    for at in range(len(rows)):
        fetch_ahead(starts, min(rows[min(at + FAR_AHEAD, last)], count))
        row, own = (rows[at], starts) if rows[at] < count else (rows[at] - count, more_starts)
        begins[at + 1] = begins[at] + own[row + 1] - own[row]
    taken = np.empty(begins[len(rows)], dtype=letters.dtype)
    for at in range(len(rows)):
        fetch_ahead(letters, starts[min(rows[min(at + FAR_AHEAD, last)], count)])
        is_first = rows[at] < count
        low = starts[rows[at]] if is_first else more_starts[rows[at] - count]
        of = letters if is_first else more
        for step in range(begins[at + 1] - begins[at]):
            taken[begins[at] + step] = of[low + step]
    return taken, begins


@compiled
def numbered_alike(hashes: Hashes, known: Flags) -> tuple[Codes, Ints]:
    """A number for each distinct hash in the order in which they first come, and where each first comes; -1 unknown."""
    size = 16
    while size < 2 * len(hashes):
        size *= 2
    slots = np.full(size, -1, dtype=np.int32)
    codes, firsts = np.full(len(hashes), -1, dtype=np.int32), np.empty(len(hashes), dtype=np.int64)
    found, last = 0, np.int64(size - 1)
    for cell in range(len(hashes)):
        fetch_ahead(slots, slot_of(hashes[min(cell + FAR_AHEAD, len(hashes) - 1)], last))
        near = slots[slot_of(hashes[min(cell + AHEAD, len(hashes) - 1)], last)]
        if near >= 0:
            fetch_ahead(hashes, firsts[near])
        if not known[cell]:
            continue
        slot = slot_of(hashes[cell], last)
        while slots[slot] >= 0 and hashes[firsts[slots[slot]]] != hashes[cell]:
            slot = (slot + 1) & last
        if slots[slot] < 0:
            slots[slot] = found
            firsts[found] = cell
            found += 1
        codes[cell] = slots[slot]
    return codes, firsts[:found].copy()


@compiled
def slot_of(key: np.uint64, last: np.int64) -> np.int64:
    """Where a key is entered among so many places, a power of two."""
    return np.int64((key * np.uint64(0x9E3779B97F4A7C15)) >> np.uint64(20)) & last


@compiled
def pairs_within(one: Codes, other: Codes, bits: Hashes, before: Codes, listed: Codes) -> tuple[Ints, Codes, Codes]:
    """Which pairs have both their rows among members, and the places of these: `members.place_in`."""
    within, found = np.empty(len(one), dtype=np.int64), 0
    for pair in range(len(one)):
        if is_set(bits, one[pair]) and is_set(bits, other[pair]):
            within[found] = pair
            found += 1
    first, second = np.empty(found, dtype=np.int32), np.empty(found, dtype=np.int32)
    for at in range(found):
        first[at] = place_in(bits, before, listed, one[within[at]])
        second[at] = place_in(bits, before, listed, other[within[at]])
    return within[:found].copy(), first, second


@compiled
def compare_new(  # noqa: PLR0913, PLR0917  # compiled code takes arrays, no objects
    rule: int, order: Codes, starts: Codes, groups: Codes, is_new: Flags, rows: Codes, words: Words,
    dated: Flags, undated: Flags,
) -> tuple[Codes, Codes, Codes]:  # fmt: skip
    """As `kernels.compare_blocks`, only of pairs of which one is new."""
    one, other = _met_new(rule, order, starts, groups, is_new, dated, undated)
    codes = np.empty(len(one), dtype=np.int32)
    for pair in range(len(one)):
        ahead = min(pair + AHEAD, len(one) - 1)
        fetch_ahead(rows, one[ahead])
        fetch_ahead(rows, other[ahead])
        codes[pair] = agreement(rows[one[pair]], rows[other[pair]], words)
    return one, other, codes


@compiled
def _met_new(  # noqa: PLR0917  # compiled code takes arrays, no objects
    rule: int, order: Codes, starts: Codes, groups: Codes, is_new: Flags, dated: Flags, undated: Flags
) -> tuple[Codes, Codes]:
    """The pairs of which one is new that no earlier rule brings together."""
    most = longest = 0
    for block in range(len(starts) - 1):
        size, old = starts[block + 1] - starts[block], 0
        for at in range(starts[block], starts[block + 1]):
            old += not is_new[order[at]]
        most += size * (size - 1) // 2 - old * (old - 1) // 2
        longest = max(longest, size)
    one, other = np.empty(most, np.int32), np.empty(most, np.int32)
    news, found, last = np.empty(longest, np.int32), 0, len(order) - 1  # where the new ones of a block stand
    for block in range(len(starts) - 1):
        many, passed = 0, 0
        for at in range(starts[block], starts[block + 1]):
            if is_new[order[at]]:
                news[many] = at
                many += 1
        for x in range(starts[block], starts[block + 1]):
            i = order[x]
            while passed < many and news[passed] <= x:
                passed += 1
            fetch_ahead(groups, order[min(x + FAR_AHEAD, last)])
            # a new one is compared with all that follow, another with the new ones that follow
            for step in range(starts[block + 1] - x - 1 if is_new[i] else many - passed):
                j = order[x + 1 + step if is_new[i] else news[passed + step]]
                if not found_before(rule, i, j, groups, dated, undated):
                    one[found], other[found] = min(i, j), max(i, j)
                    found += 1
    return one[:found].copy(), other[:found].copy()
