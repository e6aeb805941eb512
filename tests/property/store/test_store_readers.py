"""Readers, builds, turns and vacuums at once, any of them killed at any moment: nobody sees half a release."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

from saphan.store import current, releases, vacuum, verify

ROLE = """
import random, sys, time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from saphan.store import Engine, drafting, from_rows, lease_current, releases, roll_back, vacuum
from saphan.store.draft import BaseLeft, BuildRunning
from saphan.store.release import NoRelease
from saphan.store.vacuum import ReleaseStands
from saphan.tables import IDENTITY, PROVENANCE

role, lake, start = sys.argv[1], Path(sys.argv[2]), int(sys.argv[3])
chance = random.Random(start)

def build(number, engine):
    # every third release shares its provenance with the one before
    mark, same = f"P{number}", f"P{number - number % 3}"
    with drafting(lake) as draft:
        draft.add(from_rows([(f"{same} {row}", mark) for row in range(300)], returns=IDENTITY, engine=engine))
        draft.add(from_rows([(same, "sex", "a:1", "dopa")], returns=PROVENANCE, engine=engine))
        before = draft.before.release_id if draft.before else None
        draft.publish(at=datetime(2026, 1, 1, tzinfo=UTC) + timedelta(seconds=number),
                      made_from={"identity_before": before})

def read():
    with lease_current(lake) as held, Engine(threads=1, may_read=[held.release.root]) as engine:
        relations = held.release.relations(engine)
        identity = relations["identity"].rows()
        time.sleep(chance.uniform(0, 0.05))  # meanwhile others build, turn and vacuum
        ((same, *_),) = relations["provenance"].rows()
        assert len(identity) == 300 and len({mark for _, mark in identity}) == 1, "a torn table"
        assert {record.split()[0] for record, _ in identity} == {same}, "two tables of two releases"
        assert relations["identity"].rows() == identity, "the release changed under a reader"

def turn():
    try:
        roll_back(lake, chance.choice(releases(lake)).release_id)
    except (ReleaseStands, NoRelease):  # it stands already, or was vacuumed meanwhile
        pass
    time.sleep(chance.uniform(0, 0.2))

with Engine(threads=1, may_read=[lake]) as engine:
    for number in range(start, start + 100_000):
        try:
            if role == "build": build(number, engine)
            elif role == "read": read()
            elif role == "turn": turn()
            else: vacuum(lake, keep=2); time.sleep(0.01)
        except (BuildRunning, BaseLeft):
            time.sleep(0.005)
        print(number, flush=True)
"""
ROLES = ("read", "read", "build", "vacuum", "turn")


def begin(role: str, lake: Path, number: int) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", ROLE, role, str(lake), str(number * 100_000)]
    return subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)


def test_nobody_sees_a_release_that_is_not_whole(tmp_path: Path, is_soak: bool) -> None:
    moments = random.Random(2569)
    first = subprocess.Popen(
        [sys.executable, "-c", ROLE, "build", str(tmp_path), "0"], stdout=subprocess.PIPE, text=True
    )
    assert first.stdout is not None
    first.stdout.readline()
    first.kill()
    first.communicate()
    running = [begin(role, tmp_path, number) for number, role in enumerate(ROLES, 1)]
    try:
        for kill in range(200 if is_soak else 8):
            time.sleep(moments.uniform(0.1, 0.6))
            at = kill % len(ROLES)
            os.kill(running[at].pid, signal.SIGKILL)
            _, said = running[at].communicate()
            assert running[at].returncode == -signal.SIGKILL, f"{ROLES[at]} had ended by itself:\n{said}"
            running[at] = begin(ROLES[at], tmp_path, len(ROLES) + kill + 1)
        time.sleep(1)
        assert [each.poll() for each in running] == [None] * len(ROLES), "one of them ended by itself"
    finally:
        for each in running:
            each.kill()
        faults = [each.communicate()[1] for each in running]
    assert faults == [""] * len(ROLES)
    done = vacuum(tmp_path, keep=1)
    assert "read" not in done.kept.values(), "a dead reader holds no lease"
    assert len(releases(tmp_path)) <= 3
    assert not list((tmp_path / "releases").glob(".*"))
    assert not list(tmp_path.glob("building-*"))
    stands = current(tmp_path)
    assert stands is not None
    for release in releases(tmp_path):
        verify(release)
