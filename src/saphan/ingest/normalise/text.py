"""What did the typist mean by these letters? The rules every Thai text goes through, in one order.

NFKC is never used: it takes SARA AM apart (U+0E33 into U+0E4D U+0E32) and so breaks every name that has one.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

# each rule: its name in REPAIRS, what it finds, what it leaves
_RULES: tuple[tuple[str, re.Pattern[str], str], ...] = (
    ("invisible", re.compile("[\u200b-\u200f\u2060\ufeff\u00ad\u202a-\u202e]"), ""),
    ("space", re.compile(r"^\s+|\s+$"), ""),
    ("space", re.compile(r"\s+"), " "),
    ("sara_ae", re.compile("\u0e40\u0e40"), "\u0e41"),
    ("sara_am", re.compile("\u0e4d([\u0e48-\u0e4b]?)\u0e32"), r"\1" + "\u0e33"),
    ("mark_order", re.compile("\u0e33([\u0e48-\u0e4b]+)"), r"\1" + "\u0e33"),
    ("mark_order", re.compile("([\u0e48-\u0e4c]+)([\u0e31\u0e34-\u0e39]+)"), r"\2\1"),
    ("repeated_mark", re.compile("([\u0e31\u0e34-\u0e3a\u0e47-\u0e4e])\\1+"), r"\1"),
)
# most texts need no rule: one look settles it, which makes a file of clean names three times as fast
_NEEDS_A_RULE = re.compile(
    "[\u200b-\u200f\u2060\ufeff\u00ad\u202a-\u202e]|\u0e40\u0e40|\u0e4d|\u0e33[\u0e48-\u0e4b]"
    "|[\u0e48-\u0e4c][\u0e31\u0e34-\u0e39]|([\u0e31\u0e34-\u0e3a\u0e47-\u0e4e])\\1|^\\s|\\s$|\\s\\s|[^\\S ]"
)
_THAI_DIGITS = str.maketrans("๐๑๒๓๔๕๖๗๘๙", "0123456789")
# what people write where they have nothing to write; found in the questionnaires of the agencies
NOTHING_WRITTEN = frozenset({"", "-", "--", "–", "—", ".", "ไม่มี", "ไม่ทราบ", "ไม่ระบุ", "n/a", "null", "none"})


@dataclass(frozen=True)
class Taken:
    """What was taken from one text: the value, the rules that changed it, and what kind of text it was."""

    value: str | None
    rule: str = ""  # names joined by +, in the order they were applied; empty if nothing was changed
    value_class: str = "ok"  # ok, empty, or what is the matter with it


def clean(text: str) -> Taken:
    """The text as meant: marks in order and once, no invisible characters, single spaces."""
    value, applied = text, list[str]()
    before = None if _NEEDS_A_RULE.search(text) else text
    # one pass can bring together what an earlier rule would have changed, so repeat until nothing moves;
    # every rule shortens the text or carries a mark one way only, so that it ends
    while value != before:
        before = value
        for name, found, left in _RULES:
            value, changes = found.subn(left, value)
            if changes and name not in applied and value != before:
                applied.append(name)
    if value.casefold() in NOTHING_WRITTEN:
        return Taken(None, "nothing_written" if value else "", "empty")
    return Taken(value, "+".join(applied))


def arabic_digits(text: str) -> str:
    """The text with Thai digits as Arabic ones."""
    return text.translate(_THAI_DIGITS)


def rules(*names: str) -> str:
    """Names of rules that changed something, joined as they stand in REPAIRS."""
    return "+".join(name for name in names if name)
