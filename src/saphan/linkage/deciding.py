"""Which pairs are one person, which are asked about, and which stay apart?

The first rule that applies decides:
- verdict: what a named person decided always wins, also on a pair that no blocking rule found;
- citizen_id: equal numbers with a right check digit link, unless name, birth date and sex contradict them;
- contradiction: evidence for one person and a fact against it: a person is asked;
- calibrated: a weight of at least the cut that reviewers' verdicts gave links;
- preset: without such verdicts, a weight of at least the policy's preset links; it is meant to be too high;
  for both: a pair whose years of birth differ while no number agrees must weigh `OTHER_YEAR` more, since a father
  and his son can share name and house;
- doubtful: a weight of at least the lower one, of policy or calibration: a person is asked;
- low_weight: everything else stays apart.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from typing import Self

import numpy as np
import numpy.typing as npt

from saphan.linkage.calibrating import Calibration
from saphan.linkage.compiled import compiled, shares, spread
from saphan.linkage.levels import MISSING, Birth, Name, Number, OtherNumber, Sex, field_named
from saphan.linkage.policy import Policy

Ints = npt.NDArray[np.int64]
Reals = npt.NDArray[np.float64]
Codes = npt.NDArray[np.int32]
Flags = npt.NDArray[np.bool_]
Rulings = npt.NDArray[np.uint8]
PAIRS_AT_ONCE = 1_000_000
OTHER_YEAR = 4.0  # bits; judged: sixteen to one


class Ruling(IntEnum):
    """What is done with a pair, and which rule says so; `_rule` below writes the numbers."""

    LOW_WEIGHT = 0
    DOUBTFUL = 1
    CONTRADICTION = 2
    PRESET = 3
    CITIZEN_ID = 4
    SAID_SAME = 5
    SAID_DIFFERENT = 6
    CALIBRATED = 7


LINKS = (Ruling.PRESET, Ruling.CALIBRATED, Ruling.CITIZEN_ID, Ruling.SAID_SAME)
IS_LINK = np.array([ruling in LINKS for ruling in Ruling])
BY_WEIGHT = (Ruling.LOW_WEIGHT, Ruling.DOUBTFUL, Ruling.PRESET, Ruling.CALIBRATED)  # nothing but the weight decides
# by ruling: the words of PAIRS
DECISIONS = ("apart", "review", "review", "link", "link", "link", "apart", "link")
RULES = ("low_weight", "doubtful", "contradiction", "preset", "citizen_id", "verdict", "verdict", "calibrated")


@dataclass(frozen=True)
class Cuts:
    """From which weights pairs are linked, and from which a person is asked, in bits; and by which of the two rules."""

    link: float
    ask: float
    by: Ruling

    @classmethod
    def of(cls, policy: Policy, calibration: Calibration | None = None, *, is_declared: bool = False) -> Self:
        """The cuts that verdicts gave; without verdicts those of the policy, for a learned or a declared model."""
        if calibration is None:
            link = policy.declared_weight if is_declared else policy.preset_weight
            return cls(link, policy.review_weight, Ruling.PRESET)
        return cls(calibration.cut, calibration.asked, Ruling.CALIBRATED)


def rule_of(patterns: Ints, weights: Reals, policy: Policy) -> Rulings:
    """What is done with pairs of these patterns and weights on which nobody gave a verdict."""
    distinct, codes = np.unique(patterns, return_inverse=True)
    cuts = Cuts.of(policy)
    return rule_codes(codes.astype(np.int32), weights, distinct, np.arange(len(distinct)), cuts, hands=1)


def rule_codes(codes: Codes, weights: Reals, patterns: Ints, occurring: Ints, cuts: Cuts, *, hands: int) -> Rulings:
    """As `rule_of`, of dense codes: `patterns[code]` is its pattern, `occurring` are the codes there are."""
    agrees, against = np.zeros(len(patterns), np.bool_), np.zeros(len(patterns), np.bool_)
    more = np.zeros(len(patterns))  # that a link needs
    there = patterns[occurring]
    agrees[occurring], against[occurring] = number_agrees(there), is_contradicted(there)
    more[occurring] = np.where(is_of_other_year(there), OTHER_YEAR, 0.0)
    rulings = np.empty(len(codes), dtype=np.uint8)

    def rule(part: slice) -> None:
        _rule(codes[part], weights[part], agrees, against, more, cuts.link, cuts.ask, int(cuts.by), rulings[part])

    spread(rule, shares(len(codes), PAIRS_AT_ONCE, hands=hands), hands=hands)
    return rulings


@compiled
def _rule(  # compiled code takes arrays, no objects
    codes: Codes, weights: Reals, agrees: Flags, against: Flags, more: Reals, link: float, ask: float, by: int,
    rulings: Rulings,
) -> None:  # fmt: skip
    for pair in range(len(codes)):
        code, weight = codes[pair], weights[pair]
        if agrees[code] and not against[code]:
            rulings[pair] = 4
        elif against[code] and (agrees[code] or weight >= ask):
            rulings[pair] = 2
        elif weight >= link + more[code]:
            rulings[pair] = by
        else:
            rulings[pair] = 1 if weight >= ask else 0


def number_agrees(patterns: Ints) -> Flags:
    """Of each pattern: both records carry one citizen number, and its check digit is right."""
    agrees: Flags = _level(patterns, "citizen_id") == Number.EQUAL
    return agrees


def is_contradicted(patterns: Ints) -> Flags:
    """Of each pattern: a fact in it speaks against one person.

    Where the number agrees: the given name differs, or the year of birth does or all but it, and neither given name nor
    birth date supports the number (a parent's number written for a child: the family name proves nothing); or given
    name and sex both differ (a twin's number).
    Where it does not: two different numbers whose check digits are both right and that are not one slip apart;
    or different years of birth beside different sexes.
    """
    number, name, birth = (_level(patterns, field) for field in ("citizen_id", "given_name", "birth_date"))
    other_sex = _level(patterns, "sex") == Sex.DIFFERENT
    name_supports = (name >= Name.SIMILAR) & (name < MISSING)
    birth_supports = (birth >= Birth.YEAR_IS_ALL_THERE_IS) & (birth < MISSING)
    other_name, other_birth = name == Name.DIFFERENT, (birth == Birth.DIFFERENT) | (birth == Birth.SAME_YEAR)
    of_one_number = ((other_name | other_birth) & ~name_supports & ~birth_supports) | (other_name & other_sex)
    of_others = (number == Number.DIFFERENT) | ((birth == Birth.DIFFERENT) & other_sex)
    return np.asarray(np.where(number == Number.EQUAL, of_one_number, of_others))


def is_of_other_year(patterns: Ints) -> Flags:
    """Of each pattern: the years of birth differ, and no number, perhaps but for one slip, says it is one person."""
    number, other = _level(patterns, "citizen_id"), _level(patterns, "other_number")
    some_agrees = ((number >= Number.ONE_EDIT) & (number < MISSING)) | (
        (other >= OtherNumber.ONE_EDIT) & (other < MISSING)
    )
    return np.asarray((_level(patterns, "birth_date") == Birth.DIFFERENT) & ~some_agrees)


def _level(patterns: Ints, field: str) -> Ints:
    return (patterns >> field_named(field).shift) & MISSING
