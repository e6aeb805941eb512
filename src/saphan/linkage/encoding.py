"""What is compared of a record, as whole numbers: each distinct text once, each record one row of 64 bytes.

Rows stand in the order of their record ids, so that the smaller row number is the smaller record id everywhere.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from saphan.linkage.coding import Codes, Column, coded, read_parts
from saphan.linkage.compiled import hands_at_work, joined, slices, spread
from saphan.linkage.kernels import COLUMNS, At, put
from saphan.linkage.numbering import Numbering
from saphan.linkage.spelling import Hashes, Spelling, hashed, heard, spelling_of, without_third, words_at
from saphan.store import Relation

SQL = Path(__file__).parent

Ints = npt.NDArray[np.int64]
# without regard to case: what people write; the rest are numbers and codes
FOLDED = ("other_number", "house_number", "street", "locality", "postcode", "given_name", "family_name")
CODED = {
    "citizen_id": At.CITIZEN_ID, "other_number": At.OTHER_NUMBER, "sex": At.SEX, "house_number": At.HOUSE,
    "street": At.STREET, "locality": At.LOCALITY, "postcode": At.POSTCODE, "subdistrict_code": At.SUBDISTRICT,
    "district_code": At.DISTRICT, "province_code": At.PROVINCE, "phone": At.PHONE,
}  # fmt: skip
PLACES = {**CODED, "given_name": At.GIVEN_NAME, "family_name": At.FAMILY_NAME}
PLAIN = {At.IS_VALID: "is_valid", At.BORN: "born", At.VAGUE: "vague"}
# what is hashed of the values: their text, and of names the sound, of citizen numbers all but the third digit
ROWS_AT_ONCE, PARTS = 1 << 14, 8  # so many rows stay in the cache of one core while they are laid together
SOUND, BUT_THIRD, NAME = "sound", "but_third", "name"
TEXTS = (*CODED, "household_key", "dataset", "given_name", "family_name")
SPELT = (NAME, "citizen_id", "other_number")
HASHED = (*CODED, "household_key", "dataset", NAME, SOUND, BUT_THIRD)


@dataclass(frozen=True)
class Encoded:
    """Records in the order of their ids: `rows[r, at]` holds a value's number, or `UNKNOWN`."""

    record_ids: pa.ChunkedArray
    rows: npt.NDArray[np.int32]
    households: Codes
    datasets: Codes
    dataset_names: tuple[str, ...]
    names: Spelling  # given and family names share their numbers, since they get exchanged
    numbers: Spelling  # citizen numbers
    others: Spelling
    hashes: Mapping[str, Hashes]  # by `HASHED`: of each value's text, the same in every run

    def __len__(self) -> int:
        return len(self.rows)


def encode(records: Relation, *, hands: int) -> Encoded:
    """The records as whole numbers; two values have one number exactly where they are equal."""
    found = _encoded(records, hands=hands)
    pa.default_memory_pool().release_unused()  # what texts took is wanted for keys
    return found


def _encoded(records: Relation, *, hands: int) -> Encoded:
    read_in = read_parts(SQL / "encoded.sql", records, TEXTS, hands=hands)
    plain, record_ids = read_in.plain, read_in.plain.pop("record_id")
    with hands_at_work(hands) as pool:
        sorting = pool.submit(order_of, record_ids, hands=hands)  # first: it takes longest
        found = pool.map(lambda name: coded(*read_in.texts.pop(name), is_folded=name in FOLDED), TEXTS)
        columns, values = _together(dict(zip(TEXTS, found, strict=True)))
        told = dict(zip(values, pool.map(_told, values, values.values()), strict=True))
        order = sorting.result()
        ordered = pool.map(lambda name: _ordered(columns[name], order, hands=hands), ("household_key", "dataset"))
        rows = _rows({at: columns[name] for name, at in PLACES.items()}, plain, order, hands=hands)
        households, datasets = ordered
    return Encoded(
        record_ids=_taken(record_ids, order, hands=hands),
        rows=rows,
        households=households,
        datasets=datasets,
        dataset_names=tuple(values["dataset"].to_pylist()),
        names=told[NAME][1],
        numbers=told["citizen_id"][1],
        others=told["other_number"][1],
        hashes={kind: hashes for each, _ in told.values() for kind, hashes in each.items()},
    )


def _together(found: dict[str, tuple[Column, pa.Array]]) -> tuple[dict[str, Column], dict[str, pa.Array]]:
    """Columns, and values by what they are called; given and family names share theirs."""
    columns, values = (
        {name: column for name, (column, _) in found.items()},
        {name: of for name, (_, of) in found.items()},
    )
    shared = Numbering()
    for name in ("given_name", "family_name"):
        columns[name] = columns[name].among(values.pop(name), shared)
    return columns, {**values, NAME: shared.values()}


def _told(name: str, values: pa.Array) -> tuple[dict[str, Hashes], Spelling]:
    """What is hashed of the values of one kind, and where it is asked for how they are spelt."""
    hashes, spelt = {name: hashed(values)}, spelling_of(values if name in SPELT else values[:0])
    if name == NAME:
        hashes[SOUND] = heard(spelt)
    if name == "citizen_id":
        hashes[BUT_THIRD] = without_third(spelt.points, spelt.starts)
    return hashes, spelt


def _rows(
    columns: Mapping[At, Column], plain: dict[str, pa.ChunkedArray], order: Ints | None, *, hands: int
) -> npt.NDArray[np.int32]:
    """The columns side by side, each row one line of the cache, and the rows in their order.

    Rows are made few at a time and put straight to their places: all of them twice, out of order and in it, would take
    longer to get memory for than to fill.
    """
    lengths = [len(chunk) for chunk in plain["born"].chunks]
    rows = np.empty((sum(lengths), COLUMNS), dtype=np.int32)
    place = None if order is None else _places(order)

    def lay(part: int, begins: int, at_once: slice) -> None:
        some = np.empty((at_once.stop - at_once.start, COLUMNS), dtype=np.int32)
        for at, column in columns.items():
            some[:, at] = column.numbered(part, at_once)
        for at, name in PLAIN.items():
            some[:, at] = plain[name].chunk(part).slice(at_once.start, len(some)).to_numpy(zero_copy_only=False)
        low = begins + at_once.start
        if place is None:
            rows[low : low + len(some)] = some
        else:
            put(some, place[low : low + len(some)], rows)

    begins = np.cumsum([0, *lengths]).tolist()
    few = [
        (part, begins[part], at_once) for part, length in enumerate(lengths) for at_once in slices(length, ROWS_AT_ONCE)
    ]
    spread(lambda each: lay(*each), few, hands=hands)
    return rows


def _places(order: Ints) -> Codes:
    """Where each row comes to stand."""
    places = np.empty(len(order), dtype=np.int32)
    places[order] = np.arange(len(order), dtype=np.int32)
    return places


def _ordered(column: Column, order: Ints | None, *, hands: int) -> Codes:
    whole = joined([column.numbered(part, slice(None)) for part in range(len(column.parts))], np.int32, hands=hands)
    return whole if order is None else whole[order]


def order_of(record_ids: pa.ChunkedArray, *, hands: int = 1) -> Ints | None:
    """The order of text by its bytes, which is that of its code points; None where it stands in that order."""
    whole = _whole(record_ids)
    if len(whole) < 2:
        return None
    _, offsets, letters = whole.buffers()
    starts = np.frombuffer(offsets, dtype=np.int64)[whole.offset : whole.offset + len(whole) + 1]
    written = np.frombuffer(letters, dtype=np.uint8)
    longest = int((starts[1:] - starts[:-1]).max())
    order = _by_first_word(written, starts, hands=hands)
    if order is not None:
        return None if bool(np.all(order[:-1] < order[1:])) else order
    # words of eight bytes from the last to the first, each time keeping the order found so far
    for word in range((longest - 1) // 8, -1, -1):
        keys = words_at(written, starts, word * 8)
        if order is None and word == 0 and bool(np.all(keys[:-1] <= keys[1:])):
            return None
        order = np.argsort(keys, kind="stable") if order is None else order[np.argsort(keys[order], kind="stable")]
    return None if order is not None and bool(np.all(order[:-1] < order[1:])) else order


def _by_first_word(written: npt.NDArray[np.uint8], starts: Ints, *, hands: int) -> Ints | None:
    """The order where the first eight bytes nearly always tell; None where they do not."""
    keys = words_at(written, starts, 0)
    order = np.arange(len(keys)) if bool(np.all(keys[:-1] <= keys[1:])) else _argsort(keys, hands=hands)
    after = keys[order]
    tied = np.flatnonzero(after[:-1] == after[1:])
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


def _argsort(keys: Hashes, *, hands: int) -> Ints:
    """An order of the keys, found in parts side by side."""
    sample = np.sort(keys[:: max(1, len(keys) // 1000)])
    bounds = np.unique(sample[np.arange(1, PARTS) * len(sample) // PARTS])

    def part(at: int) -> Ints:
        wanted = np.ones(len(keys), dtype=np.bool_)
        if at > 0:
            wanted &= keys >= bounds[at - 1]
        if at < len(bounds):
            wanted &= keys < bounds[at]
        within = np.flatnonzero(wanted)
        order: Ints = within[np.argsort(keys[within])]
        return order

    return np.concatenate(spread(part, range(len(bounds) + 1), hands=hands))


def _taken(column: pa.ChunkedArray, order: Ints | None, *, hands: int) -> pa.ChunkedArray:
    if order is None:
        return column
    whole = _whole(column)
    parts = slices(len(order), ROWS_AT_ONCE)
    parts = spread(lambda part: whole.take(pa.array(order[part])).cast(column.type), parts, hands=hands)
    return pa.chunked_array(parts, column.type)


def _whole(column: pa.ChunkedArray) -> pa.Array:
    """One array, whatever its length: the letters of plain text must not pass 2 GiB."""
    whole = column.cast(pa.large_string()).combine_chunks()
    return pa.concat_arrays(whole.chunks) if isinstance(whole, pa.ChunkedArray) else whole
