"""How does a page read a day that somebody typed, and tell a residence that is kept as a code?"""

from __future__ import annotations

from datetime import date

from saphan.ingest.normalise.dates import read_day
from saphan.services import _places


def day_asked(text: str) -> date | None:
    """The day that was typed, in either era and any order; None where no whole day can be read."""
    read = read_day(text) if text.strip() else None
    return read.value if read is not None and read.value is not None and read.precision == "day" else None


def place_words(residence: str) -> tuple[str, str]:
    """A residence as the register keeps it, a code and a house number, in Thai and in English."""
    code, _, house = residence.partition(" ")
    place = _places.address(code if len(code) == 6 else None, code[:4] if len(code) > 2 else None, code[:2] or None)
    thai, english = (f"{house} {each}".strip() for each in place)
    return thai, english
