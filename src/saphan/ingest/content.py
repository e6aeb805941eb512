"""What is a file really, whatever its name says? Its first bytes tell."""

from __future__ import annotations

import zipfile
from pathlib import Path
from typing import Final, Literal

from saphan.ingest.opened import UnreadableFile
from saphan.words import Words, say

Content = Literal["text", "workbook", "old_workbook", "page", "parquet", "other"]
_LARGEST_UNPACKED: Final = 2 << 30  # bytes: a workbook has at most 1,048,576 rows a sheet

_KNOWN: tuple[tuple[bytes, Words], ...] = (
    (b"%PDF", say("a PDF")),
    (b"\x1f\x8b", say("a compressed file")),
    (b"Rar!", say("a compressed file")),
    (b"7z\xbc\xaf", say("a compressed file")),
    (b"\x89PNG", say("a picture")),
    (b"\xff\xd8\xff", say("a picture")),
    (b"GIF8", say("a picture")),
    (b"SQLite format 3", say("a database")),
    (b"\x7fELF", say("a program")),
    (b"MZ\x90", say("a program")),
)
_PAGES = (b"<!doctype", b"<html", b"<table", b"<?xml", b"<head", b"<meta")


def content_of(path: Path) -> tuple[Content, Words]:
    """What the file is, and the words for it.

    Raises:
        UnreadableFile: it is empty, no plain file, or a workbook that was cut.
    """
    if path.is_symlink() or not path.is_file():
        raise UnreadableFile(
            say("{file} is not a plain file.", file=path.name),
            where=path.name,
            cure=say("Lay the file itself in the inbox, not a link or a directory."),
        )
    with path.open("rb") as opened:
        head = opened.read(512)
    if not head.strip(b"\x00 \t\r\n\xef\xbb\xbf"):
        raise UnreadableFile(
            say("{file} is empty.", file=path.name), where=path.name, cure=say("Ask the agency to send it again.")
        )
    if head.startswith(b"PK"):
        return _zip(path)
    if head.startswith(b"\xd0\xcf\x11\xe0"):
        return "old_workbook", say("an Excel workbook")
    if head.startswith(b"PAR1"):
        return "parquet", say("a Parquet file")
    for magic, words in _KNOWN:
        if head.startswith(magic):
            return "other", words
    if head.lstrip(b"\xef\xbb\xbf \t\r\n").lower().startswith(_PAGES):
        return "page", say("a web page")
    return "text", say("plain text")


def _zip(path: Path) -> tuple[Content, Words]:
    try:
        with zipfile.ZipFile(path) as packed:
            entries = packed.infolist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as broken:
        raise UnreadableFile(
            say("{file} begins as an Excel workbook or a zip file, and its end is missing or damaged.", file=path.name),
            where=path.name,
            cure=say("Ask the agency to send it again: it was probably cut off on the way."),
        ) from broken
    if not any(entry.filename == "xl/workbook.xml" for entry in entries):
        return "other", say("a compressed file")
    if sum(entry.file_size for entry in entries) > _LARGEST_UNPACKED:
        raise UnreadableFile(
            say("{file} unpacks to more than {limit} bytes.", file=path.name, limit=_LARGEST_UNPACKED),
            where=path.name,
            cure=say("Ask the agency for it in parts, or as CSV."),
        )
    return "workbook", say("an Excel workbook")
