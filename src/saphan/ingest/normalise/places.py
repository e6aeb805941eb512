"""Which subdistrict, district and province do these codes or names mean? By the codes of DOPA.

Names are matched exactly, then as geothai reads them, then as areas that were abolished, then by skeleton
(the letters without marks). Never by edit distance: ระยอง and ระนอง are one letter apart.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

import geothai
from geothai import abolished
from geothai.types import Abolished

from saphan.ingest.normalise.text import arabic_digits, clean, rules

_PREFIX = re.compile(r"^(จังหวัด|จ\.|กิ่งอำเภอ|อำเภอ|อ\.|เขต|ตำบล|ต\.|แขวง)\s*")
_BANGKOK = frozenset({"กรุงเทพ", "กรุงเทพฯ", "กทม", "กทม.", "ก.ท.ม.", "กรุงเทพมหานครฯ", "bangkok"})
_MARKS = re.compile("[\u0e31\u0e34-\u0e3a\u0e47-\u0e4e]")
_CAPITAL = "เมือง"
_MAX_STEPS = 5  # an area was abolished into one that was abolished in turn: at most twice so far


@dataclass(frozen=True)
class Place:
    """An area as taken from codes or names: what it is in, too."""

    subdistrict: str | None = None  # 6 digits
    district: str | None = None  # 4 digits
    province: str | None = None  # 2 digits
    rule: str = ""
    value_class: str = "ok"  # ok, empty, unknown_code, abolished_code, unknown_place


def read_area_code(text: str) -> Place:
    """The area of a DOPA code of 8 (a village), 6, 4 or 2 digits."""
    cleaned = clean(text)
    if cleaned.value is None:
        return Place(rule=cleaned.rule, value_class="empty")
    arabic = arabic_digits(cleaned.value)
    digits = re.sub(r"^TH|[\s\-.]", "", arabic)
    digit_rule = "thai_digits" if arabic != cleaned.value else ""
    code = digits[:6] if len(digits) == 8 else digits
    if not digits.isdigit() or len(code) not in (2, 4, 6):
        return Place(value_class="unknown_code")
    if _is_current(code):
        return _within(code, rules(cleaned.rule, digit_rule))
    if code in _abolished_by_code():
        return _after_abolition(code, rules(cleaned.rule, digit_rule, "abolished_code"))
    return Place(value_class="unknown_code")


def match_names(*, subdistrict: str = "", district: str = "", province: str = "", postcode: str = "") -> Place:
    """The area that names mean together; what cannot be told from them stays None."""
    names = (_bare(province), _bare(district), _bare(subdistrict))
    if not any(names):
        return Place(value_class="empty")
    ways: tuple[Callable[[], Place], ...] = (
        lambda: _descend(names, by_skeleton=False),
        lambda: _by_geothai(names, arabic_digits(postcode).strip()),
        lambda: _by_abolished(names),  # 16 ms a look: only where the quick ways found nothing
        lambda: _descend(names, by_skeleton=True),
    )
    tried = []
    for way in ways:
        tried.append(way())
        if _answers(tried[-1], names):
            return tried[-1]
    best = max(tried, key=_depth)
    return Place(best.subdistrict, best.district, best.province, best.rule, "unknown_place")


def skeleton(name: str) -> str:
    """The letters of a name that survive in a table which lost every mark."""
    return _MARKS.sub("", name.replace("\u0e33", "\u0e32")).replace(" ", "")


def _bare(name: str) -> str:
    cleaned = clean(name).value or ""
    # the province is written whole, or with the mark of abbreviation that geothai does not know
    if cleaned.casefold() in _BANGKOK:
        return "กรุงเทพมหานคร"
    return _PREFIX.sub("", cleaned)


def _answers(place: Place, names: tuple[str, str, str]) -> bool:
    codes = (place.province, place.district, place.subdistrict)
    return all(code for code, name in zip(codes, names, strict=True) if name)


def _depth(place: Place) -> int:
    return sum(code is not None for code in (place.province, place.district, place.subdistrict))


def _descend(names: tuple[str, str, str], *, by_skeleton: bool) -> Place:
    """Province, then the district within it, then the subdistrict within that; a level not named is skipped."""
    within, was_loose = "", False
    for level, name in zip((2, 4, 6), names, strict=True):
        if not name:
            continue
        key = skeleton(name) if by_skeleton else name
        if level == 4 and key == (skeleton(_CAPITAL) if by_skeleton else _CAPITAL):
            found = [f"{within}01"] if len(within) == 2 else []  # the capital district is always the first
        else:
            found = [code for code in _index(by_skeleton=by_skeleton)[level].get(key, ()) if code.startswith(within)]
        if len(found) != 1:
            break
        was_loose = was_loose or (by_skeleton and name not in _names_of(found[0]))
        within = found[0]
    return _within(within, "place_skeleton" if was_loose else "") if within else Place(value_class="unknown_place")


def _by_geothai(names: tuple[str, str, str], postcode: str) -> Place:
    province, district, subdistrict = names
    if not subdistrict:
        return Place(value_class="unknown_place")
    found = geothai.match(subdistrict, district=district or None, province=province or None)
    if len(found) > 1 and postcode:
        found = [address for address in found if postcode in address.subdistrict.postal_codes]
    return _within(found[0].subdistrict.code, "") if len(found) == 1 else Place(value_class="unknown_place")


def _by_abolished(names: tuple[str, str, str]) -> Place:
    province, district, subdistrict = names
    if not subdistrict or not (district or province):
        return Place(value_class="unknown_place")
    found = abolished.match_abolished(subdistrict, district=district or None, province=province or None)
    return _after_abolition(found[0].code, "abolished_area") if len(found) == 1 else Place(value_class="unknown_place")


def _after_abolition(code: str, rule: str) -> Place:
    """The one successor; where there are several, what they have in common."""
    codes = {code}
    for _ in range(_MAX_STEPS):
        codes = {next_code for each in codes for next_code in _successors(each)}
    current = sorted(each for each in codes if _is_current(each))
    if len(current) == 1 and len(codes) == 1:
        return _within(current[0], rule)
    shared = next((size for size in (4, 2) if current and len({each[:size] for each in current}) == 1), 0)
    known = current[0][:shared] if shared else ""
    part = _within(known, rule) if known else Place()
    return Place(part.subdistrict, part.district, part.province, part.rule, "abolished_code")


def _successors(code: str) -> tuple[str, ...]:
    if _is_current(code):
        return (code,)
    area = _abolished_by_code().get(code)
    return tuple(area.successors) if area else ()


def _within(code: str, rule: str) -> Place:
    return Place(code if len(code) == 6 else None, code[:4] if len(code) >= 4 else None, code[:2], rule)


def _is_current(code: str) -> bool:
    look_up = {2: geothai.province, 4: geothai.district, 6: geothai.subdistrict}[len(code)]
    return look_up(code) is not None


@lru_cache(maxsize=1)
def _abolished_by_code() -> Mapping[str, Abolished]:
    return {area.code: area for area in abolished.abolished_areas()}


def _names_of(code: str) -> tuple[str, str]:
    area = {2: geothai.province, 4: geothai.district, 6: geothai.subdistrict}[len(code)](code)
    return (_PREFIX.sub("", area.name_th), area.name_th) if area else ("", "")


@lru_cache(maxsize=2)
def _index(*, by_skeleton: bool) -> Mapping[int, Mapping[str, tuple[str, ...]]]:
    """For each level, the codes of a name."""
    provinces = geothai.provinces()
    districts = [each for province in provinces for each in geothai.districts(province.code)]
    subdistricts = [each for district in districts for each in geothai.subdistricts(district.code)]
    pairs = {
        size: [(_PREFIX.sub("", area.name_th), area.code) for area in areas]
        for size, areas in ((2, provinces), (4, districts), (6, subdistricts))
    }
    return {size: _grouped(names, by_skeleton=by_skeleton) for size, names in pairs.items()}


def _grouped(names: Iterable[tuple[str, str]], *, by_skeleton: bool) -> dict[str, tuple[str, ...]]:
    grouped: dict[str, tuple[str, ...]] = {}
    for name, code in names:
        key = skeleton(name) if by_skeleton else name
        grouped[key] = (*grouped.get(key, ()), code)
    return grouped
