"""In which order do the blocks of a file come, read ahead of their turn, and where does the careful reader step in?"""

from __future__ import annotations

import io
from collections import deque
from collections.abc import Iterator
from concurrent.futures import Executor, Future
from dataclasses import dataclass, field
from itertools import islice
from typing import Final

import pyarrow as pa

from saphan.ingest.blocks import Block, Sizes, as_columns, blocks, decoded
from saphan.ingest.delimited import careful_rows
from saphan.ingest.opened import Delimited, Opened, Row

_AHEAD: Final = 6  # blocks held at a time: memory does not grow with the file


@dataclass
class Blocks:
    """The blocks of one file, one after another."""

    opened: Opened
    shape: Delimited
    sizes: Sizes
    pool: Executor
    _waiting: deque[tuple[Block, Future[pa.Table | None] | None]] = field(default_factory=deque)
    _text: io.StringIO = field(default_factory=io.StringIO)
    _skip: int = 0

    def __post_init__(self) -> None:
        self._source = blocks(self.shape.path, bom=self.shape.bom, separator=self.shape.separator, sizes=self.sizes)
        self._skip = self.shape.header + 1
        self._fill()

    def is_empty(self) -> bool:
        """Whether every block was taken."""
        return not self._waiting

    def take(self) -> pa.Table | None:
        """The next block as columns; None when it needs care: then its rows are asked for next."""
        _, future = self._waiting[0]
        columns = future.result() if future else None
        if columns is not None:
            self._next()
        return columns

    def careful_rows(self) -> Iterator[Row]:
        """The rows of the next block, and of those after it that are no more plain, or in which its last row ends."""
        self._open_next()
        skip, self._skip = self._skip, 0
        return careful_rows(self, separator=self.shape.separator, width=self.opened.width, skip=skip)

    def readline(self, limit: int, /) -> str:
        """The next line, or as much of it; on into the next block where a row does not end in its own."""
        line = self._text.readline(limit)
        while len(line) < limit and not line.endswith(("\n", "\r")) and self._waiting:
            self._open_next()
            line += self._text.readline(limit - len(line))
        return line

    def is_between(self) -> bool:
        """Whether the text at hand is read, and what comes next may be read as columns."""
        at = self._text.tell()
        if self._text.read(1):
            self._text.seek(at)
            return False
        return not self._waiting or self._waiting[0][0].is_plain

    def _open_next(self) -> None:
        self._text = decoded(self._next().bytes, self.opened.encoding)

    def _next(self) -> Block:
        block, _ = self._waiting.popleft()
        self._fill()
        return block

    def _fill(self) -> None:
        for block in islice(self._source, _AHEAD - len(self._waiting)):
            self._waiting.append((block, self._submit(block) if block.is_plain else None))

    def _submit(self, block: Block) -> Future[pa.Table | None]:
        return self.pool.submit(
            as_columns,
            block.bytes,
            encoding=self.opened.encoding,
            separator=self.shape.separator,
            width=self.opened.width,
            cells=self.shape.cells,
            header=self.opened.header[0] if self.opened.header else "",
        )
