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
from saphan.store import Relation, read_by_parts

Codes = npt.NDArray[np.int32]
AT_ONCE = 250_000


@dataclass(frozen=True)
class Parts:
    """Columns of a relation as they were read, all in the same order of rows."""

    texts: dict[str, list[pa.DictionaryArray]]  # each part with numbers of its own
    plain: dict[str, pa.ChunkedArray]


def read_parts(file: Path, records: Relation, texts: Sequence[str], *, hands: int) -> Parts:
    """The columns that the SELECT in `file` makes of records: no text is held longer than until it is a number."""
    plain: dict[str, list[pa.Array]] = {}
    parts: dict[str, list[Future[pa.DictionaryArray]]] = {name: [] for name in texts}
    with hands_at_work(hands) as pool:
        for batch in read_by_parts(file, inputs={"records": records}, rows=AT_ONCE):
            for name, column in zip(batch.schema.names, batch.columns, strict=True):
                if name in parts:
                    parts[name].append(pool.submit(column.dictionary_encode))
                else:
                    # a copy: one column that is held would hold the memory of all that the engine gave with it
                    plain.setdefault(name, []).append(pa.concat_arrays([column, column[:0]]))
            # the engine reads on meanwhile, but not so far that all texts are held after all
            for done in parts.values():
                if len(done) > 1:
                    done[-2].result()
    return Parts(
        texts={name: [each.result() for each in done] for name, done in parts.items()},
        plain={name: pa.chunked_array(each) for name, each in plain.items()},
    )


def coded(parts: list[pa.DictionaryArray], *, is_folded: bool) -> tuple[Codes, pa.Array]:
    """Each row's number, and the distinct values in the order of their numbers; empty text is unknown."""
    column = pa.chunked_array(parts, pa.dictionary(pa.int32(), pa.string()))
    if column.null_count == len(column):
        return np.full(len(column), UNKNOWN, dtype=np.int32), pa.array([], pa.string())
    whole = column.unify_dictionaries().combine_chunks()
    whole = whole.chunk(0) if isinstance(whole, pa.ChunkedArray) else whole
    codes = whole.indices.fill_null(UNKNOWN).to_numpy().astype(np.int32, copy=False)
    values = whole.dictionary.cast(pa.string())
    shared, numbers = _folded(values) if is_folded else _unlike_nothing(values)
    return (codes, shared) if numbers is None else (np.append(numbers, np.int32(UNKNOWN))[codes], shared)


def _folded(values: pa.Array) -> tuple[pa.Array, Codes | None]:
    """Distinct values without regard to case, and the number of each written value among them."""
    lower = pc.utf8_lower(values)
    return _unlike_nothing(values) if lower.equals(values) else _numbered(lower)


def _unlike_nothing(values: pa.Array) -> tuple[pa.Array, Codes | None]:
    return _numbered(values) if pc.any(pc.equal(values, "")).as_py() else (values, None)


def _numbered(values: pa.Array) -> tuple[pa.Array, Codes]:
    distinct = pc.unique(values)
    distinct = distinct.filter(pc.not_equal(distinct, ""))
    return distinct, pc.index_in(values, distinct).fill_null(UNKNOWN).to_numpy().astype(np.int32)
