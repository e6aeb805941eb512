"""In what circumstances are people found on the first day: where they live, what has happened to them?

Rates are guesses unless a source is named; what counts is that every target group has people in it.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from saphan.synth.draw import Days, Flags, Ints, chance, stream, weighted
from saphan.synth.households import CHILD, Members
from saphan.synth.places import Places
from saphan.synth.shares import Share

NOWHERE, TEMPLE, CHILDREN_HOME, OLDER_HOME, PRISON = range(5)
KINDS = (TEMPLE, CHILDREN_HOME, OLDER_HOME, PRISON)  # of institution
NEVER = np.datetime64("NaT", "D")


@dataclass(frozen=True, kw_only=True)
class Circumstances:
    """As in `People`; an entry per person."""

    actual_subdistrict: Ints
    institution: Ints
    dropped_out: Flags
    lost_caregiver: Flags
    pregnant_since: Days
    violence_on: Days
    homeless_since: Days


def circumstances(share: Share, members: Members, places: Places, home: Ints, monk: Flags) -> Circumstances:
    """How the people of one share are found on the first day."""
    rng = stream(share.seed, "circumstances", share.number)
    count, age = len(members.age), members.age
    today = np.datetime64(share.begins, "D")
    # One working adult in eight lives elsewhere than registered; half of them anywhere in the country we make.
    away = (age >= 18) & (age < 60) & chance(rng, count, 1_250)
    here = weighted(rng, count, places.weights_in(share.province))
    anywhere = weighted(rng, count, places.weights_in(""))
    elsewhere = np.where(chance(rng, count, 5_000), here, anywhere)
    lone = np.bincount(members.household, minlength=members.households)[members.household] == 1
    older_home = lone & (age >= 60) & chance(rng, count, 300)
    # From six on, so that no right to the grant for small children hangs on who runs a home.
    children_home = (members.place == CHILD) & (age >= 6) & (age < 18) & chance(rng, count, 100)
    mother = members.is_woman & (age >= 15) & (age < 45)
    grandparents = _without_parents(members)
    return Circumstances(
        actual_subdistrict=np.where(away, elsewhere, home),
        institution=_institutions(share, members, (monk, children_home, older_home)),
        dropped_out=(age >= 12) & (age < 18) & chance(rng, count, 250),
        lost_caregiver=grandparents & (age < 18) & chance(rng, count, 1_500),
        # 3.5 births in 100 women and year: three quarters of a year each, spread over its months.
        pregnant_since=_some_days_ago(mother & chance(rng, count, 260), 250, today, rng),
        violence_on=_some_days_ago((members.is_woman | (age < 18)) & chance(rng, count, 25), 365, today, rng),
        homeless_since=_some_days_ago(lone & (age >= 18) & chance(rng, count, 60), 1_500, today, rng),
    )


def _institutions(share: Share, members: Members, known: tuple[Flags, Flags, Flags]) -> Ints:
    """Kind of institution of each; prisoners are drawn apart, nine men for a woman."""
    rng = stream(share.seed, "prisons", share.number)
    risk = np.where(members.is_woman, 10, 90).astype(np.int64)
    jailed = (members.age >= 18) & (members.age < 60) & chance(rng, len(members.age), risk)
    return np.select((*known, jailed), KINDS, NOWHERE).astype(np.int64)


def _without_parents(members: Members) -> Flags:
    """Children whose household holds nobody between 18 and 59: only the old, or nobody."""
    grown = np.zeros(members.households, dtype=np.bool_)
    grown[members.household[(members.age >= 18) & (members.age < 60)]] = True
    return np.asarray((members.place == CHILD) & ~grown[members.household], dtype=np.bool_)


def _some_days_ago(who: Flags, most: int, today: np.datetime64, rng: np.random.Generator) -> Days:
    ago = rng.integers(1, most, len(who)).astype("timedelta64[D]")
    return np.where(who, today - ago, NEVER)
