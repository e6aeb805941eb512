"""How two records agree, field by field."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from rapidfuzz.distance import JaroWinkler

from saphan import linkage
from saphan.linkage.levels import FIELDS, MISSING, Birth, Name, Number, OtherNumber, Place, level_of
from saphan.store import Engine, from_rows
from saphan.tables import CANDIDATES, RECORDS


def level(engine: Engine, field: str, one: dict[str, Any], other: dict[str, Any]) -> int:
    rows = [{"record_id": "a", **one}, {"record_id": "b", **other}]
    records = from_rows([[row.get(name) for name in RECORDS.names] for row in rows], returns=RECORDS, engine=engine)
    candidates = from_rows([("a", "b", "phone")], returns=CANDIDATES, engine=engine)
    ((_, _, pattern),) = linkage.compare(records, candidates).rows()
    return level_of(pattern, next(known for known in FIELDS if known.name == field))


@pytest.mark.parametrize(
    ("one", "other", "similarity"),
    [("กขค", "งจฉ", 0.0), ("สมชาย", "สมศรี", 0.6), ("สมชาย", "สมชัย", 0.907), ("smith", "smyth", 0.893)],
)
def test_thai_names_are_compared_by_code_point_and_not_by_byte(one: str, other: str, similarity: float) -> None:
    # an engine that counts bytes gives 0.822, 0.920, 0.973 and 0.893
    assert JaroWinkler.similarity(one, other) == pytest.approx(similarity, abs=0.0005)


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("สมชาย", "สมชาย", Name.EQUAL),
        ("Smith", "SMITH", Name.EQUAL),
        ("บุญเลิศ", "บุญเลิด", Name.ONE_EDIT),
        ("เพ็ญมาศ", "เพ็ยมาศ", Name.ONE_EDIT),  # keys that lie side by side
        ("มณีดา", "มีดา", Name.ONE_EDIT),
        ("เกษม", "เกศม", Name.ONE_EDIT),
        ("ไชยนต์", "ไชยนตื", Name.ONE_EDIT),  # the shift key not struck
        ("ประเสริฐศักดิ์", "ประเสริดศัก", Name.NEARLY_EQUAL),
        ("คำ", "ดำ", Name.DIFFERENT),  # another name
        ("ประภาพร", "ประภัสสร", Name.SIMILAR),
        ("สมชาย", "สมศรี", Name.DIFFERENT),
        ("กขค", "งจฉ", Name.DIFFERENT),
        ("สมชาย", None, MISSING),
    ],
)
def test_given_names(engine: Engine, one: str, other: str | None, expected: int) -> None:
    assert level(engine, "given_name", {"given_name": one}, {"given_name": other}) == expected
    assert level(engine, "family_name", {"family_name": one}, {"family_name": other}) == expected


def test_names_in_each_others_place_are_a_level_of_their_own(engine: Engine) -> None:
    one, other = {"given_name": "สมชาย", "family_name": "ใจดี"}, {"given_name": "ใจดี", "family_name": "สมชาย"}
    assert level(engine, "given_name", one, other) == Name.SWAPPED
    assert level(engine, "family_name", one, other) == Name.SWAPPED


def test_exchanged_names_may_have_a_slip_each(engine: Engine) -> None:
    one, other = {"given_name": "พิมธิดา", "family_name": "ขันวงศ์"}, {"given_name": "ขันวงษ์", "family_name": "พบมธิดา"}
    assert level(engine, "given_name", one, other) == Name.SWAPPED
    assert level(engine, "family_name", one, other) == Name.SWAPPED
    assert level(engine, "family_name", one, {**other, "family_name": "สมชาย"}) == Name.DIFFERENT


def test_a_lone_name_that_is_the_others_family_name_leaves_the_given_name_open(engine: Engine) -> None:
    one, other = {"given_name": "ปริดนย์", "family_name": "ศรีแสง"}, {"given_name": "ศรีแสง"}
    for sides in ((one, other), (other, one)):
        assert level(engine, "given_name", *sides) == MISSING
        assert level(engine, "family_name", *sides) == Name.ONE_EDIT
    assert level(engine, "given_name", one, {"given_name": "สมชาย"}) == Name.DIFFERENT


def test_the_family_name_of_a_woman_may_have_changed(engine: Engine) -> None:
    one, other = {"family_name": "ใจดี", "sex": "f"}, {"family_name": "สารต๊ะ", "sex": "f"}
    assert level(engine, "family_name", one, other) == Name.CHANGED
    assert level(engine, "family_name", one, {**other, "sex": None}) == Name.DIFFERENT
    assert level(engine, "family_name", {**one, "sex": "m"}, {**other, "sex": "m"}) == Name.DIFFERENT
    assert level(engine, "given_name", {"given_name": "ใจดี", "sex": "f"}, {"given_name": "สมร", "sex": "f"}) == 0


VALID, ALSO_VALID, NOT_VALID = ("3560100000126", True), ("3570100000126", True), ("3560100999999", False)


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        (VALID, VALID, Number.EQUAL),
        (NOT_VALID, NOT_VALID, Number.EQUAL_DOUBTED),
        (VALID, ALSO_VALID, Number.ONE_EDIT),  # the third digit: the check digit never sees it
        (VALID, ("3560100000216", False), Number.ONE_EDIT),  # two neighbours exchanged
        (VALID, ("3560100009926", False), Number.DIFFERENT_DOUBTED),
        (VALID, ("1101700203451", True), Number.DIFFERENT),
        (VALID, (None, None), MISSING),
    ],
)
def test_citizen_numbers(
    engine: Engine, one: tuple[str, bool], other: tuple[str | None, bool | None], expected: int
) -> None:
    sides = [{"citizen_id": number, "citizen_id_valid": valid} for number, valid in (one, other)]
    assert level(engine, "citizen_id", *sides) == expected


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [("A-1234", "a-1234", OtherNumber.EQUAL), ("A-1234", "A-1243", OtherNumber.ONE_EDIT), ("A-1234", "B-9", 0)],
)
def test_other_numbers(engine: Engine, one: str, other: str, expected: int) -> None:
    assert level(engine, "other_number", {"other_number": one}, {"other_number": other}) == expected


MAY_6 = (date(1950, 5, 6), "day")


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        (MAY_6, MAY_6, Birth.EQUAL),
        (MAY_6, (date(1950, 6, 5), "day"), Birth.SWAPPED),
        (MAY_6, (date(1951, 5, 6), "day"), Birth.TWO_PARTS),
        (MAY_6, (date(1950, 9, 9), "day"), Birth.SAME_YEAR),
        (MAY_6, (date(1961, 9, 9), "day"), Birth.DIFFERENT),
        (MAY_6, (date(1950, 1, 1), "year"), Birth.YEAR_IS_ALL_THERE_IS),
        (MAY_6, (date(1951, 1, 1), "year"), Birth.DIFFERENT),
        # 1 January is often what a register writes for a day it does not know, even on both sides
        ((date(1950, 1, 1), "day"), (date(1950, 1, 1), "day"), Birth.YEAR_IS_ALL_THERE_IS),
        # January to March before 1941 may stand a year early
        ((date(1939, 2, 3), "year_ambiguous"), (date(1940, 2, 3), "day"), Birth.YEAR_IS_ALL_THERE_IS),
        (MAY_6, (None, None), MISSING),
    ],
)
def test_birth_dates(
    engine: Engine, one: tuple[date, str], other: tuple[date | None, str | None], expected: int
) -> None:
    sides = [{"birth_date": born, "birth_precision": precision} for born, precision in (one, other)]
    assert level(engine, "birth_date", *sides) == expected
    assert level(engine, "birth_date", *reversed(sides)) == expected


HOUSE = {"house_number": "12/3", "subdistrict_code": "560101", "district_code": "5601", "province_code": "56"}


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({}, Place.SAME_HOUSE),
        ({"house_number": "9"}, Place.SAME_LOCALITY),
        ({"subdistrict_code": "560102"}, Place.SAME_DISTRICT),
        ({"subdistrict_code": "560201", "district_code": "5602"}, Place.SAME_PROVINCE),
        ({"subdistrict_code": "500101", "district_code": "5001", "province_code": "50"}, Place.DIFFERENT),
        ({"subdistrict_code": None, "district_code": None, "province_code": None}, MISSING),
    ],
)
def test_residences(engine: Engine, changed: dict[str, str | None], expected: int) -> None:
    assert level(engine, "place", HOUSE, {**HOUSE, **changed}) == expected


def test_a_residence_without_codes_is_compared_by_locality_and_postcode(engine: Engine) -> None:
    one = {"house_number": "8", "locality": "winston hills", "postcode": "4223"}
    assert level(engine, "place", one, {**one, "locality": "Winston Hills"}) == Place.SAME_HOUSE
    assert level(engine, "place", one, {**one, "house_number": "9", "locality": "dapto"}) == Place.SAME_DISTRICT


def test_a_street_counts_only_where_the_subdistrict_does_not_say_more(engine: Engine) -> None:
    one, other = {"street": "stanley street", "locality": "dapto"}, {"street": "stanley street", "locality": "kiama"}
    assert level(engine, "place", one, other) == Place.SAME_LOCALITY
    codes = [{"subdistrict_code": "560101"}, {"subdistrict_code": "560201"}]
    assert level(engine, "place", {**one, **codes[0]}, {**other, **codes[1]}) == Place.DIFFERENT


def test_sex_and_telephone(engine: Engine) -> None:
    assert [level(engine, "sex", {"sex": "m"}, {"sex": sex}) for sex in ("m", "f", None)] == [1, 0, MISSING]
    assert [level(engine, "phone", {"phone": "08"}, {"phone": p}) for p in ("08", "09", None)] == [1, 0, MISSING]


def test_no_candidates_make_no_comparisons(engine: Engine) -> None:
    records = from_rows([], returns=RECORDS, engine=engine)
    assert linkage.compare(records, from_rows([], returns=CANDIDATES, engine=engine)).rows() == []
