"""Who is reading a release? A reader holds a lease, which the kernel takes back however the reader ends.

The lease is a shared lock (flock) on the release's manifest: no file of its own that a dead reader could leave
behind, nothing to renew, and a reader needs no right to write. Whoever would remove the release asks for the same
lock alone. The lake must lie on a local disk: over a network the lock would need the right to write.
"""

from __future__ import annotations

import fcntl
import os
import weakref
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Self

from saphan.store.pointer import pointer
from saphan.store.release import MANIFEST, NoRelease, Release, open_release


class Lease:
    """A release that stays until this is closed, forgotten, or its process ends."""

    def __init__(self, release: Release, handle: int) -> None:
        """`handle` is an open manifest with a shared lock on it."""
        self.release = release
        self._close = weakref.finalize(self, os.close, handle)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """The release may be removed, as far as this reader goes."""
        self._close()


def lease(lake: Path, release_id: str) -> Lease:
    """The release of that name, kept from removal.

    Raises:
        NoRelease: there is none, or none any longer.
    """
    release = open_release(lake, release_id)
    path = release.root / MANIFEST
    try:
        handle = os.open(path, os.O_RDONLY)
    except FileNotFoundError:  # removed since its manifest was read
        return lease(lake, release_id)
    fcntl.flock(handle, fcntl.LOCK_SH)
    if _is_still(path, handle):
        return Lease(release, handle)
    os.close(handle)  # removed while we waited for the lock
    return lease(lake, release_id)


def lease_current(lake: Path) -> Lease | None:
    """The release that stands now, kept from removal; None before the first."""
    now = pointer(lake)
    while now is not None:
        try:
            return lease(lake, now.release_id)
        except NoRelease:
            before, now = now, pointer(lake)
            if now == before:
                raise
    return None


@contextmanager
def exclusively(release: Release) -> Iterator[bool]:
    """Whether nobody reads the release; if so, nobody begins to before this ends."""
    handle = os.open(release.root / MANIFEST, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        yield False
    else:
        yield True
    finally:
        os.close(handle)


def _is_still(path: Path, handle: int) -> bool:
    try:
        return os.path.samestat(path.stat(), os.fstat(handle))
    except FileNotFoundError:
        return False
