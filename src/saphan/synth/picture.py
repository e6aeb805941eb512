"""What can an agency's clerk look at when this month's file is written?"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from saphan.synth.draw import Fate, Ints, stream
from saphan.synth.owed import Owed
from saphan.synth.people import People


@dataclass(frozen=True, kw_only=True)
class Picture:
    """The people of one share on the last day of one month, and who is owed what."""

    people: People
    pension: Owed
    grant: Owed
    seed: int
    share: int
    month: int  # 0 for the first

    def fate(self, concern: str, who: Ints | None = None) -> Fate:
        """Chance that stays with the person: an error once made stays in the agency's file."""
        return Fate(self.seed, concern, self.people.key if who is None else self.people.key[who])

    def home_fate(self, concern: str) -> Fate:
        """Chance that is the same for all who live together."""
        return Fate(self.seed, concern, self.people.home_key)

    def chance(self, concern: str) -> np.random.Generator:
        """Chance of this one file."""
        return stream(self.seed, concern, self.share * 1_000 + self.month)
