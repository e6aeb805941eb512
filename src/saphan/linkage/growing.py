"""How do the groups of one component grow? Greedy merging by the sum of evidence, in machine code.

A pair is known by two places in its component, whose records stand in the order of their record ids; a
group is known by its smallest place.
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

LINK, SAME, APART = 1, 2, 4  # what is known of a pair besides its bits; a verdict of same is a link too


@compiled
def heard_of(weights: Reals, rulings: Marks, fixed: Reals, marks_of: Marks, most: float) -> tuple[Reals, Marks]:
    """The bits and marks of each pair: fixed by its ruling where that is not 0, else its weight within `most`."""
    bits, marks = np.empty(len(weights)), np.empty(len(weights), dtype=np.uint8)
    for pair in range(len(weights)):
        ruling = rulings[pair]
        bits[pair] = fixed[ruling] if fixed[ruling] != 0 else min(most, max(-most, weights[pair]))
        marks[pair] = marks_of[ruling]
    return bits, marks


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
def grow(
    bounds: Ints,
    pair_bounds: Ints,
    places: Codes,
    bits: Reals,
    marks: Marks,
    sources: Codes,
    never: float,
    homes: Codes,
) -> None:
    """Write into `homes` the place of each record's group, component by component.

    Component n holds members `bounds[n]:bounds[n + 1]` and pairs `pair_bounds[n]:pair_bounds[n + 1]`; `places`
    are the two places of each pair; `sources` is a member's source where that holds nobody twice, else -1.
    """
    for component in range(len(bounds) - 1):
        low, high = bounds[component], bounds[component + 1]
        if high - low == 1:
            homes[low] = 0
            continue
        between = np.full((high - low, high - low), never)
        known = np.zeros((high - low, high - low), dtype=np.uint8)
        for pair in range(pair_bounds[component], pair_bounds[component + 1]):
            i, j = places[pair, 0], places[pair, 1]
            between[i, j] = between[j, i] = bits[pair]
            known[i, j] = known[j, i] = marks[pair]
        _grow_one(between, known, sources[low:high], homes[low:high])


@compiled
def laid_out(  # noqa: C901  # two counting sorts, read from top to bottom
    label: Codes, left_out: npt.NDArray[np.bool_], one: Codes, other: Codes
) -> tuple[Codes, Ints, Ints, Ints, Codes]:
    """Components of two records or more: members, their bounds, pairs in order of component, bounds, and places."""
    count = len(label)
    size = np.zeros(count, dtype=np.int32)
    for row in range(count):
        if not left_out[row]:
            size[label[row]] += 1
    number = np.full(count, -1, dtype=np.int32)
    bounds = np.zeros(count // 2 + 1, dtype=np.int64)
    found = 0
    for row in range(count):
        if size[row] > 1:
            number[row] = found
            bounds[found + 1] = bounds[found] + size[row]
            found += 1
    bounds = bounds[: found + 1].copy()
    filled, members, place = bounds.copy(), np.empty(bounds[found], np.int32), np.zeros(count, np.int32)
    for row in range(count):
        component = number[label[row]]
        if component >= 0 and not left_out[row]:
            members[filled[component]] = row
            place[row] = filled[component] - bounds[component]
            filled[component] += 1
    pair_bounds = np.zeros(found + 1, dtype=np.int64)
    for pair in range(len(one)):
        if not left_out[one[pair]]:
            pair_bounds[number[label[one[pair]]] + 1] += 1
    for component in range(found):
        pair_bounds[component + 1] += pair_bounds[component]
    order, places = np.empty(pair_bounds[found], np.int64), np.empty((pair_bounds[found], 2), np.int32)
    filled = pair_bounds.copy()
    for pair in range(len(one)):
        if not left_out[one[pair]]:
            slot = filled[number[label[one[pair]]]]
            filled[number[label[one[pair]]]] += 1
            order[slot] = pair
            places[slot, 0], places[slot, 1] = place[one[pair]], place[other[pair]]
    return members, bounds, order, pair_bounds, places


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
