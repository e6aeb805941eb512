"""What one text means: drawn examples from the reference page on Thai data."""

from __future__ import annotations

from datetime import date

import pytest

from saphan.ingest.normalise.citizen_id import read_citizen_id
from saphan.ingest.normalise.dates import read_day
from saphan.ingest.normalise.names import read_full_name, read_given_name, read_name
from saphan.ingest.normalise.numbers import read_number
from saphan.ingest.normalise.phones import read_phone
from saphan.ingest.normalise.places import match_names, read_area_code, skeleton
from saphan.ingest.normalise.text import clean
from saphan.ingest.normalise.titles import read_sex, read_title, sex_of_title

FILE_DAY = date(2026, 11, 1)


@pytest.mark.parametrize(
    ("written", "meant", "rule"),
    [
        ("เเดง", "แดง", "sara_ae"),
        ("น\u0e4d\u0e32", "น\u0e33", "sara_am"),
        ("น\u0e4d\u0e49\u0e32", "น\u0e49\u0e33", "sara_am"),
        ("น\u0e33\u0e49", "น\u0e49\u0e33", "mark_order"),
        ("ท\u0e35\u0e48", "ท\u0e35\u0e48", ""),
        ("ท\u0e48\u0e35", "ท\u0e35\u0e48", "mark_order"),
        ("ส\u0e38\u0e38ข", "ส\u0e38ข", "repeated_mark"),
        ("สม\u200bชาย\ufeff", "สมชาย", "invisible"),
        ("  สม\u00a0 ชาย ", "สม ชาย", "space"),
        ("ณ อยุธยา", "ณ อยุธยา", ""),
        ("-", None, "nothing_written"),
        ("", None, ""),
    ],
)
def test_text_is_taken_as_meant(written: str, meant: str | None, rule: str) -> None:
    taken = clean(written)
    assert (taken.value, taken.rule) == (meant, rule)


def test_sara_am_is_never_taken_apart() -> None:
    assert clean("คำ").value == "ค\u0e33"


def test_a_mark_after_a_space_is_said_and_left() -> None:
    taken = read_name("น \u0e49า")
    assert (taken.value, taken.value_class) == ("น \u0e49า", "mark_after_space")


@pytest.mark.parametrize(
    ("written", "number", "value_class"),
    [
        ("1-1017-00207-36-6", "1101700207366", "ok"),
        ("๑๑๐๑๗๐๐๒๐๗๓๖๖", "1101700207366", "ok"),
        ("0000001234567", "0000001234567", "ok"),
        ("123456789012", None, "twelve_digits"),
        ("1.23E+12", None, "float_form"),
        ("1101700207366.0", None, "float_form"),
        ("110170020736X", None, "letters"),
        ("12345", None, "too_short"),
        ("11017002073660", None, "too_long"),
        ("0000000000000", None, "empty"),
        ("ไม่มี", None, "empty"),
    ],
)
def test_a_citizen_number_is_read_and_never_repaired(written: str, number: str | None, value_class: str) -> None:
    taken = read_citizen_id(written)
    assert (taken.value, taken.value_class) == (number, value_class)


@pytest.mark.parametrize("first", "0123456789")
def test_people_of_every_kind_of_number_are_kept(first: str) -> None:
    assert read_citizen_id(first + "234567890123").kind == first


@pytest.mark.parametrize(
    ("written", "title", "given", "family", "sex"),
    [
        ("นายสมชาย ใจดี", "นาย", "สมชาย", "ใจดี", "m"),
        ("นายคำ ดี", "นาย", "คำ", "ดี", "m"),
        ("น. ส. มาลี ณ อยุธยา", "นางสาว", "มาลี", "ณ อยุธยา", "f"),
        ("น.ส มาลี ดี", "นางสาว", "มาลี", "ดี", "f"),
        ("ด.ช.กล้า ดี", "เด็กชาย", "กล้า", "ดี", "m"),
        ("ดญ. แก้ว ดี", "เด็กหญิง", "แก้ว", "ดี", "f"),
        ("ว่าที่ ร.ต. สมชาย ดี", "ว่าที่ร.ต.", "สมชาย", "ดี", None),
        ("ร.ต.อ.หญิง สมใจ ดี", "ร.ต.อ.หญิง", "สมใจ", "ดี", "f"),
        ("พ.ต.ท. ดร. สมชาย ดี", "พ.ต.ท.ดร.", "สมชาย", "ดี", None),
        ("พ.อ.(พิเศษ) หญิง ม.ล. สมใจ ดี", "พ.อ.พิเศษหญิงม.ล.", "สมใจ", "ดี", "f"),
        ("ศ.ดร.สมชาย ดี", "ศ.ดร.", "สมชาย", "ดี", None),
        ("นายแพทย์สมชาย ดี", "นายแพทย์", "สมชาย", "ดี", "m"),
        ("นายดาบตำรวจ สมชาย ดี", "นายดาบตำรวจ", "สมชาย", "ดี", None),
        ("พ.ญ.สุดา ดี", "แพทย์หญิง", "สุดา", "ดี", "f"),
        ("พระมหาสมชาย", "พระมหา", "สมชาย", None, "m"),
        ("พระสมชาย ดี", "พระ", "สมชาย", "ดี", "m"),
        ("จอมพล ป. พิบูลสงคราม", "จอมพล", "ป.", "พิบูลสงคราม", "m"),
        ("Mr John Michael Smith", "Mr.", "John Michael", "Smith", "m"),
        ("Miss Ada na Ayudhya", "Miss", "Ada", "na Ayudhya", "f"),
        ("สมชาย", None, "สมชาย", None, None),
    ],
)
def test_a_full_name_is_parted(
    written: str, title: str | None, given: str, family: str | None, sex: str | None
) -> None:
    name = read_full_name(written)
    assert (name.title, name.given, name.family, name.sex) == (title, given, family, sex)


@pytest.mark.parametrize("name", ["พระพาย", "ขุนทอง", "คุณากร", "พลอย", "จอมพล", "นายิกา", "Missy"])
def test_names_that_begin_like_titles_stay_whole(name: str) -> None:
    assert read_full_name(f"{name} ใจดี").given == name
    assert read_given_name(name).given == name


def test_in_a_column_of_given_names_nang_noi_is_a_name() -> None:
    assert read_given_name("นางน้อย").given == "นางน้อย"
    assert read_full_name("นางน้อย ใจดี").given == "น้อย"  # beside a family name นาง is far more often the title


def test_a_title_in_its_own_column_is_kept_in_one_form() -> None:
    assert read_title("น.ส.").value == "นางสาว"
    assert read_title("นส").value == "นางสาว"
    assert read_title("บริษัท").value_class == "unknown_title"
    assert sex_of_title("นางสาว") == "f"
    assert sex_of_title("ร.ต.อ.") is None


def test_sex_is_read_from_words_and_from_the_agencies_codes() -> None:
    assert [read_sex(text).value for text in ("ชาย", "หญิง", "1", "๒", "F", "x")] == ["m", "f", "m", "f", "f", None]


@pytest.mark.parametrize(
    ("written", "day", "precision"),
    [
        ("15 มกราคม 2500", date(1957, 1, 15), "day"),
        ("๑๕ มกราคม ๒๕๐๐", date(1957, 1, 15), "day"),
        ("15/01/2500", date(1957, 1, 15), "day"),
        ("2500-01-15", date(1957, 1, 15), "day"),
        ("2500-01-15 00:00:00", date(1957, 1, 15), "day"),
        ("25000115", date(1957, 1, 15), "day"),
        ("15012500", date(1957, 1, 15), "day"),
        ("1957-01-15", date(1957, 1, 15), "day"),
        ("15 ม . ค . พ.ศ. 2500", date(1957, 1, 15), "day"),
        ("๑๕ ม.ค. ๒๕๖๐", date(2017, 1, 15), "day"),
        ("29/02/2543", date(2000, 2, 29), "day"),
        ("00/00/2500", date(1957, 1, 1), "year"),
        ("25000000", date(1957, 1, 1), "year"),
        ("0/6/2500", date(1957, 6, 1), "month"),
        ("ม.ค. 2500", date(1957, 1, 1), "month"),
        ("15 มกราคม 2483", date(1940, 1, 15), "year_ambiguous"),
        ("15 เมษายน 2483", date(1940, 4, 15), "day"),
        ("15 มีนาคม 2484", date(1941, 3, 15), "day"),
    ],
)
def test_a_day_is_read_whatever_its_form(written: str, day: date, precision: str) -> None:
    taken = read_day(written)
    assert (taken.value, taken.precision, taken.value_class) == (day, precision, "ok")


@pytest.mark.parametrize(
    ("written", "value_class"),
    [
        ("31/02/2543", "unreadable"),
        ("29/02/2542", "unreadable"),
        ("1/13/2500", "unreadable"),
        ("00/00/543", "unreadable"),
        ("15/01/2700", "year_out_of_range"),
        ("1 มี.ค. 43", "two_digit_year"),
        ("สิบห้า", "unreadable"),
        ("", "empty"),
    ],
)
def test_what_is_no_day_is_named(written: str, value_class: str) -> None:
    taken = read_day(written)
    assert (taken.value, taken.value_class) == (None, value_class)


def test_two_digits_of_a_year_are_read_only_in_a_column_whose_era_is_declared() -> None:
    assert read_day("1 มี.ค. 43", era="be", no_later_than=FILE_DAY).value == date(2000, 3, 1)
    assert read_day("1/3/43", era="ce", no_later_than=FILE_DAY).value == date(1943, 3, 1)
    assert read_day("2/11/69", era="be", no_later_than=FILE_DAY).value == date(1926, 11, 2)  # the day after the file
    assert read_day("1/11/69", era="be", no_later_than=FILE_DAY).value == FILE_DAY


def test_the_order_of_a_short_date_is_the_contracts() -> None:
    assert read_day("43-02-01", era="be", pattern="ymd", no_later_than=FILE_DAY).value == date(2000, 2, 1)
    assert read_day("01-02-43", era="be", pattern="dmy", no_later_than=FILE_DAY).value == date(2000, 2, 1)


@pytest.mark.parametrize(
    ("written", "number"),
    [("1,234.50", 1234.5), ("๖๐๐ บาท", 600), ("฿600", 600), ("600.-", 600), ("(50)", -50), ("-5", -5), ("1,23", None)],
)
def test_an_amount_is_read_without_its_trimmings(written: str, number: float | None) -> None:
    assert read_number(written).value == number


@pytest.mark.parametrize(
    ("written", "digits"),
    [
        ("081-234-5678", "0812345678"),
        ("+66 81 234 5678", "0812345678"),
        ("๐๕๔-๔๘๑๒๓๔", "054481234"),
        ("0812345678, 0898765432", "0812345678"),
        ("812345678", None),
    ],
)
def test_a_telephone_number_is_its_digits(written: str, digits: str | None) -> None:
    assert read_phone(written).value == digits


def test_a_code_tells_the_areas_above_it() -> None:
    place = read_area_code("56010501")
    assert (place.subdistrict, place.district, place.province) == ("560105", "5601", "56")


def test_an_abolished_area_is_taken_as_its_one_successor() -> None:
    assert (read_area_code("4303").district, read_area_code("4303").rule) == ("3801", "abolished_code")
    assert read_area_code("560199").value_class == "unknown_code"


@pytest.mark.parametrize(
    ("subdistrict", "district", "province", "code"),
    [
        ("ต.บ้านตุ่น", "อ.เมือง", "จ.พะเยา", "560105"),
        ("บานตน", "เมองพะเยา", "พะเยา", "560105"),
        ("พระบรมมหาราชวัง", "พระนคร", "กรุงเทพฯ", "100101"),
        ("แขวงพระบรมมหาราชวัง", "เขตพระนคร", "กทม.", "100101"),
    ],
)
def test_names_of_a_place_mean_a_code(subdistrict: str, district: str, province: str, code: str) -> None:
    assert match_names(subdistrict=subdistrict, district=district, province=province).subdistrict == code


def test_a_place_one_letter_away_is_another_place() -> None:
    assert match_names(province="ระยอง").province == "21"
    assert match_names(province="ระนอง").province == "85"
    assert match_names(province="ระงอง").value_class == "unknown_place"


def test_a_name_shared_by_many_places_is_none_of_them() -> None:
    assert match_names(subdistrict="วังทอง").subdistrict is None
    assert match_names(district="เฉลิมพระเกียรติ").district is None


def test_the_skeleton_is_the_letters_without_marks() -> None:
    assert skeleton("เชียงใหม่") == "เชยงใหม"
