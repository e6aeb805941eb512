"""Files that are handed out: put in place whole, or not at all."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path


def keep_only(kept: Iterable[Path], *, within: Path) -> None:
    """Remove what an earlier release left in a directory: a dataset out of force is not handed out any longer."""
    for path in set(within.iterdir() if within.is_dir() else ()) - set(kept):
        path.unlink()


@contextmanager
def whole(path: Path) -> Iterator[Path]:
    """A path to write to; what was written takes its place in one step, and only if all went well."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    aside = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        yield aside
        aside.replace(path)
    finally:
        aside.unlink(missing_ok=True)
