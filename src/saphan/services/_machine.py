"""Is this machine ready to link records? Reads nothing and asks nobody: there are no records in it."""

from __future__ import annotations

from saphan import linkage


def warm() -> None:
    """Make the machine code of linkage now, so that the first build does not wait for it."""
    linkage.warm()
