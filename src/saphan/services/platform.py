"""What every service works on: one project directory, its desk, its clock."""

from __future__ import annotations

import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from saphan import desk
from saphan.clock import Clock, StandingDay, SystemClock, today
from saphan.config import Project, load

JOURNAL_KEY = "journal.key"  # seals the journal
OBJECTIONS_KEY = "objections.key"  # of the marks by which those who objected are kept out
PORTAL_KEY = "portal.key"  # signs sessions; desk/settings.py reads it


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
    make_keys(project)
    desk.setup(project)
    desk.migrate(project)
    return Platform(project, clock or _clock(project))


def _clock(project: Project) -> Clock:
    standing = project.settings.today
    return StandingDay(date.fromisoformat(standing)) if standing else SystemClock()


def make_keys(project: Project) -> None:
    """The installation's secrets, readable by their owner alone; those that are there stay as they are."""
    project.keys.mkdir(mode=0o700, parents=True, exist_ok=True)
    for name in (JOURNAL_KEY, OBJECTIONS_KEY, PORTAL_KEY):
        if not (project.keys / name).exists():
            _make_key(project.keys / name)


def journal_key(project: Project) -> bytes:
    """The key that seals the journal; it lies apart from the journal itself."""
    return bytes.fromhex((project.keys / JOURNAL_KEY).read_text("ascii"))


def project_key(project: Project, name: str) -> bytes:
    """The secret under which one analysis project's keys of persons are made; made when first asked for."""
    home = project.keys / "projects"
    home.mkdir(mode=0o700, exist_ok=True)
    path = home / f"{name}.key"
    if not path.exists():
        _make_key(path)
    return bytes.fromhex(path.read_text("ascii"))


def forget_project_key(project: Project, name: str) -> None:
    """From here on nobody can tell whose key of that project a key is."""
    (project.keys / "projects" / f"{name}.key").unlink(missing_ok=True)


def objections_key(project: Project) -> str:
    """The key of the marks of those who objected; without it their new records could not be known."""
    return (project.keys / OBJECTIONS_KEY).read_text("ascii")


def _make_key(path: Path) -> None:
    # exclusive: of two processes that start at once, the second takes the first one's key
    try:
        handle = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    except FileExistsError:
        return
    with os.fdopen(handle, "w", encoding="ascii") as opened:
        opened.write(secrets.token_hex(32))
