"""One small make-believe province for all acceptance tests of a worker: the whole route, on real files."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

PEOPLE = 1500
AS_OF = "2026-11-22"

Saphan = Callable[..., "subprocess.CompletedProcess[str]"]


def run_saphan(*words: str | Path, check: bool = True) -> subprocess.CompletedProcess[str]:
    """The command line, as a user runs it."""
    done = subprocess.run(
        [sys.executable, "-m", "saphan", *map(str, words)], capture_output=True, text=True, check=False, timeout=240
    )
    if check and done.returncode:
        pytest.fail(f"saphan {' '.join(map(str, words))} ended with {done.returncode}\n{done.stdout}\n{done.stderr}")
    return done


@pytest.fixture(scope="session")
def saphan() -> Saphan:
    """The command line."""
    return run_saphan


@pytest.fixture(scope="session")
def built_province(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A province with one published release. Never written to: `province` gives each test its own copy."""
    root = tmp_path_factory.mktemp("province") / "demo"
    run_saphan("demo", root, "--people", str(PEOPLE), "--as-of", AS_OF, "--no-serve")
    return root


@pytest.fixture
def province(built_province: Path, tmp_path: Path) -> Path:
    """A copy of the built province for one test to change."""
    copy = tmp_path / "demo"
    shutil.copytree(built_province, copy)
    return copy
