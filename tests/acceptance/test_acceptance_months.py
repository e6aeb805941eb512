"""Month after month: no key changes outside a recorded event, and none is ever given twice."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Callable, Iterator
from datetime import date
from itertools import pairwise
from pathlib import Path

import pyarrow.parquet as pq

from saphan.store import Release, releases

Saphan = Callable[..., subprocess.CompletedProcess[str]]
Rows = list[dict[str, str | None]]
MONTH = re.compile(r"_(25\d\d)_(\d\d)")


def test_keys_change_only_in_recorded_events(tmp_path: Path, saphan: Saphan, is_soak: bool) -> None:
    months, people = (12, 5000) if is_soak else (3, 250)
    root = tmp_path / "country"
    saphan("init", root)
    saphan("synth", tmp_path / "laid", "--people", str(people), "--months", str(months), "--as-of", "2026-11-30")
    for name in ("contracts", "agreements"):
        for path in (tmp_path / "laid" / name).iterdir():
            path.rename(root / name / path.name)
    for day, files in _by_month(tmp_path / "laid" / "inbox"):
        for path in files:
            path.rename(root / "inbox" / path.name)
        _set_day(root, day)
        saphan("build", root, "--as-of", day.isoformat())
    made = releases(root / "lake")
    assert len(made) == months
    ever: set[str] = set()
    for before, after in pairwise(made):
        ever |= {str(row["person_id"]) for row in _table(before, "person_keys")}
        assert _unexplained(before, after, ever) == 0
    # next month's file holds the same people: nobody is taken for somebody new
    assert made[-1].manifest["tables"]["persons"]["rows"] <= 1.1 * made[0].manifest["tables"]["persons"]["rows"]
    # none of what is there was made up on the way: the last release resolves every key of the first
    states = {row["person_id"]: row for row in _table(made[-1], "person_keys")}
    for row in _table(made[0], "person_keys"):
        kept = states[row["person_id"]]
        assert kept["state"] != "merged" or states[kept["successor"]]["state"] != "merged"


def _unexplained(before: Release, after: Release, ever: set[str]) -> int:
    """How many records, keys that went, and keys that came no event of the later release accounts for."""
    old, new = ({row["record_id"]: row["person_id"] for row in _table(each, "identity")} for each in (before, after))
    events = _table(after, "identity_events")
    moved = {(row["record_id"], row["key_before"], row["key_after"]) for row in events}
    records = [r for r in old.keys() & new.keys() if old[r] != new[r] and (r, old[r], new[r]) not in moved]
    gone = set(old.values()) - set(new.values()) - {row["key_before"] for row in events}
    came = set(new.values()) - set(old.values()) - {row["key_after"] for row in events}
    living_again = {row["key_after"] for row in events if row["kind"] == "return"}
    reused = {row["key_after"] for row in events if row["kind"] in ("birth", "split")} & ever - living_again
    return len(records) + len(gone) + len(came) + len(reused)


def _table(release: Release, name: str) -> Rows:
    rows: Rows = pq.read_table(release.root / "identifiers" / f"{name}.parquet").to_pylist()
    return rows


def _by_month(inbox: Path) -> Iterator[tuple[date, list[Path]]]:
    found: dict[tuple[int, int], list[Path]] = {}
    for path in sorted(inbox.iterdir()):
        month = MONTH.search(path.name)
        assert month is not None, path.name
        found.setdefault((int(month[1]) - 543, int(month[2])), []).append(path)
    for (year, month), files in sorted(found.items()):
        yield date(year, month, 28), files


def _set_day(root: Path, day: date) -> None:
    path = root / "saphan.toml"
    text = path.read_text("utf-8").replace("training_ground = false", "training_ground = true")
    path.write_text(re.sub(r'today = "[^"]*"', f'today = "{day.isoformat()}"', text), "utf-8")
