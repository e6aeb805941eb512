"""`Bring in a new agency in ten minutes`, followed literally in both languages."""

from __future__ import annotations

import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


def commands(page: Path) -> list[str]:
    blocks = re.findall(r"^```\n(.*?)^```", page.read_text("utf-8"), re.MULTILINE | re.DOTALL)
    return [line for block in blocks for line in block.splitlines()]


@pytest.mark.parametrize("name", ["bring-in-a-new-agency.md", "bring-in-a-new-agency.th.md"])
def test_every_step_works_as_written(tmp_path: Path, name: str) -> None:
    shutil.copytree(ROOT / "examples", tmp_path / "examples")
    said = {}
    for line in commands(ROOT / "docs" / "how-to" / name):
        words = shlex.split(line)
        words = [sys.executable, "-m", "saphan", *words[1:]] if words[0] == "saphan" else words
        done = subprocess.run(words, cwd=tmp_path, capture_output=True, text=True, check=False, timeout=120)
        assert done.returncode == 0, f"{line}\n{done.stdout}\n{done.stderr}"
        said[line] = done.stdout
    assert "wiang_home_visits" in said["saphan agreement list my-province"]
    assert "older_persons" in said["saphan build my-province"]
    built = list((tmp_path / "my-province" / "lake" / "releases").iterdir())
    assert len(built) == 1


def test_both_languages_give_the_same_commands() -> None:
    thai, english = (
        commands(ROOT / "docs" / "how-to" / name)
        for name in ("bring-in-a-new-agency.th.md", "bring-in-a-new-agency.md")
    )
    assert thai == english
