"""Reading texts, held against second implementations on texts nobody drew."""

from __future__ import annotations

import calendar
from datetime import date

import geothai
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from stdnum.exceptions import ValidationError
from stdnum.th import pin

from saphan.ingest.normalise.citizen_id import check_digit, read_citizen_id
from saphan.ingest.normalise.dates import read_day
from saphan.ingest.normalise.names import read_full_name
from saphan.ingest.normalise.places import match_names, read_area_code, skeleton
from saphan.ingest.normalise.text import clean
from saphan.ingest.normalise.titles import leading_title

TWELVE = st.text("0123456789", min_size=12, max_size=12).filter(lambda digits: digits.strip("0") != "")
THAI = st.text([*map(chr, range(0x0E01, 0x0E3B)), *map(chr, range(0x0E3F, 0x0E5C)), " ", "\u200b", "\u00a0", "."])
MONTHS = [
    "มกราคม", "กุมภาพันธ์", "มีนาคม", "เมษายน", "พฤษภาคม", "มิถุนายน",
    "กรกฎาคม", "สิงหาคม", "กันยายน", "ตุลาคม", "พฤศจิกายน", "ธันวาคม",
]  # fmt: skip
SHORT = ["ม.ค.", "ก.พ.", "มี.ค.", "เม.ย.", "พ.ค.", "มิ.ย.", "ก.ค.", "ส.ค.", "ก.ย.", "ต.ค.", "พ.ย.", "ธ.ค."]
RECEIVED = st.dates(date(2000, 1, 1), date(2029, 12, 31))


@given(TWELVE, st.integers(0, 9))
def test_the_check_digit_is_the_one_of_brute_force(twelve: str, last: int) -> None:
    total = sum((14 - position) * int(digit) for position, digit in enumerate(twelve, 1))
    # the check digit brings the sum to 1 modulo 11; of 0 and 10 only the last figure is written
    fitting = {digit % 10 for digit in range(11) if (total + digit) % 11 == 0 or (digit == 10 and total % 11 == 1)}
    wanted = (11 - total % 11) % 10
    assert check_digit(twelve) == wanted
    assert read_citizen_id(twelve + str(last)).is_valid == (last == wanted)
    assert fitting or wanted in {0, 1}


@given(st.sampled_from("12345678"), st.text("0123456789", min_size=12, max_size=12))
def test_validity_is_that_of_stdnum_where_stdnum_has_an_opinion(first: str, rest: str) -> None:
    try:
        pin.validate(first + rest)
        is_valid = True
    except ValidationError:
        is_valid = False
    assert read_citizen_id(first + rest).is_valid == is_valid


@given(THAI)
@example("\u0e01\u0e48\u0e34\u0e49\u0e34")
@example("\u0e4d\u0e4d\u0e32")
def test_cleaning_twice_is_cleaning_once(text: str) -> None:
    once = clean(text)
    if once.value is not None:
        assert clean(once.value).value == once.value
        assert clean(once.value).rule == ""


@given(THAI)
def test_cleaning_that_changes_a_text_names_a_rule_and_otherwise_none(text: str) -> None:
    taken = clean(text)
    is_blank = not text.strip(" \u00a0\u200b")
    assert (taken.rule == "") == (taken.value == text or is_blank)


def written_forms(day: date) -> list[str]:
    year = day.year + 543
    return [
        f"{day.day}/{day.month}/{year}",
        f"{day.day:02d}-{day.month:02d}-{year}",
        f"{year}-{day.month:02d}-{day.day:02d}",
        f"{year}{day.month:02d}{day.day:02d}",
        f"{day.day:02d}{day.month:02d}{year}",
        f"{day.day} {MONTHS[day.month - 1]} พ.ศ. {year}",
        f"{day.day} {SHORT[day.month - 1]} {year}",
        f"{day.day}{SHORT[day.month - 1].replace('.', '')}{year}",
        day.isoformat(),
        f"{day:%d/%m/%Y}",
    ]


@given(st.dates(date(1890, 1, 1), date(2029, 12, 31)), st.integers(0, 9), st.booleans())
def test_a_day_written_in_any_form_is_read_back(day: date, form: int, is_thai: bool) -> None:  # drawn
    text = written_forms(day)[form]
    if is_thai:
        text = text.translate(str.maketrans("0123456789", "๐๑๒๓๔๕๖๗๘๙"))
    assert read_day(text).value == day


@given(st.integers(2400, 2573), st.integers(1, 12), st.integers(1, 31))
def test_a_day_exists_if_it_exists_in_the_common_era(year: int, month: int, day: int) -> None:
    exists = day <= calendar.monthrange(year - 543, month)[1]
    assert (read_day(f"{day}/{month}/{year}").value is not None) == exists


@given(st.integers(0, 99), st.integers(1, 12), RECEIVED, st.sampled_from(["be", "ce"]))
def test_a_short_year_is_the_latest_not_after_the_file(short: int, month: int, received: date, era: str) -> None:
    shift = 543 if era == "be" else 0
    candidates = [
        date(year - shift, month, 1)
        for year in range(1700 + shift, 2100 + shift)
        if year % 100 == short and date(year - shift, month, 1) <= received
    ]
    taken = read_day(f"1/{month}/{short:02d}", era=era, no_later_than=received)  # type: ignore[arg-type]  # drawn word
    in_range = max(candidates).year >= 1880
    assert taken.value == (max(candidates) if in_range else None)


@given(THAI)
def test_a_title_and_the_rest_are_the_name(name: str) -> None:
    title, rest = leading_title(name, is_full_name=True)
    assert name.endswith(rest)
    assert (title is None) == (rest == name)


@given(THAI)
def test_nobody_loses_a_name_to_a_title(text: str) -> None:
    name = read_full_name(text)
    assert (name.given is None) == (name.value is None)


@pytest.mark.parametrize("province", geothai.provinces(), ids=lambda province: province.code)
def test_every_subdistrict_is_found_by_its_code_its_names_and_their_skeletons(province: geothai.types.Province) -> None:
    for district in geothai.districts(province.code):
        area = geothai.subdistricts(district.code)[0]
        assert read_area_code(area.code).subdistrict == area.code
        names = {"subdistrict": area.name_th, "district": district.name_th, "province": province.name_th}
        assert match_names(**names).subdistrict == area.code
        assert match_names(**{part: skeleton(name) for part, name in names.items()}).subdistrict == area.code
