"""A province served by its own process to the system's Chromium."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

MAKE = """
import sys
from datetime import date
from pathlib import Path
from saphan import synth
from saphan.access.actor import Asker
from saphan.services import projects
from saphan.services.platform import open_platform

root, day, silent = Path(sys.argv[1]), date(2026, 11, 22), lambda words, done: None
projects.init(root, training_ground=True, today=day)
synth.write_country(root, people=1500, as_of=day, tell=silent)
platform = open_platform(root, {})
from saphan.services import builds, reviews, users
operator = frozenset({"operator"})
builds.build(Asker("os:test", "link_records", operator), platform, as_of=day, tell=silent)
(root / "agreements" / "poverty_bridge.yaml").write_text(
    (root / "agreements" / "poverty_bridge.yaml").read_text("utf-8").replace("  - msdhs_cases", ""), "utf-8"
)
builds.build(Asker("os:test", "link_records", operator), platform, as_of=day, tell=silent)  # two to compare
reviews.sample(Asker("os:test", "link_records", operator), platform, size=100)
roles = ("social_worker", "operator", "dpo", "statistician", "reviewer")
account = users.make_login(Asker("os:test", "oversight", operator), platform, "everyone", roles=roles, areas=("56",))
print(account.password)
"""
CHROMIUM = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)


@dataclass(frozen=True)
class Served:
    """A running portal and the account that opens all of it."""

    address: str
    username: str
    password: str


@pytest.fixture(scope="session")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The portal over a small province, on a free port of this machine."""
    root = tmp_path_factory.mktemp("browser") / "province"
    made = subprocess.run(
        [sys.executable, "-c", MAKE, str(root)], capture_output=True, text=True, check=True, timeout=180
    )
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "gunicorn", "--threads", "4", "--bind", f"127.0.0.1:{port}", "saphan.portal.wsgi"]
    process = subprocess.Popen(command, env={**os.environ, "SAPHAN_PROJECT": str(root)}, stderr=subprocess.DEVNULL)
    try:
        wait_until_alive(f"http://127.0.0.1:{port}/healthz", process)
        yield Served(f"http://127.0.0.1:{port}", "everyone", made.stdout.strip().splitlines()[-1])
    finally:
        process.terminate()
        process.wait(timeout=20)


def wait_until_alive(address: str, process: subprocess.Popen[bytes]) -> None:
    """Returns when the portal answers; fails when it ended or stays silent."""
    for _ in range(200):
        assert process.poll() is None, "the portal ended before it answered"
        try:
            with urllib.request.urlopen(address, timeout=2) as answer:  # noqa: S310 - our own address, built above
                assert answer.status == 200
                return
        except OSError:  # not listening yet, or still importing
            time.sleep(0.1)
    pytest.fail("the portal did not answer")


@pytest.fixture(
    scope="module"
)  # not the session: while Playwright runs, Django takes this thread for an asynchronous one
def browser() -> Iterator[Browser]:
    """The system's Chromium, without a window and without a way out."""
    path = shutil.which("chromium") or shutil.which("chromium-browser")
    if path is None:
        pytest.skip("no Chromium on this machine")
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=path, args=list(CHROMIUM))
        yield launched
        launched.close()


@pytest.fixture(scope="session")
def pictures() -> Path | None:
    """Where screenshots are kept, when SAPHAN_PICTURES names a directory."""
    named = os.environ.get("SAPHAN_PICTURES")
    return Path(named) if named else None
