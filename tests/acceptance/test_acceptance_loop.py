"""The loop closes: what a worker records today is in the next build's counts."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from saphan.store import current

AS_OF = "2026-11-22"
Saphan = Callable[..., subprocess.CompletedProcess[str]]
pytestmark = pytest.mark.xdist_group("province")

WORK = """
import sys
from pathlib import Path
from saphan.access.actor import Asker
from saphan.services.platform import open_platform

platform = open_platform(Path(sys.argv[1]), {})
from saphan.services import worklists
by = Asker("user:worker", "casework", roles=frozenset({"social_worker"}), areas=frozenset({"56"}))
for at, task in enumerate(worklists.page(by, platform).tasks[:int(sys.argv[2])]):
    worklists.record_outcome(by, platform, task.person_id, outcome=sys.argv[3])
"""


def outcomes(root: Path) -> dict[str, int]:
    release = current(root / "lake")
    assert release is not None
    rows = pq.read_table(release.root / "content" / "worklist.parquet").to_pylist()
    tally: dict[str, int] = {}
    for row in rows:
        tally[row["outcome"]] = tally.get(row["outcome"], 0) + 1
    return tally


def released(root: Path, table_id: str, column: str) -> int | None:
    release = current(root / "lake")
    assert release is not None
    rows = pq.read_table(release.root / "content" / "released_cells.parquet").to_pylist()
    (value,) = [
        row["value"]
        for row in rows
        if (row["table_id"], row["row_code"], row["column_code"]) == (table_id, "total", column)
    ]
    return None if value is None else int(value)


def test_an_outcome_moves_a_person_in_the_next_builds_counts(province: Path, saphan: Saphan) -> None:
    before = outcomes(province)
    missing = released(province, "old_age_allowance.missing.area_age", "total")
    for count, outcome in ((12, "reached"), (7, "moved")):
        subprocess.run([sys.executable, "-c", WORK, str(province), str(count), outcome], check=True, timeout=120)
    assert outcomes(province) == before, "a release never changes"
    saphan("build", province, "--as-of", AS_OF)
    after = outcomes(province)
    assert after["reached"] == 12
    assert after["moved"] == 7
    assert after["open"] == before["open"] - 19
    assert released(province, "old_age_allowance.outcome.area_outcome", "reached") == 12
    assert missing is not None
    # somebody who was reached is helped; somebody who moved still misses it, elsewhere
    assert released(province, "old_age_allowance.missing.area_age", "total") == missing - 12


def test_the_journal_of_all_this_is_whole(province: Path, saphan: Saphan) -> None:
    said = saphan("journal", "verify", province)
    assert said.returncode == 0
    anchor = saphan("journal", "anchor", province).stdout
    assert anchor.strip()
