"""How right is a linkage whose truth is known? Counted exactly over all pairs of records."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from saphan.errors import BrokenPromise
from saphan.words import say

Ints = npt.NDArray[np.int64]


class TruthIncomplete(BrokenPromise):
    """A linked record has no known truth, or a record of the truth was not linked."""


@dataclass(frozen=True)
class Quality:
    """Pairs of records: said to be one person and are, said and are not, are and not said."""

    found: int
    wrong: int
    missed: int

    @property
    def precision(self) -> float:
        """Of the pairs said to be one person, how many are; 1 where none was said."""
        return self.found / (self.found + self.wrong) if self.found + self.wrong else 1.0

    @property
    def recall(self) -> float:
        """Of the pairs that are one person, how many were found; 1 where there are none."""
        return self.found / (self.found + self.missed) if self.found + self.missed else 1.0

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall."""
        said_and_true = 2 * self.found + self.wrong + self.missed
        return 2 * self.found / said_and_true if said_and_true else 1.0


def evaluate(person_of: Mapping[str, object], truth_of: Mapping[str, object]) -> Quality:
    """The quality of a linkage over all pairs of records; both mappings are by record id.

    Raises:
        TruthIncomplete: the two do not speak of the same records.
    """
    if person_of.keys() != truth_of.keys():
        raise TruthIncomplete(
            say("{count} records are linked or known, but not both.", count=len(person_of.keys() ^ truth_of.keys())),
            cure=say("Compare the linkage with the truth of exactly the records that were linked."),
        )
    # pairs inside a group of n are n(n-1)/2, so no pair is ever listed
    together = _pairs(Counter((person_of[record], truth_of[record]) for record in person_of).values())
    said = _pairs(Counter(person_of.values()).values())
    true = _pairs(Counter(truth_of.values()).values())
    return Quality(found=together, wrong=said - together, missed=true - together)


def _pairs(sizes: Iterable[int]) -> int:
    return sum(size * (size - 1) // 2 for size in sizes)


@dataclass(frozen=True, kw_only=True)
class GroupQuality:
    """Precision and recall in one group of records, with 95 % intervals; a pair counts half for each of its records."""

    group: str
    said: float  # pairs
    true: float
    both: float
    precision: tuple[float, float, float]  # with lower and upper end
    recall: tuple[float, float, float]

    @property
    def missed(self) -> float:
        """Pairs that are one person and were not said."""
        return self.true - self.both


def evaluate_groups(
    clusters: Ints, persons: Ints, groups: Ints, names: Sequence[str], *, resamples: int = 1000, seed: int = 0
) -> list[GroupQuality]:
    """The quality in each group, all arrays by record; intervals by drawing persons again, whole with their records.

    Persons whose records did equally well are drawn together: a multinomial draw over kinds of persons costs nothing.
    """
    both_of = clusters * (persons.max() + 1) + persons if len(persons) else persons
    others = [_others(column) for column in (both_of, clusters, persons)]
    rng = np.random.default_rng(seed)
    return [
        _group_quality(name, [column[groups == at] for column in others], persons[groups == at], rng, resamples)
        for at, name in enumerate(names)
        if (groups == at).any()
    ]


def _others(column: Ints) -> Ints:
    """For each record, how many others have the same number."""
    _, place, counts = np.unique(column, return_inverse=True, return_counts=True)
    others: Ints = counts[place] - 1
    return others


def _group_quality(
    name: str, columns: Sequence[Ints], persons: Ints, rng: np.random.Generator, resamples: int
) -> GroupQuality:
    _, place = np.unique(persons, return_inverse=True)
    by_person = np.stack([np.bincount(place, weights=column) for column in columns], axis=1)
    kinds, counts = np.unique(by_person, axis=0, return_counts=True)
    drawn = rng.multinomial(len(by_person), counts / len(by_person), size=resamples) @ kinds
    both, said, true = (float(total) for total in counts @ kinds / 2)

    def told(whole: float, at: int) -> tuple[float, float, float]:
        again = np.where(drawn[:, at] > 0, drawn[:, 0] / np.maximum(drawn[:, at], 1), 1.0)
        low, high = np.percentile(again, [2.5, 97.5])
        return (both / whole if whole else 1.0, float(low), float(high))

    return GroupQuality(group=name, said=said, true=true, both=both, precision=told(said, 1), recall=told(true, 2))
