"""Blocks read as columns and lines read with care give the same rows and the same refusals, cell for cell."""

from __future__ import annotations

import tempfile
from dataclasses import replace
from datetime import date
from pathlib import Path

import pyarrow as pa
from hypothesis import given, settings
from hypothesis import strategies as st

from saphan import ingest
from saphan.contracts.model import Contract, Field, FileShape
from saphan.ingest.blocks import Sizes
from saphan.ingest.read import Sorted
from saphan.ingest.readable import open_file

NAMES = ("เลข", "ชื่อ", "ที่อยู่")
FIELDS = tuple(Field(name=name, description={}, required=at == 0) for at, name in enumerate(NAMES))
SHAPE = FileShape(format="csv", pattern="a_*")
CONTRACT = Contract(dataset="a", version="1", agency="x", title={}, description={}, file=SHAPE, fields=FIELDS)
RECEIPT = ingest.Receipt("d1", "a", "x", "1", "a_1", "0" * 64, 1, date(2026, 1, 1))
LINES = (
    "1,กา,ข", '"2","ก,า",ข', '3,"ก""า",ข', "4,,", "", " , ,", '5,"เปิด,ไม่ปิด', '6,ก"า,ข', '"7"x,ก,ข', "8,ก", "9,ก,ข,ค",
    "10,ก,ข,,", '11,"สอง\nบรรทัด",ข', "12,ก\rข,ค", "13,\x00,ก", "รวม,,15", '14,"",""', "15,ก,ข\x1a", '""', '16,"ก"" ,ข',
    ",รวมทั้งสิ้น,5", "รวมภาคเหนือ,,5", ",รวม,", " ,,รวมอำเภอจุน", ",รวมพล,ข", "หมายเหตุ,1. เบื้องต้น,", "ลงชื่อ......,,",
    "หมายเหตุ: ข้อมูล ณ วันที่ 1", "หมายเหตุ,,", "รวม,ก,5",
    "รวมทั้งสิ้น,,", "เลข,ชื่อ,ที่อยู่", "เลข,ก,ข",
    "17,ยาว" + "ก" * 80 + ",ข", "\ufeff18,ก,ข", '19,ก,"ข""', '20,"""ก""",ข',
)  # fmt: skip


def taken(content: bytes, *, by_blocks: bool, size: int) -> tuple[list[tuple[object, ...]], list[object], int]:
    with tempfile.TemporaryDirectory() as directory:
        path = Path(directory) / "a_1"
        path.write_bytes(content)
        opened = open_file(path, CONTRACT)
        assert opened.delimited is not None
        if not by_blocks:
            opened = replace(opened, delimited=None)
        found = Sorted(opened, RECEIPT, Sizes(block=size, ends=max(1, size // 4)))
        table = pa.concat_tables(found.tables())
    rows = list(zip(*table.to_pydict().values(), strict=True))
    return rows, [(each[2], each[4]) for each in found.refused], found.delivered


def outcome(content: bytes, *, by_blocks: bool, size: int) -> object:
    try:
        return taken(content, by_blocks=by_blocks, size=size)
    except ingest.UnreadableFile as refused:
        return str(refused)


@settings(deadline=None, max_examples=300)
@given(
    above=st.lists(st.sampled_from(("รายงาน", "ข้อมูล ณ วันที่ 1,,", "")), max_size=5),
    lines=st.lists(st.sampled_from(LINES), max_size=40),
    end=st.sampled_from(("\n", "\r\n")),
    is_ended=st.booleans(),
    encoding=st.sampled_from(("utf-8", "utf-8-sig")),
    size=st.sampled_from((8, 40, 200)),
    lost=st.lists(st.integers(0, 2000), max_size=2),
)
def test_both_ways_of_reading_agree(
    *, above: list[str], lines: list[str], end: str, is_ended: bool, encoding: str, size: int, lost: list[int]
) -> None:
    text = end.join([*above, ",".join(NAMES), *lines]) + (end if is_ended else "")
    content = bytearray(text.encode(encoding))
    for at in lost:
        # a mark at the beginning and three bytes to a letter: below the header
        if 3 + 3 * len(end.join([*above, ",".join(NAMES)])) < at < len(content):
            content[at] = 0xFF
    bytes_ = bytes(content)
    # a text with too many lost bytes is refused before it is read, in the same words either way
    assert outcome(bytes_, by_blocks=True, size=size) == outcome(bytes_, by_blocks=False, size=size)


@settings(deadline=None, max_examples=100)
@given(lines=st.lists(st.sampled_from([line for line in LINES if "\ufeff" not in line]), min_size=3, max_size=40))
def test_both_ways_of_reading_agree_in_the_thai_code_page(lines: list[str]) -> None:
    content = "\n".join([",".join(NAMES), *lines]).encode("cp874")
    assert taken(content, by_blocks=True, size=30) == taken(content, by_blocks=False, size=30)
