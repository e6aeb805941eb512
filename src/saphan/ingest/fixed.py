"""What are the rows of a file of fixed widths? Characters counted after decoding, padding taken away."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from saphan.contracts.model import Contract, Field
from saphan.ingest.delimited import LONGEST_LINE
from saphan.ingest.encoding import detect, open_text
from saphan.ingest.header import places_in_order
from saphan.ingest.opened import Opened, Row


def open_fixed(path: Path, contract: Contract) -> Opened:
    """A file of fixed widths; its columns are where the contract says."""
    encoding = detect(path, contract)
    rows = _rows(path, encoding, contract)
    return Opened(places_in_order(contract), len(contract.fields), rows, encoding)


def _rows(path: Path, encoding: str, contract: Contract) -> Iterator[Row]:
    fields = contract.fields
    full = max(field.start + field.width - 1 for field in fields)
    # programs cut the spaces at the end of a line: it is whole when it reaches into the last required column
    least = max((field.start for field in fields if field.required), default=1)
    with open_text(path, encoding) as text:
        for _ in range(contract.file.header_row):
            text.readline(LONGEST_LINE)
        while line := text.readline(LONGEST_LINE):
            yield _row(line, fields, least, full)


def _row(line: str, fields: Sequence[Field], least: int, full: int) -> Row:
    ended = line.endswith(("\n", "\r"))
    line = line.rstrip("\r\n")
    cells = [line[field.start - 1 : field.start - 1 + field.width].strip(" ") for field in fields]
    if not line.strip():
        return Row([""] * len(fields), ended=ended)
    if len(line) < least or (not ended and len(line) < full):
        return Row(cells, "cells_too_few", ended)
    if line[full:].strip():
        return Row(cells, "cells_too_many", ended)
    return Row(cells, ended=ended or len(line) >= full)
