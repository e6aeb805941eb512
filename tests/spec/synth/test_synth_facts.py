"""Can every planted fact be found from the truth by somebody who knows only the rule?"""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

AS_OF = date(2026, 11, 22)  # the day of the fixture `truth`
Rows = list[dict[str, Any]]
NEEDS = (
    "older_alone", "older_poor", "child_poor", "out_of_school", "lost_caregiver", "pregnant_under_20", "violence",
    "homeless", "disabled", "no_number",
)  # fmt: skip


def rows(truth: Path, name: str) -> Rows:
    found: Rows = pq.read_table(truth / f"{name}.parquet").to_pylist()
    return found


def plain_needs(people: Rows) -> dict[str, set[str]]:
    """Each rule once more, a person at a time."""
    lives = Counter(row["household"] for row in people if row["death_date"] is None)
    found: dict[str, set[str]] = {name: set() for name in NEEDS}
    for row in people:
        if row["death_date"] is not None:
            continue
        age, is_poor = row["age"], row["household_income_per_person"] < 38_000
        is_child = age < 18
        has = {
            "older_alone": age >= 60 and not row["institution"] and lives[row["household"]] == 1,
            "older_poor": age >= 60 and is_poor,
            "child_poor": is_child and is_poor,
            "out_of_school": 6 <= age < 18 and row["dropped_out"],
            "lost_caregiver": is_child and row["lost_caregiver"],
            "pregnant_under_20": age < 20 and row["pregnant_since"] is not None,
            "violence": row["violence_on"] is not None and row["violence_on"] > AS_OF - timedelta(days=365),
            "homeless": row["homeless_since"] is not None,
            "disabled": row["disability_kind"] > 0,
            "no_number": row["citizen_id"] is None,
        }
        for name, yes in has.items():
            if yes:
                found[name].add(row["truth_id"])
    return found


def told(truth: Path) -> dict[str, set[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for row in rows(truth, "facts"):
        found[row["fact"]].add(row["truth_id"])
    return found


@pytest.mark.parametrize("need", NEEDS)
def test_every_need_is_planted_and_can_be_found(truth: Path, need: str) -> None:
    found = plain_needs(rows(truth, "people"))[need]
    assert found
    assert told(truth)[need] == found


@pytest.mark.parametrize("benefit", ["old_age_allowance", "child_support_grant"])
def test_who_is_eligible_and_not_receiving_can_be_found(truth: Path, benefit: str) -> None:
    missing = {
        row["truth_id"] for row in rows(truth, "owed") if row["benefit"] == benefit and row["state"] == "missing"
    }
    assert missing
    assert told(truth)[f"eligible_not_receiving:{benefit}"] == missing


def test_the_dead_who_are_paid_stand_in_the_payment_list(truth: Path) -> None:
    dead = {row["truth_id"] for row in rows(truth, "people") if row["death_date"] is not None}
    listed = {row["truth_id"] for row in rows(truth, "records") if row["dataset"] == "old_age_allowance"}
    assert told(truth)["dead_and_paid:old_age_allowance"] == dead & listed
    assert dead & listed


def test_households_with_three_kinds_of_need_can_be_found(truth: Path) -> None:
    people = rows(truth, "people")
    home = {row["truth_id"]: row["household"] for row in people}
    kinds: dict[int, set[str]] = defaultdict(set)
    for need, who in plain_needs(people).items():
        for person in who:
            kinds[home[person]].add(need)
    at_home = [row for row in people if row["death_date"] is None and not row["institution"]]
    many = {row["truth_id"] for row in at_home if len(kinds[row["household"]]) >= 3}
    assert many
    assert told(truth)["multi_problem_household"] == many


def test_those_who_live_elsewhere_monks_aliens_and_institutions_are_there(truth: Path) -> None:
    people = rows(truth, "people")
    away = sum(row["subdistrict_code"] != row["actual_subdistrict_code"] for row in people) / len(people)
    assert 0.04 <= away <= 0.09
    assert {row["institution"] for row in people} == {"", "temple", "children_home", "older_home", "prison"}
    kinds = {row["citizen_id"][0] for row in people if row["citizen_id"]}
    assert kinds >= {"0", "1", "2", "3", "4", "5", "6", "7"}
    births = Counter((row["household"], row["birth_date"]) for row in people if row["birth_precision"] == "day")
    assert any(count == 2 for count in births.values())  # twins
