"""How right is a linkage whose truth is known? Counted exactly over all pairs of records."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from saphan.errors import BrokenPromise
from saphan.words import say


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
