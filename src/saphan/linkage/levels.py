"""How may two records agree? The one declaration behind bit masks, training, and the words of an explanation.

A pattern is one integer: `BITS` bits for each field, holding how well the field agrees, or `MISSING`
where one of the two records does not say. A change here changes what stored patterns mean: raise `LAYOUT`.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum

import numpy as np
import numpy.typing as npt

from saphan.words import Words, say

Ints = npt.NDArray[np.int64]
LAYOUT = 2
BITS = 3
MISSING = 7


class Number(IntEnum):
    """The citizen number."""

    DIFFERENT = 0  # both check digits agree: two people, or one person with two numbers
    DIFFERENT_DOUBTED = 1  # at least one of the two fails its own check digit
    ONE_EDIT = 2
    EQUAL_DOUBTED = 3
    EQUAL = 4


class OtherNumber(IntEnum):
    """Another number the source says identifies the person."""

    DIFFERENT = 0
    ONE_EDIT = 1
    EQUAL = 2


class Name(IntEnum):
    """A given or a family name."""

    DIFFERENT = 0
    CHANGED = 1  # different family names of two women: one may have married, or gone back to her own
    SIMILAR = 2
    SWAPPED = 3  # given and family name stand in each other's place
    NEARLY_EQUAL = 4  # by more than one letter: a name cut short, one of several parts
    ONE_EDIT = 5  # a slip of the hand on any keyboard: one letter lost, added or another, or two neighbours exchanged
    EQUAL = 6


class Birth(IntEnum):
    """The date of birth."""

    DIFFERENT = 0
    SAME_YEAR = 1
    YEAR_IS_ALL_THERE_IS = 2  # one of them knows no day, or says 1 January, which often means just that
    TWO_PARTS = 3
    SWAPPED = 4  # day and month stand in each other's place
    EQUAL = 5


class Sex(IntEnum):
    """The sex."""

    DIFFERENT = 0
    EQUAL = 1


class Place(IntEnum):
    """The residence."""

    DIFFERENT = 0
    SAME_PROVINCE = 1
    SAME_DISTRICT = 2
    SAME_LOCALITY = 3
    SAME_HOUSE = 4


class Phone(IntEnum):
    """The telephone number."""

    DIFFERENT = 0
    EQUAL = 1


@dataclass(frozen=True)
class Level:
    """One way of agreeing.

    `match` and `chance` are what is believed before any data is seen: how often two records of one
    person, and two records drawn at random, agree this way. They are judgement, not measurement; training starts from
    them, and keeps them only where the data is too thin to learn from.
    """

    code: int
    words: Words
    match: float
    chance: float


@dataclass(frozen=True)
class Compared:
    """A field that is compared, its place in the pattern, and its levels from the lowest up."""

    name: str
    words: Words
    position: int
    levels: tuple[Level, ...]

    @property
    def shift(self) -> int:
        """How many bits lie below this field."""
        return BITS * self.position


def _name_levels(chance_of_equal: float, match_of_different: float) -> tuple[Level, ...]:
    swapped, similar, near, edit = 0.01, 0.02, 0.01, 0.07
    equal = 1 - swapped - similar - near - edit - match_of_different
    rest = 1 - chance_of_equal - 0.00002 - 0.02 - 0.001 - 0.002
    return (
        Level(Name.DIFFERENT, say("different"), match_of_different, rest),
        Level(Name.SIMILAR, say("similar"), similar, 0.02),
        Level(Name.SWAPPED, say("given and family name stand in each other's place"), swapped, 0.00002),
        Level(Name.NEARLY_EQUAL, say("nearly the same"), near, 0.001),
        Level(Name.ONE_EDIT, say("one letter apart, or two neighbours exchanged"), edit, 0.002),
        Level(Name.EQUAL, say("the same"), equal, chance_of_equal),
    )


def _family_levels(chance_of_equal: float, match_of_different: float, match_of_changed: float) -> tuple[Level, ...]:
    different, *higher = _name_levels(chance_of_equal, match_of_different + match_of_changed)
    return (
        Level(Name.DIFFERENT, different.words, match_of_different, different.chance / 2),
        Level(
            Name.CHANGED, say("different, of two women: by marriage, perhaps"), match_of_changed, different.chance / 2
        ),
        *higher,
    )


FIELDS: tuple[Compared, ...] = (
    Compared("citizen_id", say("citizen number"), 0, (
        Level(Number.DIFFERENT, say("two different numbers, both with a right check digit"), 0.005, 0.93),
        Level(Number.DIFFERENT_DOUBTED, say("different, and one of them has a wrong check digit"), 0.02, 0.0698),
        Level(Number.ONE_EDIT, say("one digit apart, or two neighbours exchanged"), 0.025, 0.0001),
        Level(Number.EQUAL_DOUBTED, say("the same, with a wrong check digit"), 0.01, 0.00002),
        Level(Number.EQUAL, say("the same"), 0.94, 0.00008),
    )),
    Compared("other_number", say("other number"), 1, (
        Level(OtherNumber.DIFFERENT, say("different"), 0.15, 0.9995),
        Level(OtherNumber.ONE_EDIT, say("one character apart, or two neighbours exchanged"), 0.05, 0.0003),
        Level(OtherNumber.EQUAL, say("the same"), 0.80, 0.0002),
    )),
    Compared("given_name", say("given name"), 2, _name_levels(0.004, 0.03)),
    Compared("family_name", say("family name"), 3, _family_levels(0.002, 0.02, 0.04)),
    Compared("birth_date", say("date of birth"), 4, (
        Level(Birth.DIFFERENT, say("different years"), 0.015, 0.9817),
        Level(Birth.SAME_YEAR, say("the same year only"), 0.015, 0.013),
        Level(Birth.YEAR_IS_ALL_THERE_IS, say("the same year, and no more is known"), 0.03, 0.002),
        Level(Birth.TWO_PARTS, say("two of day, month and year"), 0.05, 0.0032),
        Level(Birth.SWAPPED, say("day and month stand in each other's place"), 0.02, 0.00004),
        Level(Birth.EQUAL, say("the same"), 0.87, 0.00006),
    )),
    Compared("sex", say("sex"), 5, (
        Level(Sex.DIFFERENT, say("different"), 0.01, 0.5),
        Level(Sex.EQUAL, say("the same"), 0.99, 0.5),
    )),
    Compared("place", say("residence"), 6, (
        Level(Place.DIFFERENT, say("different provinces, or nothing in common"), 0.05, 0.60),
        Level(Place.SAME_PROVINCE, say("the same province"), 0.05, 0.28),
        Level(Place.SAME_DISTRICT, say("the same district or postcode"), 0.07, 0.095),
        Level(Place.SAME_LOCALITY, say("the same subdistrict, locality or street"), 0.23, 0.0248),
        Level(Place.SAME_HOUSE, say("the same house"), 0.60, 0.0002),
    )),
    Compared("phone", say("telephone"), 7, (
        Level(Phone.DIFFERENT, say("different"), 0.4, 0.9995),
        Level(Phone.EQUAL, say("the same"), 0.6, 0.0005),
    )),
)  # fmt: skip

# how many ways each field can agree, with not known on both sides as the last: digits of a dense code
RADIX: tuple[int, ...] = tuple(max(level.code for level in field.levels) + 2 for field in FIELDS)
MISSING_WORDS = say("not known on both sides")
ALL_MISSING = sum(MISSING << field.shift for field in FIELDS)


def level_of(pattern: int, field: Compared) -> int:
    """The field's level in a pattern, or `MISSING`."""
    return (pattern >> field.shift) & MISSING


def packed(levels: dict[str, int]) -> int:
    """The pattern of these levels by field name; a field that is not named is missing."""
    return sum(levels.get(field.name, MISSING) << field.shift for field in FIELDS)


def patterns_by_code() -> Ints:
    """The pattern that each dense code stands for. Dense codes count agreements; patterns are what is kept."""
    left = np.arange(np.prod(RADIX), dtype=np.int64)
    patterns = np.zeros_like(left)
    for field, radix in zip(reversed(FIELDS), reversed(RADIX), strict=True):
        left, digit = np.divmod(left, radix)
        patterns |= np.where(digit == radix - 1, MISSING, digit) << field.shift
    return patterns


def field_named(name: str) -> Compared:
    """The declared field of that name."""
    return next(field for field in FIELDS if field.name == name)
