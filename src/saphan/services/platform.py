"""What every service works on: one project directory, its desk, its clock."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from saphan import desk
from saphan.clock import Clock, SystemClock, today
from saphan.config import Project, load
from saphan.services import keys


@dataclass(frozen=True)
class Platform:
    """One installation: where it lives and what time it is there."""

    project: Project
    clock: Clock

    @property
    def day(self) -> date:
        """Today in Bangkok."""
        return today(self.clock)


def open_platform(root: Path, environ: Mapping[str, str], clock: Clock | None = None) -> Platform:
    """The installation at `root`, its desk ready to use (migrated, keys present).

    Raises:
        NoProject: `root` holds no `saphan.toml`.
        AnotherProject: this process already works on another directory.
    """
    project = load(root, environ)
    keys.ensure(project)
    desk.setup(project)
    desk.migrate()
    return Platform(project, clock or SystemClock())
