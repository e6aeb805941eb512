"""From the texts of a file to the words of the register: drawn rows in, drawn rows out."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date

import pytest

from saphan.contracts.meanings import Meaning
from saphan.contracts.model import Contract, Field, FileShape
from saphan.ingest import accept, conform
from saphan.ingest.read import Reading, rows_table
from saphan.ingest.receipt import Receipt
from saphan.quality import check
from saphan.store import Engine, Relation, empty, from_rows
from saphan.tables import FINDINGS

RECEIVED = date(2026, 11, 1)
FIELDS = (
    Field(name="เลขประจำตัว", description={}, meaning=Meaning.CITIZEN_ID),
    Field(name="ชื่อ-สกุล", description={}, meaning=Meaning.FULL_NAME, required=True),
    Field(name="วันเกิด", description={}, meaning=Meaning.BIRTH_DATE, era="be"),
    Field(name="ตำบล", description={}, meaning=Meaning.SUBDISTRICT_NAME),
    Field(name="อำเภอ", description={}, meaning=Meaning.DISTRICT_NAME),
    Field(name="จังหวัด", description={}, meaning=Meaning.PROVINCE_NAME),
    Field(name="จำนวนเงิน", description={}, meaning=Meaning.BENEFIT_AMOUNT),
    Field(name="หมายเหตุ", description={}),
)
CONTRACT = Contract(
    dataset="old_age_allowance",
    version="1.0.0",
    agency="dla",
    title={"th": "เบี้ยยังชีพผู้สูงอายุ", "en": "Old-age allowance"},
    description={},
    file=FileShape(format="csv", pattern="old_age_*.csv"),
    fields=FIELDS,
    benefit="old_age_allowance",
)
RECEIPT = Receipt(
    delivery_id="d0123456789ab",
    dataset="old_age_allowance",
    agency="dla",
    contract_version="1.0.0",
    file_name="old_age_2569.csv",
    sha256="0" * 64,
    bytes=1,
    received_on=RECEIVED,
)
ROWS = (
    ("๑๑๐๑๗๐๐๒๐๗๓๖๖", "นางสาวมาลี ณ อยุธยา", "15 ม.ค. 2480", "บ้านตุ่น", "เมือง", "จ.พะเยา", "๘๐๐ บาท", "ก"),
    ("", "นายคำ  ดีใจ", "00/00/2490", "", "", "พะเยา", "600", ""),
    ("123456789012", "นายทอง ดีใจ", "1/1/2490", "", "", "", "600", None),
    ("1101700207367", "นางคำ ดีใจ", "31/02/2490", "", "", "", "", None),
)


@pytest.fixture(scope="session")
def reading(engine: Engine) -> Reading:
    rows = [(at, *row) for at, row in enumerate(ROWS, 1)]
    return Reading(
        from_rows(rows, returns=rows_table(CONTRACT), engine=engine), empty(FINDINGS, engine), len(ROWS), "utf-8"
    )


def column(relation: Relation, *names: str) -> list[tuple[object, ...]]:
    at = [relation.table.names.index(name) for name in names]
    return [tuple(row[each] for each in at) for row in relation.rows()]


@pytest.fixture(scope="session")
def taken(reading: Reading) -> dict[str, Relation]:
    conformed = conform(reading, CONTRACT, received_on=RECEIVED)
    findings = check(conformed.rows, CONTRACT, RECEIPT.delivery_id)
    return accept(reading, conformed, findings, CONTRACT, RECEIPT)


def test_a_row_says_who_a_person_is(taken: dict[str, Relation]) -> None:
    wanted = ("citizen_id", "citizen_id_kind", "citizen_id_valid", "title", "given_name", "family_name", "sex")
    assert column(taken["records"], *wanted) == [
        ("1101700207366", "1", True, "นางสาว", "มาลี", "ณ อยุธยา", "f"),
        (None, None, None, "นาย", "คำ", "ดีใจ", "m"),
    ]


def test_a_buddhist_date_becomes_a_day_of_the_common_era_with_its_precision(taken: dict[str, Relation]) -> None:
    assert column(taken["records"], "birth_date", "birth_precision") == [
        (date(1937, 1, 15), "year_ambiguous"),
        (date(1947, 1, 1), "year"),
    ]


def test_place_names_become_codes_as_far_as_they_go(taken: dict[str, Relation]) -> None:
    assert column(taken["records"], "subdistrict_code", "district_code", "province_code") == [
        ("560105", "5601", "56"),
        (None, None, "56"),
    ]


def test_what_cannot_be_read_waits_and_a_person_without_a_number_does_not(taken: dict[str, Relation]) -> None:
    assert column(taken["quarantine"], "row_number") == [(3,), (4,)]
    assert column(taken["findings"], "row_number", "column_name", "check_id", "severity", "value_class") == [
        (3, "เลขประจำตัว", "citizen_id_readable", "quarantine", "twelve_digits"),
        (4, "วันเกิด", "date_readable", "quarantine", "unreadable"),
        (4, "เลขประจำตัว", "citizen_id_checksum", "warn", "wrong_check_digit"),
    ]


def test_being_on_a_payment_list_is_a_fact_beside_the_amount(taken: dict[str, Relation]) -> None:
    assert column(taken["facts"], "record_id", "fact", "value_text", "value_number") == [
        ("d0123456789ab:1", "benefit_amount", None, 800.0),
        ("d0123456789ab:1", "benefit_listed", "old_age_allowance", None),
        ("d0123456789ab:2", "benefit_amount", None, 600.0),
        ("d0123456789ab:2", "benefit_listed", "old_age_allowance", None),
    ]


def test_a_repair_keeps_what_stood_there_and_names_the_rule(taken: dict[str, Relation]) -> None:
    repairs = {(row[0], row[1]): row[2:] for row in taken["repairs"].rows()}
    assert repairs[("d0123456789ab:1", "เลขประจำตัว")] == ("๑๑๐๑๗๐๐๒๐๗๓๖๖", "1101700207366", "thai_digits")
    assert repairs[("d0123456789ab:2", "วันเกิด")] == ("00/00/2490", "1947-01-01", "buddhist_year+unknown_day")
    assert ("d0123456789ab:1", "ตำบล") not in repairs


def test_delivered_is_accepted_and_quarantined_and_refused(taken: dict[str, Relation]) -> None:
    counted = ("rows_delivered", "rows_accepted", "rows_quarantined", "rows_refused")
    assert column(taken["deliveries"], *counted) == [(4, 2, 2, 0)]


def conform_rows(engine: Engine, meanings: dict[str, Meaning], rows: list[tuple[str | None, ...]]) -> Relation:
    fields = tuple(Field(name=name, description={}, meaning=meaning) for name, meaning in meanings.items())
    contract = replace(CONTRACT, fields=fields, benefit="")
    numbered = [(at, *row) for at, row in enumerate(rows, 1)]
    delivered = from_rows(numbered, returns=rows_table(contract), engine=engine)
    reading = Reading(delivered, empty(FINDINGS, engine), len(rows), "utf-8")
    return conform(reading, contract, received_on=RECEIVED).rows


def test_a_title_glued_to_a_given_name_is_parted_where_the_column_of_titles_is_empty(engine: Engine) -> None:
    meanings = {"คำนำหน้า": Meaning.TITLE, "ชื่อ": Meaning.GIVEN_NAME}
    rows = conform_rows(engine, meanings, [("", "นางสมทิพย์"), ("นาง", "นางน้อย"), ("", "พลอย"), (None, "นางคำ")])
    assert column(rows, "title", "given_name", "sex", "rule_1") == [
        ("นาง", "สมทิพย์", "f", "title_split"),
        ("นาง", "นางน้อย", "f", ""),
        (None, "พลอย", None, ""),
        (None, "นางคำ", None, ""),  # one consonant could be the end of a name: left as it is
    ]


def test_codes_win_over_names_and_a_district_follows_from_its_subdistrict(engine: Engine) -> None:
    meanings = {"รหัสอำเภอ": Meaning.DISTRICT_CODE, "รหัสตำบล": Meaning.SUBDISTRICT_CODE, "จังหวัด": Meaning.PROVINCE_NAME}
    rows = conform_rows(engine, meanings, [("5602", "560105", "เชียงใหม่"), ("5602", "999999", ""), ("", "", "พะเยา")])
    assert column(rows, "subdistrict_code", "district_code", "province_code") == [
        ("560105", "5601", "56"),
        (None, "5602", "56"),
        (None, None, "56"),
    ]


def test_a_waiting_row_keeps_its_texts_in_the_order_of_the_contract(taken: dict[str, Relation]) -> None:
    first = json.loads(str(taken["quarantine"].rows()[0][3]))
    assert first == ["123456789012", "นายทอง ดีใจ", "1/1/2490", "", "", "", "600", ""]
