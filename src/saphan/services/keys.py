"""The installation's secrets: made once, readable by their owner alone, never shown."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

from saphan.config import Project

JOURNAL_KEY = "journal.key"  # seals the journal
PORTAL_KEY = "portal.key"  # signs sessions; desk/settings.py reads it


def ensure(project: Project) -> None:
    """Make the keys that are not there yet; those that are stay as they are."""
    project.keys.mkdir(mode=0o700, parents=True, exist_ok=True)
    for name in (JOURNAL_KEY, PORTAL_KEY):
        if not (project.keys / name).exists():
            _make(project.keys / name)


def journal_key(project: Project) -> bytes:
    """The key that seals the journal; it lies apart from the journal itself."""
    return bytes.fromhex((project.keys / JOURNAL_KEY).read_text("ascii"))


def _make(path: Path) -> None:
    # exclusive: of two processes that start at once, the second takes the first one's key
    try:
        handle = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    except FileExistsError:
        return
    with os.fdopen(handle, "w", encoding="ascii") as opened:
        opened.write(secrets.token_hex(32))
