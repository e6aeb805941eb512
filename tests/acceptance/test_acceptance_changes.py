"""A month's new deliveries are linked on their own, and everybody is who she would be if all were linked anew."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from saphan.store import Release, current, verify

Saphan = Callable[..., subprocess.CompletedProcess[str]]
MONTHS = 8  # so that the last brings less than a fifth of the records
LAST = "2569_11"
TOLD = ("pairs", "identity", "persons", "households", "gaps", "linkage_quality")


@pytest.mark.timeout(900)  # nine commands of a whole build each
def test_new_deliveries_are_linked_on_their_own(tmp_path: Path, saphan: Saphan) -> None:
    root, laid = tmp_path / "country", tmp_path / "laid"
    saphan("init", root)
    saphan("synth", laid, "--people", "250", "--months", str(MONTHS), "--as-of", "2026-11-30")
    for name in ("contracts", "agreements"):
        for path in (laid / name).iterdir():
            path.rename(root / name / path.name)
    files = sorted((laid / "inbox").iterdir())
    later = [path for path in files if LAST in path.name]
    assert 0 < len(later) < len(files) / 4
    _lay(root, [path for path in files if path not in later], day=date(2026, 10, 28))
    built(saphan, root, day=date(2026, 10, 28))
    saphan("model", "train", root)
    saphan("model", "accept", root)
    assert built(saphan, root, day=date(2026, 10, 28)).manifest["linked"]["how"] == "frozen"
    _lay(root, later, day=date(2026, 11, 28))
    by_changes = built(saphan, root, day=date(2026, 11, 28))
    assert by_changes.manifest["linked"]["how"] == "changes", by_changes.manifest["linked"]
    assert by_changes.manifest["linked"]["changed"] > 0
    whole = built(saphan, root, "--full", day=date(2026, 11, 28))
    assert whole.manifest["linked"]["how"] == "frozen"
    assert {name: by_changes.content[name] for name in TOLD} == {name: whole.content[name] for name in TOLD}
    # what was kept of her must not lie on beside what everybody else's changes are linked with
    someone = min(pq.read_table(whole.root / "identifiers" / "identity.parquet")["person_id"].to_pylist())
    saphan("objection", "receive", root, someone)
    saphan("objection", "accept", root, "1", "--ground", "s.32, no overriding ground")
    without_her = built(saphan, root, day=date(2026, 11, 28)).manifest["linked"]
    assert without_her["how"] == "frozen"
    assert "objected" in without_her["why"]
    assert built(saphan, root, day=date(2026, 11, 28)).manifest["linked"]["how"] == "changes"


def built(saphan: Saphan, root: Path, *more: str, day: date) -> Release:
    """The release of a build."""
    saphan("build", root, "--as-of", day.isoformat(), *more)
    release = current(root / "lake")
    assert release is not None
    verify(release)
    return release


def _lay(root: Path, files: list[Path], *, day: date) -> None:
    for path in files:
        path.rename(root / "inbox" / path.name)
    path = root / "saphan.toml"
    text = path.read_text("utf-8").replace("training_ground = false", "training_ground = true")
    path.write_text(re.sub(r'today = "[^"]*"', f'today = "{day.isoformat()}"', text), "utf-8")
