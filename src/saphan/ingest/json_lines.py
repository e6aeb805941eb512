"""What are the rows of a file of JSON lines? Each line an object, its members the columns."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from itertools import islice
from pathlib import Path
from typing import Final

from saphan.contracts.model import Contract
from saphan.ingest.delimited import LONGEST_LINE
from saphan.ingest.encoding import detect, open_text
from saphan.ingest.header import SEARCHED, by_names, find_header, undescribed
from saphan.ingest.header_names import folded
from saphan.ingest.opened import Opened, Row

_NO_OBJECT: Final = "no_object"


def open_json_lines(path: Path, contract: Contract) -> Opened:
    """A file of JSON lines; the names of its first objects are held against the contract."""
    encoding = detect(path, contract)
    names: dict[str, None] = {}
    with open_text(path, encoding) as text:
        for line in islice(iter(lambda: text.readline(LONGEST_LINE), ""), SEARCHED):
            names |= dict.fromkeys(_object(line) or ())
    found = find_header([list(names)], by_names(contract), path.name)
    width = len(contract.fields)
    return Opened(
        tuple(range(width)), width, _rows(path, encoding, contract), encoding,
        undescribed=undescribed(found, contract),
    )  # fmt: skip


def json_head(path: Path, encoding: str, most: int) -> tuple[list[str], list[list[str]]]:
    """The names of the members of the first objects, and their values as text; none where the first line is none."""
    names: dict[str, None] = {}
    found: list[Mapping[str, object]] = []
    with open_text(path, encoding) as text:
        for line in islice(iter(lambda: text.readline(LONGEST_LINE), ""), most):
            one = _object(line)
            if one is None and line.strip() and not found:
                return [], []
            found += [one] if one is not None else []
            names |= dict.fromkeys(one or ())
    return list(names), [[_text(one.get(name)) for name in names] for one in found]


def _rows(path: Path, encoding: str, contract: Contract) -> Iterator[Row]:
    wanted = [folded(field.name) for field in contract.fields]
    with open_text(path, encoding) as text:
        while line := text.readline(LONGEST_LINE + 2):
            ended = line.endswith(("\n", "\r"))
            if len(line) > LONGEST_LINE:
                while not line.endswith(("\n", "\r")) and (line := text.readline(LONGEST_LINE)):
                    pass
                yield Row((), "line_too_long")
            elif not line.strip(" \t\r\n\ufeff\x1a"):
                continue
            else:
                found = _object(line)
                cells = {folded(name): _text(value) for name, value in (found or {}).items()}
                fault = "" if found is not None else _NO_OBJECT
                yield Row([cells.get(name, "") for name in wanted], fault, ended or not fault)


def _object(line: str) -> Mapping[str, object] | None:
    try:
        found = json.loads(line.lstrip("\ufeff"), parse_float=str, parse_int=str)
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) else None


def _text(value: object) -> str:
    """Numbers stand as they were written; what is no single value keeps its JSON."""
    if isinstance(value, str):
        return value
    if value is None:
        return ""
    return (
        json.dumps(value, ensure_ascii=False).upper()
        if isinstance(value, bool)
        else json.dumps(value, ensure_ascii=False)
    )
