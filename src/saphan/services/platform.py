"""What every service works on: one project directory, its desk, its clock."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from saphan.clock import Clock, SystemClock
from saphan.config import Project, load


@dataclass(frozen=True)
class Platform:
    """One installation: where it lives and what time it is there."""

    project: Project
    clock: Clock


def open_platform(root: Path, environ: Mapping[str, str], clock: Clock | None = None) -> Platform:
    """The installation at `root`, its desk ready to use (migrated, keys present)."""
    # H7: sets Django up once (saphan.desk.setup), migrates the desk
    return Platform(load(root, environ), clock or SystemClock())
