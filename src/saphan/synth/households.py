"""Who lives with whom, how old are they, and of which sex?

Shares are set so that the whole agrees with published figures (each is held by a test): 2.7 people in a household (SES
2562), a fifth aged 60 or older (26.2 % in the North, 16.0 % in Bangkok: NSO survey of older persons 2567). What lies
between (how many households have three generations) is a guess.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from saphan.synth.draw import Flags, Ints, chance, stream, weighted

# Places in a household, in this order.
FIRST, PARTNER, GROWN, GROWN_PARTNER, CHILD = 0, 1, 2, 3, 4
_SLOTS = 7  # the last three are children

# Kind of household: weight, does an elder come first?, chance in 100 of each place being filled.
_KINDS: tuple[tuple[int, bool, tuple[int, ...]], ...] = (
    (85, True, (100, 0, 0, 0, 0, 0, 0)),  # an elder alone
    (110, False, (100, 0, 0, 0, 0, 0, 0)),  # an adult alone
    (95, True, (100, 100, 0, 0, 0, 0, 0)),
    (130, False, (100, 100, 0, 0, 0, 0, 0)),
    (290, False, (100, 100, 0, 0, 100, 60, 15)),
    (180, True, (100, 40, 100, 80, 90, 50, 8)),  # three generations
    (60, True, (100, 50, 0, 0, 100, 40, 5)),  # grandparents and grandchildren
    (55, False, (100, 0, 0, 0, 100, 50, 5)),
    (30, True, (100, 20, 100, 0, 0, 0, 0)),
)
_GRANDPARENTS = 6  # position in _KINDS
# 60-64 32.1, 65-69 24.1, 70-74 18.3, 75-79 11.2, 80+ 14.3 % (NSO Social Indicators 2566); the split of 80+ is a guess.
_ELDER_BANDS = (321, 241, 183, 112, 72, 45, 20, 6)
_ADULT_BANDS = (8, 10, 11, 13, 14, 15, 15, 14)  # of five years from 20: rising, as births fell for forty years


@dataclass(frozen=True, kw_only=True)
class Members:
    """One entry per person, household by household."""

    household: Ints
    place: Ints  # FIRST, PARTNER, GROWN, GROWN_PARTNER, CHILD
    age: Ints  # completed years
    is_woman: Flags

    @property
    def households(self) -> int:
        """How many households there are."""
        return int(self.household.max()) + 1


def draw_households(people: int, *, seed: int, share: int, elders: int = 100) -> Members:
    """Exactly `people` members of households; the last household is cut where the number is reached.

    `elders` weighs households whose first member is 60 or older, in 100.
    """
    rng = stream(seed, "households", share)
    count = people  # more households than can be needed: one each
    kind = weighted(rng, count, [weight * (elders if elder else 100) for weight, elder, _ in _KINDS])
    filled = rng.integers(0, 100, (count, _SLOTS)) < np.array([chances for _, _, chances in _KINDS])[kind]
    ages = _ages(rng, kind)
    filled &= ages >= 0  # not born yet
    women = _sexes(rng, kind)
    household, slot = np.nonzero(filled)
    household, slot = household[:people], slot[:people]
    return Members(
        household=household.astype(np.int64),
        place=np.minimum(slot, CHILD).astype(np.int64),
        age=ages[household, slot],
        is_woman=women[household, slot],
    )


def _ages(rng: np.random.Generator, kind: Ints) -> Ints:
    count = len(kind)
    elder_first = np.array([elder for _, elder, _ in _KINDS])[kind]
    elder = 60 + 5 * weighted(rng, count, _ELDER_BANDS) + rng.integers(0, 5, count)
    adult = 20 + 5 * weighted(rng, count, _ADULT_BANDS) + rng.integers(0, 5, count)
    first = np.where(elder_first, elder, adult)
    partner = np.maximum(first + rng.integers(-7, 5, count), 18)
    grown = np.maximum(first - rng.integers(19, 37, count), 18)
    grown_partner = np.maximum(grown + rng.integers(-6, 5, count), 18)
    parent = np.where(elder_first, grown, first)
    apart = np.where(kind == _GRANDPARENTS, first - rng.integers(42, 64, count), parent - rng.integers(19, 37, count))
    second = apart - rng.integers(1, 7, count)
    third = second - rng.integers(1, 5, count)
    return np.stack([first, partner, grown, grown_partner, apart, second, third], axis=1).astype(np.int64)


def _sexes(rng: np.random.Generator, kind: Ints) -> Flags:
    count = len(kind)
    alone = np.array([chances[PARTNER] == 0 for _, _, chances in _KINDS])[kind]
    women = chance(rng, count * _SLOTS, 4_980).reshape(count, _SLOTS)
    # One who is alone is a woman two times in three; a couple's first is a man three times in five (guesses).
    women[:, FIRST] = chance(rng, count, np.where(alone, 6_900, 4_000).astype(np.int64))
    women[:, PARTNER] = ~women[:, FIRST]
    women[:, GROWN_PARTNER] = ~women[:, GROWN]
    return women
