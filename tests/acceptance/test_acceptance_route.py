"""The whole route on the make-believe province: nothing lost, the same twice, close to the truth."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from saphan.store import Release, current, verify

AS_OF = "2026-11-22"
Saphan = Callable[..., subprocess.CompletedProcess[str]]

pytestmark = pytest.mark.xdist_group("province")


def release_of(root: Path) -> Release:
    found = current(root / "lake")
    assert found is not None
    return found


def table(root: Path, name: str) -> list[dict[str, object]]:
    (path,) = release_of(root).root.rglob(f"{name}.parquet")
    rows: list[dict[str, object]] = pq.read_table(path).to_pylist()
    return rows


def test_every_delivered_row_is_accepted_waits_or_is_refused(built_province: Path) -> None:
    deliveries = table(built_province, "deliveries")
    assert len({row["dataset"] for row in deliveries}) == 8
    for row in deliveries:
        parts = [row["rows_accepted"], row["rows_quarantined"], row["rows_refused"]]
        assert row["rows_delivered"] == sum(int(str(part)) for part in parts)
    records = table(built_province, "records")
    assert len(records) == sum(int(str(row["rows_accepted"])) for row in deliveries)
    assert len(table(built_province, "quarantine")) == sum(int(str(row["rows_quarantined"])) for row in deliveries)
    assert not list((built_province / "inbox").iterdir())


def test_every_record_has_one_person_and_every_person_a_record(built_province: Path) -> None:
    identity = table(built_province, "identity")
    assert {row["record_id"] for row in identity} == {row["record_id"] for row in table(built_province, "records")}
    assert {row["person_id"] for row in identity} == {row["person_id"] for row in table(built_province, "persons")}


def test_building_again_gives_the_same_content(province: Path, saphan: Saphan) -> None:
    before = release_of(province)
    saphan("build", province, "--as-of", AS_OF)
    after = release_of(province)
    assert after.release_id != before.release_id
    assert after.content == before.content
    verify(after)


def test_another_directory_gives_the_same_content(built_province: Path, tmp_path: Path, saphan: Saphan) -> None:
    saphan("demo", tmp_path / "twin", "--people", "1500", "--as-of", AS_OF, "--no-serve")
    assert release_of(tmp_path / "twin").content == release_of(built_province).content


def test_the_release_says_what_it_was_made_from_and_that_it_is_uncalibrated(built_province: Path) -> None:
    manifest = release_of(built_province).manifest
    assert manifest["calibrated"] is False
    assert manifest["as_of"] == AS_OF
    assert {"inputs", "contracts", "agreements", "policies", "model", "software"} <= set(manifest)
    json.dumps(dict(manifest))


def true_owner(root: Path) -> dict[str, str]:
    """Truth's person of each of our persons, by the truth of most of her records."""
    truth = {
        (str(row["dataset"]), int(str(row["row_number"]))): str(row["truth_id"])
        for row in pq.read_table(root / "truth" / "records.parquet").to_pylist()
    }
    person_of = {row["record_id"]: str(row["person_id"]) for row in table(root, "identity")}
    votes: dict[str, dict[str, int]] = {}
    for record in table(root, "records"):
        owner = truth.get((str(record["dataset"]), int(str(record["row_number"]))))
        if owner is not None:
            tally = votes.setdefault(person_of[record["record_id"]], {})
            tally[owner] = tally.get(owner, 0) + 1
    return {person: max(sorted(tally), key=tally.__getitem__) for person, tally in votes.items()}


def test_those_missing_the_allowance_are_found_and_few_others(built_province: Path) -> None:
    owed = pq.read_table(built_province / "truth" / "owed.parquet").to_pylist()
    truly = {
        str(row["truth_id"]) for row in owed if row["state"] == "missing" and row["benefit"] == "old_age_allowance"
    }
    owner = true_owner(built_province)
    said = [
        owner.get(str(row["person_id"]), "?") for row in table(built_province, "gaps") if row["doubt"] != "cannot_tell"
    ]
    found = truly & set(said)
    # figures of generated data: they hold the software together, and say nothing of a real register
    assert len(found) / len(truly) >= 0.85
    assert sum(each in truly for each in said) / len(said) >= 0.80


def test_records_of_one_person_are_together(built_province: Path) -> None:
    truth = {
        (str(row["dataset"]), int(str(row["row_number"]))): str(row["truth_id"])
        for row in pq.read_table(built_province / "truth" / "records.parquet").to_pylist()
    }
    key = {
        row["record_id"]: (str(row["dataset"]), int(str(row["row_number"]))) for row in table(built_province, "records")
    }
    pairs = {"both": 0, "ours": 0, "true": 0}
    ours: dict[str, list[str]] = {}
    true: dict[str, list[str]] = {}
    for row in table(built_province, "identity"):
        owner = truth.get(key[row["record_id"]])
        if owner is not None:
            ours.setdefault(str(row["person_id"]), []).append(owner)
            true.setdefault(owner, []).append(str(row["person_id"]))
    for group in ours.values():
        pairs["ours"] += len(group) * (len(group) - 1) // 2
        for owner in set(group):
            pairs["both"] += group.count(owner) * (group.count(owner) - 1) // 2
    pairs["true"] = sum(len(group) * (len(group) - 1) // 2 for group in true.values())
    assert pairs["both"] / pairs["ours"] >= 0.99  # precision, synthetic: nobody is taken for her neighbour
    assert pairs["both"] / pairs["true"] >= 0.85  # recall, synthetic: uncalibrated, so many pairs wait for a person
