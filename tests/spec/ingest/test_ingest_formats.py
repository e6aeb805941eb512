"""Drawn files of every other format in, rows and what is said of the file out."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from io import BytesIO
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import xlsxwriter

from saphan import ingest
from saphan.contracts.model import Contract, Field, FileShape, Format
from saphan.store import Engine

NAMES = ("เลขประจำตัว", "ชื่อ", "จำนวนเงิน")
HEAD = list(NAMES)
ROWS = [["1101700207366", "มาลี", "600"], ["3501200000012", "สมชาย", "700.5"]]
READ = [(1, *ROWS[0]), (2, *ROWS[1])]


def contract(form: Format, *, pattern: str = "a_*.csv", names: tuple[str, ...] = NAMES, **shape: int) -> Contract:
    fields = tuple(Field(name=name, description={}, required=at == 0) for at, name in enumerate(names))
    file = FileShape(format=form, pattern=pattern, **shape)  # type: ignore[arg-type]  # numbers alone are drawn
    return Contract(dataset="a", version="1", agency="x", title={}, description={}, file=file, fields=fields)


def csv(rows: list[list[str]], separator: str = ",") -> bytes:
    return "".join(separator.join(row) + "\n" for row in rows).encode()


def workbook(rows: list[list[str]], *merged: tuple[int, int, int, int, str]) -> bytes:
    out = BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        for at, row in enumerate(rows):
            for place, cell in enumerate(row):
                if cell:
                    sheet.write_string(at, place, cell)
        for each in merged:
            sheet.merge_range(*each)
    return out.getvalue()


def page(rows: str) -> bytes:
    return f"<html><head><meta charset=utf-8></head><body><table>{rows}</table></body></html>".encode()


def parquet(rows: list[list[str]]) -> bytes:
    out = BytesIO()
    pq.write_table(pa.table([[row[at] for row in rows] for at in range(len(HEAD))], HEAD), out)
    return out.getvalue()


def lines(*rows: str) -> bytes:
    return "".join(f"{row}\n" for row in rows).encode()


OF_ROWS = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in [HEAD, *ROWS])
Reader = Callable[..., ingest.Reading]


@pytest.fixture
def reader(tmp_path: Path, engine: Engine) -> Reader:
    """Lays a file in an inbox, receives it and reads it."""

    def read(content: bytes, contract: Contract, name: str = "a_1.csv") -> ingest.Reading:
        file = tmp_path / name
        file.write_bytes(content)
        received = ingest.receive(file, {"a": contract}, vault=tmp_path / "vault", on=date(2026, 11, 22))
        reading = ingest.read(received.receipt, contract, tmp_path / "vault", engine)
        assert reading.rows_delivered == reading.rows.count() + reading.refused.count()
        return reading

    return read


def said(reading: ingest.Reading) -> list[tuple[object, object]]:
    """What is said of the file as a whole: check and column."""
    assert reading.notes is not None
    return [(row[4], row[3]) for row in reading.notes.rows()]


def faults(reading: ingest.Reading) -> dict[int, str]:
    return {row[2]: row[4] for row in reading.refused.rows()}


@pytest.mark.parametrize("asked", ["csv", "xlsx", "parquet"])
@pytest.mark.parametrize(
    ("content", "came"),
    [
        (csv([HEAD, *ROWS]), "csv"), (csv([HEAD, *ROWS], ";"), "csv"), (workbook([HEAD, *ROWS]), "xlsx"),
        (page(OF_ROWS), "xlsx"), (parquet(ROWS), "parquet"),
    ],
)  # fmt: skip
def test_a_table_in_another_format_is_read_by_what_it_is_and_that_is_said(
    reader: Reader, asked: Format, content: bytes, came: str
) -> None:
    reading = reader(content, contract(asked))
    assert reading.rows.rows() == READ
    assert said(reading) == ([] if came == asked else [("another_format", "")])


@pytest.mark.parametrize("name", ["a_1.xlsx", "A_1.XLS", "a_1.txt"])
def test_a_file_saved_under_another_ending_finds_its_contract(reader: Reader, name: str) -> None:
    assert reader(workbook([HEAD, *ROWS]), contract("csv"), name).rows.rows() == READ


@pytest.mark.parametrize("name", ["a_1.pdf", "b_1.xlsx", "a_1"])
def test_no_other_name_does(reader: Reader, name: str) -> None:
    with pytest.raises(ingest.UnknownFile):
        reader(workbook([HEAD, *ROWS]), contract("csv"), name)


def test_json_lines_give_their_members_whatever_their_order(reader: Reader) -> None:
    reading = reader(
        lines(
            '{"เลขประจำตัว": "01", "ชื่อ": "ก", "จำนวนเงิน": 600.50}', "",
            '{"จำนวนเงิน": null, "เลขประจำตัว": "2", "เพิ่ม": 1}',
            "[1]", '{"เลขประจำตัว": ', '{"เลขประจำตัว": 12345678901234567890}',
        ),
        contract("jsonl"),
    )  # fmt: skip
    assert reading.rows.rows() == [(1, "01", "ก", "600.50"), (2, "2", "", ""), (5, "12345678901234567890", "", "")]
    assert faults(reading) == {3: "no_object", 4: "no_object"}
    assert said(reading) == [("undescribed_column", "เพิ่ม")]


def test_parquet_gives_numbers_and_days_as_the_text_they_stand_for(reader: Reader) -> None:
    out = BytesIO()
    columns = [pa.array(["01", None]), pa.array([date(2026, 1, 2), None]), pa.array([600.0, 0.1])]
    pq.write_table(pa.table(columns, HEAD), out)
    reading = reader(out.getvalue(), contract("parquet"))
    assert reading.rows.rows() == [(1, "01", "2026-01-02", "600"), (2, "", "", "0.1")]


def test_a_page_named_xls_has_spans_and_tables_in_tables(reader: Reader) -> None:
    reading = reader(
        page(
            "<tr><th rowspan=2>เลขประจำตัว<th colspan=2>ผู้รับ</tr><tr><th>ชื่อ<th>จำนวนเงิน</tr>"
            "<tr><td>1<td>ก&amp;ข<br>ค<td>6<table><tr><td>x</table></tr><tr><td>2<td><td>7</tr>"
        ),
        contract("xlsx", pattern="a_*.xls"), "a_1.xls",
    )  # fmt: skip
    assert [row[:3] for row in reading.rows.rows()] == [(1, "1", "ก&ข ค"), (2, "2", "")]


TWO = ("ลำดับ", "ผู้รับ ชื่อ", "ผู้รับ เลข", "จำนวน ม.ค.", "จำนวน ก.พ.")
TWO_ROWS = [["รายงาน"], ["ลำดับ", "ผู้รับ", "", "จำนวน", ""], ["", "ชื่อ", "เลข", "ม.ค.", "ก.พ."], ["1", "ก", "2", "3", "4"]]


@pytest.mark.parametrize("shape", [{}, {"header_row": 2, "header_rows": 2}])
def test_a_header_of_two_rows_names_each_column_by_both(reader: Reader, shape: dict[str, int]) -> None:
    content = workbook(TWO_ROWS, (1, 1, 1, 2, "ผู้รับ"), (1, 3, 1, 4, "จำนวน"))
    reading = reader(content, contract("xlsx", names=TWO, **shape))
    assert reading.rows.rows() == [(1, "1", "ก", "2", "3", "4")]
    assert said(reading) == []


def test_of_two_columns_of_one_name_the_second_has_a_number(reader: Reader) -> None:
    content = csv([["เลข", "จำนวน", "", "จำนวน"], ["1", "2", "3", "4"]])
    reading = reader(content, contract("csv", names=("เลข", "จำนวน", "col3", "จำนวน (2)")))
    assert reading.rows.rows() == [(1, "1", "2", "3", "4")]


def test_totals_remarks_and_the_header_again_are_shown_and_are_nobody(reader: Reader) -> None:
    table = [["รายชื่อ ณ วันที่ 1 ม.ค. 2569"], [], HEAD, ROWS[0], ["รวม", "", ""], HEAD, ROWS[1]]
    table += [["รวมทั้งสิ้น", "", "1300.5"], ["หมายเหตุ : ข้อมูลเบื้องต้น"], ["แหล่งที่มา: กรม"]]
    for content in (workbook(table), csv([[*row, *[""] * (3 - len(row))] for row in table])):
        reading = reader(content, contract("csv"))
        assert [row[0] for row in reading.rows.rows()] == [1, 4]
        assert faults(reading) == {
            2: "total_row", 3: "repeated_header", 5: "total_row", 6: "note_row", 7: "note_row",
        }  # fmt: skip


def test_a_legend_beside_the_table_costs_no_row_and_is_said(reader: Reader) -> None:
    beside = [[*HEAD, "", ""], [*ROWS[0], "", "สี"], [*ROWS[1], "", "แดง = ด่วน"]]
    reading = reader(workbook(beside), contract("xlsx"))
    assert reading.rows.rows() == READ
    assert said(reading) == [("beside_table", "")]


def test_columns_undescribed_and_missing_are_told_by_name(reader: Reader) -> None:
    reading = reader(csv([["เลขประจำตัว", "ที่อยู่", "ชื่อ", "โทรศัพท์"], ["1", "x", "ก", "y"]]), contract("csv"))
    assert reading.rows.rows() == [(1, "1", "ก", None)]
    assert said(reading) == [
        ("missing_column", "จำนวนเงิน"), ("undescribed_column", "ที่อยู่"), ("undescribed_column", "โทรศัพท์"),
    ]  # fmt: skip
