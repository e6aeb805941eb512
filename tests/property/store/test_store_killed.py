"""A writer killed at any moment never shows a reader a torn or mixed release."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

from saphan.store import Engine, current, verify
from saphan.tables import IDENTITY, PROVENANCE

WRITER = """
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from saphan.store import Engine, drafting, from_rows
from saphan.tables import IDENTITY, PROVENANCE

lake, start = Path(sys.argv[1]), int(sys.argv[2])
with Engine(threads=1, may_read=[lake]) as engine:
    for number in range(start, start + 1000):
        mark = f"P{number}"
        with drafting(lake) as draft:
            draft.add(from_rows([(f"a:{row}", mark) for row in range(500)], returns=IDENTITY, engine=engine))
            draft.add(from_rows([(mark, "sex", "a:1", "dopa")], returns=PROVENANCE, engine=engine))
            draft.publish(at=datetime(2026, 1, 1, tzinfo=UTC) + timedelta(seconds=number), made_from={})
        print(number, flush=True)
"""


def test_killed_writers_leave_whole_releases(tmp_path: Path, is_soak: bool) -> None:
    moments = random.Random(2569)
    last = 0
    for kill in range(200 if is_soak else 6):
        writer = subprocess.Popen(
            [sys.executable, "-c", WRITER, str(tmp_path), str(kill * 1000)], stdout=subprocess.PIPE, text=True
        )
        assert writer.stdout is not None
        last = int(writer.stdout.readline())  # at least one release of this writer stands
        time.sleep(moments.uniform(0, 0.3))
        os.kill(writer.pid, signal.SIGKILL)
        last = max([last, *(int(line) for line in writer.stdout.read().split() if line.isdigit())])
        writer.communicate()
        with Engine(threads=1, may_read=[tmp_path]) as reader:
            release = current(tmp_path)
            assert release is not None
            verify(release)
            marks = {mark for _, mark in release.relation(IDENTITY, reader).rows()}
            assert marks == {release.relation(PROVENANCE, reader).rows()[0][0]}, "two tables of two releases"
            assert int(marks.pop()[1:]) >= last, "a published release was lost"
