"""What are the rows of a Parquet file? Every value as the text it stands for."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Final

import pyarrow as pa
import pyarrow.parquet as pq

from saphan.contracts.model import Contract
from saphan.ingest.header import by_names, find_header, undescribed
from saphan.ingest.opened import Opened, Row, UnreadableFile
from saphan.ingest.workbook import as_text
from saphan.words import say

_AT_ONCE: Final = 20_000
_DAMAGE: Final = (pa.ArrowException, OSError, ValueError)  # a damaged name of a column is a ValueError


def open_parquet(path: Path, contract: Contract) -> Opened:
    """A Parquet file, its columns held against the contract.

    Raises:
        UnreadableFile: it is damaged.
    """
    try:
        names = list(pq.read_schema(path).names)
        found = find_header([names], by_names(contract), path.name)
        return Opened(found.places, len(names), _rows(path), "parquet", undescribed=undescribed(found, contract))
    except _DAMAGE as broken:
        raise _damaged(path) from broken


def parquet_head(path: Path, most: int) -> tuple[list[str], list[list[str]]]:
    """The names of the columns, and the first rows as text.

    Raises:
        UnreadableFile: it is damaged.
    """
    try:
        names = list(pq.read_schema(path).names)
    except _DAMAGE as broken:
        raise _damaged(path) from broken
    return names, [list(row.cells) for row in islice(_rows(path), most)]


def _rows(path: Path) -> Iterator[Row]:
    try:
        with pq.ParquetFile(path) as opened:
            for batch in opened.iter_batches(_AT_ONCE):
                for row in zip(*(column.to_pylist() for column in batch.columns), strict=True):
                    yield Row(["" if value is None else as_text(value) for value in row])
    except _DAMAGE as broken:
        raise _damaged(path) from broken


def _damaged(path: Path) -> UnreadableFile:
    return UnreadableFile(
        say("The Parquet file {file} cannot be opened: it is damaged.", file=path.name),
        where=path.name,
        cure=say("Ask the agency to send it again."),
    )
