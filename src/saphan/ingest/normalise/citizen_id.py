"""Is this a citizen number, and of which kind? The number is read, never repaired, and never a gate."""

from __future__ import annotations

import re
from dataclasses import dataclass

from saphan.ingest.normalise.text import arabic_digits, clean, rules

_SEPARATORS = re.compile(r"[\s\-–_./']")
_FLOAT = re.compile(r"\d(\.\d+)?[eE]\+?1[0-9]|\d{12,13}\.0+")


@dataclass(frozen=True)
class CitizenId:
    """A citizen number as taken from one text."""

    value: str | None  # 13 digits
    kind: str | None = None  # the first digit; 0 and 9 are people too
    is_valid: bool | None = None  # the check digit agrees: evidence only, one digit in 11 agrees by chance
    rule: str = ""
    value_class: str = "ok"  # ok, empty, twelve_digits, float_form, letters, too_short, too_long


def read_citizen_id(text: str) -> CitizenId:
    """The 13 digits in `text`, or what it is instead."""
    cleaned = clean(text)
    if cleaned.value is None:
        return CitizenId(None, rule=cleaned.rule, value_class="empty")
    arabic = arabic_digits(cleaned.value)
    # a spreadsheet keeps 15 digits of a number but shows 3: what was lost cannot be known
    if _FLOAT.fullmatch(arabic):
        return CitizenId(None, value_class="float_form")
    digits = _SEPARATORS.sub("", arabic)
    if digits and not digits.strip("0"):
        # zeros stand for "no number"; taken as one, they would make one person of everybody
        return CitizenId(None, rule="zeros_are_no_number", value_class="empty")
    if wrong := _what_is_wrong(digits):
        return CitizenId(None, value_class=wrong)
    rule = rules(
        cleaned.rule, "thai_digits" if arabic != cleaned.value else "", "separators" if digits != arabic else ""
    )
    return CitizenId(digits, digits[0], check_digit(digits) == int(digits[12]), rule)


def check_digit(digits: str) -> int:
    """The thirteenth digit that belongs to the first twelve."""
    return (11 - sum((13 - at) * int(digits[at]) for at in range(12)) % 11) % 10


def _what_is_wrong(digits: str) -> str:
    if not digits.isascii() or not digits.isdigit():
        return "letters"
    # a number whose leading 0 a spreadsheet dropped, or one with a digit lost: nobody can tell which
    if len(digits) == 12:
        return "twelve_digits"
    if len(digits) != 13:
        return "too_short" if len(digits) < 13 else "too_long"
    return ""
