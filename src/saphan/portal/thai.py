"""How are days, months and Thai words written and ordered for people?"""

from __future__ import annotations

import re
from datetime import date, datetime

from saphan.clock import BANGKOK
from saphan.words import Language

ERA = 543  # Buddhist era = Common Era + 543
THAI_MONTHS = ("ม.ค.", "ก.พ.", "มี.ค.", "เม.ย.", "พ.ค.", "มิ.ย.", "ก.ค.", "ส.ค.", "ก.ย.", "ต.ค.", "พ.ย.", "ธ.ค.")
ENGLISH_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
LEADING_VOWEL = re.compile("([เแโใไ])([ก-ฮ])")
MARKS = re.compile("[\u0e47-\u0e4e]")  # tone marks and their kin: they count only between equal words


def day_words(day: date, language: Language, *, precision: str = "day") -> str:
    """22 พ.ย. 2569 in Thai, 22 Nov 2026 in English; month or year alone where no more is known."""
    thai = language == "th"
    year = str(day.year + ERA if thai else day.year)
    if precision.startswith("year"):  # year_ambiguous too: which of two years it is, nobody knows
        return f"พ.ศ. {year}" if thai else year
    month = (THAI_MONTHS if thai else ENGLISH_MONTHS)[day.month - 1]
    return f"{month} {year}" if precision == "month" else f"{day.day} {month} {year}"


def moment_words(moment: datetime, language: Language) -> str:
    """The day and the time of day in Bangkok."""
    local = moment.astimezone(BANGKOK)
    return f"{day_words(local.date(), language)} {local:%H:%M}" + (" น." if language == "th" else "")


def dictionary_order(word: str) -> tuple[str, str]:
    """A key that puts Thai words in the order of a dictionary: กา เกา แก ขา."""
    swapped = LEADING_VOWEL.sub(r"\2\1", word)
    return MARKS.sub("", swapped), swapped
