"""Some of the kept rows, encoded as if there were nobody else: each of their values once, numbered anew."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from saphan.linkage.coding import Codes
from saphan.linkage.compiled import compiled, slices, spread
from saphan.linkage.encoding import Encoded, Ints
from saphan.linkage.fetching import fetch_ahead
from saphan.linkage.keeping import POINTS_INTO, SPELT, Kept
from saphan.linkage.kernels import AHEAD, COLUMNS, FAR_AHEAD
from saphan.linkage.spelling import Hashes, Spelling
from saphan.linkage.touching import slot_of, texts_at

Flags = npt.NDArray[np.bool_]
ROWS_AT_ONCE, VALUES_AT_ONCE = 1 << 13, 1 << 13
HOUSEHOLD, FIRST = "household_key", np.zeros(1, dtype=np.int64)
NO_SPELLING = Spelling(np.zeros(0, np.uint32), np.zeros(1, np.int64))


@dataclass(frozen=True)
class _Dictionary:
    """The values of some columns, each once."""

    hashes: Mapping[str, Hashes]
    spelling: Spelling


def encoded_of(kept: Kept, rows: Ints, *, hands: int) -> Encoded:
    """Rows of what is kept, encoded as if there were nobody else; their ids and sources are left out."""
    whole, houses = np.empty((len(rows), COLUMNS), dtype=np.int32), np.empty((len(rows), 1), dtype=np.int32)
    base, since = kept.base, kept.since

    def lay(part: slice) -> None:
        _lay(base.rows, since.rows, rows[part], whole[part])
        _lay(base.households.reshape(-1, 1), since.households.reshape(-1, 1), rows[part], houses[part])

    spread(lay, slices(len(rows), ROWS_AT_ONCE), hands=hands)  # a kept row is a page of a file, so all cores ask
    columns: dict[str, list[int]] = {HOUSEHOLD: []}
    for place, name in POINTS_INTO.items():
        columns.setdefault(name, []).append(int(place))
    is_later = rows >= len(base)

    def told_apart(name: str) -> _Dictionary:
        places = np.array(columns[name], dtype=np.int64)
        grid = (houses, FIRST) if name == HOUSEHOLD else (whole, places)
        values = _number_anew(*grid, is_later, base.hashes[name], since.hashes[name])
        return _dictionary(kept, name, values, hands=hands)

    found = dict(zip(columns, spread(told_apart, columns, hands=hands), strict=True))
    spelt = [found[name].spelling for name in SPELT]
    return Encoded(
        record_ids=pa.chunked_array([], pa.string()), rows=whole, datasets=np.zeros(0, dtype=np.int32),
        households=houses[:, 0], dataset_names=(), names=spelt[0], numbers=spelt[1], others=spelt[2],
        hashes={name: of for dictionary in found.values() for name, of in dictionary.hashes.items()},
    )  # fmt: skip


def _dictionary(kept: Kept, name: str, values: Ints, *, hands: int) -> _Dictionary:
    """What is kept of these values, of which those from later records are counted on from those of the base."""
    base, since = kept.base, kept.since
    kinds = SPELT.get(name, (name,))
    hashes = {kind: _hashes_at(base.hashes[kind], since.hashes[kind], values) for kind in kinds}
    if name not in SPELT or not len(values):
        return _Dictionary(hashes, NO_SPELLING)
    one, other = base.spelt[name], since.spelt[name]

    def spell(part: slice) -> tuple[npt.NDArray[np.uint32], Ints]:
        return texts_at(one.points, one.starts, other.points, other.starts, values[part])

    found = spread(spell, slices(len(values), VALUES_AT_ONCE), hands=hands)
    ends = np.cumsum([0, *(starts[-1] for _, starts in found)])
    starts = [np.zeros(1, dtype=np.int64), *(starts[1:] + ends[at] for at, (_, starts) in enumerate(found))]
    return _Dictionary(hashes, Spelling(np.concatenate([points for points, _ in found]), np.concatenate(starts)))


@compiled
def _lay(base: Codes, more: Codes, rows: Ints, into: Codes) -> None:
    """Copy rows, of the base or where they are beyond it of what came later."""
    count, last = len(base), len(rows) - 1
    for at in range(len(rows)):
        ahead = rows[min(at + AHEAD, last)]
        if ahead < count:
            fetch_ahead(base, ahead)
        for column in range(into.shape[1]):
            into[at, column] = base[rows[at], column] if rows[at] < count else more[rows[at] - count, column]


@compiled
def _number_anew(cells: Codes, columns: Ints, is_later: Flags, base: Hashes, more: Hashes) -> Ints:
    """Write over the values of these columns a number for each distinct one, in the order in which they first come.

    Tells which value each number stands for; those of later records are counted on from those of the base.
    """
    most, size = min(cells.shape[0] * len(columns), len(base) + len(more)), 16
    while size < 2 * most:
        size *= 2
    slots, keys = np.full(size, -1, dtype=np.int32), np.empty(most, dtype=np.uint64)
    values, found, last = np.empty(most, dtype=np.int64), 0, np.int64(size - 1)
    rows = cells.shape[0] - 1 if most else -1  # where there are no values every cell is unknown
    for row in range(rows + 1):
        far, near = min(row + FAR_AHEAD, rows), min(row + AHEAD, rows)
        for column in columns:
            if cells[far, column] >= 0 and far > row:
                fetch_ahead(more if is_later[far] else base, cells[far, column])
            if cells[near, column] >= 0 and near > row:
                fetch_ahead(slots, slot_of((more if is_later[near] else base)[cells[near, column]], last))
        for column in columns:
            code = cells[row, column]
            if code < 0:
                continue
            key = more[code] if is_later[row] else base[code]
            slot = slot_of(key, last)
            while slots[slot] >= 0 and keys[slots[slot]] != key:
                slot = (slot + 1) & last
            if slots[slot] < 0:
                slots[slot], keys[found] = found, key
                values[found] = code + len(base) if is_later[row] else code
                found += 1
            cells[row, column] = slots[slot]
    return values[:found].copy()


@compiled
def _hashes_at(base: Hashes, more: Hashes, values: Ints) -> Hashes:
    found = np.empty(len(values), dtype=np.uint64)
    for at in range(len(values)):
        found[at] = base[values[at]] if values[at] < len(base) else more[values[at] - len(base)]
    return found
