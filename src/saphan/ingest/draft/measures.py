"""What do the texts of one column look like? Shares between 0 and 1, of distinct texts or of rows."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from statistics import median

import geothai

from saphan.ingest.normalise.citizen_id import read_citizen_id
from saphan.ingest.normalise.dates import read_day
from saphan.ingest.normalise.names import read_full_name
from saphan.ingest.normalise.numbers import read_number
from saphan.ingest.normalise.phones import read_phone
from saphan.ingest.normalise.places import read_area_code
from saphan.ingest.normalise.text import arabic_digits
from saphan.ingest.normalise.titles import read_sex, read_title

_ENOUGH = 1_500  # distinct texts measured
_HOUSE = re.compile(r"\d{1,4}(/\d{1,4})?|\d{1,4}/\d{1,4}-\d{1,4}")
_VILLAGE = re.compile(r"(หมู่(ที่)?|ม\.)\s*\d{1,2}|\d{1,2}")
_LETTERS = re.compile(r"[ก-๙A-Za-z.\s'-]+")
_YEAR = re.compile(r"(^|\D)(2[45]\d\d|19\d\d|20\d\d)(\D|$)|^(2[45]|19|20)\d{6}$")
_BARE_YEAR = re.compile(r"((พ|ค)\.ศ\. *)?(2[45]|19|20)\d\d")
_SHORT_DAY = re.compile(r"(0?[1-9]|[12]\d|3[01])[/.-](0?[1-9]|1[0-2])[/.-]\d\d")  # a year of two digits
_PREFIX = re.compile(r"^(จังหวัด|จ\.|อำเภอ|อ\.|เขต|ตำบล|ต\.|แขวง)\s*")


@dataclass(frozen=True)
class Measures:
    """One column, measured."""

    filled: float  # of the rows
    unique: float  # distinct texts of filled rows
    distinct: int
    length: float  # the usual number of characters
    citizen: float
    thirteen: float
    day: float
    year: float  # and nothing else of a day
    sex: float
    title: float
    full_name: float
    letters: float
    phone: float
    number: float
    middle: float  # of the numbers
    round_hundreds: float
    running: float  # small whole numbers, each once
    house: float
    slashed: float
    village: float
    villaged: float  # with the word for village
    subdistrict_code: float
    district_code: float
    province_code: float
    postcode: float
    subdistrict_name: float
    district_name: float
    province_name: float
    nationality: float
    disability: float
    code: float  # one or two digits
    ascii_digits: float


def measure(values: Sequence[str]) -> Measures:
    """The column's measures, over its distinct texts."""
    given = [value for value in values if value.strip(" -")]
    texts = list(dict.fromkeys(given))[:_ENOUGH]
    numbers = [amount for text in texts if (amount := read_number(text).value) is not None]

    def share(is_one: Callable[[str], bool]) -> float:
        return sum(map(is_one, texts)) / max(1, len(texts))

    return Measures(
        filled=len(given) / max(1, len(values)),
        unique=len(set(given)) / max(1, len(given)),
        distinct=len(set(given)),
        length=median(map(len, texts)) if texts else 0,
        citizen=share(lambda text: bool(read_citizen_id(text).is_valid)),
        thirteen=share(lambda text: read_citizen_id(text).value is not None),
        day=share(_is_day),
        year=share(lambda text: _BARE_YEAR.fullmatch(arabic_digits(text)) is not None),
        sex=share(lambda text: read_sex(text).value is not None),
        title=share(lambda text: read_title(text).value_class == "ok"),
        full_name=share(lambda text: (name := read_full_name(text)).title is not None and name.family is not None),
        letters=share(lambda text: _LETTERS.fullmatch(text) is not None),
        phone=share(lambda text: read_phone(text).value_class == "ok"),
        number=len(numbers) / max(1, len(texts)),
        middle=median(numbers) if numbers else 0,
        round_hundreds=sum(1 for number in numbers if number % 50 == 0) / max(1, len(numbers)),
        running=share(lambda text: arabic_digits(text).isdigit() and int(arabic_digits(text)) <= 2 * len(values) + 10),
        house=share(lambda text: _HOUSE.fullmatch(arabic_digits(text)) is not None),
        slashed=share(lambda text: "/" in text),
        village=share(lambda text: _VILLAGE.fullmatch(arabic_digits(text)) is not None),
        villaged=share(lambda text: text.startswith(("หมู่", "ม."))),
        subdistrict_code=share(lambda text: len(text) in (6, 8) and read_area_code(text).subdistrict is not None),
        district_code=share(lambda text: len(text) == 4 and read_area_code(text).district is not None),
        province_code=share(lambda text: len(text) == 2 and read_area_code(text).province is not None),
        postcode=share(lambda text: len(text) == 5 and text.isdigit() and text[:2] >= "10"),
        subdistrict_name=share(lambda text: _bare(text) in _names("subdistrict")),
        district_name=share(lambda text: _bare(text) in _names("district")),
        province_name=share(lambda text: _bare(text) in _names("province")),
        nationality=share(lambda text: text.casefold() in _NATIONS),
        disability=share(lambda text: "พิการ" in text or "บกพร่อง" in text),
        code=share(lambda text: arabic_digits(text).isdigit() and len(text) <= 2),
        ascii_digits=share(lambda text: text.isascii() and text.isdigit()),
    )


_NATIONS = frozenset(
    {"ไทย", "thai", "th", "099", "ลาว", "เมียนมา", "พม่า", "กัมพูชา", "จีน", "เวียดนาม", "ไม่มีสัญชาติ", "ไม่ระบุ", "อินเดีย"}
)


def _is_day(text: str) -> bool:
    if _SHORT_DAY.fullmatch(arabic_digits(text)):
        return True
    return _YEAR.search(arabic_digits(text)) is not None and read_day(text, pattern=_one_number(text)).value is not None


def _one_number(text: str) -> str:
    return "yyyymmdd" if len(text) == 8 and arabic_digits(text).isdigit() else ""


def _bare(name: str) -> str:
    return _PREFIX.sub("", name.strip())


@lru_cache(maxsize=3)
def _names(level: str) -> frozenset[str]:
    provinces = geothai.provinces()
    if level == "province":
        return frozenset(province.name_th for province in provinces)
    districts = [district for province in provinces for district in geothai.districts(province.code)]
    if level == "district":
        return frozenset(district.name_th for district in districts)
    return frozenset(each.name_th for district in districts for each in geothai.subdistricts(district.code))
