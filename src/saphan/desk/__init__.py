"""What people decide, and the journal: Django set up for one project directory."""

from __future__ import annotations

import fcntl
from pathlib import Path

import django
from django import conf  # not `settings`: that name is our own module's
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from saphan.config import Project
from saphan.desk import chosen
from saphan.errors import Conflict
from saphan.words import say


class AnotherProject(Conflict):
    """This process already works on another project directory."""


def setup(project: Project) -> None:
    """Set Django up for `project`, once a process; again for the same project it does nothing.

    Raises:
        AnotherProject: the process already works on another directory.
    """
    if not conf.settings.configured:
        chosen.choose(project)
        from saphan.desk import settings as ours  # noqa: PLC0415 - it reads the project chosen just above

        conf.settings.configure(**{name: getattr(ours, name) for name in dir(ours) if name.isupper()})
    # no root: settings made without a project, as tests do, serve any directory
    if conf.settings.PROJECT_ROOT not in (None, project.root):
        raise AnotherProject(
            say("This process already works on another project directory."),
            where=str(conf.settings.PROJECT_ROOT),
            cure=say("Start a new process for {root}.", root=project.root),
        )
    django.setup()


def migrate(project: Project) -> None:
    """Bring the desk's tables to this version; does nothing where they are. Of several processes one does it."""
    with (project.keys / "migrating").open("a") as turn:
        fcntl.flock(turn, fcntl.LOCK_EX)
        executor = MigrationExecutor(connection)
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            call_command("migrate", verbosity=0, interactive=False)
            if connection.vendor == "sqlite" and (file := Path(connection.settings_dict["NAME"])).is_file():
                file.chmod(0o600)  # it holds who did what, and the hashes of passwords
