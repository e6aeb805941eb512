"""Where do two texts differ? Marked letter by letter, a Thai letter with its marks being one."""

from __future__ import annotations

import unicodedata
from difflib import SequenceMatcher

Piece = tuple[str, bool]  # text, and whether the other side has something else there
LEADING = "เแโใไ"  # written before the consonant they belong to, and never parted from it


def marked(one: str, other: str) -> tuple[list[Piece], list[Piece]]:
    """Both texts in pieces that are the same or differ."""
    left, right = letters(one), letters(other)
    pieces: tuple[list[Piece], list[Piece]] = ([], [])
    for tag, low, high, start, end in SequenceMatcher(a=left, b=right, autojunk=False).get_opcodes():
        for side, text in ((0, "".join(left[low:high])), (1, "".join(right[start:end]))):
            if text:
                pieces[side].append((text, tag != "equal"))
    return pieces


def letters(text: str) -> list[str]:
    """The text cut where a reader sees one letter end: vowels and tones above and below stay with their consonant."""
    found: list[str] = []
    for character in text:
        joins = bool(found) and (unicodedata.category(character) in ("Mn", "Mc") or character in "ะาำๅ")
        if joins or (found and found[-1] in LEADING):
            found[-1] += character
        else:
            found.append(character)
    return found
