"""Which number does this text write?"""

from __future__ import annotations

import re
from dataclasses import dataclass

from saphan.ingest.normalise.text import arabic_digits, clean, rules

_UNITS = re.compile(r"฿|บาทถ้วน|บาท|บ\.|THB|(?<=\d)\.-$", re.IGNORECASE)
# commas only where thousands are parted: 1,23 is a slip of the finger, not one hundred and twenty-three
_NUMBER = re.compile(r"[+-]?(\d{1,3}(,\d{3})+|\d+)(\.\d+)?|\((\d{1,3}(,\d{3})+|\d+)(\.\d+)?\)")


@dataclass(frozen=True)
class Amount:
    """A number as taken from one text."""

    value: float | None
    rule: str = ""
    value_class: str = "ok"  # ok, empty, unreadable


def read_number(text: str) -> Amount:
    """The number in `text`, without unit and thousands separators; brackets are a minus, as accountants write."""
    cleaned = clean(text)
    if cleaned.value is None:
        return Amount(None, cleaned.rule, "empty")
    arabic = arabic_digits(cleaned.value)
    bare = _UNITS.sub("", arabic).replace(" ", "")
    if not _NUMBER.fullmatch(bare):
        return Amount(None, value_class="unreadable")
    plain = bare.replace(",", "")
    number = -float(plain[1:-1]) if plain.startswith("(") else float(plain)
    rule = rules(
        cleaned.rule,
        "thai_digits" if arabic != cleaned.value else "",
        "unit" if bare != arabic.replace(" ", "") else "",
        "thousands" if "," in bare else "",
    )
    return Amount(number, rule)
