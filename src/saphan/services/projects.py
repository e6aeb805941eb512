"""A new project directory: everything in its place, secrets for the owner alone."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from saphan.config import FILE_NAME, Project, Settings
from saphan.errors import Conflict
from saphan.services.platform import make_keys
from saphan.words import say

OPEN_TO_OTHERS = ("contracts", "agreements")
# files of agencies, originals, releases, secrets, return sheets with people's rows, extracts; the groups that the
# settings name are let in to content and extracts when these are made
OWNER_ONLY = ("inbox", "vault", "lake", "keys", "out", "extracts")

SETTINGS = """\
# Settings of this installation. What changes results (thresholds, suppression) is no setting:
# it is a policy that each release records.
title = "Saphan"
language = "th"            # th or en: of messages where nobody has chosen
threads = 0                # 0: all cores of the machine
memory_limit = "4GB"       # of the engine that builds; it spills to disk beyond
training_ground = {training_ground}    # true: make-believe data, and every page says so
today = "{today}"                 # of a training ground: the day it is there; empty: the real one
hosts = "127.0.0.1 localhost"
https = false              # true where the portal stands behind HTTPS
content_group = ""         # the system's group that may read the content of releases; empty: their owner alone
analysis_group = ""        # the system's group that may read extracts, and nothing else; empty: their owner alone
contact = ""               # whom a citizen may ask; shown on the public page
"""


class ProjectExists(Conflict):
    """The directory already is a project."""


def init(root: Path, *, training_ground: bool = False, today: date | None = None) -> Project:
    """A new project at `root`. The one service without an asker: there is nothing yet that could be asked for.

    `today` is the day on which a training ground stands still.

    Raises:
        ProjectExists: there is one already; nothing was changed.
    """
    if (root / FILE_NAME).exists():
        raise ProjectExists(
            say("There already is a Saphan project here; nothing was changed."),
            where=str(root / FILE_NAME),
            cure=say("Use it as it is, or name another directory."),
        )
    for name in OPEN_TO_OTHERS:
        (root / name).mkdir(parents=True, exist_ok=True)
    for name in OWNER_ONLY:
        (root / name).mkdir(mode=0o700, exist_ok=True)
        (root / name).chmod(0o700)  # also where somebody made it before
    project = Project(root.resolve(), Settings(training_ground=training_ground))
    make_keys(project)
    settings = SETTINGS.format(
        training_ground="true" if training_ground else "false", today=today.isoformat() if today else ""
    )
    (root / FILE_NAME).write_text(settings, "utf-8")
    (root / FILE_NAME).chmod(0o600)  # it may name a database with its password
    return project
