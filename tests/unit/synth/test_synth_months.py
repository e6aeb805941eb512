"""Does life go on from month to month, and does making it in parts change nothing?"""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from saphan.contracts.load import load_contract
from saphan.synth import country, shares
from saphan.synth.country import ends_of_months
from saphan.synth.local_authorities import authorities
from saphan.synth.places import places, published_people, shared_out

Write = Callable[..., Path]


@pytest.fixture(scope="module")
def half_a_year(write_province: Write) -> Path:
    return write_province(people=8_000, months=6)


def truth(directory: Path, name: str) -> list[dict[str, object]]:
    return pq.read_table(directory / "truth" / f"{name}.parquet").to_pylist()


def test_the_last_days_of_months_end_on_the_day_itself() -> None:
    assert ends_of_months(date(2026, 3, 5), 4) == (
        date(2025, 12, 31),
        date(2026, 1, 31),
        date(2026, 2, 28),
        date(2026, 3, 5),
    )


def test_every_agency_sends_a_file_every_month(half_a_year: Path) -> None:
    files = [path.name for path in (half_a_year / "inbox").iterdir()]
    assert len(files) == 6 * 8
    assert {name[: name.index("_2569")] for name in files} == {
        "basic_needs", "child_grant", "civil_registration", "disability_cards", "msdhs_cases", "old_age", "school",
        "state_welfare_card",
    }  # fmt: skip


def test_every_kind_of_event_comes_about(half_a_year: Path) -> None:
    kinds = Counter(row["event"] for row in truth(half_a_year, "events"))
    assert set(kinds) == {
        "born", "died", "married", "moved", "turned_15", "pregnant_under_20", "violence", "homeless", "income_changed",
        "dropped_out", "lost_caregiver", "disabled",
    }  # fmt: skip
    # 8,000 people, five months: about 0.9 deaths and 0.7 births in a hundred people and year
    assert 10 <= kinds["died"] <= 60
    assert 8 <= kinds["born"] <= 50


def test_later_months_tell_of_most_people_again_and_of_some_new(half_a_year: Path) -> None:
    listed: dict[object, set[object]] = {}
    for row in truth(half_a_year, "records"):
        if row["dataset"] == "old_age_allowance" and row["truth_id"]:
            listed.setdefault(row["file"], set()).add(row["truth_id"])
    files = sorted(listed, key=str)
    assert len(files) == 6
    first, last = listed[files[0]], listed[files[-1]]
    assert len(first & last) / len(first) > 0.95
    assert last - first
    assert first - last


def test_an_agency_s_slip_stays_in_its_file_from_month_to_month(half_a_year: Path) -> None:
    def names(month: int) -> dict[str, str]:
        with (half_a_year / "inbox" / f"old_age_2569_{month:02d}.csv").open(encoding="cp874", newline="") as text:
            return {row["เลขประจำตัวประชาชน"]: row["ชื่อ"] for row in csv.DictReader(text) if row["ชื่อ"]}

    june, november = names(6), names(11)
    both = june.keys() & november.keys() - {""}
    assert sum(june[number] == november[number] for number in both) / len(both) > 0.995


def test_who_is_born_has_a_number_of_her_own_and_lives_with_her_mother(half_a_year: Path) -> None:
    people = {row["truth_id"]: row for row in truth(half_a_year, "people")}
    numbers = [row["citizen_id"] for row in people.values() if row["citizen_id"]]
    assert len(set(numbers)) == len(numbers)
    homes = Counter(row["household"] for row in people.values())
    for row in truth(half_a_year, "events"):
        if row["event"] == "born":
            assert homes[people[row["truth_id"]]["household"]] > 1
            assert people[row["truth_id"]]["birth_date"] <= row["until"]  # type: ignore[operator]  # dates, as the table says


def test_nobody_marries_moves_or_is_born_into_another_kind_of_household(half_a_year: Path) -> None:
    kinds: dict[object, set[object]] = {}
    for row in truth(half_a_year, "people"):
        kinds.setdefault(row["household"], set()).add(row["institution"])
    assert {len(each) for each in kinds.values()} == {1}


def test_any_number_of_hands_makes_the_same_bytes(write_province: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(country, "MOST", 150)  # several shares of a small country
    one, two = (write_province(people=900, provinces=["56", "38"], months=2, hands=hands) for hands in (1, 2))
    files = sorted(str(path.relative_to(one)) for path in one.rglob("*") if path.is_file())
    assert files == sorted(str(path.relative_to(two)) for path in two.rglob("*") if path.is_file())
    assert [name for name in files if (one / name).read_bytes() != (two / name).read_bytes()] == []
    assert not (one / ".pieces").exists()
    rows = [row for row in truth(one, "records") if row["file"] == "civil_registration_2569_11.csv"]
    assert [row["row_number"] for row in rows] == list(range(1, len(rows) + 1))
    lines = (one / "inbox" / "civil_registration_2569_11.csv").read_text(encoding="utf-8-sig").splitlines()
    assert len(lines) == len(rows) + 1  # one header, though several shares wrote
    for month in (10, 11):
        listed = [row for row in truth(one, "records") if row["file"] == f"old_age_2569_{month}.csv"]
        assert [row["row_number"] for row in listed if row["planted"] == "total_row"] == [len(listed)]
        with (one / "inbox" / f"old_age_2569_{month}.csv").open(encoding="cp874", newline="") as text:
            *paid, last = csv.DictReader(text)
        assert len(paid) == len(listed) - 1
        assert [row["ลำดับที่"] for row in (*paid, last) if row["ลำดับที่"].startswith("รวม")] == ["รวมทั้งสิ้น"]
        baht = [float(row["จำนวนเงิน (บาท)"].replace(",", "")) for row in (*paid, last)]
        assert sum(baht[:-1]) == baht[-1]


def test_people_are_shared_out_as_published_and_none_is_lost() -> None:
    codes = tuple(published_people())
    assert len(codes) == 77
    assert abs(sum(published_people().values()) - 66_052_615) / 66_052_615 < 0.01  # NSO Bulletin Q1/2567
    shared = shared_out(1_000_000, codes)
    assert sum(shared.values()) == 1_000_000
    assert shared["10"] == pytest.approx(1_000_000 * 5_494_932 / 66_090_475, rel=0.01)
    plan = shares.shares(1_000_000, codes, seed=1, begins=date(2026, 11, 22))
    assert sum(share.people for share in plan) == 1_000_000
    assert max(share.people for share in plan) <= shares.MOST


def test_every_subdistrict_lies_in_one_or_two_local_authorities(write_province: Write) -> None:
    area = places("56", "10")
    found = Counter(row[3] for row in authorities(area))
    assert set(found) == set(area.codes)
    assert set(found.values()) == {1, 2}
    reference = write_province(people=200) / "reference"
    contract = load_contract(reference / "local_authorities.yaml")
    header = (reference / "local_authorities_2569.csv").read_text(encoding="utf-8").splitlines()[0]
    assert header.split(",") == [column.name for column in contract.fields]
