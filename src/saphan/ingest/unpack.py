"""Which files does a zip hold? Few, plain, without directories, and none that unpacks to more than it may."""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from saphan.ingest.opened import UnreadableFile
from saphan.words import Words, say

_MOST_FILES: Final = 50
_LARGEST: Final = 8 << 30  # bytes of all files together
_MOST_RATIO: Final = 200  # of unpacked to packed; text seldom passes 20
_SMALL: Final = 16 << 20  # bytes under which the ratio says nothing
_ENCRYPTED: Final = 0x1
_PACKED: Final = (".zip", ".gz", ".7z", ".rar", ".bz2", ".xz")


def is_packed(path: Path) -> bool:
    """Whether the file is a zip of other files, and no workbook."""
    if path.is_symlink() or not path.is_file() or not zipfile.is_zipfile(path):
        return False
    try:
        with zipfile.ZipFile(path) as packed:
            return not any(name.startswith(("xl/", "[Content_Types]")) for name in packed.namelist())
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        return False


def unpack(path: Path, into: Path) -> list[Path]:
    """The files of a zip, laid beside each other in an empty directory.

    Raises:
        UnreadableFile: it is a zip bomb, nested, locked or damaged, or names a directory.
    """
    try:
        with zipfile.ZipFile(path) as packed:
            entries = [entry for entry in packed.infolist() if not entry.is_dir() and not _is_aside(entry.filename)]
            _require_harmless(path, entries)
            return [_unpacked(packed, entry, into, path) for entry in entries]
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError, ValueError, NotImplementedError) as broken:
        raise _refused(path, say("its end is missing or it is damaged")) from broken


def _is_aside(name: str) -> bool:
    return name.startswith("__MACOSX/") or name.endswith((".DS_Store", "Thumbs.db"))


def _require_harmless(path: Path, entries: Sequence[zipfile.ZipInfo]) -> None:
    whole = sum(entry.file_size for entry in entries)
    names = [entry.filename for entry in entries]
    if not entries or len(entries) > _MOST_FILES:
        raise _refused(
            path, say("it holds {count} files, and may hold 1 to {limit}", count=len(entries), limit=_MOST_FILES)
        )
    if any(set(name) & set("/\\:\x00") or name.startswith(".") or not name.isprintable() for name in names):
        raise _refused(path, say("its files lie in directories"))
    if len({name.casefold() for name in names}) < len(names):
        raise _refused(path, say("two of its files have one name"))
    if any(entry.flag_bits & _ENCRYPTED for entry in entries):
        raise _refused(path, say("it has a password"))
    if any(name.casefold().endswith(_PACKED) for name in names):
        raise _refused(path, say("a packed file lies in it"))
    if whole > _LARGEST or (whole > _SMALL and whole > _MOST_RATIO * max(path.stat().st_size, 1)):
        raise _refused(path, say("it unpacks to far more than it is"))


def _unpacked(packed: zipfile.ZipFile, entry: zipfile.ZipInfo, into: Path, path: Path) -> Path:
    target, left = into / entry.filename, entry.file_size
    with packed.open(entry) as source, target.open("xb") as written:
        while block := source.read(1 << 20):
            left -= len(block)
            if left < 0:  # what it says of itself is not believed
                raise _refused(path, say("it unpacks to far more than it is"))
            written.write(block)
    return target


def _refused(path: Path, why: Words) -> UnreadableFile:
    return UnreadableFile(
        say("The packed file {file} is not taken: {why}.", file=path.name, why=why),
        where=path.name,
        cure=say("Send the files themselves, or a zip of at most {limit} plain files.", limit=_MOST_FILES),
    )
