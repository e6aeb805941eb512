"""Tables as ministries publish them: the draft names their columns, and no sum, unit or remark is taken for a row."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
import xlsxwriter

from saphan import ingest, quality
from saphan.contracts import load_contract
from saphan.ingest.draft import draft_contract, guess_columns, look_at
from saphan.store import Engine

Rows = Sequence[Sequence[object]]
PLACES = ("พะเยา", "น่าน", "เชียงราย", "แพร่")
MONTHS = ("ต.ค.", "พ.ย.", "ธ.ค.", "ม.ค.", "ก.พ.", "มี.ค.")
AGES = ("60-69 ปี", "70-79 ปี", "รวม")


def text(rows: Rows, *, separator: str = ",", encoding: str = "utf-8") -> bytes:
    lines = (separator.join(f'"{cell}"' if separator in str(cell) else str(cell) for cell in row) for row in rows)
    return "".join(f"{line}\r\n" for line in lines).encode(encoding)


def workbook(**sheets: Rows) -> bytes:
    out = BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            for at, row in enumerate(rows):
                for place, cell in enumerate(row):
                    if cell != "":
                        sheet.write(at, place, cell)
    return out.getvalue()


# name: content, columns with their meanings, rows taken, rules of those refused
FILES: dict[str, tuple[bytes, dict[str, str | None], int, list[str]]] = {
    "two_years_over_ages.xlsx": (
        workbook(s=[
            ["ตารางที่ 1 ผู้สูงอายุ"], ["ปีงบประมาณ พ.ศ. 2566 - 2567"], [],
            ["ลำดับ", "จังหวัด", "ปี 2566", "", "", "ปี 2567"], ["", "", *AGES, *AGES],
            *[[at + 1, name, 100 + at, 50, 150 + at, 110, 60, 170] for at, name in enumerate(PLACES)],
            ["", "รวมทั้งสิ้น", 410, 200, 610, 440, 240, 680], ["หมายเหตุ : ข้อมูล ณ วันที่ 30 กันยายน 2567"],
        ]),
        {"ลำดับ": "record_key", "จังหวัด": "province_name", **{f"ปี {year} {age}": None for year in (2566, 2567)
                                                              for age in AGES}},
        4, ["total_row", "note_row"],
    ),
    "months.csv": (
        text([["จ่ายเงินสงเคราะห์"], ["จังหวัด", *MONTHS, "รวม"],
              *[[name, "-", "1,100", "1,200", "-", "1,400", "1,500", "5,200"] for name in PLACES],
              ["รวม", *["4,400"] * 7]], encoding="cp874"),
        {"จังหวัด": "province_name", **dict.fromkeys(MONTHS), "รวม": None}, 4, ["total_row"],
    ),
    "explained_first.xlsx": (
        workbook(คำอธิบาย=[["คอลัมน์", "ความหมาย"], *[[f"ช่อง {at}", "อธิบายอย่างยาว"] for at in range(30)]],
                 ข้อมูล=[[], ["", "จังหวัด", "จำนวนคนพิการ", "ร้อยละ"], *[["", name, 1200 + at, f"{at}.5%"]
                                                              for at, name in enumerate(PLACES)]]),
        {"จังหวัด": "province_name", "จำนวนคนพิการ": None, "ร้อยละ": None}, 4, [],
    ),
    "spans_of_years.csv": (
        text([["จังหวัด", "พ.ศ. 2561-2565", "พ.ศ. 2566"], *[[name, "1,000", "-"] for name in PLACES]], separator=";"),
        {"จังหวัด": "province_name", "พ.ศ. 2561-2565": None, "พ.ศ. 2566": None}, 4, [],
    ),
    "sums_of_parts.csv": (
        text([["ภาค", "จังหวัด", "จำนวน (ราย)", "ปี พ.ศ."], ["ภาคเหนือ", "พะเยา", 10, 2565], ["", "น่าน", 20, 2566],
              ["", "รวมภาคเหนือ", 30, ""], ["ภาคใต้", "ตรัง", 5, 2566], ["", "รวมภาคใต้", 5, ""],
              ["รวมทั้งประเทศ", "", 35, ""], ["ที่มา : กรม", "", "", ""]]),
        {"ภาค": None, "จังหวัด": "province_name", "จำนวน (ราย)": None, "ปี พ.ศ.": None}, 3,
        ["total_row", "total_row", "total_row", "note_row"],
    ),
    "units.xlsx": (
        workbook(s=[["จังหวัด", "ประชากร", "พื้นที่"], ["", "(คน)", "(ตร.กม.)"],
                    *[[name, 100_000 + at, 6335.06] for at, name in enumerate(PLACES)]]),
        {"จังหวัด": "province_name", "ประชากร (คน)": None, "พื้นที่ (ตร.กม.)": None}, 4, [],
    ),
    "signed.csv": (
        text([["ลำดับ", "ตำบล", "จำนวนครัวเรือน"], [1, "เวียง", 120], [2, "จุน", 90], [3, "ปง", 80],
              ["หมายเหตุ", "1. เบื้องต้น", ""], ["สืบค้นเมื่อ 1 มกราคม 2567", "", ""], ["ลงชื่อ........ผู้รับรอง", "", ""]]),
        {"ลำดับ": "record_key", "ตำบล": "subdistrict_name", "จำนวนครัวเรือน": None}, 3, ["note_row"] * 3,
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", FILES)
def test_a_published_table_is_drafted_and_each_of_its_rows_has_one_place(
    name: str, tmp_path: Path, engine: Engine
) -> None:
    content, columns, taken, refused = FILES[name]
    file = tmp_path / name
    file.write_bytes(content)
    look = look_at(file)
    path = tmp_path / "contract.yaml"
    path.write_text(draft_contract(look, guess_columns(look.columns), agency="dop", language="th"), "utf-8")
    contract = load_contract(path, quality.parameters())
    assert {field.name: field.meaning and field.meaning.value for field in contract.fields} == columns
    receipt = ingest.receive(
        file, {contract.dataset: contract}, vault=tmp_path / "vault", on=date(2026, 11, 22)
    ).receipt
    reading, conformed = ingest.take_in(receipt, contract, tmp_path / "vault", engine)
    assert reading.rows.count() == taken
    assert [row[4] for row in sorted(reading.refused.rows(), key=lambda row: row[2])] == refused
    findings = quality.check(conformed.rows, contract, receipt.delivery_id)
    delivered = ingest.accept(reading, conformed, findings, contract, receipt)["deliveries"].rows()[0][-4:]
    assert delivered == (taken + len(refused), taken, 0, len(refused))
