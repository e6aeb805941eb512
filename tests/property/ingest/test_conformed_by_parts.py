"""What is kept of a delivery says of each cell what its reader says of the text alone, in one piece and in many."""

from __future__ import annotations

import tempfile
from datetime import date
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from saphan import ingest, quality
from saphan.contracts.meanings import Meaning
from saphan.contracts.model import Contract, Field, FileShape, Rule
from saphan.ingest.blocks import Sizes
from saphan.ingest.normalise.readers import reader_of
from saphan.ingest.read import Sorted
from saphan.ingest.readable import open_file
from saphan.store import Engine
from saphan.tables import conformed

DAY = date(2026, 11, 22)
MEANINGS = (
    Meaning.CITIZEN_ID, Meaning.GIVEN_NAME, Meaning.FAMILY_NAME, Meaning.SEX, Meaning.BIRTH_DATE, Meaning.DEATH_DATE,
    Meaning.HOUSE_NUMBER, Meaning.POSTCODE, Meaning.PHONE, Meaning.BENEFIT_AMOUNT, Meaning.LOCALITY, None, None,
)  # fmt: skip
RULE = Rule(check_id="required", severity="warn")
FIELDS = tuple(
    Field(name=f"ช่อง{at}", description={}, meaning=meaning, rules=(RULE,) if at == len(MEANINGS) - 2 else ())
    for at, meaning in enumerate(MEANINGS)
)
CONTRACT = Contract(
    dataset="a", version="1", agency="x", title={}, description={}, fields=FIELDS,
    file=FileShape(format="csv", pattern="a*", header_row=1),
)  # fmt: skip
CELLS = st.sampled_from(
    ("", "1101700207366", "1101700207367", "๑๑๐๑๗๐๐๒๐๗๓๖๖", "สมชาย", "น.ส.มาลี", "  มาลี", "1", "2", "ชาย", "01/02/2499",
     "31/02/2499", "00/00/2490", "1/1/99", "2026-01-02", "12/3", "๑๒/๓", "56000", "0812345678", "600", "600.00",
     "1,200", "-", "ไม่มี", "NULL", "007", "ข", "ข ค", "12.345678901234567", "-5", "๕๖๐.๕")
)  # fmt: skip
ROWS = st.lists(st.lists(CELLS, min_size=len(MEANINGS), max_size=len(MEANINGS)), min_size=1, max_size=12)
WHO = {
    "citizen_id": 0, "birth_date": 4, "house_number": 6, "postcode": 7, "phone": 8, "locality": 10, "family_name": 2,
    "given_name": 1, "sex": 3,
}  # fmt: skip


def taken(
    content: bytes, engine: Engine, home: Path, sizes: Sizes
) -> tuple[list[dict[str, object]], list[tuple[object, ...]]]:
    path = home / "a1"
    path.write_bytes(content)
    receipt = ingest.Receipt("d1", "a", "x", "1", "a1", "0" * 64, len(content), DAY)
    reading, rows = ingest.take_opened(Sorted(open_file(path, CONTRACT), receipt, sizes), CONTRACT, engine)
    findings = quality.check(rows.rows, CONTRACT, "d1")
    assert reading.rows_delivered == rows.rows.count() + reading.refused.count()
    assert reading.rows.rows() == [
        (row["row_number"], *(row[conformed.raw(at)] for at in range(len(FIELDS)))) for row in listed(rows.rows)
    ]
    return listed(rows.rows), sorted(findings.rows())


def listed(rows: object) -> list[dict[str, object]]:
    found: list[dict[str, object]] = rows.arrow().to_pylist()  # type: ignore[attr-defined]  # a relation
    return found


def said(text: str, at: int) -> dict[str, object]:
    """What is to be said of one cell."""
    if FIELDS[at].meaning is None and not FIELDS[at].rules:
        return {"raw": text, "value": text, "taken": None, "class": "ok" if text.strip(" ") else "empty", "rule": ""}
    if not text:
        return {"raw": text, "value": None, "taken": None, "class": "empty", "rule": ""}
    value, as_text, value_class, rule, *_ = reader_of(FIELDS[at], DAY).read(text)
    return {"raw": text, "value": value, "taken": as_text if rule else None, "class": value_class, "rule": rule}


@settings(deadline=None, max_examples=25)
@given(
    rows=ROWS,
    encoding=st.sampled_from(("utf-8", "cp874")),
    times=st.sampled_from((1, 12)),
    block=st.sampled_from((400, 20_000)),
)
def test_each_cell_says_what_its_text_says_however_it_was_read(
    *, rows: list[list[str]], encoding: str, times: int, block: int
) -> None:
    rows = [row for row in rows if any(cell.strip() for cell in row)] * times
    content = "\n".join(",".join(f'"{cell}"' if "," in cell else cell for cell in row)
                        for row in [[field.name for field in FIELDS], *rows]).encode(encoding) + b"\n"  # fmt: skip
    with tempfile.TemporaryDirectory() as directory:
        home = Path(directory)
        with Engine(threads=1, scratch=home, may_read=[home]) as engine:
            whole = taken(content, engine, home, Sizes())
            assert taken(content, engine, home, Sizes(block=block, ends=50, held=0)) == whole
    assert len(whole[0]) == len(rows)
    for found, row in zip(whole[0], rows, strict=True):
        for at, text in enumerate(row):
            assert {part: found[f"{part}_{at}"] for part in said(text, at)} == said(text, at)
        assert {name: found[name] for name in WHO if name != "sex"} == {
            name: found[f"value_{at}"] for name, at in WHO.items() if name != "sex"
        }
        assert found["received_on"] == DAY
        assert found["title"] == title_in(row[1])
        assert found["source_key"] is None


def title_in(given: str) -> object:
    """The title that was glued to a given name."""
    return reader_of(FIELDS[1], DAY).read(given)[4] if given else None
