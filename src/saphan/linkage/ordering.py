"""In which order do records stand? By the bytes of their ids, whatever order they came in."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from saphan.linkage.compiled import compiled, slices, spread
from saphan.linkage.spelling import Hashes, words_at

Ints = npt.NDArray[np.int64]
Codes = npt.NDArray[np.int32]
Letters = npt.NDArray[np.uint8]
Starts = npt.NDArray[np.int32] | npt.NDArray[np.int64]
# put in order side by side, each small enough for the nearer caches, and large enough to be worth a hand
PARTS, SMALLEST_PART = 64, 1 << 14
ROWS_AT_ONCE = 1 << 14
MOST_LETTERS = (1 << 31) - 1  # that plain text has room for


def whole(column: pa.ChunkedArray) -> pa.Array:
    """One array, whatever its length."""
    if sum(chunk.nbytes for chunk in column.chunks) > MOST_LETTERS:
        column = column.cast(pa.large_string())
    if column.num_chunks == 1:
        return column.chunk(0)
    return pa.concat_arrays(column.chunks) if column.num_chunks else pa.array([], column.type)


def order_of(texts: pa.Array, *, hands: int = 1) -> Ints | None:
    """The order of text by its bytes, which is that of its code points; None where it stands in that order."""
    if len(texts) < 2:
        return None
    written, starts = _bytes_of(texts)
    keys = np.empty(len(texts), dtype=np.uint64)

    def enter(rows: slice) -> None:
        keys[rows] = words_at(written, starts[rows.start : rows.stop + 1], 0)

    spread(enter, slices(len(keys), ROWS_AT_ONCE), hands=hands)
    if bool(np.all(keys[:-1] < keys[1:])):
        return None
    order = _by_first_word(keys, written, starts, hands=hands)
    if order is None:
        order = _by_all_words(keys, written, starts)
    return None if bool(np.all(order[:-1] < order[1:])) else order


def places_of(order: Ints) -> Codes:
    """Where each row comes to stand."""
    places = np.empty(len(order), dtype=np.int32)
    places[order] = np.arange(len(order), dtype=np.int32)
    return places


def taken(texts: pa.Array, order: Ints | None, *, hands: int) -> pa.ChunkedArray:
    """The texts in that order."""

    def take(part: slice) -> pa.Array:
        found = texts[part] if order is None else texts.take(pa.array(order[part]))
        return found.cast(pa.string())

    return pa.chunked_array(spread(take, slices(len(texts), ROWS_AT_ONCE), hands=hands), pa.string())


def _bytes_of(texts: pa.Array) -> tuple[Letters, Starts]:
    _, offsets, letters = texts.buffers()
    rows = slice(texts.offset, texts.offset + len(texts) + 1)
    is_large = pa.types.is_large_string(texts.type)
    starts: Starts = (
        np.frombuffer(offsets, dtype=np.int64)[rows] if is_large else np.frombuffer(offsets, np.int32)[rows]
    )
    return np.frombuffer(letters, dtype=np.uint8) if letters else np.zeros(0, dtype=np.uint8), starts


def _by_first_word(keys: Hashes, written: Letters, starts: Starts, *, hands: int) -> Ints | None:
    """The order where the first eight bytes nearly always tell; None where they do not."""
    order, ends = _parted(keys, hands=hands)

    def sort(part: slice) -> Ints:
        rows = order[part]
        of_part = keys[rows]
        within = np.argsort(of_part)
        rows[:], of_part = rows[within], of_part[within]
        ties: Ints = part.start + np.flatnonzero(of_part[:-1] == of_part[1:])
        return ties

    tied = np.concatenate(spread(sort, map(slice, [0, *ends[:-1]], ends), hands=hands))
    if len(tied) * 16 > len(keys):
        return None
    low = 0
    while low < len(tied):
        high = low
        while high + 1 < len(tied) and tied[high + 1] == tied[high] + 1:
            high += 1
        run = slice(tied[low], tied[high] + 2)
        order[run] = sorted(order[run].tolist(), key=lambda row: written[starts[row] : starts[row + 1]].tobytes())
        low = high + 1
    return order


def _by_all_words(keys: Hashes, written: Letters, starts: Starts) -> Ints:
    """Words of eight bytes from the last to the first, each time keeping the order found so far."""
    longest = int((starts[1:] - starts[:-1]).max())
    order = np.arange(len(keys))
    for word in range((longest - 1) // 8, -1, -1):
        keys = words_at(written, starts, word * 8)
        order = order[np.argsort(keys[order], kind="stable")]
    return order


def _parted(keys: Hashes, *, hands: int) -> tuple[Ints, list[int]]:
    """The rows by the bounds between which their keys lie, and where each part ends; equal keys are in one part."""
    sample = np.sort(keys[:: max(1, len(keys) // 4096)])
    parts = max(1, min(PARTS, len(keys) // SMALLEST_PART))
    bounds = np.unique(sample[np.arange(1, parts) * len(sample) // parts])
    rows, part_of = np.empty(len(keys), dtype=np.int64), np.empty(len(keys), dtype=np.uint8)
    some = slices(len(keys), -(-len(keys) // hands))
    counts = np.stack(spread(lambda each: _counted(keys[each], bounds, part_of[each]), some, hands=hands))
    ends = np.cumsum(counts.sum(axis=0))
    begins = np.concatenate([[0], ends[:-1]]) + np.cumsum(counts, axis=0) - counts
    spread(lambda at: _put(part_of[some[at]], some[at].start, begins[at], rows), range(len(some)), hands=hands)
    return rows, ends.tolist()


@compiled
def _counted(keys: Hashes, bounds: Hashes, part_of: Letters) -> Ints:
    """Enter the part of each key; how many keys are in each."""
    counts = np.zeros(len(bounds) + 1, dtype=np.int64)
    for row in range(len(keys)):
        low, high = 0, len(bounds)
        while low < high:
            middle = (low + high) >> 1
            if bounds[middle] <= keys[row]:
                low = middle + 1
            else:
                high = middle
        part_of[row] = low
        counts[low] += 1
    return counts


@compiled
def _put(part_of: Letters, first: int, begins: Ints, rows: Ints) -> None:
    """Enter rows, counted from `first`, where their parts begin."""
    for row in range(len(part_of)):
        part = part_of[row]
        rows[begins[part]] = first + row
        begins[part] += 1
