"""How are arrays kept so that a reader touches only the pages it asks for? One Arrow file, mapped into memory.

Every column of the file is one array: a single row that holds a long list. So arrays of different lengths
lie in one file that any reader of Arrow opens, and that is opened in the same short time whatever its size.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pyarrow as pa

Array = Any  # an array of Arrow or of NumPy: neither library says its own types well enough


def write_arrays(path: Path, arrays: Mapping[str, Array], *, layout: str) -> None:
    """Write the arrays under their names, the same bytes every time; `layout` says what they mean."""
    columns = {name: _one_row(array) for name, array in arrays.items()}
    schema = pa.schema([(name, column.type) for name, column in columns.items()], metadata={"layout": layout})
    with pa.OSFile(str(path), "wb") as out, pa.ipc.new_file(out, schema) as file:
        file.write_batch(pa.record_batch(list(columns.values()), schema=schema))


def open_arrays(path: Path, *, layout: str) -> dict[str, pa.Array] | None:
    """The arrays by name, read where they lie; None when the file is of another layout."""
    file = pa.ipc.open_file(pa.memory_map(str(path), "r"))
    if (file.schema.metadata or {}).get(b"layout") != layout.encode():
        return None
    batch = file.get_batch(0)
    return {name: batch.column(name).values for name in batch.schema.names}


def _one_row(array: Array) -> pa.Array:
    values = array if isinstance(array, pa.Array) else pa.array(array)
    return pa.LargeListArray.from_arrays(pa.array([0, len(values)], pa.int64()), values)
