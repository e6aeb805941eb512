"""Are the deliveries what their contracts promise, the same on every run, and apart from the truth?"""

from __future__ import annotations

import csv
import re
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from python_calamine import CalamineWorkbook

import saphan
from saphan.contracts.agreement import load_agreements
from saphan.contracts.load import load_contracts
from saphan.contracts.model import Contract
from saphan.synth import write_country
from saphan.synth.places import UnknownProvince

DATASETS = {
    "basic_needs_survey",
    "child_support_grant",
    "civil_registration",
    "disability_cards",
    "msdhs_cases",
    "old_age_allowance",
    "school_enrolment",
    "state_welfare_card",
}


def contents(directory: Path) -> dict[str, bytes]:
    return {str(path.relative_to(directory)): path.read_bytes() for path in directory.rglob("*") if path.is_file()}


def test_the_same_seed_gives_the_same_bytes(small_province: Path, write_province: Callable[..., Path]) -> None:
    first, again = contents(small_province), contents(write_province())
    assert first.keys() == again.keys()
    assert [name for name in first if first[name] != again[name]] == []


def test_another_seed_gives_other_people(small_province: Path, write_province: Callable[..., Path]) -> None:
    first, other = contents(small_province), contents(write_province(seed=1))
    assert first.keys() == other.keys()
    changed = {name for name in first if first[name] != other[name]}
    made = {name for name in first if name.startswith(("inbox", "truth"))}
    assert changed == made - {"truth/events.parquet"}  # nothing happens within one picture


def test_any_province_can_be_made(write_province: Callable[..., Path]) -> None:
    people = pq.read_table(write_province(people=300, provinces=["10"]) / "truth" / "people.parquet").to_pylist()
    assert len(people) == 300
    assert {row["district_code"][:2] for row in people} == {"10"}


def test_a_province_there_is_not_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UnknownProvince):
        write_country(tmp_path, people=10, provinces=["99"], as_of=date(2026, 11, 22), tell=lambda _what, _far: None)


def test_contracts_and_agreement_are_right_and_belong_together(small_province: Path) -> None:
    assert set(load_contracts(small_province / "contracts")) == DATASETS
    (agreement,) = load_agreements(small_province / "agreements").values()
    assert set(agreement.datasets) == DATASETS
    assert (agreement.begins, agreement.ends) == (date(2020, 9, 16), date(2027, 12, 31))


def header(path: Path, contract: Contract) -> list[str]:
    shape = contract.file
    if shape.format == "xlsx":
        rows = CalamineWorkbook.from_path(str(path)).get_sheet_by_name(shape.sheet).to_python()
        return [str(cell) for cell in rows[shape.header_row - 1]]
    encoding = "utf-8-sig" if shape.encoding == "utf-8" else shape.encoding
    with path.open(encoding=encoding, newline="") as text:
        return next(csv.reader(text, delimiter=shape.separator))


def test_every_file_has_the_columns_of_its_contract(small_province: Path) -> None:
    for contract in load_contracts(small_province / "contracts").values():
        (path,) = (small_province / "inbox").glob(contract.file.pattern)
        if contract.file.format != "fixed":
            assert header(path, contract) == [column.name for column in contract.fields], contract.dataset


def test_fixed_widths_fill_the_line(small_province: Path) -> None:
    contract = load_contracts(small_province / "contracts")["disability_cards"]
    lines = (
        next((small_province / "inbox").glob(contract.file.pattern))
        .read_bytes()
        .decode("cp874", "replace")
        .splitlines()
    )
    last = max(contract.fields, key=lambda column: column.start)
    assert {len(line) for line in lines} == {last.start + last.width - 1}
    assert sum(column.width for column in contract.fields) == last.start + last.width - 1


def test_thai_code_page_files_are_no_utf_8(small_province: Path) -> None:
    for pattern in ("old_age_*.csv", "disability_cards_*.txt"):
        (path,) = (small_province / "inbox").glob(pattern)
        text = path.read_bytes().decode("cp874", "replace")
        assert text.count("\ufffd") == (path.suffix == ".txt")  # planted: one byte of no character
        with pytest.raises(UnicodeDecodeError):
            path.read_bytes().decode("utf-8")


def test_no_delivery_holds_a_key_of_the_truth(small_province: Path) -> None:
    for path in (small_province / "inbox").iterdir():
        assert not re.search(rb"t\d{7}(?!\d)", path.read_bytes()) or path.suffix == ".xlsx", path.name


def test_no_stage_reads_the_truth() -> None:
    package = Path(saphan.__file__).parent
    stages = ("ingest", "quality", "linkage", "registry", "welfare", "measures", "disclosure", "exchange")
    for file in [package / "pipeline.py", *(path for stage in stages for path in (package / stage).rglob("*.py"))]:
        assert not re.search(r"""["'](?:[^"']*/)?truth(?:/[^"']*)?["']""", file.read_text(encoding="utf-8")), file
