"""Is the truth what published figures say, and can every planted gap be found from it?"""

from __future__ import annotations

from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

AS_OF = date(2026, 11, 22)  # the day of the fixture `truth`
Rows = list[dict[str, Any]]


def rows(truth: Path, name: str) -> Rows:
    found: Rows = pq.read_table(truth / f"{name}.parquet").to_pylist()
    return found


def share(holds: list[bool]) -> float:
    return sum(holds) / len(holds)


def completed_years(born: date, on: date) -> int:
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day))


def test_the_province_looks_like_the_north_of_2026(truth: Path) -> None:
    people = rows(truth, "people")
    ages = [row["age"] for row in people]
    assert share([age >= 60 for age in ages]) == pytest.approx(
        0.262, abs=0.02
    )  # 26.2 % in the North, survey of older persons 2567
    old = [age for age in ages if age >= 60]
    assert share([age >= 80 for age in old]) == pytest.approx(0.143, abs=0.03)  # NSO Social Indicators 2566
    assert share([age < 15 for age in ages]) == pytest.approx(0.14, abs=0.03)  # a guess from falling births
    assert share([row["sex"] == "f" for row in people]) == pytest.approx(0.512, abs=0.02)  # NSO Bulletin Q1/2567
    households = Counter(row["household"] for row in people)
    at_home = [row for row in people if not row["institution"]]  # the survey counts private households only
    assert len(at_home) / len({row["household"] for row in at_home}) == pytest.approx(2.7, abs=0.1)  # SES 2562
    alone = [households[row["household"]] == 1 for row in people if row["age"] >= 60]
    assert share(alone) == pytest.approx(0.129, abs=0.03)  # living alone, survey of older persons 2567
    assert share([row["disability_kind"] > 0 for row in people]) == pytest.approx(0.0317, abs=0.006)  # DEP 2564
    assert share([not row["is_thai"] for row in people]) == pytest.approx(0.02, abs=0.01)  # 1.5 %, Gazette 2566


def test_names_repeat_as_thai_names_do(truth: Path) -> None:
    people = rows(truth, "people")
    given, family = Counter(row["given_name"] for row in people), Counter(row["family_name"] for row in people)
    assert 0.003 <= max(given.values()) / len(people) <= 0.01  # the commonest holds 0.37 % of the country, BE 2554
    assert len(given) > 500
    assert len(family) > 1_500


def test_numbers_fit_births(truth: Path) -> None:
    for row in rows(truth, "people"):
        if row["citizen_id"] is None:
            continue
        kind = row["citizen_id"][0]
        early = row["birth_date"] < date(1984, 1, 1)
        assert kind in ("0", "6", "7") if not row["is_thai"] else kind in (("3", "4", "5") if early else ("1", "2"))


def test_age_is_completed_years(truth: Path) -> None:
    for row in rows(truth, "people"):
        assert row["age"] == completed_years(row["birth_date"], AS_OF)


def plainly_owed(people: Rows) -> dict[str, dict[str, int]]:
    """The two rules once more, in plain Python: baht a month of everybody who is owed."""
    tiers = ((90, 1_000), (80, 800), (70, 700), (60, 600))
    alive = [row for row in people if row["is_thai"] and row["death_date"] is None]
    return {
        "old_age_allowance": {
            row["truth_id"]: next(baht for age, baht in tiers if row["age"] >= age) for row in alive if row["age"] >= 60
        },
        "child_support_grant": {
            row["truth_id"]: 600 for row in alive if row["age"] < 6 and row["household_income_per_person"] <= 100_000
        },
    }


@pytest.mark.parametrize("benefit", ["old_age_allowance", "child_support_grant"])
def test_every_planted_gap_can_be_found_from_the_truth(truth: Path, benefit: str) -> None:
    owed = {row["truth_id"]: row for row in rows(truth, "owed") if row["benefit"] == benefit}
    plain = plainly_owed(rows(truth, "people"))[benefit]
    assert {key: row["monthly_baht"] for key, row in owed.items()} == plain
    waits = ("number_unreadable", "number_cut", "date_unreadable", "name_missing")
    delivered = [row for row in rows(truth, "records") if row["dataset"] == benefit]
    listed = {row["truth_id"] for row in delivered if row["planted"] not in waits}
    missing = {key for key, row in owed.items() if row["state"] == "missing"}
    if benefit == "old_age_allowance":  # no number of that list is ever cut, so nobody is lost by a waiting row
        assert missing == set(owed) - listed
    assert not missing & listed
    reasons = {"newly_eligible", "never_registered", "number_unclear", "moved"}
    assert all((row["reason"] in reasons) == (key in missing) for key, row in owed.items())


def test_one_district_is_far_behind(truth: Path) -> None:
    paid: dict[str, list[bool]] = {}
    for row in rows(truth, "owed"):
        if row["benefit"] == "old_age_allowance":
            paid.setdefault(row["district_code"], []).append(row["state"] == "receiving")
    covered = {district: share(states) for district, states in paid.items()}
    worst = min(covered, key=covered.__getitem__)
    assert worst == "5606"
    assert 0.72 <= covered[worst] <= 0.82
    assert all(0.84 <= each <= 0.96 for district, each in covered.items() if district != worst)
    everyone = [state for states in paid.values() for state in states]
    assert 0.86 <= share(everyone) <= 0.92


def test_the_payment_list_holds_dead_people_and_doubles(truth: Path) -> None:
    dead = {row["truth_id"] for row in rows(truth, "people") if row["death_date"] is not None}
    listed = [row for row in rows(truth, "records") if row["dataset"] == "old_age_allowance"]
    assert any(row["truth_id"] in dead for row in listed)
    planted = Counter(row["planted"] for row in listed)
    assert planted["paid_twice"] >= 2
    assert planted["repeated_row"] == 3
    assert planted["total_row"] == 1
