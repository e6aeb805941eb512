"""Any table written in any format is read back cell for cell; any damage leaves the counts adding up."""

from __future__ import annotations

import csv
import hashlib
import io
import tempfile
from datetime import date
from pathlib import Path

import xlsxwriter
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from saphan import ingest
from saphan.contracts.model import Contract, Field, FileShape
from saphan.errors import BrokenPromise
from saphan.ingest.blocks import TOTALS
from saphan.store import Engine

THAI = "กขคงจฉชซญดตถทนบปผพฟมยรลวสหอฮะาิีึืุูเแโใไ็่้๊๋์ำ๐๑๒๓๔๕๖๗๘๙"
COMMON = THAI + "abcXYZ0123456789-./ ()'"
ENCODINGS = ("utf-8", "utf-8-sig", "utf-16", "cp874")
NAMES = ("เลข", "ชื่อ", "ที่อยู่")


def tables(alphabet: str) -> st.SearchStrategy[list[list[str]]]:
    """Rows of three cells, the first never blank and never a total's word."""
    first = st.text(alphabet, min_size=1, max_size=8).filter(lambda cell: cell.strip() and cell.strip() not in TOTALS)
    row = st.tuples(first, st.text(alphabet, max_size=8), st.text(alphabet, max_size=8)).map(list)
    return st.lists(row, min_size=1, max_size=12)


def contract(form: str, encoding: str = "auto", separator: str = ",", widths: tuple[int, ...] = (0, 0, 0)) -> Contract:
    starts = [1 + sum(widths[:at]) if form == "fixed" else 0 for at in range(3)]
    fields = tuple(
        Field(name=name, description={}, required=at == 0, start=starts[at], width=widths[at])
        for at, name in enumerate(NAMES)
    )
    shape = FileShape(
        format=form,  # type: ignore[arg-type]  # drawn as text
        pattern="a_*",
        encoding="cp874" if encoding == "cp874" else "auto",
        separator=separator,
        header_row=0 if form == "fixed" else -1,
    )
    return Contract(dataset="a", version="1", agency="x", title={}, description={}, file=shape, fields=fields)


def read(content: bytes, described: Contract, engine: Engine) -> ingest.Reading:
    with tempfile.TemporaryDirectory() as directory:
        digest = hashlib.sha256(content).hexdigest()
        file = Path(directory) / digest / "a_1"
        file.parent.mkdir()
        file.write_bytes(content)  # laid in the vault by hand: to sync the disk for every example takes a minute
        receipt = ingest.Receipt(f"d{digest[:12]}", "a", "x", "1", "a_1", digest, len(content), date(2026, 1, 1))
        return ingest.read(receipt, described, Path(directory), engine)


@settings(deadline=None, max_examples=60)
@given(
    rows=tables(COMMON + ',;|"\n'),
    encoding=st.sampled_from(ENCODINGS),
    separator=st.sampled_from(",;|\t"),
    end=st.sampled_from(("\n", "\r\n")),
)
def test_a_csv_file_is_read_back_cell_for_cell(
    engine: Engine, rows: list[list[str]], encoding: str, separator: str, end: str
) -> None:
    text = io.StringIO()
    csv.writer(text, delimiter=separator, lineterminator=end).writerows([NAMES, *rows])
    reading = read(text.getvalue().encode(encoding), contract("csv", encoding, separator), engine)
    assert [list(row[1:]) for row in reading.rows.rows()] == rows
    assert (reading.refused.count(), reading.rows_delivered, reading.encoding) == (0, len(rows), encoding)


@settings(deadline=None, max_examples=60)
@given(rows=tables(COMMON), encoding=st.sampled_from(("utf-8", "cp874")), spare=st.integers(0, 3))
def test_a_file_of_fixed_widths_is_read_back_cell_for_cell(
    engine: Engine, rows: list[list[str]], encoding: str, spare: int
) -> None:
    widths = tuple(max(1, *(len(row[at]) for row in rows)) + spare for at in range(3))
    text = "".join("".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) + "\n" for row in rows)
    reading = read(text.encode(encoding), contract("fixed", encoding, widths=widths), engine)
    assert [list(row[1:]) for row in reading.rows.rows()] == [[cell.strip(" ") for cell in row] for row in rows]
    assert reading.refused.count() == 0


@settings(deadline=None, max_examples=25)
@given(rows=tables(COMMON), titles=st.integers(0, 5))
def test_a_workbook_is_read_back_cell_for_cell(engine: Engine, rows: list[list[str]], titles: int) -> None:
    content = io.BytesIO()
    with xlsxwriter.Workbook(content) as book:
        sheet = book.add_worksheet()
        for at, row in enumerate([["รายงาน"]] * titles + [list(NAMES), *rows]):
            for place, cell in enumerate(row):
                sheet.write_string(at, place, cell)
    reading = read(content.getvalue(), contract("xlsx"), engine)
    assert [list(row[1:]) for row in reading.rows.rows()] == rows
    assert reading.refused.count() == 0


@settings(deadline=None, max_examples=60)
@given(rows=tables(COMMON), encoding=st.sampled_from(ENCODINGS), share=st.floats(0, 1))
def test_a_file_cut_anywhere_gives_its_whole_rows_and_at_most_one_more(
    engine: Engine, rows: list[list[str]], encoding: str, share: float
) -> None:
    lines = [",".join(NAMES), *(",".join(row) for row in rows)]
    whole = ("\n".join(lines) + "\n").encode(encoding)
    head = len((lines[0] + "\n").encode(encoding))
    cut = head + int(share * (len(whole) - head))
    reading = read(whole[:cut], contract("csv", encoding), engine)
    read_back = [list(row[1:]) for row in reading.rows.rows()]
    assert reading.rows_delivered == reading.rows.count() + reading.refused.count()
    assert read_back[:-1] == rows[: max(len(read_back) - 1, 0)]
    assert len(read_back) + 1 >= whole[head:cut].decode(encoding.removesuffix("-sig"), "ignore").count("\n")
    assert {row[4] for row in reading.refused.rows()} <= {"truncated_last_row"}


@settings(deadline=None, max_examples=80)
@given(content=st.binary(max_size=400), form=st.sampled_from(("csv", "xlsx", "fixed")))
def test_no_bytes_whatever_crash_the_reader(engine: Engine, content: bytes, form: str) -> None:
    assume(content)
    header = (",".join(NAMES) + "\n").encode() if form == "csv" else b""
    said, delivered, counted = "", 0, 0
    try:
        reading = read(header + content, contract(form, widths=(2, 3, 4)), engine)
        delivered, counted = reading.rows_delivered, reading.rows.count() + reading.refused.count()
    except BrokenPromise as broken:
        said = str(broken)
    assert said.encode() or delivered == counted  # and what is said can be printed
