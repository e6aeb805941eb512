"""How do the groups of one component grow? Greedy merging by the sum of evidence, in machine code.

A component's records stand in the order of their record ids; a group is known by the smallest of them.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from saphan.linkage.compiled import compiled

Ints = npt.NDArray[np.int64]
Codes = npt.NDArray[np.int32]
Reals = npt.NDArray[np.float64]
Grid = npt.NDArray[np.float64]
Marks = npt.NDArray[np.uint8]
Sorted = npt.NDArray[np.uint64]

LINK, SAME, APART = 1, 2, 4  # what is known of a pair besides its bits; a verdict of same is a link too


@compiled
def heard_of(
    weights: Reals, rulings: Marks, fixed: Reals, marks_of: Marks, most: float, bits: Reals, marks: Marks
) -> None:
    """Enter bits and marks of each pair: fixed by its ruling where that is not 0, else its weight within `most`."""
    for pair in range(len(weights)):
        ruling = rulings[pair]
        bits[pair] = fixed[ruling] if fixed[ruling] != 0 else min(most, max(-most, weights[pair]))
        marks[pair] = marks_of[ruling]


@compiled
def roots(count: int, one: Codes, other: Codes, wanted: npt.NDArray[np.bool_]) -> Codes:
    """For each row the smallest row it is connected with by wanted pairs."""
    parent = np.arange(count).astype(np.int32)
    for at in range(len(one)):
        if not wanted[at]:
            continue
        a, b = one[at], other[at]
        while parent[a] != a:
            parent[a] = parent[parent[a]]
            a = parent[a]
        while parent[b] != b:
            parent[b] = parent[parent[b]]
            b = parent[b]
        if a < b:
            parent[b] = a
        else:
            parent[a] = b
    for row in range(count):
        parent[row] = parent[parent[row]]  # a parent is never larger, so it is already at its root
    return parent


@compiled
def number_groups(first: Codes) -> Ints:
    """The number of each row's group, counted from 1 in the order of their first rows."""
    numbers, count = np.empty(len(first), dtype=np.int64), 0
    for row in range(len(first)):
        if first[row] == row:
            count += 1
            numbers[row] = count
        else:
            numbers[row] = numbers[first[row]]  # which comes before it
    return numbers


@compiled
def within(label: Codes, left_out: npt.NDArray[np.bool_], one: Codes, other: Codes, at: int) -> Sorted:
    """Of the pairs inside a component, its label above and the pair's number, counted from `at`, below."""
    found, keys = 0, np.empty(len(one), dtype=np.uint64)
    for pair in range(len(one)):
        component = label[one[pair]]
        if component == label[other[pair]] and not (len(left_out) and left_out[one[pair]]):
            keys[found] = (np.uint64(component) << np.uint64(32)) | np.uint64(at + pair)
            found += 1
    return keys[:found].copy()


@compiled
def grow(
    keys: Sorted, one: Codes, other: Codes, bits: Reals, marks: Marks, sources: Codes, never: float, first: Codes
) -> None:
    """Write into `first` the first record of each record's group, component by component.

    `keys` are sorted and hold components whole; `sources` is a record's source where that holds nobody twice, else -1.
    """
    pairs, start = keys & np.uint64(0xFFFFFFFF), 0
    while start < len(keys):
        end = start + 1
        while end < len(keys) and keys[end] >> np.uint64(32) == keys[start] >> np.uint64(32):
            end += 1
        if end == start + 1:  # most components are two records and what is between them
            pair = pairs[start]
            a, b = one[pair], other[pair]
            linked = marks[pair] & LINK and bits[pair] > 0 and (sources[a] < 0 or sources[a] != sources[b])
            if not marks[pair] & APART and (marks[pair] & SAME or linked):
                first[max(a, b)] = min(a, b)
        else:
            _grow_component(pairs[start:end], one, other, bits, marks, sources, never, first)
        start = end


@compiled
def _grow_component(
    pairs: Sorted, one: Codes, other: Codes, bits: Reals, marks: Marks, sources: Codes, never: float, first: Codes
) -> None:
    members, count = np.empty(2 * len(pairs), dtype=np.int32), 0
    for pair in pairs:
        for row in (one[pair], other[pair]):
            place = np.searchsorted(members[:count], row)
            if place == count or members[place] != row:
                for later in range(count, place, -1):
                    members[later] = members[later - 1]
                members[place] = row
                count += 1
    members = members[:count]
    between = np.full((count, count), never)
    known = np.zeros((count, count), dtype=np.uint8)
    for pair in pairs:
        i, j = np.searchsorted(members, one[pair]), np.searchsorted(members, other[pair])
        between[i, j] = between[j, i] = bits[pair]
        known[i, j] = known[j, i] = marks[pair]
    homes, of = np.empty(count, dtype=np.int32), np.empty(count, dtype=np.int32)
    for place in range(count):
        of[place] = sources[members[place]]
    _grow_one(between, known, of, homes)
    for place in range(count):
        first[members[place]] = members[homes[place]]


@compiled
def join_told(places: Codes, marks: Marks, homes: Codes) -> None:
    """As `grow`, of crowds that only verdicts hold together: the verdicts in the order of their places."""
    members = len(homes)
    for place in range(members):
        homes[place] = place
    for pair in range(len(places)):
        if not marks[pair] & SAME:
            continue
        one, other = homes[places[pair, 0]], homes[places[pair, 1]]
        if one == other:
            continue
        kept, gone = min(one, other), max(one, other)
        allowed = True
        for each in range(len(places)):
            ends = (homes[places[each, 0]], homes[places[each, 1]])
            if marks[each] & APART and ends in ((kept, gone), (gone, kept)):
                allowed = False
                break
        if allowed:
            for place in range(members):
                if homes[place] == gone:
                    homes[place] = kept


@compiled
def _grow_one(between: Grid, known: Marks, sources: Codes, homes: Codes) -> None:
    count = len(homes)
    alive = np.ones(count, dtype=np.bool_)
    same = known & np.uint8(SAME)
    for place in range(count):
        homes[place] = place
    for i in range(count):
        for j in range(i + 1, count):
            if same[i, j]:
                kept, gone = min(homes[i], homes[j]), max(homes[i], homes[j])
                # two verdicts may contradict a third through a chain: the one that says `different` is the safe one
                if kept != gone and not known[kept, gone] & APART:
                    _merge(kept, gone, between, known, homes, alive)
    while True:
        kept, gone = _best(between, known, sources, homes, alive)
        if kept < 0:
            return
        _merge(kept, gone, between, known, homes, alive)


@compiled
def _best(between: Grid, known: Marks, sources: Codes, homes: Codes, alive: npt.NDArray[np.bool_]) -> tuple[int, int]:
    """The two groups with the most evidence for being one person; -1 when none may or should merge."""
    most, kept, gone = 0.0, -1, -1
    for i in range(len(alive)):
        if not alive[i]:
            continue
        for j in range(i + 1, len(alive)):
            if not alive[j] or between[i, j] <= 0 or not known[i, j] & LINK or known[i, j] & APART:
                continue
            # rounded, so that the order in which sums were added up never decides; then the smaller places do
            evidence = np.round(between[i, j], 6)
            if (kept < 0 or evidence > most) and not _share_a_source(i, j, sources, homes):
                most, kept, gone = evidence, i, j
    return kept, gone


@compiled
def _share_a_source(one: int, other: int, sources: Codes, homes: Codes) -> bool:
    for i in range(len(homes)):
        if homes[i] == one and sources[i] >= 0:
            for j in range(len(homes)):
                if homes[j] == other and sources[j] == sources[i]:
                    return True
    return False


@compiled
def _merge(kept: int, gone: int, between: Grid, known: Marks, homes: Codes, alive: npt.NDArray[np.bool_]) -> None:
    alive[gone] = False
    for place in range(len(homes)):
        if homes[place] == gone:
            homes[place] = kept
        if alive[place] and place != kept:
            between[kept, place] += between[gone, place]
            between[place, kept] = between[kept, place]
            known[kept, place] |= known[gone, place]
            known[place, kept] = known[kept, place]
