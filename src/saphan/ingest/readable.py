"""Can a file be opened as its contract says? Asked before it is received, and again when it is read."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path

from saphan.contracts.model import Contract
from saphan.ingest.content import Content, content_of
from saphan.ingest.delimited import open_delimited
from saphan.ingest.fixed import open_fixed
from saphan.ingest.json_lines import open_json_lines
from saphan.ingest.opened import Opened, UnreadableFile
from saphan.ingest.pages import open_page
from saphan.ingest.parquet import open_parquet
from saphan.ingest.workbook import open_workbook
from saphan.words import say

_OPENERS: Mapping[Content, Callable[[Path, Contract], Opened]] = {
    "workbook": open_workbook,
    "old_workbook": open_workbook,
    "page": open_page,  # many systems write a web page and call it .xls
    "parquet": open_parquet,
}
_OF_TEXT: Mapping[str, Callable[[Path, Contract], Opened]] = {"fixed": open_fixed, "jsonl": open_json_lines}
_TABLES = ("csv", "xlsx", "parquet")  # columns are told by their names in each, so that one may come for another
_USUAL = {"workbook": "xlsx", "old_workbook": "xlsx", "page": "xlsx", "parquet": "parquet", "text": "csv"}


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
    asked = contract.file.format
    if content == "text" and asked in _OF_TEXT:
        return _OF_TEXT[asked](path, contract)
    if asked in _TABLES and content in _USUAL:
        opened = _OPENERS.get(content, open_delimited)(path, contract)
        return replace(opened, of_another_format=_USUAL[content] != asked)
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
