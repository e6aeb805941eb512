"""Drawn files in, rows and findings out."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from saphan import ingest
from saphan.contracts import load_contract
from saphan.contracts.model import Contract, Field, FileShape
from saphan.store import Engine

FIXED = load_contract(Path(__file__).parents[2] / "fixtures" / "contracts" / "disability.yaml")
Reader = Callable[..., ingest.Reading]


def contract_for(form: str = "csv", **shape: Any) -> Contract:
    fields = (
        Field(name="เลขประจำตัวประชาชน", description={}, required=True),
        Field(name="ชื่อ", description={}, required=True),
        Field(name="จำนวนเงิน", description={}),
    )
    file = FileShape(format=form, pattern="a_*", **shape)  # type: ignore[arg-type]  # drawn as text in these tests
    return Contract(dataset="a", version="1", agency="dla", title={}, description={}, file=file, fields=fields)


CSV = contract_for()
HEADER = "เลขประจำตัวประชาชน,ชื่อ,จำนวนเงิน\n"


@pytest.fixture
def reader(tmp_path: Path, engine: Engine) -> Reader:
    """Lays a file in an inbox, receives it and reads it."""

    def read(content: bytes | str, contract: Contract = CSV, name: str = "a_1.csv") -> ingest.Reading:
        file = tmp_path / name
        file.write_bytes(content.encode() if isinstance(content, str) else content)
        received = ingest.receive(file, {"a": contract}, vault=tmp_path / "vault", on=date(2026, 11, 22))
        return ingest.read(received.receipt, contract, tmp_path / "vault", engine)

    return read


def cells(reading: ingest.Reading) -> list[tuple[Any, ...]]:
    return reading.rows.rows()


def faults(reading: ingest.Reading) -> dict[int, str]:
    assert reading.rows_delivered == reading.rows.count() + reading.refused.count()
    return {row[2]: row[4] for row in reading.refused.rows()}


def test_cells_are_read_as_they_stand_and_kept_in_the_order_of_the_file(reader: Reader) -> None:
    reading = reader("ชื่อ,อื่น,เลขประจำตัวประชาชน\n สมชาย ,x,0012\n")
    assert reading.rows.rows() == [(1, "0012", " สมชาย ", None)]
    assert faults(reading) == {}


@pytest.mark.parametrize(
    "header",
    [
        "\ufeffเลขประจำตัวประชาชน , ชื่อ,จำนวนเงิน",
        "เลขประจำตัว\u200bประชาชน,ชื่อ,จ\u0e4d\u0e32นวนเงิน",
        "เลขประจำตัวประชาชน,ชื่อ,จำนวนเงิน,,",
    ],
    ids=["mark and spaces", "unseen signs", "separators at the end"],
)
def test_a_header_is_known_in_spite_of_what_nobody_sees(reader: Reader, header: str) -> None:
    assert cells(reader(f"{header}\n1,ก,600\n")) == [(1, "1", "ก", "600")]


def test_titles_above_the_header_and_blank_rows_are_no_rows_of_data(reader: Reader) -> None:
    reading = reader(f"บัญชีจ่ายเงิน,,\nประจำเดือน,,\n{HEADER}1,ก,600\n,,\n\n2,ข,700\n")
    assert cells(reading) == [(1, "1", "ก", "600"), (2, "2", "ข", "700")]
    assert reading.rows_delivered == 2


def test_rows_of_another_number_of_cells_are_refused_and_counted(reader: Reader) -> None:
    reading = reader(f"{HEADER}1,ก,600\n2,ข\n3,ค,700,เกิน\n4,ง,800,,\n5,จ,900\n")
    assert faults(reading) == {2: "cells_too_few", 3: "cells_too_many"}
    assert [row[0] for row in cells(reading)] == [1, 4, 5]


def test_a_quote_never_closed_costs_its_own_line_alone(reader: Reader) -> None:
    reading = reader(HEADER + '1,"ก,600\n2,"ข",700\n3,ค,800\n4,"ง""จ\nฉ",900\n5,ช"ซ,100\n')
    assert faults(reading) == {1: "unclosed_quote"}
    assert cells(reading)[-2:] == [(4, "4", 'ง"จ\nฉ', "900"), (5, "5", 'ช"ซ', "100")]


def test_a_file_cut_within_a_row_loses_that_row_alone(reader: Reader) -> None:
    assert faults(reader(f"{HEADER}1,ก,600\n2,ข")) == {2: "truncated_last_row"}


def test_a_file_cut_within_a_letter_loses_that_row_alone(reader: Reader) -> None:
    reading = reader(f"{HEADER}1,ก,600\n2,ข,๗".encode()[:-1])
    assert (faults(reading), reading.encoding) == ({2: "truncated_last_row"}, "utf-8")


def test_a_file_cut_within_its_last_amount_is_not_believed(reader: Reader) -> None:
    whole = HEADER + "".join(f"{at},ก,1500.00\n" for at in range(1, 31))
    assert faults(reader(whole[:-6])) == {30: "truncated_last_row"}


def test_a_last_line_without_an_end_is_a_row(reader: Reader) -> None:
    assert faults(reader(f"{HEADER}1,ก,600\n2,ข,50")) == {}


def test_a_byte_that_cannot_be_read_costs_its_own_row_alone(reader: Reader) -> None:
    reading = reader(
        (HEADER + "1,ก,600\n2,ข,700\n3,ค,800\n" * 9).encode("cp874").replace("2,ข".encode("cp874"), b"2,\xff", 1)
    )
    assert faults(reading) == {2: "unreadable_bytes"}
    assert reading.encoding == "cp874"


def test_a_zero_byte_costs_its_own_row_alone(reader: Reader) -> None:
    assert faults(reader(f"{HEADER}1,ก\0,600\n2,ข,700\n")) == {1: "unreadable_bytes"}


def test_a_line_of_ten_million_characters_is_one_refused_row(reader: Reader) -> None:
    reading = reader(f"{HEADER}1,ก,600\n2,{'ข' * 10_000_000},700\n3,ค,800\n")
    assert faults(reading) == {2: "line_too_long"}
    assert [row[0] for row in cells(reading)] == [1, 3]


def test_a_total_at_the_end_is_nobody(reader: Reader) -> None:
    assert faults(reader(f"{HEADER}1,ก,600\nรวมทั้งสิ้น,,600\n")) == {2: "total_row"}


def test_the_end_sign_of_old_programs_is_no_row(reader: Reader) -> None:
    assert reader(f"{HEADER}1,ก,600\n\x1a").rows_delivered == 1


def test_without_a_header_columns_stand_in_the_order_of_the_contract(reader: Reader) -> None:
    contract = contract_for(header_row=0, separator="|")
    assert cells(reader("1|ก|600\r\n2|ข|700\r\n", contract)) == [(1, "1", "ก", "600"), (2, "2", "ข", "700")]


def test_utf_16_is_read_with_and_without_its_mark(reader: Reader) -> None:
    text = f"{HEADER}1,ก,600\n"
    assert reader(text.encode("utf-16")).encoding == "utf-16"
    declared = contract_for(encoding="utf-16")
    reading = reader(text.replace("600", "601").encode("utf-16-le"), declared)
    assert (cells(reading), reading.encoding) == ([(1, "1", "ก", "601")], "utf-16")


def test_fixed_widths_count_characters_and_drop_padding(reader: Reader) -> None:
    lines = [
        f"{'1234567890123'}{'สมหญิง ใจดี':<20}01",
        f"{'12':>13}{'ก':<20}2 ",
        "3",
        f"{'4':<13}{'ข':<20}05เกิน",
        f"{'5':<13}ค",
    ]
    reading = reader("\n".join(lines).encode("cp874"), FIXED, "disability_1.txt")
    assert cells(reading) == [(1, "1234567890123", "สมหญิง ใจดี", "01"), (2, "12", "ก", "2")]
    assert faults(reading) == {3: "cells_too_few", 4: "cells_too_many", 5: "truncated_last_row"}


def workbook(*sheets: list[list[object]]) -> bytes:
    content = BytesIO()
    with xlsxwriter.Workbook(content) as book:
        days = book.add_format({"num_format": "yyyy-mm-dd"})
        for rows in sheets:
            sheet = book.add_worksheet()
            for at, row in enumerate(rows):
                for place, value in enumerate(row):
                    if isinstance(value, date):
                        sheet.write_datetime(at, place, value, days)
                    else:
                        sheet.write(at, place, value)
    return content.getvalue()


XLSX = contract_for("xlsx")
TOP: list[list[object]] = [["รายงาน"], [], ["เลขประจำตัวประชาชน", "ชื่อ", "จำนวนเงิน"]]


def test_a_workbook_is_read_below_its_titles_with_numbers_and_days_as_text(reader: Reader) -> None:
    rows: list[list[object]] = [
        [3560100000001, "ก", 600],
        ["1", date(2020, 1, 2), 600.25],
        [],
        [2, True, None],
        ["รวม", None, 1],
    ]
    reading = reader(workbook([["คำอธิบาย"]], TOP + rows), XLSX, "a_1.xlsx")
    assert cells(reading) == [(1, "3560100000001", "ก", "600"), (2, "1", "2020-01-02", "600.25"), (3, "2", "TRUE", "")]
    assert (faults(reading), reading.encoding) == ({4: "total_row"}, "workbook")


def test_the_sheet_the_contract_names_is_read(reader: Reader) -> None:
    content = workbook([*TOP, [1, "ก", 1]], [*TOP, [2, "ข", 2]])
    assert cells(reader(content, contract_for("xlsx", sheet="Sheet2"), "a_1.xlsx")) == [(1, "2", "ข", "2")]
    with pytest.raises(ingest.UnreadableFile, match="Sheet1, Sheet2"):
        reader(content + b" ", contract_for("xlsx", sheet="ข้อมูล"), "a_2.xlsx")


@pytest.mark.parametrize(
    ("content", "contract", "says"),
    [
        (workbook(TOP), contract_for("jsonl"), "an Excel workbook"),
        (workbook(TOP)[:-40], XLSX, "missing or damaged"),
        (b"PK\x03\x04 and no more", XLSX, "missing or damaged"),
        (b"\xd0\xcf\x11\xe0" + bytes(600), XLSX, "damaged or has a password"),
        (b"%PDF-1.7 ...", CSV, "a PDF"),
        (b"<table><tr><td>1</td></tr></table>", contract_for("jsonl"), "a web page"),
        (b"", CSV, "is empty"),
        (b"\x00" * 100, CSV, "is empty"),
    ],
)
def test_what_is_not_what_its_name_says_stays_in_the_inbox(
    tmp_path: Path, content: bytes, contract: Contract, says: str
) -> None:
    file = tmp_path / "a_1.csv"
    file.write_bytes(content)
    with pytest.raises(ingest.UnreadableFile, match=says):
        ingest.receive(file, {"a": contract}, vault=tmp_path / "vault", on=date(2026, 11, 22))
    assert file.read_bytes() == content
    assert ingest.receipts(tmp_path / "vault") == []


def test_a_missing_column_is_named_with_the_nearest_there_is(reader: Reader) -> None:
    with pytest.raises(ingest.HeaderMismatch, match=r"`เลขประจำตัวประชาชน` \(nearest: `เลขประจำตัวประชน`\)"):
        reader("เลขประจำตัวประชน,ชื่อ\n1,ก\n")


def test_a_damaged_header_is_shown_as_far_as_it_can_be_read(reader: Reader) -> None:
    content = f"{HEADER}1,กรรณิการ์ สายธารา,600\n".encode("cp874").replace("เลข".encode("cp874"), b"\xff\xff", 1)
    with pytest.raises(ingest.HeaderMismatch, match=r"nearest: `\?\?ประจำตัวประชาชน`") as raised:
        reader(content)
    assert str(raised.value).encode()


def test_a_file_without_any_known_column_shows_nothing_of_its_rows(reader: Reader) -> None:
    with pytest.raises(ingest.HeaderMismatch) as raised:
        reader("3560100000001,สมชาย,600\n3560100000002,สมหญิง,700\n")
    assert "สมชาย" not in str(raised.value)
    assert "3560100000001" not in str(raised.value)


def test_a_column_written_twice_is_refused(reader: Reader) -> None:
    with pytest.raises(ingest.HeaderMismatch, match="more than once"):
        reader("เลขประจำตัวประชาชน,ชื่อ,ชื่อ\n1,ก,ข\n")
