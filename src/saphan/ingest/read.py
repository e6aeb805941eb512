"""What does a received file say, row by row, before anything is changed? And which of its rows are none?"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from json.encoder import encode_basestring
from pathlib import Path
from typing import Final

import pyarrow as pa

from saphan.contracts.model import Contract
from saphan.ingest.encoding import UNREADABLE
from saphan.ingest.opened import Opened, Row
from saphan.ingest.readable import open_file
from saphan.ingest.receipt import Receipt, original
from saphan.store import Engine, Relation, from_arrow, from_rows
from saphan.tables import FINDINGS, Table, Zone
from saphan.tables.shape import integer, text

TOTALS: Final = frozenset(
    {"รวม", "รวมทั้งสิ้น", "รวมทั้งหมด", "ยอดรวม", "รวมเงิน", "รวมเป็นเงิน", "total", "grand total", "sum"}
)
_BLOCK: Final = 20_000  # rows turned into Arrow columns at a time
_CLASSES: Final = {"truncated_last_row": "truncated", "unreadable_bytes": "bytes", "total_row": "total"}
_ENOUGH: Final = 20  # rows after which `shorter than every other` says something; a guess
_NOTHING: Final = " \t\r\n\x1a\u00a0\u200b\ufeff"  # 1A ends the files of old programs


@dataclass(frozen=True)
class Reading:
    """A file as rows of text: rows_delivered = rows in `rows` + rows in `refused`."""

    rows: Relation  # rows_table(contract)
    refused: Relation  # FINDINGS: one for each row that is none
    rows_delivered: int
    encoding: str  # utf-8, utf-8-sig, utf-16, cp874, or workbook


def rows_table(contract: Contract) -> Table:
    """The shape of `Reading.rows`: f0, f1 ... are the contract's fields in order."""
    fields = [text(f"f{at}", field.name) for at, field in enumerate(contract.fields)]
    return Table(
        name="rows",
        doc="One row: one row of data of a delivery, as it came. A column the file does not have is null.",
        zone=Zone.WITHIN_BUILD,
        key=("row_number",),
        columns=(
            integer("row_number", "row of the file, the first data row being 1"),
            *fields,
            text("cells", "the row's cells as a JSON list of texts, in the order of the file"),
        ),
    )


def read(receipt: Receipt, contract: Contract, vault: Path, engine: Engine) -> Reading:
    """Every row of a received file, as text; rows that are none are findings.

    Raises:
        DamagedVault: the file is not in the vault, or not as it was received.
        UnreadableFile: it is not what the contract says.
        HeaderMismatch: it lacks columns that the contract requires.
    """
    opened = open_file(original(receipt, vault), contract)
    sorted_out = _Sorted(opened, receipt)
    batches = list(sorted_out.batches())
    table = rows_table(contract)
    return Reading(
        rows=from_arrow(pa.Table.from_batches(batches), returns=table, engine=engine),
        refused=from_rows(sorted_out.refused, returns=FINDINGS, engine=engine),
        rows_delivered=sorted_out.delivered,
        encoding=opened.encoding.removesuffix("-le"),  # the byte order is no news to anyone
    )


@dataclass
class _Sorted:
    """The rows of a file, sorted into those of data and those that are none."""

    opened: Opened
    receipt: Receipt
    delivered: int = 0
    refused: list[tuple[object, ...]] = field(default_factory=list)
    shortest_end: int = 1 << 30  # characters of the shortest last cell so far

    def batches(self) -> Iterator[pa.RecordBatch]:
        """The rows of data as blocks of columns; the rest is kept in `refused`."""
        numbers: list[int] = []
        taken: list[Sequence[str]] = []
        for row, is_last in _with_last(row for row in self.opened.rows if _holds_something(row)):
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
        if is_last and cells and _is_total(cells):
            return "total_row"
        fault = row.fault or ("cells_too_few" if len(cells) < width else "")
        if fault:
            is_cut = is_last and fault in ("cells_too_few", "unclosed_quote")
            return "truncated_last_row" if is_cut else fault
        if is_last and not row.ended and self._is_cut(row):
            return "truncated_last_row"
        if len(cells) > width and any(cell.strip(_NOTHING) for cell in cells[width:]):
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


def _batch(numbers: Sequence[int], taken: Sequence[Sequence[str]], places: Sequence[int | None]) -> pa.RecordBatch:
    columns = [[None] * len(taken) if place is None else [cells[place] for cells in taken] for place in places]
    lists = [_as_json(cells) for cells in taken]
    arrays = [pa.array(numbers, pa.int64()), *(pa.array(column, pa.string()) for column in (*columns, lists))]
    return pa.RecordBatch.from_arrays(arrays, ["row_number", *(f"f{at}" for at in range(len(places))), "cells"])


def _as_json(cells: Sequence[str]) -> str:
    # the encoder's own text function: to call the encoder for each row takes four times as long
    return f"[{', '.join(map(encode_basestring, cells))}]"


def _with_last(rows: Iterator[Row]) -> Iterator[tuple[Row, bool]]:
    """Each row, and whether it is the last."""
    held = next(rows, None)
    for row in rows:
        if held is not None:
            yield held, False
        held = row
    if held is not None:
        yield held, True


def _holds_something(row: Row) -> bool:
    return bool(row.fault) or any(cell.strip(_NOTHING) for cell in row.cells)


def _is_total(cells: Sequence[str]) -> bool:
    first = next((cell.strip(_NOTHING) for cell in cells if cell.strip(_NOTHING)), "")
    return first.rstrip(" :").casefold() in TOTALS
