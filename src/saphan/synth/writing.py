"""How does one agency write down who a person is, and with how much care?"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from saphan.synth.dirt import (
    MISTAKES,
    NUMBER_MISTAKES,
    SPELLINGS,
    UNTIDY,
    UNTIDY_UNICODE,
    as_float,
    damage,
    first_digit_lost,
    other_layout,
    read_as_date,
    stray_byte,
)
from saphan.synth.draw import Fate, Flags, Ints, Texts, chance, texts
from saphan.synth.errormix import Care
from saphan.synth.numbers import made_up_numbers
from saphan.synth.people import People, calendar

_LONG = {"boy": "เด็กชาย", "girl": "เด็กหญิง", "mr": "นาย", "mrs": "นาง", "miss": "นางสาว", "monk": "พระ"}
_SHORT = {**_LONG, "boy": "ด.ช.", "girl": "ด.ญ.", "miss": "น.ส."}


@dataclass(frozen=True, kw_only=True)
class Written:
    """Who each row is about, as one agency has it; an entry per row."""

    person: Ints
    number: Texts
    title: Texts
    given: Texts
    family: Texts
    year: Ints  # Buddhist Era
    month: Ints  # 0: unknown
    day: Ints
    subdistrict: Ints
    house: Texts

    @property
    def full_name(self) -> Texts:
        """Title, given and family name in one cell."""
        return texts([f"{t}{g} {f}" for t, g, f in zip(self.title, self.given, self.family, strict=True)])

    def dates(self, pattern: str) -> Texts:
        """Birth dates written as `pattern`, with {y}, {m}, {d}."""
        return write_dates(pattern, self.year, self.month, self.day)


def write_down(people: People, who: Ints, care: Care, rng: Fate) -> Written:
    """The identity of these people as an agency of such care has it."""
    count = len(who)
    wife = people.is_woman[who] & people.is_married[who]
    maiden = wife & chance(rng, count, care.maiden_name)
    given = people.given_name[who]
    family = np.where(maiden, people.maiden_name[who], people.family_name[who]).astype(object)
    untidy = UNTIDY_UNICODE if care.is_unicode else UNTIDY
    for kinds, per_10_000 in (((*MISTAKES, *SPELLINGS), care.name_mistyped), (untidy, care.name_untidy)):
        given = damage(given, chance(rng, count, per_10_000), kinds, rng)
        family = damage(family, chance(rng, count, per_10_000), kinds, rng)
    slipped = chance(rng, count, care.keyboard)
    given, family = (damage(name, slipped, (other_layout,), rng) for name in (given, family))
    family = np.where(chance(rng, count, care.family_missing), "", family).astype(object)
    swapped = chance(rng, count, care.names_swapped) & (family != "")
    given, family = np.where(swapped, family, given).astype(object), np.where(swapped, given, family).astype(object)
    title = titles(people, short=care.short_titles)[who]
    glued = chance(rng, count, care.title_glued)
    year, month, day = _birth(people, who, care, rng)
    former = people.has_moved[who] & chance(rng, count, care.former_address)
    actual = chance(rng, count, care.actual_address)
    home = np.where(actual, people.actual_subdistrict[who], people.subdistrict[who])
    house = damage(people.house_number[who], chance(rng, count, care.stray_bytes), (stray_byte,), rng)
    return Written(
        person=who,
        number=_number(people, who, care, rng),
        title=np.where(glued, "", title).astype(object),
        given=np.where(glued, title + given, given).astype(object),
        family=family,
        year=year,
        month=month,
        day=day,
        subdistrict=np.where(former, people.former_subdistrict[who], home),
        house=damage(house, chance(rng, count, care.house_as_date), (read_as_date,), rng),
    )


def titles(people: People, *, short: bool) -> Texts:
    """Everybody's title: by age, sex and marriage; monks and a few ranks."""
    forms = _SHORT if short else _LONG
    child = people.age < 15  # the title changes at 15
    title = np.where(people.is_woman, np.where(people.is_married, forms["mrs"], forms["miss"]), forms["mr"])
    title = np.where(child, np.where(people.is_woman, forms["girl"], forms["boy"]), title)
    title = np.where(people.monk, forms["monk"], title)
    return np.where(people.rank != "", people.rank, title).astype(object)


def write_dates(pattern: str, year: Ints, month: Ints, day: Ints) -> Texts:
    """Dates written as `pattern`, with {y}, {m}, {d} and a format for each."""
    return texts(
        [pattern.format(y=y, m=m, d=d) for y, m, d in zip(year.tolist(), month.tolist(), day.tolist(), strict=True)]
    )


def _number(people: People, who: Ints, care: Care, rng: Fate) -> Texts:
    count, numbers = len(who), people.citizen_id[who]
    numbers = damage(numbers, chance(rng, count, care.number_mistyped), NUMBER_MISTAKES, rng)
    numbers = damage(numbers, chance(rng, count, care.number_cut), (first_digit_lost,), rng)
    numbers = damage(numbers, chance(rng, count, care.number_as_float), (as_float,), rng)
    own = np.flatnonzero(chance(rng, count, care.number_made_up))
    if len(
        own
    ):  # what an office makes up starts with 0 and ends in a right check digit, so that it passes for a number
        offices = people.places.district_codes[people.subdistrict[who[own]]].astype(np.int64)
        numbers[own] = made_up_numbers(offices, people.key[who[own]])
    return np.where(chance(rng, count, care.number_missing), "", numbers).astype(object)


def _birth(people: People, who: Ints, care: Care, rng: Fate) -> tuple[Ints, Ints, Ints]:
    count = len(who)
    year, month, day = calendar(people.birth[who])
    year = year + 543
    wrong = chance(rng, count, care.birth_mistyped)
    exchange = wrong & (day <= 12)
    month, day = np.where(exchange, day, month), np.where(exchange, month, day)
    out_by = np.where(people.age[who] >= 20, 10, 0)  # ten years later would not be born yet
    year = np.where(wrong & ~exchange, year + out_by, year)
    unknown = people.birth_unknown[who] & chance(rng, count, 5_000)  # half write 00/00, half the first of January
    january = chance(rng, count, care.first_of_january)
    year = np.where(chance(rng, count, care.common_era), year - 543, year)
    month = np.where(unknown, 0, np.where(january, 1, month))
    return year, month, np.where(unknown, 0, np.where(january, 1, day))


def village(people: People, who: Ints) -> Texts:
    """หมู่ 4: the village of the house."""
    return texts([f"หมู่ {number}" for number in people.village[who].tolist()])


def sex_words(people: People, who: Ints, words: tuple[str, str]) -> Texts:
    """The agency's words for men and for women."""
    return np.where(people.is_woman[who], words[1], words[0]).astype(object)


def order_by_area(written: Written, rng: np.random.Generator) -> Ints:
    """Rows by subdistrict, drawn within one."""
    return np.lexsort((rng.integers(0, 1_000_000, len(written.person)), written.subdistrict)).astype(np.int64)


def drawn(flags: Flags) -> Ints:
    """Positions of those it is true of."""
    return np.flatnonzero(flags).astype(np.int64)
