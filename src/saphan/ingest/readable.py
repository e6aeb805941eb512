"""Can a file be opened as its contract says? Asked before it is received, and again when it is read."""

from __future__ import annotations

from pathlib import Path

from saphan.contracts.model import Contract
from saphan.ingest.content import content_of
from saphan.ingest.delimited import open_delimited
from saphan.ingest.fixed import open_fixed
from saphan.ingest.json_lines import open_json_lines
from saphan.ingest.opened import Opened, UnreadableFile
from saphan.ingest.pages import open_page
from saphan.ingest.parquet import open_parquet
from saphan.ingest.workbook import open_workbook
from saphan.words import say

_OF_TEXT = {"csv": open_delimited, "fixed": open_fixed, "jsonl": open_json_lines}


def check_readable(file: Path, contract: Contract) -> None:
    """Nothing, when the file can be opened as its contract says and has the columns it requires.

    Raises:
        UnreadableFile: it is something else, cut, locked, empty, or in no known encoding.
        HeaderMismatch: it lacks columns that the contract requires.
    """
    open_file(file, contract)


def open_file(path: Path, contract: Contract) -> Opened:
    """The file, opened by what it is and not by what its name says."""
    content, words = content_of(path)
    is_workbook = content in ("workbook", "old_workbook")
    asked = contract.file.format
    if asked == "xlsx" and is_workbook:
        return open_workbook(path, contract)
    if asked == "xlsx" and content == "page":
        return open_page(path, contract)  # many systems write a web page and call it .xls
    if asked == "parquet" and content == "parquet":
        return open_parquet(path, contract)
    if content == "text" and asked in _OF_TEXT:
        return _OF_TEXT[asked](path, contract)
    if asked == "xlsx":
        cure = say("Save it as an Excel workbook (.xlsx), or correct the format in the contract.")
    else:
        cure = say("Save it as CSV (UTF-8), or correct the format in the contract.")
    raise UnreadableFile(
        say("{file} should be {format} by its contract, and it is {content}.",
            file=path.name, format=contract.file.format, content=words),
        where=path.name,
        cure=cure,
    )  # fmt: skip
