"""How are the make-believe people drawn: births, names, numbers, homes, incomes, deaths?"""

from __future__ import annotations

from datetime import date

import numpy as np

from saphan.synth.circumstances import circumstances
from saphan.synth.draw import Days, Flags, Ints, Texts, chance, stream, texts, weighted
from saphan.synth.households import CHILD, GROWN_PARTNER, PARTNER, Members, draw_households
from saphan.synth.institutions import settled
from saphan.synth.names import family_names, family_ranks, given_names
from saphan.synth.numbers import citizen_numbers
from saphan.synth.people import People
from saphan.synth.places import Places, elder_households
from saphan.synth.rare_names import rare_names
from saphan.synth.shares import Share

_FIRST_NUMBERS = np.datetime64("1984-01-01")  # 1 January 2527: numbers begin; who was born before holds kind 3, 4 or 5
NATIONS = ("ไทย", "ลาว", "เมียนมา", "ไม่ปรากฏสัญชาติ")
# DEP 2564: physical 50.0, hearing 18.7, seeing 9.0, mental 7.8, intellectual 6.8, multiple 5.9 %
# (here: learning), autism 0.8.
# Card kinds: 1 seeing, 2 hearing, 3 physical, 4 mental, 5 intellectual, 6 learning, 7 autism.
_DISABILITY = (90, 187, 510, 78, 68, 59, 8)
# Household income per person and year, lower edges of bands in baht and their weights: a guess.
_INCOME_EDGES = np.array([9_000, 24_000, 40_000, 70_000, 100_000, 200_000, 450_000], dtype=np.int64)
_INCOME_WEIGHTS = (14, 20, 26, 18, 16, 6)


def draw_people(share: Share, places: Places) -> People:
    """The people of one share, in their households."""
    members = draw_households(
        share.people, seed=share.seed, share=share.number, elders=elder_households(share.province)
    )
    count, as_of = share.people, share.begins
    rng = stream(share.seed, "people", share.number)
    birth, birth_unknown = _births(rng, members, as_of)
    nation = _by_household(members, weighted(rng, members.households, (9_850, 50, 70, 30)))
    given, family, maiden = _names(rng, members, birth, share.country)
    weights = places.weights_in(share.province)
    home = _by_household(members, weighted(rng, members.households, weights))
    moved = _by_household(members, chance(rng, members.households, 300))
    elsewhere = weighted(rng, members.households, weights)
    adult_man = ~members.is_woman & (members.age >= 20)
    monk = adult_man & (members.place != CHILD) & chance(rng, count, 60)
    ranked = adult_man & (members.age < 60) & ~monk & chance(rng, count, 120)
    if share.province:  # the linkage benchmark's people were fixed before these were thought of
        given, family, maiden = rare_names(share, nation, (given, family, maiden))
    now = circumstances(share, members, places, home, monk)
    drawn = People(
        as_of=as_of,
        places=places,
        members=members,
        key=share.first_key + np.arange(count, dtype=np.int64),
        citizen_id=_numbers(rng, birth, nation, places.district_codes[home].astype(np.int64), share),
        nationality=texts(NATIONS)[nation],
        given_name=given,
        family_name=family,
        maiden_name=maiden,
        monk=monk,
        rank=np.where(ranked, _ranks(rng, count), "").astype(object),
        is_married=np.isin(members.place, (PARTNER, GROWN_PARTNER)) | _has_partner(members),
        birth=birth,
        birth_unknown=birth_unknown,
        death=_deaths(rng, members, as_of),
        subdistrict=home,
        former_subdistrict=np.where(moved, _by_household(members, elsewhere), home),
        house_number=_house_numbers(rng, members),
        village=_by_household(members, rng.integers(1, 15, members.households)),
        phone=_phones(rng, members),
        income=_by_household(members, _incomes(rng, members.households)),
        disability=_disabilities(rng, members),
        actual_subdistrict=now.actual_subdistrict,
        institution=now.institution,
        dropped_out=now.dropped_out,
        lost_caregiver=now.lost_caregiver,
        pregnant_since=now.pregnant_since,
        violence_on=now.violence_on,
        homeless_since=now.homeless_since,
    )
    return settled(drawn, share) if share.province else drawn  # nor does the benchmark know institutions


def serial_start(share: Share) -> int:
    """Where the serial numbers of a province begin."""
    return int(stream(share.seed, f"serials of {share.province}").integers(0, 10_000_000))


def _by_household(members: Members, values: Ints | Flags) -> Ints:
    return np.asarray(values, dtype=np.int64)[members.household]


def _births(rng: np.random.Generator, members: Members, as_of: date) -> tuple[Days, Flags]:
    count = len(members.age)
    before = (members.age * 1_461 + 3) // 4 + rng.integers(0, 365, count)
    # One later child in 110 is a twin: born on the day of the child before her.
    twin = (members.place == CHILD) & chance(rng, count, 90)
    twin[1:] &= (members.household[1:] == members.household[:-1]) & (members.place[:-1] == CHILD)
    twin[:1] = False
    before = before[np.maximum.accumulate(np.where(twin, 0, np.arange(count)))]
    birth = np.datetime64(as_of, "D") - before.astype("timedelta64[D]")
    # From 62 on, so that nobody's right to an allowance from 60 hangs on a day that nobody knows.
    unknown = (members.age >= 62) & chance(rng, count, 400)
    year_start = birth.astype("datetime64[Y]").astype("datetime64[D]")
    return np.where(unknown, year_start, birth), unknown


def _names(rng: np.random.Generator, members: Members, birth: Days, country: int) -> tuple[Texts, Texts, Texts]:
    count = len(birth)
    is_young = birth >= np.datetime64("1980-01-01")
    given = np.empty(count, dtype=object)
    for young in (False, True):
        for woman in (False, True):
            mine = (is_young == young) & (members.is_woman == woman)
            given[mine] = given_names(rng, int(mine.sum()), young=young, woman=woman)
    shared = family_ranks(rng, members.households, country=country)[members.household]
    own = family_ranks(rng, count, country=country)
    family = np.where(chance(rng, count, 8_500), shared, own)  # 85 % of a household share the name
    wife = members.is_woman & np.isin(members.place, (PARTNER, GROWN_PARTNER))
    return given, family_names(family), family_names(np.where(wife, own, family))


def _numbers(rng: np.random.Generator, birth: Days, nation: Ints, office: Ints, share: Share) -> Texts:
    count = len(birth)
    early = np.array([3, 5, 4], dtype=np.int64)[weighted(rng, count, (85, 12, 3))]
    late = np.array([1, 2], dtype=np.int64)[weighted(rng, count, (97, 3))]
    alien = np.array([6, 7, 0], dtype=np.int64)[weighted(rng, count, (60, 20, 20))]
    was_early = birth < _FIRST_NUMBERS
    kinds = np.where(nation > 0, np.where(was_early & (alien == 7), 6, alien), np.where(was_early, early, late))
    numbers = citizen_numbers(kinds, office, first=share.place * share.room, start=serial_start(share))
    return np.where(chance(rng, count, 40), "", numbers).astype(object)


def _has_partner(members: Members) -> Flags:
    paired = np.zeros((members.households, 5), dtype=np.bool_)
    paired[members.household, members.place] = True
    own = paired[members.household]
    first = (members.place == 0) & own[:, PARTNER]
    return np.asarray(first | ((members.place == 2) & own[:, GROWN_PARTNER]), dtype=np.bool_)


def _ranks(rng: np.random.Generator, count: int) -> Texts:
    ranks = texts(("ส.อ.", "จ.ส.อ.", "ด.ต.", "จ.ส.ต.", "ร.ต.", "ร.ต.อ.", "พ.ต.ท.", "ดร.", "นพ."))
    return ranks[rng.integers(0, len(ranks), count)]


def _deaths(rng: np.random.Generator, members: Members, as_of: date) -> Days:
    count = len(members.age)
    # Within the last 365 days, in 10,000: of the young 10, from 60 on 150, from 80 on 700 (rounded guesses).
    risk = np.where(members.age >= 80, 700, np.where(members.age >= 60, 150, 10)).astype(np.int64)
    dead = chance(rng, count, risk) & (members.age > 0)
    day = np.datetime64(as_of, "D") - rng.integers(1, 366, count).astype("timedelta64[D]")
    return np.where(dead, day, np.datetime64("NaT", "D"))


def _house_numbers(rng: np.random.Generator, members: Members) -> Texts:
    lots, parts = rng.integers(1, 400, members.households), rng.integers(-3, 20, members.households)
    written = [
        f"{lot}/{part}" if part > 0 else str(lot) for lot, part in zip(lots.tolist(), parts.tolist(), strict=True)
    ]
    return texts(written)[members.household]


def make_believe_phones(rng: np.random.Generator, count: int) -> Texts:
    """000 and seven digits: no telephone in the world begins so."""
    return texts([f"000{number:07d}" for number in rng.integers(0, 10_000_000, count).tolist()])


def _phones(rng: np.random.Generator, members: Members) -> Texts:
    has = chance(rng, members.households, 7_500)
    return np.where(has, make_believe_phones(rng, members.households), "").astype(object)[members.household]


def _incomes(rng: np.random.Generator, count: int) -> Ints:
    band = weighted(rng, count, _INCOME_WEIGHTS)
    low, high = _INCOME_EDGES[band], _INCOME_EDGES[band + 1]
    baht = low + rng.integers(0, 1_000_000, count) * (high - low) // 1_000_000
    return np.asarray(baht // 100 * 100, dtype=np.int64)


def _disabilities(rng: np.random.Generator, members: Members) -> Ints:
    # 3.17 % of all (2,095,205 cards, 2564), more than half of them aged 60 or older (DEP report 2561).
    holds = chance(rng, len(members.age), np.where(members.age >= 60, 700, 190).astype(np.int64))
    return holds * (1 + weighted(rng, len(members.age), _DISABILITY))
