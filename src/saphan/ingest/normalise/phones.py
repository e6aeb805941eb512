"""Which telephone number does this text write?"""

from __future__ import annotations

import re

from saphan.ingest.normalise.text import Taken, arabic_digits, clean, rules

_BETWEEN = re.compile(r"[,;/]|หรือ")
_SEPARATORS = re.compile(r"[\s\-–.()]|โทร\.?|ต่อ.*$|tel\.?|ext.*$", re.IGNORECASE)


def read_phone(text: str) -> Taken:
    """The first number in `text`, digits only, 0 in place of +66."""
    cleaned = clean(text)
    if cleaned.value is None:
        return cleaned
    arabic = arabic_digits(cleaned.value)
    first = _BETWEEN.split(arabic)[0]
    bare = _SEPARATORS.sub("", first)
    digits = re.sub(r"^(\+?66|0066)0?(?=\d{8,9}$)", "0", bare)
    if not digits.isdigit():
        return Taken(None, value_class="letters")
    # 9 digits: a landline; 10: a mobile; the leading 0 is lost where a spreadsheet took it for a number
    if len(digits) not in (9, 10) or not digits.startswith("0"):
        return Taken(None, value_class="too_short" if len(digits) < 10 else "too_long")
    rule = rules(
        cleaned.rule,
        "thai_digits" if arabic != cleaned.value else "",
        "first_of_several" if first != arabic else "",
        "separators" if bare != first else "",
        "country_code" if digits != bare else "",
    )
    return Taken(digits, rule)
