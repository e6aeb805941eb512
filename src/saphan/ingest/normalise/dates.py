"""Which day does this text write, and how exactly? Buddhist years live here and nowhere deeper.

CE = BE - 543 from 1 January BE 2484. Before that the year began on 1 April, so that January to March of
BE 2483 or earlier may be either of two years: such a date is taken as y - 543 and marked `year_ambiguous`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from saphan.contracts.model import Era
from saphan.ingest.normalise.text import arabic_digits, clean, rules

_MONTHS = (
    ("มกราคม", "มค", "january"), ("กุมภาพันธ์", "กพ", "february"), ("มีนาคม", "มีค", "march"), ("เมษายน", "เมย", "april"),
    ("พฤษภาคม", "พค", "may"), ("มิถุนายน", "มิย", "june"), ("กรกฎาคม", "กค", "july"), ("สิงหาคม", "สค", "august"),
    ("กันยายน", "กย", "september"), ("ตุลาคม", "ตค", "october"), ("พฤศจิกายน", "พย", "november"),
    ("ธันวาคม", "ธค", "december"),
)  # fmt: skip
_MONTH_OF = {
    form: at for at, forms in enumerate(_MONTHS, 1) for form in (*forms, forms[2][:3], forms[0].removesuffix("คม"))
}
_TIME = re.compile(r"[ T]\d{1,2}:\d{2}(:\d{2}(\.\d+)?)?$")
_ERA_WORDS = re.compile(r"พ\s*\.?\s*ศ\s*\.?|ค\s*\.?\s*ศ\s*\.?|พุทธศักราช|คริสต์ศักราช")
_OTHER_WORDS = re.compile(r"วันที่|เดือน|ปี")
_TOKEN = re.compile(r"\d+|[ก-๙a-z][ก-๙a-z. ]*")
_BE_YEARS = range(2400, 2601)
_CE_YEARS = range(1880, 2031)
_LAST_OLD_YEAR = 2483


@dataclass(frozen=True)
class Day:
    """A day as taken from one text."""

    value: date | None  # Common Era; an unknown day or month stands as 1
    precision: str | None = None  # day, month, year, year_ambiguous
    rule: str = ""
    value_class: str = "ok"  # ok, empty, unreadable, year_out_of_range, two_digit_year


@dataclass(frozen=True)
class _Parts:
    day: int
    month: int
    year: int
    has_long_year: bool


def read_day(text: str, *, era: Era = "auto", pattern: str = "", no_later_than: date | None = None) -> Day:
    """The day in `text`. Years of two digits are read only where the column's era is declared."""
    cleaned = clean(text)
    if cleaned.value is None:
        return Day(None, rule=cleaned.rule, value_class="empty")
    arabic = arabic_digits(cleaned.value)
    parts = _parts(arabic, pattern)
    if parts is None:
        return Day(None, value_class="unreadable")
    year = _four_digits(parts, _era_of(arabic, era), no_later_than)
    if year is None:
        return Day(None, value_class="two_digit_year")
    if year not in _BE_YEARS and year not in _CE_YEARS:
        return Day(None, value_class="year_out_of_range")
    rule = rules(
        cleaned.rule,
        "thai_digits" if arabic != cleaned.value else "",
        "" if parts.has_long_year else "two_digit_year",
        "buddhist_year" if year in _BE_YEARS else "",
    )
    return _day(parts, year, rule)


def _day(parts: _Parts, year: int, rule: str) -> Day:
    is_buddhist = year in _BE_YEARS
    precision = "year" if parts.month == 0 else "month" if parts.day == 0 else "day"
    try:  # in the Common Era: BE 2543 is a leap year though 4 does not divide it
        value = date(year - 543 if is_buddhist else year, parts.month or 1, parts.day if precision == "day" else 1)
    except ValueError:
        return Day(None, value_class="unreadable")
    if is_buddhist and year <= _LAST_OLD_YEAR and parts.month in (1, 2, 3):
        precision = "year_ambiguous"
    return Day(value, precision, rules(rule, "unknown_day" if precision in ("year", "month") else ""))


def _parts(text: str, pattern: str) -> _Parts | None:
    bare = _OTHER_WORDS.sub(" ", _ERA_WORDS.sub(" ", _TIME.sub("", text.casefold())))
    if re.search(r"[^\d\s/.,\-ก-๙a-z]", bare):
        return None
    tokens = _TOKEN.findall(bare)
    if len(tokens) == 1 and tokens[0].isdigit():
        return _one_number(tokens[0], pattern)
    numbers = [int(token) if token.isdigit() else _MONTH_OF.get(re.sub(r"[. ]", "", token)) for token in tokens]
    if any(number is None for number in numbers) or not 2 <= len(tokens) <= 3:
        return None
    if len(tokens) == 2:
        # a month and a year: ม.ค. 2500, 01/2500
        return _ordered([0, *numbers], ["0", *tokens], pattern="dmy")
    return _ordered(numbers, tokens, pattern)


def _ordered(numbers: list[int | None], tokens: list[str], pattern: str) -> _Parts | None:
    year_first = len(tokens[0]) == 4 or (pattern == "ymd" and len(tokens[2]) < 4)
    if year_first:
        numbers, tokens = numbers[::-1], tokens[::-1]
    day, month, year = (number or 0 for number in numbers)
    if not tokens[2].isdigit() or len(tokens[2]) not in (2, 4) or not tokens[0].isdigit() or month > 12:
        return None
    return _Parts(day, month, year, len(tokens[2]) == 4)


def _one_number(digits: str, pattern: str) -> _Parts | None:
    if len(digits) == 4:
        return _Parts(0, 0, int(digits), has_long_year=True)
    if len(digits) != 8:
        return None
    year_first = _Parts(int(digits[6:]), int(digits[4:6]), int(digits[:4]), has_long_year=True)
    day_first = _Parts(int(digits[:2]), int(digits[2:4]), int(digits[4:]), has_long_year=True)
    if pattern in ("yyyymmdd", "ymd"):
        return year_first
    if pattern == "dmy":
        return day_first
    # the last four digits of a date with the year first are at most 1231, which no file's year is
    return day_first if day_first.year in _BE_YEARS or day_first.year in _CE_YEARS else year_first


def _era_of(text: str, declared: Era) -> Era:
    word = _ERA_WORDS.search(text)
    if word is None:
        return declared
    return "be" if word.group().startswith("พ") else "ce"


def _four_digits(parts: _Parts, era: Era, no_later_than: date | None) -> int | None:
    """The year in full; of the centuries a short one can mean, the latest that does not lie after the file."""
    if parts.has_long_year:
        return parts.year
    if era == "auto" or no_later_than is None:
        return None
    shift = 543 if era == "be" else 0
    last = no_later_than.year + shift
    year = last - (last - parts.year) % 100
    is_after = year == last and (parts.month, parts.day) > (no_later_than.month, no_later_than.day)
    return year - 100 if is_after else year
