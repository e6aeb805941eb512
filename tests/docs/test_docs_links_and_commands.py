"""Every path, command and link in the documentation is there, and the README's commands run as written."""

from __future__ import annotations

import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PAGES = sorted(
    path for path in [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), *(ROOT / "examples").rglob("*.md")]
)
GENERATED = ROOT / "docs" / "reference"


@pytest.mark.parametrize("page", PAGES, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_link_leads_somewhere(page: Path) -> None:
    targets = re.findall(r"\]\(([^)#\s]+)(?:#[^)]*)?\)", page.read_text("utf-8"))
    inside = [target for target in targets if "://" not in target and not target.startswith("mailto:")]
    assert not [target for target in inside if not (page.parent / target).exists()]


@pytest.mark.parametrize("page", [path for path in PAGES if GENERATED not in path.parents], ids=lambda path: path.name)
def test_every_named_path_exists(page: Path) -> None:
    named = re.findall(r"`((?:src|tests|docs|tools|examples|benchmarks)/[\w./\-]+)`", page.read_text("utf-8"))
    assert not [path for path in named if not (ROOT / path).exists()]


def test_every_make_target_that_is_named_exists() -> None:
    there = set(re.findall(r"^([a-z0-9-]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))
    for page in PAGES:
        named = set(re.findall(r"`make ([a-z0-9-]+)", page.read_text("utf-8")))
        assert named <= there, page


def blocks(page: Path) -> list[str]:
    return re.findall(r"^```\n(.*?)^```", page.read_text("utf-8"), re.MULTILINE | re.DOTALL)


def run_as_written(lines: list[str], directory: Path) -> str:
    said = ""
    for line in lines:
        words = shlex.split(line)
        if words[0].startswith(".venv/bin/"):
            words = [sys.executable, "-m", "saphan", *words[1:]]
        done = subprocess.run(words, cwd=directory, capture_output=True, text=True, check=False, timeout=120)
        assert done.returncode == 0, f"{line}\n{done.stdout}\n{done.stderr}"
        said += done.stdout
    return said


def test_your_own_files_in_the_readme_work_as_written(tmp_path: Path) -> None:
    (block,) = [block for block in blocks(ROOT / "README.md") if "saphan init" in block]
    shutil.copytree(ROOT / "examples", tmp_path / "examples")
    run_as_written(block.strip().splitlines(), tmp_path)
    assert list((tmp_path / "my-province" / "out" / "return-sheets").glob("*.xlsx"))


@pytest.mark.parametrize("page", ["first-look.md", "first-look.th.md"])
def test_the_tutorials_commands_run_as_written(page: str, tmp_path: Path) -> None:
    (block,) = [block for block in blocks(ROOT / "docs" / "tutorial" / page) if "saphan demo" in block]
    said = run_as_written(block.strip().splitlines(), tmp_path)
    assert "journal" in said
    assert list((tmp_path / "my-demo" / "out" / "return-sheets").glob("*.xlsx"))
