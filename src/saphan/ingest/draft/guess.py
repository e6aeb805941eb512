"""What does each column mean? Guessed from its texts first, its header second, and always with the evidence."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from saphan.contracts.meanings import DATE_MEANINGS, Meaning
from saphan.contracts.model import Era
from saphan.ingest.draft.beside import births_first, same_within
from saphan.ingest.draft.headers import is_of_sums, spoken_for
from saphan.ingest.draft.look import Column
from saphan.ingest.draft.measures import Measures, measure
from saphan.ingest.normalise.text import arabic_digits
from saphan.words import Words, say

_NEARLY_ALL = 0.85  # a file sent twice in part repeats some of its keys


@dataclass(frozen=True)
class Guess:
    """What one column seems to mean, and why."""

    column: Column
    meaning: Meaning | None
    why: tuple[Words, ...]
    by_header: bool
    era: Era
    pattern: str  # of a day
    is_key: bool  # every row has another value
    is_full: bool  # no row lacks it
    is_personal: bool
    is_sensitive: bool


Rule = tuple[Meaning, Callable[[Measures], bool], Words]

# asked in this order; the first that fits says what a column can be when its header says nothing
_BY_VALUES: tuple[Rule, ...] = (
    (Meaning.CITIZEN_ID, lambda m: m.thirteen >= 0.6 and m.citizen >= 0.5,
     say("13 digits, and the check digit agrees")),
    (Meaning.SUBDISTRICT_CODE, lambda m: m.subdistrict_code >= 0.8, say("6-digit codes of subdistricts")),
    (Meaning.PHONE, lambda m: m.phone >= 0.8 and m.length <= 12, say("telephone numbers")),
    (Meaning.BIRTH_DATE, lambda m: m.day >= 0.8 and m.year < 0.5, say("days")),
    (Meaning.TITLE, lambda m: m.title >= 0.7 and m.distinct <= 80, say("titles of names")),
    (Meaning.SEX, lambda m: m.sex >= 0.95 and m.distinct <= 6, say("words or codes for the sexes")),
    (Meaning.FULL_NAME, lambda m: m.full_name >= 0.6, say("a title, a given name and a family name")),
    (Meaning.NATIONALITY, lambda m: m.nationality >= 0.7, say("names of nations")),
    (Meaning.DISABILITY_KIND, lambda m: m.disability >= 0.5, say("words for disability")),
    (Meaning.PROVINCE_NAME, lambda m: m.province_name >= 0.8, say("names of provinces")),
    (Meaning.DISTRICT_NAME, lambda m: m.district_name >= 0.75, say("names of districts")),
    (Meaning.SUBDISTRICT_NAME, lambda m: m.subdistrict_name >= 0.7, say("names of subdistricts")),
    (Meaning.STREET, lambda m: m.villaged >= 0.7, say("numbers of villages")),
    (Meaning.HOUSE_NUMBER, lambda m: m.house >= 0.8 and m.slashed >= 0.2, say("house numbers, with a stroke in some")),
    (Meaning.RECORD_KEY, lambda m: m.unique >= _NEARLY_ALL and m.filled >= 0.9 and m.ascii_digits >= 0.9,
     say("another number in every row")),
    (Meaning.HOUSEHOLD_KEY, lambda m: 9 <= m.length <= 16 and m.ascii_digits >= 0.9 and m.unique < _NEARLY_ALL,
     say("long numbers that several rows share")),
    (Meaning.POSTCODE, lambda m: m.postcode >= 0.95 and m.distinct <= 300, say("5-digit postcodes")),
    (Meaning.DISTRICT_CODE, lambda m: m.district_code >= 0.95, say("4-digit codes of districts")),
    (Meaning.DISABILITY_KIND, lambda m: m.code >= 0.95 and 3 <= m.distinct <= 12, say("a few codes")),
    (Meaning.BENEFIT_AMOUNT, lambda m: m.number >= 0.9 and m.middle < 5_000 and m.round_hundreds >= 0.5,
     say("round amounts below 5,000")),
    (Meaning.INCOME_PER_YEAR, lambda m: m.number >= 0.9 and 5_000 <= m.middle < 10_000_000,
     say("amounts of 5,000 and more")),
    (Meaning.GIVEN_NAME, lambda m: m.letters >= 0.8 and m.distinct >= 10, say("words of letters, many of them")),
)  # fmt: skip
_OFTEN_CONTRADICTED = {
    Meaning.CITIZEN_ID: lambda m: m.thirteen >= 0.3,
    Meaning.GUARDIAN_ID: lambda m: m.thirteen >= 0.3,
    Meaning.SUBDISTRICT_CODE: lambda m: m.subdistrict_code >= 0.3,
    Meaning.DISTRICT_CODE: lambda m: m.district_code >= 0.3,
    Meaning.PROVINCE_CODE: lambda m: m.province_code >= 0.3,
    Meaning.FULL_NAME: lambda m: m.letters >= 0.5 and m.full_name >= 0.2,
    Meaning.BENEFIT_AMOUNT: lambda m: m.number >= 0.5,
    Meaning.INCOME_PER_YEAR: lambda m: m.number >= 0.5,
    Meaning.HOUSEHOLD_INCOME_PER_PERSON: lambda m: m.number >= 0.5,
    Meaning.GIVEN_NAME: lambda m: m.letters >= 0.5 and m.full_name < 0.5,
    Meaning.FAMILY_NAME: lambda m: m.letters >= 0.5,
    Meaning.SUBDISTRICT_NAME: lambda m: m.ascii_digits < 0.5,
    Meaning.DISTRICT_NAME: lambda m: m.ascii_digits < 0.5,
    Meaning.PROVINCE_NAME: lambda m: m.ascii_digits < 0.5,
    **dict.fromkeys(DATE_MEANINGS, lambda m: m.day >= 0.5),
}
_SENSITIVE = frozenset({Meaning.DISABILITY_KIND})  # PDPA s.26: health


def guess_columns(columns: Sequence[Column]) -> list[Guess]:
    """A guess for each column, no meaning given twice."""
    measured = [measure(column.values) for column in columns]
    found: dict[int, tuple[Meaning, Words, bool]] = {}
    for at, (column, measures) in enumerate(zip(columns, measured, strict=True)):
        named = next(_named(column, measures), None)
        if named is not None and named not in {meaning for meaning, _, _ in found.values()}:
            found[at] = named, say("the header “{header}”", header=column.name), True
    for at, measures in enumerate(measured):
        if at not in found and not is_of_sums(columns[at].name):
            fits = next(
                ((meaning, why) for meaning, holds, why in _BY_VALUES if measures.distinct and holds(measures)), None
            )
            if fits:
                found[at] = _beside(fits, at, columns, measured=measured, found=found)
    if Meaning.BENEFIT_AMOUNT not in {meaning for meaning, _, _ in found.values()}:
        # without an amount nothing says that a later day is the first one of a benefit
        found = {at: said for at, said in found.items() if said[0] is not Meaning.BENEFIT_START or said[2]}
    return [
        _guess(column, measures, _once(at, found))
        for at, (column, measures) in enumerate(zip(columns, measured, strict=True))
    ]


def _named(column: Column, measures: Measures) -> Iterator[Meaning]:
    for meaning in spoken_for(column.name):
        agrees = _OFTEN_CONTRADICTED.get(meaning)
        if measures.distinct == 0 or agrees is None or agrees(measures):
            yield meaning


def _beside(
    fits: tuple[Meaning, Words],
    at: int,
    columns: Sequence[Column],
    *,
    measured: Sequence[Measures],
    found: dict[int, tuple[Meaning, Words, bool]],
) -> tuple[Meaning, Words, bool]:
    """The meaning, once the columns beside it have been looked at."""
    meaning, why = fits
    taken = {each: place for place, (each, _, _) in found.items()}
    if meaning is Meaning.CITIZEN_ID and meaning in taken:
        return Meaning.GUARDIAN_ID, say("a second column of citizen numbers"), False
    if meaning is Meaning.BIRTH_DATE:
        days = [place for place, each in enumerate(measured) if each.day >= 0.8]
        return *_day_of(at, days, columns, measured), False
    if meaning is Meaning.GIVEN_NAME and meaning in taken:
        return Meaning.FAMILY_NAME, say("names, after the column of given names"), False
    home = taken.get(Meaning.HOUSEHOLD_KEY)
    if meaning is Meaning.INCOME_PER_YEAR and home is not None and same_within(columns[at], columns[home]):
        return Meaning.HOUSEHOLD_INCOME_PER_PERSON, say("one amount in each household"), False
    return meaning, why, False


def _day_of(
    at: int, days: Sequence[int], columns: Sequence[Column], measured: Sequence[Measures]
) -> tuple[Meaning, Words]:
    born = births_first(days, columns)
    if at == born:
        return Meaning.BIRTH_DATE, say("days, earlier than any other in most rows")
    if measured[at].filled < 0.5:
        return Meaning.DEATH_DATE, say("later days, in less than half of the rows")
    return Meaning.BENEFIT_START, say("later days, in most rows")


def _once(at: int, found: dict[int, tuple[Meaning, Words, bool]]) -> tuple[Meaning, Words, bool] | None:
    """The guess, where no column before it has the same: a header's word goes before what values alone say."""
    if at not in found:
        return None
    rivals = [place for place, (meaning, _, _) in found.items() if meaning is found[at][0]]
    return found[at] if min(rivals, key=lambda place: (not found[place][2], place)) == at else None


def _guess(column: Column, measures: Measures, said: tuple[Meaning, Words, bool] | None) -> Guess:
    meaning = said[0] if said else None
    years = _is_buddhist(column.values) if meaning in DATE_MEANINGS else False
    return Guess(
        column=column,
        meaning=meaning,
        why=(said[1], *_seen(measures)) if said else _seen(measures),
        by_header=bool(said and said[2]),
        era=("be" if years else "ce") if meaning in DATE_MEANINGS else "auto",
        pattern=_pattern(column.values) if meaning in DATE_MEANINGS else "",
        is_key=measures.unique >= 1 and measures.filled >= 1,
        is_full=measures.filled >= 1,
        is_personal=meaning is not Meaning.RECORD_KEY,
        is_sensitive=meaning in _SENSITIVE,
    )


def _seen(measures: Measures) -> tuple[Words, ...]:
    return (
        say("filled in {share} of 100 rows", share=round(100 * measures.filled)),
        say("{count} distinct values", count=f"{measures.distinct:,}"),
    )


def _is_buddhist(values: Sequence[str]) -> bool:
    years = [arabic_digits(value) for value in values if value][:300]
    if all(len(re.split(r"\D+", text)[-1]) == 2 for text in years):
        return True  # of two digits: agencies write 59 for 2559
    return 2 * sum(1 for text in years if "24" in text or "25" in text) >= len(years)


def _pattern(values: Sequence[str]) -> str:
    text = arabic_digits(next((value for value in values if value), ""))
    if text.isdigit() and len(text) == 8:
        return "yyyymmdd"
    return "ymd" if text[:4].isdigit() else "dmy"
