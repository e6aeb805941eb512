"""Who may write to the desk now? One at a time, and those who wait get their turn soon after it is free.

SQLite has one writer at a time. Who finds it taken sleeps up to a tenth of a second before looking again, and of eight
who wait it is chance who gets it. So those of one process wait in order for each other, and only the first of them
looks at the file that the processes share. It is a courtesy and no lock: whoever waited too long goes on, and SQLite's
own lock decides. The kernel takes the turn back however its holder ends.
"""

from __future__ import annotations

import fcntl
import os
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext, suppress
from pathlib import Path

from django.db import connection, transaction

PATIENCE = 5.0  # seconds; a write takes less than a hundredth of one
_LOOK_AGAIN = 0.0005
_here = threading.Lock()


@contextmanager
def writing() -> Iterator[None]:
    """One transaction of the desk, begun when it is this thread's turn; within another it is a part of that."""
    desk = connection.settings_dict["NAME"]
    is_alone = connection.in_atomic_block or connection.vendor != "sqlite" or not isinstance(desk, Path)
    with nullcontext() if is_alone else _turn(Path(f"{desk}-turn")), transaction.atomic():
        yield


@contextmanager
def _turn(path: Path) -> Iterator[None]:
    until = time.monotonic() + PATIENCE
    is_first_here = _here.acquire(timeout=PATIENCE)
    handle = -1
    try:
        # what goes wrong with this file is told by the write itself, which needs the same disk
        with suppress(OSError):
            handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
            while not _is_taken(handle) and time.monotonic() < until:
                time.sleep(_LOOK_AGAIN)
        yield
    finally:
        if handle >= 0:
            os.close(handle)
        if is_first_here:
            _here.release()


def _is_taken(handle: int) -> bool:
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
