"""How alike are two texts? By code point, in machine code; in texts spelt side by side (spelling.py)."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from saphan.linkage.compiled import compiled

Ints = npt.NDArray[np.int64]
Points = npt.NDArray[np.uint32]

NEARLY_EQUAL = 0.92  # Jaro-Winkler by code point; both cuts did better on Thai than the usual 0.95 and 0.88
SIMILAR = 0.82
LONGEST = 64  # characters of a name that are compared; nobody's name is longer, a field filled with prose is
SHORT = 3  # characters; in a name of so many one edit leaves little that is the same


@compiled
def _comes_later(x: Points, y: Points) -> bool:
    for at in range(min(len(x), len(y))):
        if x[at] != y[at]:
            return bool(x[at] > y[at])
    return len(x) > len(y)


@compiled
def jaro_winkler(points: Points, starts: Ints, one: int, other: int) -> float:  # noqa: C901  # one rule, as defined
    """The Jaro-Winkler similarity of two values, by code point; the prefix counts where Jaro exceeds 0.7."""
    x, y = points[starts[one] : starts[one + 1]][:LONGEST], points[starts[other] : starts[other + 1]][:LONGEST]
    if _comes_later(x, y):  # greedy matching may depend on the order in rare cases: one order for each two values
        x, y = y, x
    window = max(0, max(len(x), len(y)) // 2 - 1)
    taken_x, taken_y = np.uint64(0), np.uint64(0)
    matches = 0
    for i in range(len(x)):
        for j in range(max(0, i - window), min(len(y), i + window + 1)):
            if x[i] == y[j] and not (taken_y >> np.uint64(j)) & np.uint64(1):
                taken_x |= np.uint64(1) << np.uint64(i)
                taken_y |= np.uint64(1) << np.uint64(j)
                matches += 1
                break
    if matches == 0:
        return 0.0
    crossed, j = 0, 0
    for i in range(len(x)):
        if (taken_x >> np.uint64(i)) & np.uint64(1):
            while not (taken_y >> np.uint64(j)) & np.uint64(1):
                j += 1
            crossed += x[i] != y[j]
            j += 1
    jaro = (matches / len(x) + matches / len(y) + (matches - crossed // 2) / matches) / 3.0
    if jaro <= 0.7:
        return jaro
    prefix = 0
    while prefix < 4 and prefix < len(x) and prefix < len(y) and x[prefix] == y[prefix]:
        prefix += 1
    return jaro + prefix * 0.1 * (1.0 - jaro)


@compiled
def may_be_similar(points: Points, starts: Ints, one: int, other: int) -> bool:
    """Whether two values may reach `SIMILAR`: the characters they share, in whatever order, bound the similarity.

    Most pairs of unlike names end here, in a tenth of the time. One edit in a name longer than `SHORT` always may be.
    """
    x, y = points[starts[one] : starts[one + 1]][:LONGEST], points[starts[other] : starts[other + 1]][:LONGEST]
    low = high = np.uint64(0)  # which of 128 kinds of characters y holds: Thai and Latin fall into kinds of their own
    for point in y:
        bit = np.uint64(1) << np.uint64(point & np.uint32(63))
        if point & np.uint32(64):
            high |= bit
        else:
            low |= bit
    held = 0
    for point in x:
        among = high if point & np.uint32(64) else low
        held += (among >> np.uint64(point & np.uint32(63))) & np.uint64(1) != 0
    matches = min(held, len(y))
    if matches == 0:
        return False
    prefix = 0
    while prefix < 4 and prefix < len(x) and prefix < len(y) and x[prefix] == y[prefix]:
        prefix += 1
    most = (matches / len(x) + matches / len(y) + 1.0) / 3.0
    return most + prefix * 0.1 * (1.0 - most) >= SIMILAR


@compiled
def one_edit(points: Points, starts: Ints, one: int, other: int) -> bool:
    """Two unequal values are one character lost, added or replaced, or one exchange of neighbours, apart."""
    x, y = points[starts[one] : starts[one + 1]], points[starts[other] : starts[other + 1]]
    if len(x) > len(y):
        x, y = y, x
    if len(y) - len(x) > 1:
        return False
    at = 0
    while at < len(x) and x[at] == y[at]:
        at += 1
    end_x, end_y = len(x), len(y)
    while end_x > at and end_y > at and x[end_x - 1] == y[end_y - 1]:
        end_x -= 1
        end_y -= 1
    if end_y - at <= 1:
        return True
    return end_x - at == 2 and end_y - at == 2 and x[at] == y[at + 1] and x[at + 1] == y[at]
