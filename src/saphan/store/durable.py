"""How does a file get to the disk so that a power cut cannot take it back? ADR 14 argues the order."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

OWNER_DIRECTORY, OWNER_FILE = 0o700, 0o600
GROUP_DIRECTORY, GROUP_FILE = 0o750, 0o640
GROUP_PASSAGE = 0o710  # may be gone through by one who knows the name, not listed


def checksum(path: Path) -> str:
    """SHA-256 of a file's bytes, in hexadecimal digits."""
    with path.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()


def sync(path: Path) -> None:
    """Returns once the file's bytes, or the names in the directory, are on the disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def write(path: Path, text: str) -> None:
    """A new file, its bytes on the disk; its name is there only once its directory is synced."""
    path.write_text(text, "utf-8")
    sync(path)


def replace_whole(path: Path, text: str, *, group: int | None = None) -> None:
    """The file holds the text, or what it held before; never a part, whatever stops us."""
    aside = path.with_name(f"{path.name}.new")
    write(aside, text)
    admit(aside, group)
    aside.replace(path)
    sync(path.parent)


def admit(path: Path, group: int | None, *, is_passage: bool = False) -> None:
    """For its owner alone; with a group, that group may read it too, or (a passage) go through it."""
    if not path.is_dir():
        mode = OWNER_FILE if group is None else GROUP_FILE
    elif is_passage:
        mode = OWNER_DIRECTORY if group is None else GROUP_PASSAGE
    else:
        mode = OWNER_DIRECTORY if group is None else GROUP_DIRECTORY
    if group is not None and path.stat().st_gid != group:
        os.chown(path, -1, group)
    if path.stat().st_mode & 0o777 != mode:
        path.chmod(mode)
