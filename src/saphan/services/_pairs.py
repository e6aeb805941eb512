"""Two records side by side: what may be shown of each, and where they differ."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from saphan.services import _places, reading
from saphan.services.platform import Platform
from saphan.services.reading import Row
from saphan.words import Bilingual, Words, say

SEX = {"f": say("Woman"), "m": say("Man")}
PLACE = ("subdistrict_code", "district_code", "province_code")
# column of records: its words, and the name by which an agreement opens or closes it
FIELDS: Mapping[str, tuple[Words, str]] = {
    "given_name": (say("given name"), "given_name"),
    "family_name": (say("family name"), "family_name"),
    "title": (say("title"), "title"),
    "citizen_id": (say("citizen number"), "citizen_id"),
    "other_number": (say("other number"), "other_number"),
    "birth_date": (say("date of birth"), "birth_date"),
    "sex": (say("sex"), "sex"),
    "house_number": (say("house number"), "residence"),
    "street": (say("street or village"), "residence"),
    "place": (say("subdistrict, district, province"), "residence"),
    "locality": (say("locality"), "residence"),
    "postcode": (say("postcode"), "residence"),
    "phone": (say("telephone"), "phone"),
}


@dataclass(frozen=True)
class Shown:
    """One value: words, or a day with how much of it is known; neither where it is not said."""

    words: Words | None = None
    day: date | None = None
    precision: str = "day"
    is_closed: bool = False  # no agreement opens it today for this purpose

    @property
    def is_said(self) -> bool:
        """There is something to compare."""
        return self.words is not None or self.day is not None


@dataclass(frozen=True)
class Beside:
    """One field of both records."""

    words: Words
    one: Shown
    other: Shown
    state: str  # same, differs, one_sided


@dataclass(frozen=True)
class Side:
    """Whose record it is, and since when."""

    dataset: Words
    seen_on: date


def beside(platform: Platform, one: Row, other: Row, withheld: str) -> tuple[tuple[Side, Side], tuple[Beside, ...]]:
    """Both records, field by field; fields that neither says are left out."""
    fields = []
    for name, (words, opened_as) in FIELDS.items():
        left, right = (_shown(row, name, opened_as, withheld) for row in (one, other))
        if left.is_said or right.is_said or left.is_closed or right.is_closed:
            fields.append(Beside(words, left, right, _state(left, right)))
    first, second = (Side(reading.titled(platform, row["dataset"]), row["seen_on"]) for row in (one, other))
    return (first, second), tuple(fields)


def _shown(row: Row, name: str, opened_as: str, withheld: str) -> Shown:
    if f"|{row['dataset']}.{opened_as}|" in withheld:
        return Shown(is_closed=True)
    if name == "birth_date":
        return Shown(day=row["birth_date"], precision=row["birth_precision"] or "day")
    if name == "place":
        if not any(row[code] for code in PLACE):
            return Shown()
        thai, english = _places.address(*(row[code] for code in PLACE))
        return Shown(Bilingual(english, thai=thai))
    if name == "sex":
        return Shown(SEX.get(row["sex"] or ""))
    return Shown(Bilingual(row[name], thai=row[name])) if row[name] else Shown()


def _state(one: Shown, other: Shown) -> str:
    if not (one.is_said and other.is_said):
        return "one_sided"
    if one.words is not None and other.words is not None:
        return "same" if _folded(one.words) == _folded(other.words) else "differs"
    return "same" if (one.day, one.precision) == (other.day, other.precision) else "differs"


def _folded(words: Words) -> str:
    return unicodedata.normalize("NFC", words.in_("th")).casefold()
