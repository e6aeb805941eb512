"""Do those of an institution live together, in one house, apart from families?"""

from __future__ import annotations

import csv
from collections import defaultdict
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow.parquet as pq
import pytest

from saphan.synth.institutions import FEWEST, MOST, _parts

Row = dict[str, Any]


@pytest.fixture(scope="module")
def homes(truth: Path) -> dict[int, list[Row]]:
    found: dict[int, list[Row]] = defaultdict(list)
    for row in pq.read_table(truth / "people.parquet").to_pylist():
        found[row["household"]].append(row)
    return found


def test_an_institution_is_a_household_of_its_own_kind_alone(homes: dict[int, list[Row]]) -> None:
    for residents in homes.values():
        assert len({row["institution"] for row in residents}) == 1
        for column in ("subdistrict_code", "actual_subdistrict_code", "household_income_per_person"):
            assert len({row[column] for row in residents if row["institution"]}) <= 1


@pytest.mark.parametrize("kind", ["temple", "children_home", "older_home", "prison"])
def test_many_live_in_an_institution_and_few_in_a_family(homes: dict[int, list[Row]], kind: str) -> None:
    sizes = [len(residents) for residents in homes.values() if residents[0]["institution"] == kind]
    assert sizes
    assert all(FEWEST <= size <= MOST for size in sizes)
    assert max(len(residents) for residents in homes.values() if not residents[0]["institution"]) <= 7


def test_the_right_people_live_there(homes: dict[int, list[Row]]) -> None:
    ages: dict[str, list[int]] = defaultdict(list)
    for residents in homes.values():
        ages[residents[0]["institution"]] += [row["age"] for row in residents]
    assert all(6 <= age < 18 for age in ages["children_home"])
    assert all(age >= 60 for age in ages["older_home"])
    assert all(18 <= age < 60 for age in ages["prison"])
    assert all(age >= 20 for age in ages["temple"])


def test_the_register_gives_all_residents_one_house(truth: Path) -> None:
    (file,) = (truth.parent / "inbox").glob("civil_registration_*.csv")
    with file.open(encoding="utf-8-sig", newline="") as text:
        written = list(csv.DictReader(text))
    records = pq.read_table(truth / "records.parquet", filters=[("file", "=", file.name)]).to_pylist()
    people = {row["truth_id"]: row for row in pq.read_table(truth / "people.parquet").to_pylist()}
    codes: dict[int, set[str]] = defaultdict(set)
    numbers: dict[str, set[tuple[str, str]]] = defaultdict(set)
    for row, record in zip(written, records, strict=True):
        person = people[record["truth_id"]]
        if person["institution"]:
            codes[person["household"]].add(row["เลขรหัสประจำบ้าน"])
            numbers[row["เลขรหัสประจำบ้าน"]].add((row["บ้านเลขที่"], row["หมู่ที่"]))
    assert codes
    assert all(len(each) == 1 for each in codes.values())
    assert len(set().union(*codes.values())) == len(codes)
    assert sum(len(each) == 1 for each in numbers.values()) / len(numbers) > 0.5  # the rest: slips of a clerk


@pytest.mark.parametrize("count", [1, 7, 8, 15, 16, 61, 500])
def test_residents_are_cut_into_groups_of_a_size_drawn(count: int) -> None:
    for seed in range(20):
        sizes = np.bincount(_parts(count, np.random.default_rng(seed)))
        assert sizes.sum() == count
        assert max(sizes) <= MOST
        assert min(sizes) >= min(FEWEST, count)
