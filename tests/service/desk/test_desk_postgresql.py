"""The same services on PostgreSQL: the tests of this folder's neighbours run again on a desk of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

NEIGHBOURS = Path(__file__).resolve().parents[1] / "services"


def test_every_service_keeps_its_promises_on_postgresql(postgres_desk: str) -> None:
    environ = {key: value for key, value in os.environ.items() if not key.startswith("PYTEST_")}
    done = subprocess.run(
        [sys.executable, "-m", "pytest", str(NEIGHBOURS), "-n", "0"],
        env=environ | {"SAPHAN_DESK_URL": postgres_desk},
        capture_output=True,
        text=True,
        check=False,
        timeout=280,
    )
    assert done.returncode == 0, done.stdout[-4000:]
