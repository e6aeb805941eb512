"""Which number stands for which text? Records read part by part, each distinct text once, each row its number."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from saphan.linkage.compiled import hands_at_work
from saphan.linkage.kernels import UNKNOWN
from saphan.linkage.numbering import Numbering
from saphan.linkage.ordering import order_of, whole
from saphan.linkage.straight import Straight
from saphan.store import Relation, files_of, read_by_parts

SQL = Path(__file__).parent

Codes = npt.NDArray[np.int32]
Ints = npt.NDArray[np.int64]
AT_ONCE = 250_000


@dataclass(frozen=True)
class Column:
    """A column as it was read, part by part, and how to know its numbers from those of the values it has now."""

    parts: list[Codes]
    numbers: Codes | None = None  # of each number in the parts, and of -1 at the end; None where they are the same

    def numbered(self, part: int, rows: slice) -> Codes:
        """The numbers of some rows of one part."""
        codes = self.parts[part][rows]
        return codes if self.numbers is None else self.numbers[codes]

    def among(self, values: pa.Array, shared: Numbering) -> Column:
        """The same among more values; its own are now `values`, by their numbers before."""
        numbers = np.append(shared.numbers_of(values), np.int32(UNKNOWN))
        return Column(self.parts, numbers if self.numbers is None else numbers[self.numbers])


@dataclass(frozen=True)
class Columns:
    """What is compared of records as they were read, every column in the same parts and order of rows."""

    texts: dict[str, tuple[Column, pa.Array]]  # a column's numbers, and the values by number
    plain: dict[str, pa.ChunkedArray]
    record_ids: pa.Array
    order: Ints | None  # of the record ids; None where they stand in it


def read_columns(records: Relation, texts: Sequence[str], folded: Collection[str], *, hands: int) -> Columns:
    """The columns of records that are compared; `folded` are equal without regard to case.

    From the files they lie in where they do, else as the engine gives them: the same, but for which number a value has.
    """
    files = files_of(records)
    straight = Straight(files) if files else None
    if straight and straight.parts:
        return _read_straight(straight, texts, folded, hands=hands)
    return _read_of_engine(records, texts, folded, hands=hands)


def _read_straight(files: Straight, texts: Sequence[str], folded: Collection[str], *, hands: int) -> Columns:
    def ids() -> tuple[pa.Array, Ints | None]:
        read = whole(files.texts("record_id"))
        return read, order_of(read, hands=hands)

    def numbered(name: str) -> tuple[Column, pa.Array]:
        numbering = Numbering()
        return coded(files.numbers(name, numbering), numbering, is_folded=name in folded)

    with hands_at_work(hands) as pool:
        sorting = pool.submit(ids)
        # what takes longest first, so that no core waits for another at the end
        found = {name: pool.submit(numbered, name) for name in sorted(texts, key=files.is_coded)}
        plain = {
            "is_valid": pool.submit(files.flags, "citizen_id_valid"),
            "born": pool.submit(files.days, "birth_date"),
            "vague": pool.submit(files.vague, "birth_precision"),
        }
    return Columns(
        {name: found[name].result() for name in texts},
        {name: each.result() for name, each in plain.items()},
        *sorting.result(),
    )


def _read_of_engine(records: Relation, texts: Sequence[str], folded: Collection[str], *, hands: int) -> Columns:
    """No text is held longer than until it is a number."""
    plain: dict[str, list[pa.Array]] = {}
    numbering = {name: Numbering() for name in texts}
    parts: dict[str, list[Future[Codes]]] = {name: [] for name in texts}
    with hands_at_work(hands) as pool:
        for batch in read_by_parts(SQL / "encoded.sql", inputs={"records": records}, rows=AT_ONCE):
            for name, column in zip(batch.schema.names, batch.columns, strict=True):
                if name in parts:
                    # one part after the other; the engine reads the next meanwhile, and no more than that is held
                    if parts[name]:
                        parts[name][-1].result()
                    parts[name].append(pool.submit(numbering[name].numbers_of, column))
                else:
                    # a copy: one column that is held would hold the memory of all that the engine gave with it
                    plain.setdefault(name, []).append(pa.concat_arrays([column, column[:0]]))
        record_ids = whole(pa.chunked_array(plain.pop("record_id")))
        sorting = pool.submit(order_of, record_ids, hands=hands)
        found = {
            name: pool.submit(coded, [each.result() for each in done], numbering[name], is_folded=name in folded)
            for name, done in parts.items()
        }
    return Columns(
        {name: each.result() for name, each in found.items()},
        {name: pa.chunked_array(each) for name, each in plain.items()},
        record_ids,
        sorting.result(),
    )


def coded(parts: list[Codes], numbering: Numbering, *, is_folded: bool) -> tuple[Column, pa.Array]:
    """Each row's number, and the distinct values in the order of their numbers; empty text is unknown."""
    values = numbering.values()
    lower = pc.utf8_lower(values) if is_folded else values
    if lower.equals(values):
        return Column(parts), values
    shared = Numbering()  # two that were written differently may be one without regard to case
    return Column(parts).among(lower, shared), shared.values()
