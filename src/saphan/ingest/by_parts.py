"""How is a file of any size read and conformed, that does not fit into memory? Some rows at a time."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from itertools import chain
from pathlib import Path
from typing import Final

import pyarrow as pa
from sqlglot import exp

from saphan.contracts.model import Contract
from saphan.ingest.blocks import Sizes, as_texts
from saphan.ingest.conform import Conformed, Meant, conform
from saphan.ingest.read import Reading, Sorted, rows_table, sort_rows
from saphan.ingest.receipt import Receipt
from saphan.store import Engine, Relation, from_arrow, from_parts, from_rows, view, write_part
from saphan.tables import FINDINGS, conformed

_AT_ONCE: Final = 4  # blocks conformed at the same time
_HELD: Final = 5  # blocks in memory: it does not grow with the file


def take_in(
    receipt: Receipt, contract: Contract, vault: Path, engine: Engine, *, sizes: Sizes | None = None
) -> tuple[Reading, Conformed]:
    """What a received file says and what that means; raises as `read` does."""
    return take_opened(sort_rows(receipt, contract, vault, sizes), contract, engine)


def take_opened(found: Sorted, contract: Contract, engine: Engine) -> tuple[Reading, Conformed]:
    """As `take_in`, of a file that is opened."""
    received_on = found.receipt.received_on
    tables = found.coded_tables()
    first = list(_until(tables, rows=found.sizes.held))
    second = next(tables, None)
    part = engine.new_part(rows_table(contract))
    is_small = second is None or part is None
    if is_small:
        rest = () if second is None else (second, *tables)
        rows = from_arrow(pa.concat_tables(map(as_texts, (*first, *rest))), returns=rows_table(contract), engine=engine)
    else:
        meant = Meant(contract, received_on)
        kept = from_parts(_parts(chain(first, (second,), tables), meant, engine), returns=meant.kept, engine=engine)
        rows, conformed_rows = _as_read(kept, contract), meant.told(kept)
    reading = Reading(
        rows=rows,
        refused=from_rows(found.refused, returns=FINDINGS, engine=engine),
        rows_delivered=found.delivered,
        encoding=found.encoding,
        notes=found.notes(contract, engine),
    )
    return reading, conform(reading, contract, received_on=received_on) if is_small else conformed_rows


def _until(tables: Iterator[pa.Table], *, rows: int) -> Iterator[pa.Table]:
    """Tables of so many rows together, or all there are."""
    taken = 0
    while taken <= rows and (table := next(tables, None)) is not None:
        taken += table.num_rows
        yield table


def _parts(tables: Iterator[pa.Table], meant: Meant, engine: Engine) -> list[Path]:
    paths: list[Path] = []
    with ThreadPoolExecutor(_AT_ONCE) as pool:
        working: deque[Future[None]] = deque()
        for table in tables:
            path = engine.new_part(meant.kept)
            if path is None or not (table.num_rows or not paths):
                continue
            working.append(pool.submit(_write, table, meant, path, is_first=not paths))
            paths.append(path)
            if len(working) >= _HELD:
                working.popleft().result()
        for each in working:
            each.result()
    return paths


def _write(table: pa.Table, meant: Meant, path: Path, *, is_first: bool) -> None:
    write_part(meant.read(table), path, is_first=is_first)


def _as_read(kept: Relation, contract: Contract) -> Relation:
    """The texts as they were read: they are what is kept."""
    names = {"row_number": conformed.ROW_NUMBER} | {f"f{at}": conformed.raw(at) for at in range(len(contract.fields))}
    tree = exp.select(*(exp.column(old, "c").as_(new) for new, old in names.items())).from_(
        exp.to_table("kept").as_("c")
    )
    return view(tree, returns=rows_table(contract), inputs={"kept": kept}, where="rows as they were read")
