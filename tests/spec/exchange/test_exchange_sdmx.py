"""A protected table as SDMX-CSV: drawn rows in, lines out; read back by another reader."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path

import pytest

from saphan.exchange.sdmx import WithheldValue, flow_of, write_sdmx_csv
from saphan.exchange.sdmx.codes import area, group

TABLE = "old_age_allowance.missing.area_age"
ROWS = [
    (TABLE, "total", "total", 283, "A", "F"),
    (TABLE, "56", "total", 283, "A", "F"),
    (TABLE, "5601", "60-69", None, "Q", "C"),
    (TABLE, "5601", "90+", None, "Q", "D"),
    (TABLE, "56unknown", "unknown", 0, "A", "F"),
    ("old_age_allowance.eligible.area_age", "total", "total", 999, "A", "F"),
]
AS_OF = date(2026, 11, 22)


def written(path: Path, rows: list[tuple[str, str, str, int | None, str, str]], table_id: str = TABLE) -> str:
    write_sdmx_csv(rows, table_id, path, flow=flow_of(table_id, agency="MSDHS"), as_of=AS_OF)
    return path.read_bytes().decode("utf-8")


def test_a_line_for_each_cell_and_no_value_where_it_is_withheld(tmp_path: Path) -> None:
    flow = "dataflow,MSDHS:OLD_AGE_ALLOWANCE_MISSING_AREA_AGE(1.0),I,M"
    assert written(tmp_path / "t.csv", ROWS).splitlines() == [
        "STRUCTURE,STRUCTURE_ID,ACTION,FREQ,REF_AREA,AGE_GROUP,TIME_PERIOD,OBS_VALUE,OBS_STATUS,CONF_STATUS",
        f"{flow},TH56,_T,2026-11,283,A,F",
        f"{flow},TH5601,Y60T69,2026-11,,Q,C",
        f"{flow},TH5601,Y_GE90,2026-11,,Q,D",
        f"{flow},TH56_U,_U,2026-11,0,A,F",
        f"{flow},TH,_T,2026-11,283,A,F",
    ]


def test_a_table_of_outcomes_has_its_own_dimension(tmp_path: Path) -> None:
    table_id = "old_age_allowance.outcome.area_outcome"
    text = written(tmp_path / "t.csv", [(table_id, "5601", "not_found", 7, "A", "F")], table_id)
    (line,) = csv.DictReader(text.splitlines())
    assert (line["OUTCOME"], line["OBS_VALUE"]) == ("NOT_FOUND", "7")


def test_the_same_table_gives_the_same_bytes_in_any_order(tmp_path: Path) -> None:
    assert written(tmp_path / "one.csv", ROWS) == written(tmp_path / "two.csv", ROWS[::-1])


@pytest.mark.parametrize(
    "marks", [(3, "Q", "C"), (3, "Q", "D"), (None, "A", "F"), (3, "A", "C"), (None, "Q", "F"), (3, "Q", "F")]
)
def test_a_row_whose_marks_and_value_differ_is_refused_and_nothing_is_written(
    tmp_path: Path, marks: tuple[int | None, str, str]
) -> None:
    with pytest.raises(WithheldValue) as refusal:
        written(tmp_path / "t.csv", [*ROWS, (TABLE, "5602", "60-69", *marks)])
    assert not (tmp_path / "t.csv").exists()
    assert "3" not in str(refusal.value)


@pytest.mark.parametrize(
    ("code", "sdmx"),
    [("total", "TH"), ("56", "TH56"), ("5601", "TH5601"), ("unknown", "TH_U"), ("56unknown", "TH56_U")],
)
def test_an_area_by_its_sdmx_code(code: str, sdmx: str) -> None:
    assert area(code) == sdmx


@pytest.mark.parametrize(
    ("code", "sdmx"), [("total", "_T"), ("unknown", "_U"), ("0-9", "Y0T9"), ("90+", "Y_GE90"), ("moved", "MOVED")]
)
def test_a_group_by_its_sdmx_code(code: str, sdmx: str) -> None:
    assert group(code) == sdmx
