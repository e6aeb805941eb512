"""How is a release removed? In one step for every reader, never the one that stands, never under somebody's eyes.

Two reasons: data that must be destroyed (`remove`, whose bytes are overwritten), and room (`vacuum` in vacuum.py).
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Sequence
from pathlib import Path

from saphan.store.durable import sync
from saphan.store.lease import exclusively
from saphan.store.release import Release

DESTROYED, REMOVED = ".gone-", ".removed-"  # what nobody finds any longer, and the next writer clears if we died


def take_away(release: Release, prefix: str) -> bool:
    """Nobody finds the release from here on; False, and nothing done, where somebody is reading it."""
    with exclusively(release) as is_ours:
        if is_ours:
            release.root.rename(release.root.with_name(f"{prefix}{release.release_id}"))
    return is_ours


def sweep(lake: Path) -> int:
    """How many files of releases that were taken away are now removed."""
    count = 0
    sync(lake / "releases")  # the new names first: after a power cut nobody may find half a release under its old one
    for prefix in (DESTROYED, REMOVED):
        for left in (lake / "releases").glob(f"{prefix}*"):
            files = [path for path in left.rglob("*") if path.is_file()]
            if prefix == DESTROYED:
                for path in files:
                    overwrite(path)
            shutil.rmtree(left)
            count += len(files)
    return count


def overwrite(path: Path) -> None:
    """The file's bytes are replaced by zeros and the file is removed; another name of the same file is left whole."""
    if path.stat().st_nlink == 1:
        size = path.stat().st_size
        with path.open("r+b") as opened:
            for at in range(0, size, 1 << 20):
                opened.write(bytes(min(1 << 20, size - at)))
            opened.flush()
            os.fsync(opened.fileno())
    path.unlink()


def named(doomed: Sequence[Release]) -> frozenset[str]:
    """Their names."""
    return frozenset(release.release_id for release in doomed)
