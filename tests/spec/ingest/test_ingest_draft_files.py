"""A file as it is found on a public page is drafted, and by its own draft it is received and read to the row."""

from __future__ import annotations

import json
from datetime import date
from io import BytesIO
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import xlsxwriter

from saphan import ingest, quality
from saphan.contracts import load_contract
from saphan.ingest.draft import draft_contract, guess_columns, look_at
from saphan.store import Engine

PEOPLE = [
    ["1", "1101700207366", "นางมาลี ใจดี", "01/02/2499", "600"],
    ["2", "3501200000012", "นายสม ดี", "15/01/2500", "700"],
]
NAMES = ["ลำดับ", "เลขประจำตัวประชาชน", "ชื่อ-สกุล", "วันเกิด", "จำนวนเงิน"]
BY_PROVINCE = [["พะเยา", "10", "20", "30"], ["น่าน", "1", "2", "3"]]


def text(rows: list[list[str]], separator: str = ",", encoding: str = "utf-8") -> bytes:
    return "".join(separator.join(row) + "\r\n" for row in rows).encode(encoding)


def workbook(rows: list[list[str]], *merged: tuple[int, int, int, int, str]) -> bytes:
    out = BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_numbers": True}) as book:
        sheet = book.add_worksheet()
        for at, row in enumerate(rows):
            for place, cell in enumerate(row):
                if cell:
                    sheet.write(at, place, cell)
        for each in merged:
            sheet.merge_range(*each)
    return out.getvalue()


def parquet() -> bytes:
    out = BytesIO()
    pq.write_table(pa.table([list(column) for column in zip(*PEOPLE, strict=True)], NAMES), out)
    return out.getvalue()


HTML = "<html><meta charset=utf-8><table><tr><th rowspan=2>จังหวัด<th colspan=3>ผู้สูงอายุ</tr><tr><th>ชาย<th>หญิง<th>รวม</tr>"
HTML += "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in BY_PROVINCE)
LINES = "".join(f"{json.dumps(dict(zip(NAMES[:3], row, strict=False)), ensure_ascii=False)}\n" for row in PEOPLE)
TWO = [["", "จำนวนผู้สูงอายุ", "", ""], ["จังหวัด", "ชาย", "หญิง", "รวม"], *BY_PROVINCE]
OVER = ["จังหวัด", "จำนวนผู้สูงอายุ ชาย", "จำนวนผู้สูงอายุ หญิง", "จำนวนผู้สูงอายุ รวม"]

FILES: dict[str, tuple[bytes, list[str], list[int]]] = {  # name: content, names of columns, rows read
    "people.csv": (text([NAMES, *PEOPLE]), NAMES, [1, 2]),
    "people_cp874.csv": (text([NAMES, *PEOPLE], "|", "cp874"), NAMES, [1, 2]),
    "titled.csv": (text([["บัญชีรายชื่อ,,,,"], [",,,,"], NAMES, *PEOPLE, ["รวม", "", "", "", "1300"]]), NAMES, [1, 2]),
    "blank_lines.csv": (b"\r\n\r\n" + text([NAMES, *PEOPLE]), NAMES, [1, 2]),
    "ผู้สูงอายุ, ปี 2565 [1].xlsx": (workbook([["รายงาน ปี 2565"], [], NAMES, *PEOPLE]), NAMES, [1, 2]),
    "named.xls": (workbook([NAMES, *PEOPLE, ["หมายเหตุ: เบื้องต้น"], ["ที่มา : กรม"]]), NAMES, [1, 2]),
    "merged.xlsx": (workbook(TWO, (0, 1, 0, 3, "จำนวนผู้สูงอายุ")), OVER, [1, 2]),
    "upper.xlsx": (
        workbook([
            ["จังหวัด", "ผู้สูงอายุ", "", "คนพิการ", ""], ["", "ชาย", "หญิง", "ชาย", "หญิง"], ["พะเยา", "1", "2", "3", "4"],
        ]),
        ["จังหวัด", "ผู้สูงอายุ ชาย", "ผู้สูงอายุ หญิง", "คนพิการ ชาย", "คนพิการ หญิง"], [1],
    ),
    "twice.csv": (
        text([["จังหวัด", "จำนวน", "ร้อยละ", "จำนวน", "ร้อยละ"], ["พะเยา", "1", "2.5", "3", "4.5"]]),
        ["จังหวัด", "จำนวน", "ร้อยละ", "จำนวน (2)", "ร้อยละ (2)"], [1],
    ),
    "years.csv": (
        text([["จังหวัด", "2563", "2564", "2565"], *BY_PROVINCE]), ["จังหวัด", "2563", "2564", "2565"], [1, 2],
    ),
    "page.xls": (HTML.encode(), ["จังหวัด", "ผู้สูงอายุ ชาย", "ผู้สูงอายุ หญิง", "ผู้สูงอายุ รวม"], [1, 2]),
    "lines.jsonl": (LINES.encode(), NAMES[:3], [1, 2]),
    "table.parquet": (parquet(), NAMES, [1, 2]),
    "two.csv": (text([["จังหวัด", "จำนวน"], ["พะเยา", "1"], ["น่าน", "2"]]), ["จังหวัด", "จำนวน"], [1, 2]),
    "unnamed.csv": (text([["จังหวัด", "", "จำนวน"], ["พะเยา", "x", "1"]]), ["จังหวัด", "col2", "จำนวน"], [1]),
}  # fmt: skip


@pytest.mark.parametrize("name", FILES)
def test_a_file_is_read_to_the_row_by_its_own_draft(name: str, tmp_path: Path, engine: Engine) -> None:
    content, names, numbers = FILES[name]
    file = tmp_path / name
    file.write_bytes(content)
    look = look_at(file)
    path = tmp_path / "contract.yaml"
    path.write_text(draft_contract(look, guess_columns(look.columns), agency="dop", language="th"), "utf-8")
    contract = load_contract(path, quality.parameters())
    assert [field.name for field in contract.fields] == names
    receipt = ingest.receive(
        file, {contract.dataset: contract}, vault=tmp_path / "vault", on=date(2026, 11, 22)
    ).receipt
    reading, conformed = ingest.take_in(receipt, contract, tmp_path / "vault", engine)
    assert [row[0] for row in reading.rows.rows()] == numbers
    assert reading.rows_delivered == len(numbers) + reading.refused.count()
    assert all(cell not in (None, "") for row in reading.rows.rows() for cell in row)
    findings = quality.check(conformed.rows, contract, "d1")
    delivered = ingest.accept(reading, conformed, findings, contract, receipt)["deliveries"].rows()[0][-4:]
    assert delivered[0] == sum(delivered[1:])
    assert reading.notes is not None
    assert reading.notes.count() == 0
