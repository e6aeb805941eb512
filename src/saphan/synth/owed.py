"""Who is owed an allowance, who does not get it, and why? The truth that finding gaps is held against.

Nothing here reads a policy pack: the truth is a second, independent statement of the same rule.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from saphan.synth.draw import Fate, Flags, Ints, Texts, chance
from saphan.synth.people import People, completed_years
from saphan.synth.places import Places

OLD_AGE = "old_age_allowance"
CHILD_GRANT = "child_support_grant"
_YEAR = np.timedelta64(365, "D")
# Of those 60 for more than a year, how many in 100 are missing: small differences, and one district far behind.
_MISSING = (6, 5, 4, 7)
_MISSING_WORST = 19


@dataclass(frozen=True, kw_only=True)
class Owed:
    """What the truth says of one benefit, an entry per person."""

    benefit: str
    is_eligible: Flags
    is_missing: Flags  # eligible, and not on the payment list
    is_listed: Flags  # on the payment list, rightly or not
    reason: Texts  # why missing; empty where not
    monthly_baht: Ints


def worst_districts(places: Places) -> set[int]:
    """Positions of the districts where far more old people are missing than elsewhere: one in each province."""
    return {
        int(districts[len(districts) * 5 // 9])
        for province in range(len(places.provinces))
        for districts in (np.unique(places.district[places.province == province]),)
    }


def old_age(people: People, *, seed: int) -> Owed:
    """Thai, alive, 60 or older: 600, 700, 800, 1,000 baht by age; about one in ten is not on the list."""
    rng = Fate(seed, OLD_AGE, people.key)
    count = len(people)
    of_age = people.is_thai & (people.age >= 60)
    eligible = of_age & people.is_alive
    newly = eligible & (completed_years(people.birth + _YEAR, people.as_of) < 60)
    missing = (newly & chance(rng, count, 8_000)) | _missing_by_district(people, eligible & ~newly, rng)
    still_paid = (
        of_age
        & (people.death > np.datetime64(people.as_of, "D") - np.timedelta64(150, "D"))
        & chance(rng, count, 7_000)
    )
    reason = np.where(people.has_moved, "moved", "never_registered")
    reason = np.where(people.citizen_id == "", "number_unclear", reason)
    reason = np.where(newly, "newly_eligible", reason)
    return Owed(
        benefit=OLD_AGE,
        is_eligible=eligible,
        is_missing=missing,
        is_listed=(eligible & ~missing) | still_paid,
        reason=np.where(missing, reason, "").astype(object),
        monthly_baht=np.array([600, 700, 800, 1_000], dtype=np.int64)[np.clip((people.age - 60) // 10, 0, 3)],
    )


def child_grant(people: People, *, seed: int) -> Owed:
    """Thai children under six in households of at most 100,000 baht a person and year: 34 in 100 are missing.

    34 %: share of poor children who miss the grant (UNICEF and TDRI, September 2024). Children aged six are left out of
    truth and list alike, since sources do not agree whether they are owed it.
    """
    rng = Fate(seed, CHILD_GRANT, people.key)
    count = len(people)
    eligible = people.is_thai & people.is_alive & (people.age < 6) & (people.income <= 100_000)
    missing = eligible & chance(rng, count, 3_400)
    return Owed(
        benefit=CHILD_GRANT,
        is_eligible=eligible,
        is_missing=missing,
        is_listed=eligible & ~missing,
        reason=np.where(missing, "never_registered", "").astype(object),
        monthly_baht=np.full(count, 600, dtype=np.int64),
    )


def _missing_by_district(people: People, settled: Flags, rng: Fate) -> Flags:
    """An exact number in each district; who has no number or has moved is missed first."""
    order = rng.integers(0, 1_000_000, len(people)) - 600_000 * (people.citizen_id == "") - 300_000 * people.has_moved
    out = np.zeros(len(people), dtype=np.bool_)
    worst = worst_districts(people.places)
    for district in np.unique(people.district).tolist():
        there = np.flatnonzero(settled & (people.district == district))
        share = _MISSING_WORST if district in worst else _MISSING[district % len(_MISSING)]
        out[there[np.argsort(order[there], kind="stable")][: len(there) * share // 100]] = True
    return out
