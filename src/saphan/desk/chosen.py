"""Which project directory does this process work on? Chosen once, before Django reads its settings."""

from __future__ import annotations

from pathlib import Path

from saphan.config import Project, environment, load

_chosen: list[Project] = []


def choose(project: Project) -> None:
    """Work on `project` from now on."""
    _chosen[:] = [project]


def project() -> Project | None:
    """The chosen project, or the one SAPHAN_PROJECT names; None for tests and for making migrations."""
    if not _chosen and (root := environment().get("SAPHAN_PROJECT")):
        _chosen.append(load(Path(root), environment()))
    return _chosen[0] if _chosen else None
