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
import pyarrow.compute as pc

from saphan.linkage.coding import Codes, coded, read_parts
from saphan.linkage.compiled import hands_at_work, spread
from saphan.linkage.kernels import COLUMNS, UNKNOWN, At
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
# what is hashed of the values: their text, and of names the sound, of citizen numbers all but the third digit
ROWS_AT_ONCE, PARTS = 1 << 16, 8
SOUND, BUT_THIRD, NAME = "sound", "but_third", "name"
TEXTS = (*CODED, "household_key", "dataset", "given_name", "family_name")
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
        found = pool.map(lambda name: coded(read_in.texts.pop(name), is_folded=name in FOLDED), TEXTS)
        texts = dict(zip(TEXTS, found, strict=True))
        order = sorting.result()
    given, family, shared = _together(texts["given_name"], texts["family_name"])
    texts_of = {**{name: texts[name][1] for name in (*CODED, "household_key", "dataset")}, NAME: shared}
    hashes = dict(zip(texts_of, spread(hashed, texts_of.values(), hands=hands), strict=True))
    spelt = (shared, texts["citizen_id"][1], texts["other_number"][1])
    names, numbers, others = spread(spelling_of, spelt, hands=hands)
    heard_as, short = heard(names), without_third(numbers.points, numbers.starts)
    numbered = {At.GIVEN_NAME: given, At.FAMILY_NAME: family, **{at: texts[name][0] for name, at in CODED.items()}}
    numbered[At.IS_VALID] = np.asarray(plain.pop("is_valid").to_numpy(), dtype=np.int32)
    numbered[At.BORN] = plain.pop("born").to_numpy()
    numbered[At.VAGUE] = plain.pop("vague").to_numpy()
    return Encoded(
        record_ids=_taken(record_ids, order, hands=hands),
        rows=_rows(numbered, len(record_ids), order, hands=hands),
        households=_ordered(texts["household_key"][0], order),
        datasets=_ordered(texts["dataset"][0], order),
        dataset_names=tuple(texts["dataset"][1].to_pylist()),
        names=names,
        numbers=numbers,
        others=others,
        hashes={**hashes, SOUND: heard_as, BUT_THIRD: short},
    )


def _rows(numbered: Mapping[At, Codes], count: int, order: Ints | None, *, hands: int) -> npt.NDArray[np.int32]:
    """The columns side by side, each row one line of the cache, and the rows in their order."""
    rows = np.empty((count, COLUMNS), dtype=np.int32)

    def fill(block: slice) -> None:
        for at, column in numbered.items():
            rows[block, at] = column[block]

    spread(fill, _slices(count), hands=hands)
    if order is None:
        return rows
    ordered = np.empty_like(rows)

    def move(block: slice) -> None:
        # whole rows and not sixteen single numbers: memory is asked once for each
        np.take(rows, order[block], axis=0, out=ordered[block], mode="clip")

    spread(move, _slices(count), hands=hands)
    return ordered


def _slices(count: int) -> list[slice]:
    return [slice(low, low + ROWS_AT_ONCE) for low in range(0, count, ROWS_AT_ONCE)]


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
    letters = written.tobytes()
    low = 0
    while low < len(tied):
        high = low
        while high + 1 < len(tied) and tied[high + 1] == tied[high] + 1:
            high += 1
        run = slice(tied[low], tied[high] + 2)
        order[run] = sorted(order[run].tolist(), key=lambda row: letters[starts[row] : starts[row + 1]])
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
    parts = spread(lambda part: whole.take(pa.array(order[part])).cast(column.type), _slices(len(order)), hands=hands)
    return pa.chunked_array(parts, column.type)


def _whole(column: pa.ChunkedArray) -> pa.Array:
    """One array, whatever its length: the letters of plain text must not pass 2 GiB."""
    whole = column.cast(pa.large_string()).combine_chunks()
    return pa.concat_arrays(whole.chunks) if isinstance(whole, pa.ChunkedArray) else whole


def _ordered(codes: Codes, order: Ints | None) -> Codes:
    return codes if order is None else codes[order]


def _together(given: tuple[Codes, pa.Array], family: tuple[Codes, pa.Array]) -> tuple[Codes, Codes, pa.Array]:
    shared = pc.unique(pa.concat_arrays([given[1], family[1]]))
    at = pc.index_in(family[1], shared).to_numpy().astype(np.int32)  # given names come first, so they keep theirs
    return given[0], np.append(at, np.int32(UNKNOWN))[family[0]], shared
