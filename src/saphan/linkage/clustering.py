"""Which records are one person, all pairs considered together?

Following links alone over-merges: A is B and B is C makes A C, whatever A and C say. So links only
mark out components, and inside each, groups grow greedily by the *sum* of the evidence between them
(correlation clustering). What holds always: a reviewer's verdict; a source that holds nobody twice gives a
group one record; no merge without a link between the two groups.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from saphan.linkage.compiled import spread
from saphan.linkage.growing import (
    APART,
    LINK,
    SAME,
    Codes,
    Ints,
    Marks,
    Reals,
    Sorted,
    grow,
    join_told,
    number_groups,
    roots,
    within,
)

Flags = npt.NDArray[np.bool_]

MOST_BITS = 20.0  # no pair outweighs many others, however sure it is
NEVER_COMPARED = -4.0  # bits; -2 to -6 did equally well on five million made-believe records
LARGEST_COMPONENT = 200  # beyond it the sum over all pairs costs too much, and a component is hardly one person
STRONGER = (12.0, 16.0, MOST_BITS)  # bits; the links a larger component is cut down to, until it falls apart
PAIRS_AT_ONCE, ROWS_AT_ONCE = 1_000_000, 250_000
NOBODY: Flags = np.zeros(0, dtype=np.bool_)


@dataclass(frozen=True)
class Evidence:
    """Compared pairs of rows, the smaller row first; their bits clipped, and marks of growing.py."""

    one: Codes
    other: Codes
    bits: Reals
    marks: Marks

    def only(self, wanted: Flags) -> Evidence:
        """The pairs wanted."""
        return Evidence(self.one[wanted], self.other[wanted], self.bits[wanted], self.marks[wanted])


def grouped(count: int, evidence: Evidence, sources: Codes, *, hands: int) -> Codes:
    """For each of `count` rows, which stand in the order of their ids, the first row of its group.

    `sources` is a row's source where that holds nobody twice, and -1 elsewhere.
    """
    label = roots(count, evidence.one, evidence.other, (evidence.marks & LINK) != 0)
    crowds = _crowds(label)
    if crowds is None:
        return _grown(label, NOBODY, evidence, sources, hands=hands)
    inside = evidence.only(label[evidence.one] == label[evidence.other])
    for least in STRONGER:
        # not linking is the safe side: a crowd keeps its strongest links, and what stays a crowd only verdicts
        strong = crowds[inside.one] & ((inside.marks & LINK) != 0) & (inside.bits >= least)
        label = np.where(crowds, roots(count, inside.one, inside.other, strong), label)
        inside = inside.only(label[inside.one] == label[inside.other])
        crowds = _crowds(label)
        if crowds is None:
            return _grown(label, NOBODY, inside, sources, hands=hands)
    return _grown(_told(label, crowds, inside), crowds, inside, sources, hands=hands)


def _crowds(label: Codes) -> Flags | None:
    """The records of components that are too large; None where no component is."""
    sizes = np.bincount(label)
    return np.asarray(sizes[label] > LARGEST_COMPONENT) if sizes.max(initial=0) > LARGEST_COMPONENT else None


def _told(label: Codes, crowds: Flags, inside: Evidence) -> Codes:
    """The crowds' groups by verdicts alone."""
    rows = np.flatnonzero(crowds).astype(np.int32)
    verdicts = inside.only(crowds[inside.one] & ((inside.marks & (SAME | APART)) != 0))
    place = np.zeros(len(label), dtype=np.int32)
    place[rows] = np.arange(len(rows), dtype=np.int32)
    order = np.lexsort((verdicts.other, verdicts.one))
    places = np.stack([place[verdicts.one[order]], place[verdicts.other[order]]], axis=1)
    homes = np.empty(len(rows), dtype=np.int32)
    join_told(places, verdicts.marks[order], homes)
    told = label.copy()
    told[rows] = rows[homes]
    return told


def _grown(label: Codes, crowds: Flags, inside: Evidence, sources: Codes, *, hands: int) -> Codes:
    """The groups of each component; those of crowds stand already in their labels."""
    one, other, bits, marks = inside.one, inside.other, inside.bits, inside.marks
    # a change touches fewer rows than one core takes at once, and all cores take their share of these
    pairs_at_once = min(PAIRS_AT_ONCE, len(one) // hands + 1)
    rows_at_once = min(ROWS_AT_ONCE, len(label) // (4 * hands) + 1)

    def sought(low: int) -> Sorted:
        part = slice(low, low + pairs_at_once)
        return np.sort(within(label, crowds, one[part], other[part], low))

    # most pairs lie between components, and are never looked at again
    found = spread(sought, range(0, len(one), pairs_at_once), hands=hands)
    first = np.arange(len(label), dtype=np.int32)

    def part(low: int) -> None:
        ends = np.array([low, low + rows_at_once], dtype=np.uint64) << np.uint64(32)
        keys = np.concatenate([each[slice(*np.searchsorted(each, ends))] for each in found])
        keys.sort(kind="stable")  # which is quick with what is sorted by parts
        grow(keys, one, other, bits, marks, sources, NEVER_COMPARED, first)

    spread(part, range(0, len(label), rows_at_once) if found else (), hands=hands)
    alone = np.flatnonzero(crowds)
    first[alone] = label[alone]
    return first


def numbered(first: Codes) -> Ints:
    """Clusters numbered from 1 in the order of their first rows."""
    return number_groups(first)
