"""Which rule reads a column of this meaning, and what besides its value does the text say?"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from saphan.contracts.meanings import DATE_MEANINGS, NUMBER_MEANINGS, Meaning
from saphan.contracts.model import Field
from saphan.ingest.normalise.citizen_id import read_citizen_id
from saphan.ingest.normalise.dates import read_day
from saphan.ingest.normalise.names import read_full_name, read_given_name, read_name
from saphan.ingest.normalise.numbers import read_number
from saphan.ingest.normalise.phones import read_phone
from saphan.ingest.normalise.places import read_area_code
from saphan.ingest.normalise.text import Taken, arabic_digits, clean, rules
from saphan.ingest.normalise.titles import read_sex, read_title, sex_of_title
from saphan.tables import Kind

Row = tuple[object, ...]  # value, value as text, class, rule, then the parts
_YES = frozenset({"ใช่", "มี", "อยู่", "1", "y", "yes", "true"})
_NO = frozenset({"ไม่ใช่", "ไม่อยู่", "0", "2", "n", "no", "false"})


@dataclass(frozen=True)
class Reader:
    """How a column's distinct texts are read."""

    kind: Kind  # of the value
    parts: tuple[tuple[str, Kind], ...]  # what else a text says: a number its kind, a name its title
    read: Callable[[str], Row]


def reader_of(column: Field, received_on: date) -> Reader:
    """How the texts of `column` are read, in a file received that day."""
    if column.meaning in DATE_MEANINGS:
        return Reader(Kind.DAY, (("precision", Kind.TEXT),), lambda text: _day(text, column, received_on))
    if column.meaning in NUMBER_MEANINGS:
        return Reader(Kind.REAL, (), _number)
    return _READERS.get(column.meaning, _PLAIN) if column.meaning else _PLAIN


def _text(read: Callable[[str], Taken]) -> Reader:
    def row(text: str) -> Row:
        taken = read(text)
        return taken.value, taken.value, taken.value_class, taken.rule

    return Reader(Kind.TEXT, (), row)


def _day(text: str, column: Field, received_on: date) -> Row:
    day = read_day(text, era=column.era, pattern=column.pattern, no_later_than=received_on)
    return day.value, day.value.isoformat() if day.value else None, day.value_class, day.rule, day.precision


def _number(text: str) -> Row:
    number = read_number(text)
    return number.value, None if number.value is None else f"{number.value:.15g}", number.value_class, number.rule


def _citizen_id(text: str) -> Row:
    number = read_citizen_id(text)
    return number.value, number.value, number.value_class, number.rule, number.kind, number.is_valid


def _title(text: str) -> Row:
    taken = read_title(text)
    return taken.value, taken.value, taken.value_class, taken.rule, sex_of_title(taken.value or "")


def _given_name(text: str) -> Row:
    name, alone = read_given_name(text), read_given_name(text, has_title_elsewhere=False)
    parts = (alone.value, alone.rule, alone.title, alone.sex)
    return name.value, name.value, name.value_class, name.rule, name.title, name.sex, *parts


def _full_name(text: str) -> Row:
    name = read_full_name(text)
    return name.value, name.value, name.value_class, name.rule, name.title, name.given, name.family, name.sex


def _area(level: str) -> Reader:
    def row(text: str) -> Row:
        place = read_area_code(text)
        code = {"subdistrict": place.subdistrict, "district": place.district, "province": place.province}[level]
        return code, code, place.value_class, place.rule, place.subdistrict, place.district, place.province

    return Reader(Kind.TEXT, tuple((part, Kind.TEXT) for part in ("subdistrict", "district", "province")), row)


def _with_arabic_digits(text: str) -> Taken:
    cleaned = clean(text)
    if cleaned.value is None:
        return cleaned
    arabic = arabic_digits(cleaned.value)
    return Taken(arabic, rules(cleaned.rule, "thai_digits" if arabic != cleaned.value else ""))


def _postcode(text: str) -> Taken:
    taken = _with_arabic_digits(text)
    # five digits here; other countries' contracts have four, or letters among them
    if taken.value is None or (2 < len(taken.value) <= 10 and any(sign.isdigit() for sign in taken.value)):
        return taken
    return Taken(None, value_class="unreadable")


def _yes_no(text: str) -> Taken:
    taken = _with_arabic_digits(text)
    word = (taken.value or "").casefold()
    if word in _YES or word in _NO:
        return Taken("yes" if word in _YES else "no", "" if word in {"yes", "no"} else "yes_no_code")
    return taken if taken.value is None else Taken(None, value_class="unreadable")


_PLAIN = _text(clean)
_NUMBERED = _text(_with_arabic_digits)  # 12/3 and ๑๒/๓ are one house
_CITIZEN_ID = Reader(Kind.TEXT, (("kind", Kind.TEXT), ("is_valid", Kind.YES_NO)), _citizen_id)
# as read beside a title, and as read in a row whose column of titles is empty
_GIVEN_PARTS = ("title", "sex", "alone_value", "alone_rule", "alone_title", "alone_sex")
_READERS: dict[Meaning, Reader] = {
    Meaning.RECORD_KEY: _NUMBERED,
    Meaning.CITIZEN_ID: _CITIZEN_ID,
    Meaning.GUARDIAN_ID: _CITIZEN_ID,
    Meaning.OTHER_NUMBER: _NUMBERED,
    Meaning.TITLE: Reader(Kind.TEXT, (("sex", Kind.TEXT),), _title),
    Meaning.GIVEN_NAME: Reader(Kind.TEXT, tuple((part, Kind.TEXT) for part in _GIVEN_PARTS), _given_name),
    Meaning.FAMILY_NAME: _text(read_name),
    Meaning.FULL_NAME: Reader(
        Kind.TEXT, tuple((part, Kind.TEXT) for part in ("title", "given", "family", "sex")), _full_name
    ),
    Meaning.SEX: _text(read_sex),
    Meaning.HOUSE_NUMBER: _NUMBERED,
    Meaning.POSTCODE: _text(_postcode),
    Meaning.PHONE: _text(read_phone),
    Meaning.SUBDISTRICT_CODE: _area("subdistrict"),
    Meaning.DISTRICT_CODE: _area("district"),
    Meaning.PROVINCE_CODE: _area("province"),
    Meaning.HOUSEHOLD_KEY: _NUMBERED,
    Meaning.LIVES_IN_INSTITUTION: _text(_yes_no),
}
