"""Objection, correction, undoing: from the command line to the files of the next release, and back."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from saphan.store import Release, current

Saphan = Callable[..., subprocess.CompletedProcess[str]]
AS_OF = "2026-11-22"
MADE = "out/linked.csv", "out/statistics", "out/catalogue"

pytestmark = pytest.mark.xdist_group("province")


def release_of(root: Path) -> Release:
    found = current(root / "lake")
    assert found is not None
    return found


def table(root: Path, name: str) -> list[dict[str, Any]]:
    (path,) = release_of(root).root.rglob(f"{name}.parquet")
    rows: list[dict[str, Any]] = pq.read_table(path).to_pylist()
    return rows


def build(root: Path, saphan: Saphan) -> str:
    return saphan("build", root, "--as-of", AS_OF).stdout


def someone(root: Path) -> dict[str, Any]:
    """Somebody of many records whose number and name nobody else has."""
    named = table(root, "identifiers")
    records = {row["person_id"]: row["records"] for row in table(root, "persons")}
    spouses = [(row["given_name"], row["family_name"]) for row in named]
    fit = [row for row in named if row["citizen_id"] and spouses.count((row["given_name"], row["family_name"])) == 1]
    return max(fit, key=lambda row: (records[row["person_id"]], row["person_id"]))


def texts(root: Path) -> Iterator[tuple[str, str]]:
    """Every table of the release as rows of text, and every file handed out; what waits for an agency is its own."""
    for path in sorted(release_of(root).root.rglob("*.parquet")):
        if path.stem != "quarantine":
            for row in pq.read_table(path).to_pylist():
                yield path.stem, str(row)
    yield "manifest", json.dumps(dict(release_of(root).manifest))
    for name in MADE:
        for path in [root / name] if (root / name).is_file() else sorted((root / name).glob("*")):
            yield name, path.read_text("utf-8")


def test_who_objected_is_in_no_table_and_no_file_until_she_withdraws_it(province: Path, saphan: Saphan) -> None:
    her, before = someone(province), table(province, "identity")
    key = her["person_id"]
    hers = {row["record_id"] for row in before if row["person_id"] == key}
    assert any(her["citizen_id"] in said for _, said in texts(province)), "the canary never came in"
    saphan("objection", "receive", province, key)
    build(province, saphan)
    assert key in {row["person_id"] for row in table(province, "persons")}, "nothing follows before it is decided"
    saphan("objection", "accept", province, "1", "--ground", "s.32, no overriding ground")
    kept = (province / "keys" / "objections.key").read_text("ascii")
    (province / "keys" / "objections.key").write_text("another", "ascii")
    assert saphan("build", province, "--as-of", AS_OF, check=False).returncode == 5, "she would come in unknown"
    (province / "keys" / "objections.key").write_text(kept, "ascii")
    told = build(province, saphan)
    assert re.search(r"(objection|คัดค้าน)\D*1\b", told)
    assert release_of(province).manifest["left_out_on_objection"] == {"records": len(hers), "persons": 1}
    _is_nowhere(province, her, hers)
    # another file of hers comes: she is known by it, and stays out
    shutil.copy(*_later_file(province, next(iter(sorted(hers)))))
    build(province, saphan)
    assert release_of(province).manifest["left_out_on_objection"]["records"] > len(hers)
    _is_nowhere(province, her, hers)
    events = {(row["kind"], row["cause"]) for row in table(province, "identity_events") if key in str(row)}
    assert not events, "she left one release before"
    saphan("objection", "withdraw", province, "1")
    build(province, saphan)
    now = {row["record_id"]: row["person_id"] for row in table(province, "identity")}
    assert {row["record_id"]: now[row["record_id"]] for row in before} == {
        r["record_id"]: r["person_id"] for r in before
    }
    told = saphan("identity", "show", province, key).stdout
    assert "objection_withdrawn" in told
    journal = saphan("journal", "show", province).stdout
    assert "objection_accepted" in journal
    assert her["citizen_id"] not in journal + told


def _is_nowhere(root: Path, her: dict[str, Any], hers: set[str]) -> None:
    """Neither key, record, number nor name; her key and records alone where they keep her out."""
    keeps_out = {"person_keys", "away", "identity_events"}
    name = re.compile(f"{her['given_name']}.*{her['family_name']}", re.DOTALL)
    for where, said in texts(root):
        if where in ("manifest", *MADE) or where not in keeps_out:
            assert her["person_id"] not in said, where
            assert not [record for record in hers if f"'{record}'" in said], where
        assert her["citizen_id"] not in said, where
        assert where in MADE or not name.search(said), where


def _later_file(root: Path, record_id: str) -> tuple[Path, Path]:
    """One of the files she is in, with one byte more, and the place where next month's file is laid."""
    name = record_id.split(":", maxsplit=1)[0]
    delivery = next(row for row in table(root, "deliveries") if row["delivery_id"] == name)
    (received,) = [path for path in (root / "vault" / delivery["sha256"]).iterdir() if path.name != "receipt.json"]
    later = root / f"later{received.suffix}"
    later.write_bytes(received.read_bytes() + (b"\r\n" if received.suffix in (".csv", ".txt") else b"\0"))
    if received.suffix not in (".csv", ".txt"):
        pytest.fail("the first of her records should be in a text file")
    return later, root / "inbox" / received.name.replace("2569", "2570")


def test_a_correction_wins_and_the_deliveries_keep_their_word(province: Path, saphan: Saphan) -> None:
    her = someone(province)
    key = her["person_id"]
    correct = ["correction", "make", str(province), key, "given_name", "--evidence", "ID card seen at the office"]
    done = subprocess.run(
        [sys.executable, "-m", "saphan", *correct], input="แก้วตา\n", capture_output=True, text=True, check=True
    )
    assert "1" in done.stdout
    records = table(province, "records")
    build(province, saphan)
    assert next(row for row in table(province, "identifiers") if row["person_id"] == key)["given_name"] == "แก้วตา"
    assert table(province, "records") == records
    believed = [
        row for row in table(province, "provenance") if row["person_id"] == key and row["field"] == "given_name"
    ]
    assert [(row["dataset"], row["record_id"]) for row in believed] == [("correction", "correction:1")]
    history = saphan("person", "history", province, key).stdout
    assert her["given_name"] in history, "what lost can still be reached"
    assert "แก้วตา" in history
    assert "แก้วตา" not in saphan("journal", "show", province).stdout
    saphan("correction", "withdraw", province, "1")
    build(province, saphan)
    assert next(row for row in table(province, "identifiers") if row["person_id"] == key) == her


DECIDE = """
import sys
from pathlib import Path
from datetime import date
from saphan.access.actor import Asker
from saphan.services.platform import open_platform
platform = open_platform(Path(sys.argv[1]), {})
from saphan.desk import actions
actions.decide_pair(sys.argv[2], sys.argv[3], "same", by=Asker("user:test", "link_records"),
                    at=platform.clock.now(), day=platform.day)
"""


def test_a_merge_is_undone_after_everything_it_touches_was_told(province: Path, saphan: Saphan) -> None:
    whose = {row["record_id"]: row["person_id"] for row in table(province, "identity")}
    alone = {row["person_id"] for row in table(province, "persons") if row["records"] == 1}
    counted = {row["person_id"] for row in table(province, "entitlements") if row["verdict"] == "eligible"}
    # two of one record each, so that nothing else ties them to anybody; both are in some figure
    one, other = sorted(r for r, key in whose.items() if key in alone & counted)[:2]
    larger, smaller = whose[one], whose[other]
    subprocess.run([sys.executable, "-c", DECIDE, str(province), one, other], check=True)
    build(province, saphan)
    merges = [row for row in table(province, "identity_events") if row["kind"] == "merge"]
    assert {(row["key_before"], row["key_after"], row["cause"]) for row in merges} == {(smaller, larger, "verdict")}
    event = merges[0]["event_id"]
    told = saphan("identity", "undo", province, event).stdout
    assert "persons" in told
    assert ".eligible.area_age" in told
    saphan("build", province, "--as-of", AS_OF)
    assert {row["record_id"]: row["person_id"] for row in table(province, "identity")}[other] == larger, "only told"
    saphan("identity", "undo", province, event, "--confirm")
    build(province, saphan)
    now = {row["record_id"]: row["person_id"] for row in table(province, "identity")}
    assert {r: key for r, key in now.items() if whose[r] != smaller} == {r: k for r, k in whose.items() if k != smaller}
    came = now[other]
    assert came not in {larger, smaller}, "a key that was retired is not given again"
    assert {row["cause"] for row in table(province, "identity_events")} == {"verdict"}
    assert came in saphan("identity", "show", province, smaller).stdout
    refused = saphan("identity", "undo", province, event, "--confirm", check=False)
    assert refused.returncode
    assert "event_undone" in saphan("journal", "show", province).stdout


def test_what_was_believed_on_a_day_is_told_from_the_release_of_that_day(province: Path, saphan: Saphan) -> None:
    key = someone(province)["person_id"]
    told = saphan("person", "history", province, key, "--as-of", AS_OF, "--on", AS_OF).stdout
    assert release_of(province).release_id in told
    assert saphan("person", "history", province, key, "--as-of", "2026-11-21", check=False).returncode
    assert saphan("person", "history", province, "P0000000000000000", check=False).returncode


def test_a_release_of_before_keys_were_kept_is_read_and_built_upon(province: Path, saphan: Saphan) -> None:
    old = release_of(province)
    manifest = dict(old.manifest)
    for name in ("person_keys", "away", "identity_events", "dwellings", "residences"):
        next(old.root.rglob(f"{name}.parquet")).unlink()
        del manifest["tables"][name]
    (old.root / "manifest.json").write_text(json.dumps(manifest), "utf-8")
    saphan("story", province)
    before = table(province, "identity")
    build(province, saphan)
    assert table(province, "identity") == before
    assert table(province, "identity_events") == []
    assert {row["state"] for row in table(province, "person_keys")} == {"living"}
