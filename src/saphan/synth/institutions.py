"""Who lives in a temple, a home or a prison, and with whom?

Residents of an institution are registered in one house: one household of many people, with one address. An institution
is known in the truth by its residents: all of them carry the same kind of `institution`, and nobody else does.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from saphan.synth.circumstances import KINDS, NEVER, NOWHERE
from saphan.synth.draw import Ints, Texts, stream, texts, weighted
from saphan.synth.people import People
from saphan.synth.shares import Share

FEWEST, MOST = 8, 60  # residents of one institution; fewer only where a share has no more of the kind
_LOTS = (400, 1_000)  # house numbers of institutions: ordinary houses have smaller ones


def settled(people: People, share: Share) -> People:
    """The people with those of an institution taken out of their families' households, and into one of their own."""
    rng = stream(share.seed, "institutions", share.number)
    house, houses = _houses(people, rng)
    if not houses:
        return people
    there, mine = np.flatnonzero(people.institution != NOWHERE), house[people.institution != NOWHERE]
    subdistrict = weighted(rng, houses, people.places.weights_in(share.province))[mine]
    number = texts([str(lot) for lot in rng.integers(*_LOTS, houses).tolist()])[mine]
    first = there[np.unique(mine, return_index=True)[1]][mine]  # what else is of the house is the first resident's
    members = replace(
        people.members, household=_placed(people.members.household, there, people.members.households + mine)
    )
    return replace(
        people,
        members=members,
        subdistrict=_placed(people.subdistrict, there, subdistrict),
        former_subdistrict=_placed(people.former_subdistrict, there, subdistrict),
        actual_subdistrict=_placed(people.actual_subdistrict, there, subdistrict),
        house_number=_named(people.house_number, there, number),
        village=_placed(people.village, there, people.village[first]),
        phone=_named(people.phone, there, people.phone[first]),
        income=_placed(people.income, there, people.income[first]),
        homeless_since=np.where(people.institution != NOWHERE, NEVER, people.homeless_since),
    )


def _houses(people: People, rng: np.random.Generator) -> tuple[Ints, int]:
    """The number of everybody's institution, from 0, and how many there are; of people without one it says nothing."""
    house, houses = np.zeros(len(people), dtype=np.int64), 0
    for kind in KINDS:
        residents = np.flatnonzero(people.institution == kind)
        if len(residents):
            parts = _parts(len(residents), rng)
            house[residents] = houses + parts
            houses += int(parts[-1]) + 1
    return house, houses


def _parts(count: int, rng: np.random.Generator) -> Ints:
    """`count` residents cut into groups of a size drawn; who is left over at the end joins the last group."""
    ends = np.cumsum(rng.integers(FEWEST, MOST - FEWEST + 2, count // FEWEST + 1))
    ends = ends[ends <= count - FEWEST]
    return np.searchsorted(ends, np.arange(count), side="right").astype(np.int64)


def _placed(column: Ints, rows: Ints, values: Ints) -> Ints:
    out = column.copy()
    out[rows] = values
    return out


def _named(column: Texts, rows: Ints, values: Texts) -> Texts:
    out = column.copy()
    out[rows] = values
    return out
