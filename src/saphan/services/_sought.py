"""What did somebody mean by the words of a search? Read as the files of agencies are read, in any era and order."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

import geothai

from saphan.ingest.normalise.citizen_id import read_citizen_id
from saphan.ingest.normalise.dates import read_day
from saphan.ingest.normalise.names import read_full_name
from saphan.ingest.normalise.places import skeleton
from saphan.ingest.normalise.text import arabic_digits, clean
from saphan.registry.lookup import Birth, Question

_KIND_OF_AREA = re.compile(r"^(จังหวัด|จ\.|กิ่งอำเภอ|อำเภอ|อ\.|เขต|ตำบล|ต\.|แขวง)")
LONGEST = 200  # letters of any one text; longer ones are not names


@dataclass(frozen=True)
class Read:
    """The question that was understood, and the names of the parts that were not."""

    question: Question
    asked: tuple[str, ...]  # number, name, birth, place: what was given
    unclear: tuple[str, ...]


def read_sought(*, number: str = "", given: str = "", family: str = "", birth: str = "", place: str = "") -> Read:
    """A question from texts as they were typed."""
    number, given, family, birth, place = (
        clean(text[:LONGEST]).value or "" for text in (number, given, family, birth, place)
    )
    digits = read_citizen_id(number).value or "" if number else ""
    # a name whose two halves were typed into one box is taken apart as a full name of a file is
    name = read_full_name(f"{given} {family}".strip()) if given else None
    born, areas = _birth(birth), _areas(place)
    question = Question(
        number=digits,
        given=(name.given or "") if name else "",
        family=(name.family or "") if name else family,
        birth=born,
        areas=areas,
    )
    parts = (
        ("number", number, digits), ("name", f"{given}{family}", question.given or question.family),
        ("birth", birth, born), ("place", place, areas),
    )  # fmt: skip
    asked = tuple(part for part, text, _ in parts if text)
    return Read(question, asked, tuple(part for part, text, understood in parts if text and not understood))


def _birth(text: str) -> Birth | None:
    day = read_day(text).value if text else None
    if day is None:
        return None
    precision = read_day(text).precision
    return Birth(
        day.year, day.month if precision != "year" else 0, day.day if precision not in ("year", "month") else 0
    )


def _areas(text: str) -> tuple[str, ...]:
    """The codes of every area that the words mean together: เชียงคำ พะเยา is a district of one province."""
    words = [_KIND_OF_AREA.sub("", word) for word in re.split(r"[\s,]+", text) if word]
    meant = [_codes(word) for word in words if word]
    if not meant or not all(meant):
        return _codes(text)
    found = {code for codes in meant for code in codes if all(_meets(code, others) for others in meant)}
    longest = max((len(code) for code in found), default=0)
    return tuple(sorted(code for code in found if len(code) == longest or len(meant) == 1))


def _meets(code: str, others: Iterable[str]) -> bool:
    return any(code.startswith(other) or other.startswith(code) for other in others)


def _codes(word: str) -> tuple[str, ...]:
    digits = arabic_digits(word)
    if digits.isascii() and digits.isdecimal() and len(digits) in (2, 4, 6):
        return (digits,)
    return _by_name().get(_bare(word), ())


def _bare(word: str) -> str:
    return skeleton(_KIND_OF_AREA.sub("", word.replace(" ", ""))).casefold()


@lru_cache(maxsize=1)
def _by_name() -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for province in geothai.provinces():
        districts = geothai.districts(province.code)
        subdistricts = [each for district in districts for each in geothai.subdistricts(district.code)]
        names = [(each.code, each.name_th, each.name_en) for each in districts]
        names += [(each.code, each.name_th, each.name_en) for each in subdistricts]
        for code, thai, english in ((province.code, province.name_th, province.name_en), *names):
            for name in sorted({_bare(thai), _bare(english)}):
                found[name] = (*found.get(name, ()), code)
    return found
