"""Can the day of a make-believe country be chosen at the door?"""

from __future__ import annotations

from pathlib import Path

import pyarrow.parquet as pq
from click.testing import CliRunner

from saphan.cli.grounds import synth


def test_the_last_delivery_is_of_the_day_asked_for(tmp_path: Path) -> None:
    asked = [str(tmp_path), "--people", "200", "--months", "2", "--hands", "1", "--as-of", "2026-03-05"]
    answer = CliRunner().invoke(synth, asked)
    assert answer.exit_code == 0, answer.output
    assert {path.name for path in (tmp_path / "inbox").glob("old_age_*")} == {
        "old_age_2569_02.csv",
        "old_age_2569_03.csv",
    }
    days = set(pq.read_table(tmp_path / "truth" / "facts.parquet")["as_of"].to_pylist())
    assert max(days).isoformat() == "2026-03-05"


def test_what_is_no_day_is_refused(tmp_path: Path) -> None:
    assert CliRunner().invoke(synth, [str(tmp_path), "--as-of", "2026-02-30"]).exit_code == 2
    assert not list(tmp_path.iterdir())
