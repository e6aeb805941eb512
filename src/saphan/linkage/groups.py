"""Which component of links and which cluster is a row in? As the base says, but for rows that moved since."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Self

import numpy as np
import numpy.typing as npt

from saphan.linkage.compiled import compiled, slices, spread
from saphan.linkage.members import Members, named, told_of

Codes = npt.NDArray[np.int32]
Ints = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]
ROWS_AT_ONCE = 1 << 18
NO_ROWS: Ints = np.zeros(0, dtype=np.int64)
NO_CODES: Codes = np.zeros(0, dtype=np.int32)


@dataclass(frozen=True)
class Groups:
    """The row that each row's component is known by, and the first row of its cluster.

    The base's arrays lie in a file and are never copied: what a change moves is a small part of them.
    """

    base_label: Codes
    base_first: Codes
    # that are other than in the base, and all later ones, in their order; then what they are
    rows: Ints = field(default_factory=lambda: NO_ROWS)
    label: Codes = field(default_factory=lambda: NO_CODES)
    first: Codes = field(default_factory=lambda: NO_CODES)

    @cached_property
    def _moved(self) -> Members:
        return self._among(self.rows)

    def _among(self, rows: Ints) -> Members:
        return Members.of(rows, max(len(self.base_label), 1 + int(self.rows.max(initial=-1))))

    def labels_of(self, rows: Ints | Codes) -> Codes:
        """The row by which the component of each is known."""
        return self._of(rows, self.base_label, self.label)

    def firsts_of(self, rows: Ints | Codes) -> Codes:
        """The first row of the cluster of each."""
        return self._of(rows, self.base_first, self.first)

    def _of(self, rows: Ints | Codes, base: Codes, since: Codes) -> Codes:
        moved = self._moved
        return told_of(moved.bits, moved.before, moved.places, since, base, rows)

    @cached_property
    def firsts(self) -> Codes:
        """The first row of the cluster of every row."""
        later = int((self.rows >= len(self.base_first)).sum())
        whole = np.concatenate([self.base_first, np.zeros(later, dtype=np.int32)])
        whole[self.rows] = self.first
        return whole

    def labelled(self, bits: npt.NDArray[np.uint64], gone: Flags, *, hands: int) -> Ints:
        """The rows that are not gone and whose label's bit is set: of the base, then of those that moved."""

        def of_base(part: slice) -> Ints:
            return named(self.base_label[part], gone[part], bits, part.start)

        found = spread(of_base, slices(len(self.base_label), ROWS_AT_ONCE), hands=hands)
        stood = np.concatenate([NO_ROWS, *found])
        moved = self.rows[named(self.label, gone[self.rows], bits, 0)]
        # two runs in their order: what merges them is soon done
        return np.sort(np.concatenate([stood[self._moved[stood] < 0], moved]), kind="stable")

    def with_alone(self, later: Ints) -> Self:
        """The same with later rows, each in a component and a cluster of its own."""
        alone = later.astype(np.int32)
        return replace(
            self, rows=np.concatenate([self.rows, later]), label=np.concatenate([self.label, alone]),
            first=np.concatenate([self.first, alone]),
        )  # fmt: skip

    def with_moved(self, rows: Ints, label: Codes, first: Codes) -> Self:
        """The same, these rows standing elsewhere."""
        stays = self._among(rows)[self.rows] < 0
        every = np.concatenate([self.rows[stays], rows])
        labels, firsts = np.concatenate([self.label[stays], label]), np.concatenate([self.first[stays], first])
        order = other_than(self.base_label, self.base_first, every, labels, firsts)
        order = order[np.argsort(every[order], kind="stable")]
        return replace(self, rows=every[order], label=labels[order], first=firsts[order])


@compiled
def other_than(base_label: Codes, base_first: Codes, rows: Ints, labels: Codes, firsts: Codes) -> Ints:
    """Where rows are listed that stand otherwise than in the base, or are not in it."""
    where, found = np.empty(len(rows), dtype=np.int64), 0
    for at in range(len(rows)):
        row = rows[at]
        where[found] = at
        found += row >= len(base_label) or base_label[row] != labels[at] or base_first[row] != firsts[at]
    return where[:found].copy()
