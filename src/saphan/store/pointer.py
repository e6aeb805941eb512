"""Which release stands? One small file, replaced in one step, under a lock that is held for a moment."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from saphan.store.durable import replace_whole

POINTER = "CURRENT"
_LONGEST = 4_096  # bytes: a name and a number


@dataclass(frozen=True)
class Pointer:
    """The release that stands, and how often somebody turned to one that was published before.

    The number of turns goes into every key that is made from then on: a key made in a release that was turned
    away from can never be made again for somebody else.
    """

    release_id: str
    turns: int = 0


def pointer(lake: Path) -> Pointer | None:
    """Where the lake points now; None before the first release."""
    try:
        handle = os.open(lake / POINTER, os.O_RDONLY)  # every question begins here: three calls, not a dozen
    except FileNotFoundError:
        return None
    release_id, *turns = os.read(handle, _LONGEST).decode().split()
    os.close(handle)
    return Pointer(release_id, int(turns[0]) if turns else 0)


def point(lake: Path, at: Pointer, *, group: int | None = None) -> None:
    """Every reader who asks from now on sees that release; call it while `pointing`."""
    text = at.release_id if at.turns == 0 else f"{at.release_id}\n{at.turns}"
    replace_whole(lake / POINTER, text, group=group)


@contextmanager
def pointing(lake: Path) -> Iterator[Pointer | None]:
    """Where the lake points, which nobody changes meanwhile; others wait, so nothing long is done inside."""
    with (lake / "pointer.lock").open("a+") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield pointer(lake)
