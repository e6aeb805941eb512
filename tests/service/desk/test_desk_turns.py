"""Turns at the desk: writers that are killed or stand still stop nobody, and nothing is ever half written."""

from __future__ import annotations

import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from saphan.services import projects

HOLDER = """
import fcntl, os, sys, time
handle = os.open(sys.argv[1], os.O_RDWR | os.O_CREAT, 0o600)
fcntl.flock(handle, fcntl.LOCK_EX)
print("held", flush=True)
time.sleep(600)
"""
WRITER = """
import sys
from pathlib import Path
from saphan.config import environment
from saphan.services.platform import journal_key, open_platform
platform = open_platform(Path(sys.argv[1]), environment())
from saphan.access.actor import Asker
from saphan.desk import sealer, turns
from saphan.services import notes
turns.PATIENCE = float(sys.argv[3])
asker = Asker(f"os:writer-{sys.argv[2]}", "casework")
print("ready", flush=True)
for at in range(int(sys.argv[4])):
    notes.write(asker, platform, "written", persons=[f"P{sys.argv[2]}{at}{each}" for each in range(20)])
    if at % 7 == 0:
        sealer.seal_waiting(journal_key(platform.project))
"""
WHOLE = """
import sys
from pathlib import Path
from saphan.config import environment
from saphan.services.platform import journal_key, open_platform
platform = open_platform(Path(sys.argv[1]), environment())
from saphan.desk import queries, sealer
from saphan.desk.models import JournalRow, PersonSet
from saphan.journal import verify
sealer.seal_waiting(journal_key(platform.project))
assert verify(queries.sealed(), key=journal_key(platform.project)) is None
sets = {each.digest: each for each in PersonSet.objects.all()}
assert all(each.members.count() == each.size == 20 for each in sets.values())
rows = JournalRow.objects.filter(event="written")
assert {row.about for row in rows} == set(sets)
print(rows.count())
"""


def started(root: Path, number: int, *, patience: float = 5, entries: int = 10_000) -> subprocess.Popen[str]:
    words = [sys.executable, "-c", WRITER, str(root), str(number), str(patience), str(entries)]
    return subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def entries_of(root: Path) -> int:
    said = subprocess.run(
        [sys.executable, "-c", WHOLE, str(root)], capture_output=True, text=True, check=False, timeout=120
    )
    assert said.returncode == 0, said.stderr
    return int(said.stdout)


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    """A project whose desk nobody has written to."""
    projects.init(tmp_path / "turns")
    return tmp_path / "turns"


def test_writers_killed_at_any_moment_leave_a_whole_journal(desk: Path, *, is_soak: bool) -> None:
    drawn = random.Random(2569)
    survivor = started(desk, 0, entries=150)
    assert survivor.stdout
    survivor.stdout.readline()
    for number in range(1, 60 if is_soak else 5):
        victim = started(desk, number)
        assert victim.stdout
        victim.stdout.readline()
        time.sleep(drawn.random() / 5)
        victim.send_signal(signal.SIGKILL)
        victim.communicate()
    _, complaint = survivor.communicate(timeout=200)
    assert survivor.returncode == 0, complaint
    assert entries_of(desk) >= 150


def test_one_who_holds_the_turn_and_stands_still_stops_nobody(desk: Path) -> None:
    place = desk / "desk.sqlite3-turn"
    with subprocess.Popen([sys.executable, "-c", HOLDER, str(place)], stdout=subprocess.PIPE, text=True) as holder:
        assert holder.stdout
        holder.stdout.readline()
        try:
            writer = started(desk, 1, patience=0.05, entries=3)
            _, complaint = writer.communicate(timeout=100)
        finally:
            holder.kill()
    assert writer.returncode == 0, complaint
    assert entries_of(desk) == 3
    assert place.stat().st_mode & 0o077 == 0
