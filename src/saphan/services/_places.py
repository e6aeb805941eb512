"""How is a place called that the register knows by its code, and how is a person addressed?"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

import geothai

UNKNOWN = ("ไม่ทราบพื้นที่", "Area not known")
BANGKOK = "10"  # its districts and subdistricts are khet and khwaeng


@lru_cache(maxsize=16_384)
def area_names(code: str) -> tuple[str, str]:
    """The Thai and the English name of one province or district, without the word for its kind."""
    area = geothai.province(code) if len(code) == 2 else geothai.district(code) if len(code) == 4 else None
    return (area.name_th, area.name_en) if area else UNKNOWN


@lru_cache(maxsize=16_384)
def address(subdistrict_code: str | None, district_code: str | None, province_code: str | None) -> tuple[str, str]:
    """Subdistrict, district and province in Thai (ต. อ. จ.) and in English, as far as they are known."""
    subdistrict = geothai.subdistrict(subdistrict_code) if subdistrict_code else None
    district = geothai.district(district_code) if district_code else None
    province = geothai.province(province_code) if province_code else None
    areas = [area for area in (subdistrict, district, province) if area is not None]
    if not areas:
        return UNKNOWN
    kinds = ("แขวง", "เขต", "") if province_code == BANGKOK else ("ต.", "อ.", "จ.")
    named = zip(kinds, (subdistrict, district, province), strict=True)
    return (
        " ".join(f"{kind}{area.name_th}" for kind, area in named if area is not None),
        ", ".join(area.name_en for area in areas),
    )


@lru_cache(maxsize=1)
def provinces() -> tuple[str, ...]:
    """The codes of all provinces."""
    return tuple(sorted(province.code for province in geothai.provinces()))


def is_subdistrict(code: str) -> bool:
    """Whether there is a subdistrict of that code."""
    return geothai.subdistrict(code) is not None


def districts(province_code: str) -> tuple[str, ...]:
    """The codes of a province's districts; none where there is no such province."""
    return tuple(sorted(district.code for district in geothai.districts(province_code)))


def full_name(row: Mapping[str, object]) -> str:
    """Title, given and family name as Thai writes them: the title stands close to the name."""
    first = f"{row['title'] or ''}{row['given_name'] or ''}"
    return " ".join(part for part in (first, str(row["family_name"] or "")) if part)
