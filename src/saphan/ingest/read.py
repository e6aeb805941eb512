"""What does a received file say, row by row, before anything is changed? And which of its rows are none?"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from saphan.contracts.model import Contract
from saphan.ingest.blocks import NOTE_PATTERN, NOTHING, SUM_PATTERN, TOTALS, Sizes, as_texts, distinct
from saphan.ingest.encoding import UNREADABLE
from saphan.ingest.opened import Opened, Row
from saphan.ingest.readable import open_file
from saphan.ingest.receipt import Receipt, original
from saphan.ingest.stream import Blocks
from saphan.store import Engine, Relation, from_arrow, from_rows
from saphan.tables import FINDINGS, Table, Zone
from saphan.tables.shape import integer, text

NOTE: Final = re.compile(NOTE_PATTERN)
_REMARK: Final = re.compile(r"\s*หมายเหตุ\s*:?\s*")
_SUM: Final = re.compile(SUM_PATTERN)
_BLOCK: Final = 20_000  # rows turned into Arrow columns at a time
_CLASSES: Final = {
    "truncated_last_row": "truncated", "unreadable_bytes": "bytes", "total_row": "total", "repeated_header": "header",
    "note_row": "note", "undescribed_column": "undescribed", "missing_column": "missing",
    "another_format": "format", "beside_table": "beside",
}  # fmt: skip
_SHORT_TOTALS: Final = frozenset({"รวม", "total", "sum"})
_UNDESCRIBED, _MISSING = "undescribed_column", "missing_column"
_MOST_COLUMNS: Final = 100  # told by name; a file of thousands is no table of people
_ENOUGH: Final = 20  # rows after which `shorter than every other` says something; a guess
_AT_ONCE: Final = 4  # blocks read at the same time


@dataclass(frozen=True)
class Reading:
    """A file as rows of text: rows_delivered = rows in `rows` + rows in `refused`."""

    rows: Relation  # rows_table(contract)
    refused: Relation  # FINDINGS: one for each row that is none
    rows_delivered: int
    encoding: str  # utf-8, utf-8-sig, utf-16, cp874, parquet or workbook
    notes: Relation | None = None  # FINDINGS: what is said of its columns, and of rows sent back corrected


def rows_table(contract: Contract) -> Table:
    """The shape of `Reading.rows`: f0, f1 ... are the contract's fields in order."""
    fields = [text(f"f{at}", field.name) for at, field in enumerate(contract.fields)]
    return Table(
        name="rows",
        doc="One row: one row of data of a delivery, as it came. A column the file does not have is null.",
        zone=Zone.WITHIN_BUILD,
        key=("row_number",),
        columns=(integer("row_number", "row of the file, the first data row being 1"), *fields),
    )


def read(receipt: Receipt, contract: Contract, vault: Path, engine: Engine) -> Reading:
    """Every row of a received file, as text; rows that are none are findings.

    Raises:
        DamagedVault: the file is not in the vault, or not as it was received.
        UnreadableFile: it is not what the contract says.
        HeaderMismatch: it lacks columns that the contract requires.
    """
    sorted_out = sort_rows(receipt, contract, vault)
    tables = list(sorted_out.tables())
    return Reading(
        rows=from_arrow(pa.concat_tables(tables), returns=rows_table(contract), engine=engine),
        refused=from_rows(sorted_out.refused, returns=FINDINGS, engine=engine),
        rows_delivered=sorted_out.delivered,
        encoding=sorted_out.encoding,
        notes=sorted_out.notes(contract, engine),
    )


def sort_rows(receipt: Receipt, contract: Contract, vault: Path, sizes: Sizes | None = None) -> Sorted:
    """The rows of a received file, to be taken one table after another; raises as `read` does."""
    return Sorted(open_file(original(receipt, vault), contract), receipt, sizes or Sizes())


@dataclass
class Sorted:
    """The rows of a file, sorted into those of data and those that are none."""

    opened: Opened
    receipt: Receipt
    sizes: Sizes = field(default_factory=Sizes)
    delivered: int = 0
    refused: list[tuple[object, ...]] = field(default_factory=list)
    shortest_end: int = 1 << 30  # characters of the shortest last cell so far

    @property
    def encoding(self) -> str:
        """How the file's text was read; the byte order is no news to anyone."""
        return self.opened.encoding.removesuffix("-le")

    def tables(self) -> Iterator[pa.Table]:
        """The rows of data, some at a time and at least one table of them; the rest is kept in `refused`."""
        return map(as_texts, self.coded_tables())

    def coded_tables(self) -> Iterator[pa.Table]:
        """The same, texts that come again and again as codes: a column can be so in one table, and not in another."""
        if self.opened.delimited is None:
            yield from self._taken(_with_last(filter(_holds_something, self.opened.rows)))
            return
        with ThreadPoolExecutor(_AT_ONCE) as pool:
            yield from self._by_blocks(Blocks(self.opened, self.opened.delimited, self.sizes, pool))

    def notes(self, contract: Contract, engine: Engine) -> Relation:
        """Findings of the file as a whole: columns it has and its contract does not describe, and those it lacks."""
        fields = zip(contract.fields, self.opened.places, strict=True)
        missing = [field.name for field, place in fields if place is None and not field.is_closed]
        said = [(_UNDESCRIBED, name) for name in dict.fromkeys(self.opened.undescribed)][:_MOST_COLUMNS]
        said += [(_MISSING, name) for name in missing]
        said += [("another_format", "")] * self.opened.of_another_format + [("beside_table", "")] * self.opened.beside
        rows = [
            (self.receipt.delivery_id, self.receipt.dataset, 0, name, check_id, "warn", _CLASSES[check_id])
            for check_id, name in said
        ]
        return from_rows(rows, returns=FINDINGS, engine=engine)

    def _by_blocks(self, stream: Blocks) -> Iterator[pa.Table]:
        while not stream.is_empty():
            columns = stream.take()
            if columns is not None:
                yield self._numbered(columns)
                continue
            rows = filter(_holds_something, stream.careful_rows())
            yield from self._taken(_with_last(rows, may_be_last=stream.is_empty))

    def _numbered(self, columns: pa.Table) -> pa.Table:
        first, count = self.delivered + 1, columns.num_rows
        self.delivered += count
        ends = distinct(columns.column(self.opened.width - 1))
        self.shortest_end = min(self.shortest_end, pc.min(pc.utf8_length(ends)).as_py() or 0) if count else 1 << 30
        nothing = pa.nulls(count, pa.string())
        named = [nothing if place is None else columns.column(place) for place in self.opened.places]
        return _table(pa.array(np.arange(first, first + count)), named)

    def _taken(self, rows: Iterator[tuple[Row, bool]]) -> Iterator[pa.Table]:
        numbers: list[int] = []
        taken: list[Sequence[str]] = []
        for row, is_last in rows:
            self.delivered += 1
            if fault := self._fault(row, is_last=is_last):
                self._refuse(fault)
                continue
            numbers.append(self.delivered)
            taken.append(row.cells)
            if len(numbers) == _BLOCK:
                yield _batch(numbers, taken, self.opened.places)
                numbers, taken = [], []
        yield _batch(numbers, taken, self.opened.places)

    def _fault(self, row: Row, *, is_last: bool) -> str:
        """The reader's rule that the row breaks, or empty."""
        width, cells = self.opened.width, row.cells
        if no_data := self._no_data(cells, is_last=is_last):
            return no_data
        fault = row.fault or ("cells_too_few" if len(cells) < width else "")
        if fault:
            is_cut = is_last and fault in ("cells_too_few", "unclosed_quote")
            return "truncated_last_row" if is_cut else fault
        return self._doubt(row, is_last=is_last)

    def _no_data(self, cells: Sequence[str], *, is_last: bool) -> str:
        """What the row is where it is no row of data: a total, a remark, the header again."""
        if cells and ((is_last and _is_total(cells)) or _is_sum_of_few(cells)):
            return "total_row"
        if cells and cells[0] and self.opened.header and tuple(cells) == self.opened.header:
            return "repeated_header"
        if cells and _is_note(cells):
            return "note_row"
        return ""

    def _doubt(self, row: Row, *, is_last: bool) -> str:
        """The reader's rule that a row of enough cells breaks, or empty."""
        width, cells = self.opened.width, row.cells
        if is_last and not row.ended and self._is_cut(row):
            return "truncated_last_row"
        if len(cells) > width and any(cell.strip(NOTHING) for cell in cells[width:]):
            return "cells_too_many"
        if UNREADABLE.search("".join(cells)):
            return "unreadable_bytes"
        self.shortest_end = min(self.shortest_end, len(cells[width - 1]))
        return ""

    def _is_cut(self, row: Row) -> bool:
        # many programs write no end after the last line; but in a file cut within its last cell `1500.00` would be
        # read as `15`, so a last cell shorter than every other of many is not believed
        end = row.cells[self.opened.width - 1]
        return UNREADABLE.search(end) is not None or (self.delivered > _ENOUGH and len(end) < self.shortest_end)

    def _refuse(self, check_id: str) -> None:
        value_class = _CLASSES.get(check_id, check_id)
        self.refused.append(
            (self.receipt.delivery_id, self.receipt.dataset, self.delivered, "", check_id, "refuse", value_class)
        )


def _batch(numbers: Sequence[int], taken: Sequence[Sequence[str]], places: Sequence[int | None]) -> pa.Table:
    columns = [[None] * len(taken) if place is None else [cells[place] for cells in taken] for place in places]
    return _table(pa.array(numbers, pa.int64()), [pa.array(column, pa.string()) for column in columns])


def _table(numbers: pa.Array, columns: Sequence[pa.Array]) -> pa.Table:
    return pa.table([numbers, *columns], names=["row_number", *(f"f{at}" for at in range(len(columns)))])


def _with_last(rows: Iterator[Row], may_be_last: Callable[[], bool] = lambda: True) -> Iterator[tuple[Row, bool]]:
    """Each row, and whether it is the last of the file."""
    held = next(rows, None)
    for row in rows:
        if held is not None:
            yield held, False
        held = row
    if held is not None:
        yield held, may_be_last()


def _holds_something(row: Row) -> bool:
    return bool(row.fault) or any(cell.strip(NOTHING) for cell in row.cells)


def _is_note(cells: Sequence[str]) -> bool:
    """A remark under the table: one cell alone, beginning as remarks do; the word alone can have its text beside it."""
    others = sum(bool(cell.strip(NOTHING)) for cell in cells[1:])
    return bool(NOTE.match(cells[0])) and (not others or (others == 1 and _REMARK.fullmatch(cells[0]) is not None))


def _is_sum_of_few(cells: Sequence[str]) -> bool:
    """A total among the rows: so named in its first text, the rest mostly empty, or some where the word is plain."""
    if not _is_total(cells):
        return False
    empty = sum(not cell.strip(NOTHING) for cell in cells)
    is_short = _first_text(cells) in _SHORT_TOTALS  # could be somebody's name
    return empty * 2 >= len(cells) if is_short else empty > 0


def _is_total(cells: Sequence[str]) -> bool:
    text = _first_text(cells)
    return text in TOTALS or _SUM.match(text) is not None


def _first_text(cells: Sequence[str]) -> str:
    return next((text.rstrip(" :").casefold() for cell in cells if (text := cell.strip(NOTHING))), "")
