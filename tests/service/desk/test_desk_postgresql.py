"""The same services on PostgreSQL: the tests of this folder's neighbours run again on a desk of its own."""

from __future__ import annotations

import os
import subprocess
import sys
import uuid
from pathlib import Path

import psycopg
import pytest
from psycopg import sql

NEIGHBOURS = Path(__file__).resolve().parents[1] / "services"


def test_every_service_keeps_its_promises_on_postgresql() -> None:
    server = os.environ.get("SAPHAN_TEST_POSTGRES")
    if not server:
        pytest.skip("no PostgreSQL: set SAPHAN_TEST_POSTGRES to the URL of an empty database")
    name = f"saphan_{uuid.uuid4().hex[:12]}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
    desk = f"{server.rsplit('/', 1)[0]}/{name}"
    environ = {key: value for key, value in os.environ.items() if not key.startswith("PYTEST_")}
    done = subprocess.run(
        [sys.executable, "-m", "pytest", str(NEIGHBOURS), "-n", "0"],
        env=environ | {"SAPHAN_DESK_URL": desk},
        capture_output=True,
        text=True,
        check=False,
        timeout=280,
    )
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))
    assert done.returncode == 0, done.stdout[-4000:]
