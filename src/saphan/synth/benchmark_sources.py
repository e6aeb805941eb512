"""What does each source of the linkage benchmark know of the people, and how does it write them down?"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from saphan.synth.dirt import NUMBER_MISTAKES, TYPING, damage
from saphan.synth.draw import Days, Flags, Ints, Texts, chance, texts
from saphan.synth.errormix import Benchmark, Source
from saphan.synth.names import GIVEN_NAMES, family_names, family_ranks
from saphan.synth.people import People
from saphan.synth.population import make_believe_phones

TRUSTED = "civil_register"


@dataclass(frozen=True, kw_only=True)
class Knowledge:
    """The people, and how they were called and where they lived before."""

    people: People
    former_given: Texts
    former_family: Texts
    former_home: Ints
    former_house: Texts
    phone: Texts
    has_former: Flags  # anything at all that differs from what is now


def known(people: People, mix: Benchmark, *, country: int, rng: np.random.Generator) -> Knowledge:
    """The people with their former names and homes, and the telephones they give."""
    count = len(people)
    renamed = chance(rng, count, mix.given_name)
    given = people.given_name.copy()
    names = GIVEN_NAMES[1]
    for woman in (0, 1):
        rows = np.flatnonzero(renamed & (people.is_woman == bool(woman)))
        given[rows] = names[woman][rng.integers(0, len(names[woman]), len(rows))]
    remarried = people.is_woman & (people.age >= 18) & chance(rng, count, mix.married_name)
    family = people.family_name.copy()
    family[remarried] = family_names(family_ranks(rng, int(remarried.sum()), country=country))
    moved, home, house = _former_homes(people, mix.moved, rng)
    own = (people.age >= 12) & chance(rng, count, mix.own_phone)
    phone = np.where(own, make_believe_phones(rng, count), people.phone).astype(object)
    return Knowledge(
        people=people,
        former_given=given,
        former_family=family,
        former_home=home,
        former_house=house,
        phone=phone,
        has_former=renamed | remarried | moved,
    )


def _former_homes(people: People, per_10_000: int, rng: np.random.Generator) -> tuple[Flags, Ints, Texts]:
    houses = people.members.households
    moved = chance(rng, houses, per_10_000)[people.members.household]
    # Half moved within the province, as others' homes in the share are spread over the country.
    elsewhere = people.subdistrict[rng.integers(0, len(people), houses)][people.members.household]
    numbers = texts([str(number) for number in rng.integers(1, 400, houses).tolist()])[people.members.household]
    return (
        moved,
        np.where(moved, elsewhere, people.subdistrict),
        np.where(moved, numbers, people.house_number).astype(object),
    )


def written(life: Knowledge, source: Source, rng: np.random.Generator, *, former: int) -> pa.Table:
    """The rows of one source: whom it knows, some of them twice, each row with its own errors.

    `former` in 10,000 rows still hold the former name or home of someone who has one.
    """
    count = len(life.people)
    covered = np.flatnonzero(chance(rng, count, source.covers)).astype(np.int64)
    who = np.concatenate([covered, covered[chance(rng, len(covered), source.twice)]])
    old = life.has_former[who] & chance(rng, len(who), 0 if source.name == TRUSTED else former)
    given, family = _names(life, source, who, old, rng)
    home = np.where(old, life.former_home[who], life.people.subdistrict[who])
    birth, unknown = _births(life.people.birth[who], source, rng)
    codes = life.people.places.codes
    return pa.table(
        {
            "source": pa.array([source.name] * len(who), pa.string()),
            "citizen_id": _column(_numbers(life.people.citizen_id[who], source, rng)),
            "given_name": _column(given),
            "family_name": _column(family),
            "sex": pa.array(np.where(life.people.is_woman[who], "f", "m").tolist(), pa.string()),
            "birth_date": pa.array(birth, pa.date32(), mask=unknown),
            "phone": _column(np.where(chance(rng, len(who), source.no_phone), "", life.phone[who])),
            "house_number": _column(np.where(old, life.former_house[who], life.people.house_number[who])),
            "subdistrict_code": _column(codes[home]),
            "person": pa.array(life.people.key[who]),
            "household": pa.array(life.people.key[0] + life.people.members.household[who]),
        }
    )


def _column(words: Texts) -> pa.Array:
    filled = pa.array(words, pa.string())
    return pc.replace_with_mask(filled, pc.equal(filled, ""), pa.scalar(None, pa.string()))


def _names(life: Knowledge, source: Source, who: Ints, old: Flags, rng: np.random.Generator) -> tuple[Texts, Texts]:
    count = len(who)
    given = np.where(old, life.former_given[who], life.people.given_name[who]).astype(object)
    family = np.where(old, life.former_family[who], life.people.family_name[who]).astype(object)
    given = damage(given, chance(rng, count, source.name_wrong), TYPING, rng)
    family = damage(family, chance(rng, count, source.name_wrong), TYPING, rng)
    swapped, alone = chance(rng, count, source.swapped), chance(rng, count, source.no_family)
    return (
        np.where(swapped, family, given).astype(object),
        np.where(alone, "", np.where(swapped, given, family)).astype(object),
    )


def _numbers(numbers: Texts, source: Source, rng: np.random.Generator) -> Texts:
    count = len(numbers)
    wrong = damage(numbers, chance(rng, count, source.number_wrong), NUMBER_MISTAKES, rng)
    return np.where(chance(rng, count, source.no_number), "", wrong).astype(object)


def _births(birth: Days, source: Source, rng: np.random.Generator) -> tuple[Days, Flags]:
    """Day and month exchanged, 1 January, a day or a year out by one or ten; and where nobody wrote a date."""
    count = len(birth)
    kind = np.where(chance(rng, count, source.birth_wrong), rng.integers(0, 6, count), -1)
    years, months = birth.astype("datetime64[Y]"), birth.astype("datetime64[M]")
    day = (birth - months).astype(np.int64)
    month = (months - years).astype(np.int64)
    exchanged = (years.astype("datetime64[M]") + day).astype("datetime64[D]") + month
    sign = np.where(rng.integers(0, 2, count) == 0, -1, 1)
    out = birth.copy()
    out = np.where((kind == 0) & (day < 12), exchanged, out)
    out = np.where((kind == 1) | (kind == 2), years.astype("datetime64[D]"), out)
    out = np.where(kind == 3, birth + sign, out)
    out = np.where(kind == 4, birth + 10 * sign, out)
    moved = (months + np.where(kind == 5, 12 * sign * (1 + 9 * (day % 4 == 0)), 0)).astype("datetime64[D]") + day
    return np.where(kind == 5, moved, out), chance(rng, count, source.no_birth)
