"""Who is counted where, and what the tables of counts hold."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from saphan.measures import count_cells, coverage
from saphan.store import Relation
from saphan.tables import COVERAGE, ENTITLEMENTS, PERSONS, RECEIVING, WORKLIST

Draw = Callable[..., Relation]
TODAY = date(2026, 11, 22)
BENEFIT = "old_age_allowance"
HER = {"person_id": "P1", "benefit": BENEFIT}
SEVENTY = {"person_id": "P1", "birth_date": date(1956, 3, 1), "birth_precision": "day", "sex": "f",
           "district_code": "5601", "province_code": "56"}  # fmt: skip


def covered(
    draw: Draw, *, is_paid: bool = False, outcome: str = "", verdict: str = "eligible", **but: object
) -> list[object]:
    made = coverage(
        draw(ENTITLEMENTS, {**HER, "verdict": verdict}),
        draw(RECEIVING, *([HER] if is_paid else [])),
        draw(WORKLIST, *([{**HER, "outcome": outcome}] if outcome else [])),
        draw(PERSONS, {**SEVENTY, **but}),
        as_of=TODAY,
    )
    return [value for row in made.rows() for value in row[2:]]


def test_one_on_the_payment_list_is_receiving(draw: Draw) -> None:
    assert covered(draw, is_paid=True) == ["56", "5601", "70-79", "f", "receiving"]


@pytest.mark.parametrize("outcome", ["open", "reached", "refused", "ineligible", "moved", "not_found"])
def test_else_her_state_is_what_the_worklist_says(draw: Draw, outcome: str) -> None:
    assert covered(draw, outcome=outcome) == ["56", "5601", "70-79", "f", outcome]


def test_what_is_not_known_of_her_is_a_group_of_its_own(draw: Draw) -> None:
    unknown = {"birth_date": None, "birth_precision": None, "sex": None, "district_code": None, "province_code": None}
    assert covered(draw, is_paid=True, **unknown) == ["unknown"] * 4 + ["receiving"]
    assert covered(draw, outcome="open", birth_precision="year_ambiguous")[2] == "unknown"


def test_a_known_district_gives_the_province(draw: Draw) -> None:
    assert covered(draw, outcome="open", province_code=None)[:2] == ["56", "5601"]


def test_one_who_is_not_owed_it_or_of_whom_nothing_tells_is_not_counted(draw: Draw) -> None:
    assert covered(draw, is_paid=True, verdict="not_eligible") == []
    assert covered(draw, verdict="cannot_tell") == []


def test_the_last_age_group_is_open(draw: Draw) -> None:
    assert covered(draw, is_paid=True, birth_date=date(1936, 11, 23))[2] == "80-89"
    assert covered(draw, is_paid=True, birth_date=date(1936, 11, 22))[2] == "90+"
    assert covered(draw, is_paid=True, birth_date=date(1920, 1, 1))[2] == "90+"


def cells(draw: Draw, *states: tuple[str, str, str, str]) -> dict[tuple[str, str, str], int]:
    rows = [
        {"person_id": f"P{at}", "benefit": BENEFIT, "province_code": province, "district_code": district,
         "age_group": group, "sex": "f", "state": state}
        for at, (province, district, group, state) in enumerate(states)
    ]  # fmt: skip
    found = count_cells(draw(COVERAGE, *rows)).rows()
    return {(table.removeprefix(f"{BENEFIT}."), row, column): count for table, row, column, count in found}


def test_every_area_gets_every_column_and_a_zero_where_nobody_is(draw: Draw) -> None:
    found = cells(draw, ("56", "5601", "60-69", "receiving"), ("56", "5602", "70-79", "open"))
    assert found["missing.area_age", "5602", "70-79"] == 1
    assert found["missing.area_age", "5601", "60-69"] == 0
    assert found["eligible.area_age", "5601", "70-79"] == 0
    assert found["eligible.area_age", "total", "total"] == 2
    assert {row for table, row, _ in found if table == "outcome.area_outcome"} == {"total", "56", "5601", "5602"}


def test_a_recorded_outcome_moves_a_person_between_columns(draw: Draw) -> None:
    before = cells(draw, ("56", "5601", "60-69", "open"))
    after = cells(draw, ("56", "5601", "60-69", "reached"))
    at = ("outcome.area_outcome", "5601")
    assert (before[*at, "open"], before[*at, "reached"]) == (1, 0)
    assert (after[*at, "open"], after[*at, "reached"]) == (0, 1)
    assert before["missing.area_age", "total", "total"] == 1
    assert after["missing.area_age", "total", "total"] == 0


def test_people_whose_district_is_not_known_have_a_row_within_their_province(draw: Draw) -> None:
    found = cells(draw, ("56", "unknown", "60-69", "open"), ("unknown", "unknown", "unknown", "moved"))
    rows = {row for _, row, _ in found}
    assert rows == {"total", "56", "56unknown", "unknown"}
    assert found["missing.area_age", "56unknown", "total"] == 1
    assert found["missing.area_age", "unknown", "unknown"] == 1


def test_nobody_covered_makes_no_table(draw: Draw) -> None:
    assert cells(draw) == {}
