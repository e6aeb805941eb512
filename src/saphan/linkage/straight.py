"""Columns of Parquet files as whole numbers, each column by itself: texts that repeat are read as the file codes them.

The engine writes every text of every row before it can be numbered; of most columns a file holds few texts and a code
a row, so that is all that need be read.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TypeVar

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.parquet as pq

from saphan.linkage.kernels import UNKNOWN
from saphan.linkage.numbering import Numbering
from saphan.store import Lying

T = TypeVar("T")

Codes = npt.NDArray[np.int32]
# a file that codes a column throughout takes less than this: a code has seldom more than 20 bits, and the texts of a
# part of a file seldom take more than the writers' one mebibyte; beyond it most texts stand written out
CODE_BYTES, TEXTS_BYTES = 3, 5 << 18
VAGUE = {"month": 1, "year": 1, "year_ambiguous": 3}


@dataclass(frozen=True)
class Part:
    """A part of a file that is read at once."""

    file: Lying
    group: int
    rows: int


class Straight:
    """Files whose rows are read column by column, in the order of the files; all columns come in the same parts."""

    def __init__(self, files: Sequence[Lying]) -> None:
        self._shapes = {each.path: pq.read_metadata(each.path) for each in files}
        self._coded: dict[tuple[Path, str], bool] = {}
        self.parts = [
            Part(each, group, self._shapes[each.path].row_group(group).num_rows)
            for each in files
            for group in range(self._shapes[each.path].num_row_groups)
            if self._shapes[each.path].row_group(group).num_rows
        ]

    def numbers(self, column: str, numbering: Numbering) -> list[Codes]:
        """The numbers of a column's texts, part by part; empty text is unknown as none is."""
        return self._parts_of(column, partial(_numbers, numbering), lambda rows: np.full(rows, UNKNOWN, dtype=np.int32))

    def texts(self, column: str) -> pa.ChunkedArray:
        """A column's texts as they are."""
        read = self._parts_of(
            column, lambda read: _whole(read).cast(pa.string()), lambda rows: pa.nulls(rows, pa.string())
        )
        return pa.chunked_array(read, pa.string())

    def flags(self, column: str) -> pa.ChunkedArray:
        """Yes where a column says so, else no."""
        read = self._parts_of(
            column, lambda read: _whole(read.fill_null(fill_value=False)), lambda rows: pa.array([False] * rows)
        )
        return pa.chunked_array(read, pa.bool_())

    def days(self, column: str) -> pa.ChunkedArray:
        """Dates as one number, year month day, so that their parts compare without a calendar."""
        read = self._parts_of(column, _days, lambda rows: np.full(rows, UNKNOWN, dtype=np.int32))
        return pa.chunked_array([pa.array(part) for part in read], pa.int32())

    def vague(self, column: str) -> pa.ChunkedArray:
        """How little of a date is known: 1 where no day is, 3 where nor quite the year is, else 0."""
        numbering = Numbering()
        numbers = self.numbers(column, numbering)
        of = np.array([*(VAGUE.get(text, 0) for text in numbering.values().to_pylist()), 0], dtype=np.int32)
        return pa.chunked_array([pa.array(of[part]) for part in numbers], pa.int32())

    def is_coded(self, column: str) -> bool:
        """Whether the files hold most of a column as codes, so that it is soon read."""
        return all(self._is_coded(each, column) for each in {part.file.path: part.file for part in self.parts}.values())

    def _is_coded(self, file: Lying, column: str) -> bool:
        if (asked := (file.path, file.named(column))) not in self._coded:
            self._coded[asked] = self._is_coded_by_its_size(file, column)
        return self._coded[asked]

    def _is_coded_by_its_size(self, file: Lying, column: str) -> bool:
        shape, at = self._shapes[file.path], self._place(file, column)
        if at is None:
            return True
        groups = [shape.row_group(group).column(at) for group in range(shape.num_row_groups)]
        coded = [each.has_dictionary_page for each in groups if each.num_values]
        most = CODE_BYTES * shape.num_rows + TEXTS_BYTES * len(groups)
        return all(coded) and sum(each.total_uncompressed_size for each in groups) <= most

    def _place(self, file: Lying, column: str) -> int | None:
        names = self._shapes[file.path].schema.names
        return names.index(file.named(column)) if file.named(column) in names else None

    def _parts_of(self, column: str, made: Callable[[pa.ChunkedArray], T], of_none: Callable[[int], T]) -> list[T]:
        """What is made of each part of a column; a column that a file has not is unknown throughout."""
        return [
            of_none(part.rows) if self._place(part.file, column) is None else made(self._read(part, column))
            for part in self.parts
        ]

    def _read(self, part: Part, column: str) -> pa.ChunkedArray:
        named = part.file.named(column)
        coded = [named] if self._is_coded(part.file, column) else []
        with pq.ParquetFile(
            part.file.path, metadata=self._shapes[part.file.path], read_dictionary=coded, memory_map=True
        ) as file:
            return file.read_row_group(part.group, columns=[named], use_threads=False).column(0)


def _numbers(numbering: Numbering, read: pa.ChunkedArray) -> Codes:
    found = [_numbers_of(chunk, numbering) for chunk in read.chunks]
    return found[0] if len(found) == 1 else np.concatenate(found)


def _numbers_of(chunk: pa.Array, numbering: Numbering) -> Codes:
    if not isinstance(chunk, pa.DictionaryArray):
        return numbering.numbers_of(chunk)
    of = np.append(numbering.numbers_of(chunk.dictionary), np.int32(UNKNOWN))
    codes: Codes = of[chunk.indices.fill_null(len(chunk.dictionary)).to_numpy()]
    return codes


def _days(read: pa.ChunkedArray) -> Codes:
    days = _whole(read).cast(pa.int32())
    known = days.drop_null().to_numpy()
    if not len(known):
        return np.full(len(days), UNKNOWN, dtype=np.int32)
    first = int(known.min())
    of_day = np.arange(first, int(known.max()) + 1).astype("datetime64[D]")
    months, years = of_day.astype("datetime64[M]"), of_day.astype("datetime64[Y]").astype(np.int64) + 1970
    day, month = (of_day - months).astype(np.int64) + 1, months.astype(np.int64) % 12 + 1
    numbers = np.append(years * 10000 + month * 100 + day, UNKNOWN).astype(np.int32)
    codes: Codes = numbers[days.fill_null(first + len(of_day)).to_numpy() - first]
    return codes


def _whole(read: pa.ChunkedArray) -> pa.Array:
    return read.chunk(0) if read.num_chunks == 1 else pa.concat_arrays(read.chunks)
