"""How is a release removed for good? Under the writer lock, never the one that stands, and never half."""

from __future__ import annotations

import os
import shutil
from collections.abc import Sequence
from pathlib import Path

from saphan.errors import Conflict
from saphan.store.release import Release, current, drafting
from saphan.words import say


class ReleaseStands(Conflict):
    """The release is the one that readers see now."""


def remove(lake: Path, doomed: Sequence[Release]) -> int:
    """How many files of these releases were removed; a release leaves the list of releases in one step.

    Raises:
        ReleaseStands: one of them is the current release; nothing was removed.
        BuildRunning: a build holds the lock.
    """
    with drafting(lake):  # the same lock as a build: nothing is read as the release before while it goes
        now = current(lake)
        if now is not None and now.release_id in {release.release_id for release in doomed}:
            raise ReleaseStands(
                say("The release {release} stands now, and is not removed.", release=now.release_id),
                where=str(now.root),
                cure=say("Run `saphan build` to make one without these data, then remove it."),
            )
        return sum(_remove(release) for release in doomed)


def _remove(release: Release) -> int:
    files = [path for path in release.root.rglob("*") if path.is_file()]
    gone = release.root.with_name(f".gone-{release.release_id}")
    release.root.rename(gone)  # from here on nobody finds it, whatever stops us
    for path in files:
        overwrite(gone / path.relative_to(release.root))
    shutil.rmtree(gone)
    return len(files)


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
