"""What goes back to the agency: the rows as they came, reasons beside them, nothing that runs."""

from __future__ import annotations

import io
import json
import zipfile
from datetime import date
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook

from saphan.contracts.model import Contract, Field, FileShape
from saphan.ingest import Outcome, write_return_sheet
from saphan.ingest.return_sheet import harmless
from saphan.quality import catalogue

CONTRACT = Contract(
    dataset="old_age_allowance",
    version="1",
    agency="dla",
    title={"th": "เบี้ยยังชีพผู้สูงอายุ", "en": "Old-age allowance"},
    description={},
    file=FileShape(format="csv", pattern="*.csv"),
    fields=(Field(name="เลขประจำตัว", description={}), Field(name="ชื่อ", description={})),
)
OUTCOME = Outcome(
    file_name="old_age_2569_11.csv",
    received_on=date(2026, 11, 1),
    delivered=5,
    accepted=2,
    quarantined=2,
    refused=1,
)
FINDINGS = [
    {"row_number": 7, "column_name": "เลขประจำตัว", "check_id": "citizen_id_readable", "severity": "quarantine"},
    {"row_number": 3, "column_name": "ชื่อ", "check_id": "required", "severity": "quarantine"},
    {"row_number": 3, "column_name": "เลขประจำตัว", "check_id": "citizen_id_checksum", "severity": "warn"},
    {"row_number": 9, "column_name": "", "check_id": "total_row", "severity": "refuse"},
]
QUARANTINE = [
    {"row_number": 7, "cells": json.dumps(["123456789012", "=HYPERLINK(1)"])},
    {"row_number": 3, "cells": json.dumps(["0101700207367", ""])},
]


def write(path: Path) -> Path:
    write_return_sheet(
        path,
        contract=CONTRACT,
        outcome=OUTCOME,
        findings=FINDINGS,
        quarantine=QUARANTINE,
        catalogue=catalogue(),
        language="en",
    )
    return path


def sheets(path: Path) -> list[list[list[object]]]:
    book = CalamineWorkbook.from_filelike(io.BytesIO(path.read_bytes()))
    return [list(book.get_sheet_by_index(at).to_python()) for at in range(len(book.sheet_names))]


def test_the_first_sheet_says_what_became_of_the_file_and_what_to_do(tmp_path: Path) -> None:
    summary = sheets(write(tmp_path / "sheet.xlsx"))[0]
    text = "\n".join(str(cell) for row in summary for cell in row)
    for wanted in ("Old-age allowance", "old_age_2569_11.csv", "01/11/2569", "The citizen number is not 13 digits"):
        assert wanted in text
    assert ["Rows delivered", "5"] in [row[:2] for row in summary]
    assert ["Rows waiting for you", "2"] in [row[:2] for row in summary]


def test_the_second_sheet_holds_the_waiting_rows_in_the_columns_of_the_file(tmp_path: Path) -> None:
    head, first, second = sheets(write(tmp_path / "sheet.xlsx"))[1]
    assert head[3:] == ["เลขประจำตัว", "ชื่อ"]
    assert first[0] == 3
    assert first[3:] == ["0101700207367", ""]  # text: the leading zero stays
    assert str(first[1]).splitlines() == [
        "ชื่อ: The cell is empty, and the agreement says that it is always filled in",
        "เลขประจำตัว: The last digit of the citizen number does not belong to the others",
    ]
    assert second[0] == 7


def test_no_cell_of_the_workbook_is_a_formula(tmp_path: Path) -> None:
    path = write(tmp_path / "sheet.xlsx")
    with zipfile.ZipFile(path) as packed:
        assert b"<f>" not in packed.read("xl/worksheets/sheet2.xml")
        assert b"hyperlink" not in packed.read("xl/worksheets/sheet2.xml")
    assert sheets(path)[1][2][4] == "'=HYPERLINK(1)"


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_what_a_spreadsheet_would_run_is_made_harmless(start: str) -> None:
    assert harmless(f"{start}cmd|' /C calc'!A0").startswith("'")


@pytest.mark.parametrize("text", ["", "-", "-5", "+66812345678", "-1,000.50", "12/3", "สมชาย"])
def test_what_runs_nothing_comes_back_as_it_was(text: str) -> None:
    assert harmless(text) == text


def test_the_same_rows_give_the_same_bytes(tmp_path: Path) -> None:
    assert write(tmp_path / "one.xlsx").read_bytes() == write(tmp_path / "two.xlsx").read_bytes()


def test_the_failing_cell_is_marked_and_its_neighbour_is_not(tmp_path: Path) -> None:
    with zipfile.ZipFile(write(tmp_path / "sheet.xlsx")) as packed:
        xml = packed.read("xl/worksheets/sheet2.xml").decode()
        styles = packed.read("xl/styles.xml").decode()
    style = {cell: xml.split(f'r="{cell}" s="')[1].split('"')[0] for cell in ("D3", "E3")}
    assert style["D3"] != style["E3"]
    assert "FFFFE3B3" in styles
    assert "Sarabun" in styles
