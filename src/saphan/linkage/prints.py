"""Who bears a key that is wanted? Half of each record's key is kept in its place, and all are looked at.

A print is half of a key: enough to tell nearly all who do not share it, and read at the pace of memory. Its last bit
says whether the record's day of birth is known; the one before is always set, so that 0 is no key.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from saphan.linkage.compiled import compiled
from saphan.linkage.spelling import Hashes

Codes = npt.NDArray[np.int32]
Flags = npt.NDArray[np.bool_]
Prints = npt.NDArray[np.uint32]

BITS_A_KEY = 32  # of the filter: one print in thirty or so is looked up in vain, and the filter stays in the cache
SMALLEST_FILTER, LARGEST_FILTER = 16, 25  # 2 to the power of it
AT_ONCE = 1 << 14  # prints: those that pass the filter stay in the nearest cache


@compiled
def prints_of(keys: Hashes, dated: Flags) -> Prints:
    """The prints of keys; of which records a day of birth is known is said by `dated`."""
    prints = np.empty(len(keys), dtype=np.uint32)
    for row in range(len(keys)):
        half = np.uint32(keys[row] >> np.uint64(32)) & np.uint32(0xFFFFFFFC)
        prints[row] = half | np.uint32(2) | np.uint32(dated[row]) if keys[row] else np.uint32(0)
    return prints


def sharing(new: Prints, olds: Sequence[tuple[Prints, int]], *, only_undated: bool, most: int) -> Codes:
    """Rows whose key may be that of a new record. `olds` are prints, and the row of the first of them.

    With `only_undated`, a new and an old row that are both dated need not be brought together; but where more than
    `most` may share some key, everybody who does is told, so that the crowd can be counted.
    """
    wanted, whole, borne = _wanted(np.sort(new), only_undated)
    if not len(wanted):
        return np.zeros(0, dtype=np.int32)
    power = max(SMALLEST_FILTER, min(LARGEST_FILTER, (BITS_A_KEY * len(wanted)).bit_length()))
    tables = wanted, first_of(wanted), filter_of(wanted, power), power
    found = [_scanned(prints, *tables, first, whole, borne) for prints, first in olds]
    if not whole.all() and borne.max() > most:
        whole[:] = True
        found = [_scanned(prints, *tables, first, whole, borne) for prints, first in olds]
    return np.concatenate(found)


@compiled
def _wanted(new: Prints, only_undated: bool) -> tuple[Prints, Flags, Codes]:  # noqa: FBT001  # compiled code takes plain arguments
    """Each print once, of prints in their order; whether all who share it are wanted; and how many new ones bear it."""
    wanted, whole = np.empty(len(new), dtype=np.uint32), np.empty(len(new), dtype=np.bool_)
    borne, found = np.empty(len(new), dtype=np.int32), 0
    for print_ in new:
        if print_ == 0:
            continue
        if found == 0 or wanted[found - 1] != print_ | np.uint32(1):
            wanted[found], whole[found], borne[found] = print_ | np.uint32(1), not only_undated, 0
            found += 1
        borne[found - 1] += 1
        if print_ & np.uint32(1) == 0:
            whole[found - 1] = True
    return wanted[:found].copy(), whole[:found].copy(), borne[:found].copy()


@compiled
def filter_of(wanted: Prints, power: int) -> Hashes:
    """A field of 2 to the `power` bits in which the bit of each wanted print is set."""
    bits = np.zeros(1 << (power - 6), dtype=np.uint64)
    for each in wanted:
        place = np.uint64(each) >> np.uint64(32 - power)
        bits[place >> np.uint64(6)] |= np.uint64(1) << (place & np.uint64(63))
    return bits


@compiled
def first_of(wanted: Prints) -> Codes:
    """Before how many of the wanted prints, which are in their order, those with each first half stand."""
    starts = np.zeros((1 << 16) + 1, dtype=np.int32)
    for each in wanted:
        starts[(each >> np.uint32(16)) + np.uint32(1)] += 1
    for half in range(1 << 16):
        starts[half + 1] += starts[half]
    return starts


def _scanned(  # noqa: PLR0917  # as compiled code takes them
    prints: Prints, wanted: Prints, starts: Codes, bits: Hashes, power: int, first: int, whole: Flags, borne: Codes
) -> Codes:
    rows = np.empty(len(prints), dtype=np.int32)  # made here, since compiled code gets its memory in small pages
    return rows[: _scan(prints, wanted, starts, bits, power, first, whole, borne, rows)].copy()


@compiled
def _scan(  # noqa: PLR0913, PLR0917  # compiled code takes arrays, no objects
    prints: Prints, wanted: Prints, starts: Codes, bits: Hashes, power: int, first: int, whole: Flags, borne: Codes,
    rows: Codes,
) -> int:  # fmt: skip
    """Enter the rows whose print is wanted, counted from `first`; how often each is met is added to `borne`.

    Where a print is not wanted `whole`, only rows without a day of birth are entered.
    """
    found, shift = 0, np.uint64(32 - power)
    some = np.empty(AT_ONCE + 1, dtype=np.int32)
    for low in range(0, len(prints), AT_ONCE):
        passed = 0
        for row in range(low, min(low + AT_ONCE, len(prints))):
            place = np.uint64(prints[row]) >> shift
            some[passed] = row
            # no branch: what passes is as good as random
            passed += int((bits[place >> np.uint64(6)] >> (place & np.uint64(63))) & np.uint64(1))
        for each in range(passed):
            row = some[each]
            key = prints[row] | np.uint32(1)
            half = key >> np.uint32(16)
            for at in range(starts[half], starts[half + np.uint32(1)]):
                if wanted[at] == key:
                    borne[at] += 1
                    if whole[at] or prints[row] & np.uint32(1) == 0:
                        rows[found] = first + row
                        found += 1
                    break
    return found
