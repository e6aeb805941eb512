"""Which records are brought together."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from saphan import linkage
from saphan.store import Engine, Relation, from_rows
from saphan.tables import RECORDS

POLICY = linkage.default_policy()
BORN = {"birth_date": date(1950, 5, 6), "birth_precision": "day"}


def records(engine: Engine, *rows: dict[str, Any]) -> Relation:
    filled = [{"record_id": f"r{at}", **row} for at, row in enumerate(rows)]
    return from_rows([[row.get(name) for name in RECORDS.names] for row in filled], returns=RECORDS, engine=engine)


def found(engine: Engine, *rows: dict[str, Any]) -> list[tuple[str, str, str]]:
    return linkage.block(records(engine, *rows), POLICY).rows()


def test_equal_citizen_numbers_bring_two_records_together(engine: Engine) -> None:
    assert found(engine, {"citizen_id": "1"}, {"citizen_id": "1"}) == [("r0", "r1", "citizen_id")]


def test_numbers_that_differ_in_the_third_digit_alone_do_too(engine: Engine) -> None:
    pair = found(engine, {"citizen_id": "3560100000009"}, {"citizen_id": "3570100000009"})
    assert pair == [("r0", "r1", "citizen_id_but_third_digit")]


def test_names_in_each_others_place_do_too(engine: Engine) -> None:
    one, other = {"given_name": "สมชาย", "family_name": "ใจดี"}, {"given_name": "ใจดี", "family_name": "สมชาย"}
    assert found(engine, one, other) == [("r0", "r1", "both_names")]


def test_names_that_sound_alike_do_too(engine: Engine) -> None:
    one, other = {"given_name": "ณรงค์", "family_name": "ศรีสุข"}, {"given_name": "นรงค์", "family_name": "สีสุข"}
    assert found(engine, one, {**other, "family_name": "ศลีสุข"}) == [("r0", "r1", "both_names_by_sound")]


def test_unknown_is_not_equal_to_unknown(engine: Engine) -> None:
    assert found(engine, {}, {}) == []
    assert found(engine, {"given_name": "มาลี"}, {"given_name": "มาลี"}) == []


def test_a_birth_date_whose_day_is_unknown_is_no_key(engine: Engine) -> None:
    row = {"given_name": "มาลี", "birth_date": date(1950, 1, 1), "birth_precision": "year"}
    assert found(engine, row, row) == []
    assert found(engine, {**row, **BORN}, {**row, **BORN}) == [("r0", "r1", "given_name_birth_date")]


def test_a_whole_house_is_looked_through_for_records_without_a_day_of_birth(engine: Engine) -> None:
    row = {"house_number": "12/3", "subdistrict_code": "560101", "sex": "f"}
    dated = {**row, **BORN}
    other_day = {**dated, "birth_date": date(1982, 2, 2)}
    by_house = [("r0", "r1", "sex_house_undated")]
    assert found(engine, row, row) == found(engine, row, dated) == by_house
    assert found(engine, dated, {**other_day, "birth_precision": "month"}) == by_house
    assert found(engine, dated, {**dated, "birth_date": date(1982, 1, 1)}) == by_house  # what many write for no day
    assert found(engine, dated, other_day) == []
    assert found(engine, row, {**dated, "sex": "m"}) == found(engine, row, {**dated, "house_number": "12"}) == []


def test_a_pair_is_named_once_by_the_first_rule_that_finds_it(engine: Engine) -> None:
    row = {"citizen_id": "1", "given_name": "มาลี", "family_name": "ใจดี", "phone": "0812345678", **BORN}
    assert found(engine, row, row) == [("r0", "r1", "citizen_id")]


def test_a_key_that_too_many_share_brings_nobody_together_and_is_counted(engine: Engine) -> None:
    strict = replace(POLICY, largest_block=3)
    crowd = records(engine, *[{"phone": "0000000000"}] * 4, *[{"phone": "0812345678"}] * 2)
    assert linkage.block(crowd, strict).rows() == [("r4", "r5", "phone")]
    assert linkage.cut_blocks(crowd, strict).rows() == [("phone", 1, 4, 4)]


def test_a_rule_that_the_policy_leaves_out_brings_nobody_together(engine: Engine) -> None:
    only_phone = replace(POLICY, blocking=("phone",))
    assert linkage.block(records(engine, {"citizen_id": "1"}, {"citizen_id": "1"}), only_phone).rows() == []


def test_no_records_make_no_pairs(engine: Engine) -> None:
    assert found(engine) == []
