"""Which number stands for which text? Relations read part by part, each distinct text once, each row its number."""

from __future__ import annotations

from collections.abc import Sequence
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
from saphan.store import Relation, read_by_parts

Codes = npt.NDArray[np.int32]
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
class Parts:
    """Columns of a relation as they were read, all in the same parts and order of rows."""

    texts: dict[str, tuple[list[Codes], Numbering]]
    plain: dict[str, pa.ChunkedArray]


def read_parts(file: Path, records: Relation, texts: Sequence[str], *, hands: int) -> Parts:
    """The columns that the SELECT in `file` makes of records: no text is held longer than until it is a number."""
    plain: dict[str, list[pa.Array]] = {}
    numbering = {name: Numbering() for name in texts}
    parts: dict[str, list[Future[Codes]]] = {name: [] for name in texts}
    with hands_at_work(hands) as pool:
        for batch in read_by_parts(file, inputs={"records": records}, rows=AT_ONCE):
            for name, column in zip(batch.schema.names, batch.columns, strict=True):
                if name in parts:
                    # one part after the other; the engine reads the next meanwhile, and no more than that is held
                    if parts[name]:
                        parts[name][-1].result()
                    parts[name].append(pool.submit(numbering[name].numbers_of, column))
                else:
                    # a copy: one column that is held would hold the memory of all that the engine gave with it
                    plain.setdefault(name, []).append(pa.concat_arrays([column, column[:0]]))
    return Parts(
        texts={name: ([each.result() for each in done], numbering[name]) for name, done in parts.items()},
        plain={name: pa.chunked_array(each) for name, each in plain.items()},
    )


def coded(parts: list[Codes], numbering: Numbering, *, is_folded: bool) -> tuple[Column, pa.Array]:
    """Each row's number, and the distinct values in the order of their numbers; empty text is unknown."""
    values = numbering.values()
    lower = pc.utf8_lower(values) if is_folded else values
    if lower.equals(values):
        return Column(parts), values
    shared = Numbering()  # two that were written differently may be one without regard to case
    return Column(parts).among(lower, shared), shared.values()
