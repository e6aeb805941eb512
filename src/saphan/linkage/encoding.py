"""What is compared of a record, as whole numbers: each distinct text once, each record one row of 64 bytes.

Rows stand in the order of their record ids, so that the smaller row number is the smaller record id everywhere.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from saphan.linkage.coding import Codes, Column, read_columns
from saphan.linkage.compiled import hands_at_work, joined, shares, slices, spread
from saphan.linkage.kernels import COLUMNS, At, put
from saphan.linkage.numbering import Numbering
from saphan.linkage.ordering import places_of, taken
from saphan.linkage.spelling import Hashes, Spelling, hashed, heard, spelling_of, without_third
from saphan.store import Relation

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
ROWS_AT_ONCE, VALUES_AT_ONCE = (
    1 << 14,
    1 << 18,
)  # so many rows stay in the cache of one core while they are laid together
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
    read_in = read_columns(records, TEXTS, FOLDED, hands=hands)
    order = read_in.order
    with hands_at_work(hands) as pool:
        columns, values = _together(read_in.texts)
        told = dict(zip(values, pool.map(partial(_told, hands=hands), values, values.values()), strict=True))
        ordered = pool.map(lambda name: _ordered(columns[name], order, hands=hands), ("household_key", "dataset"))
        rows = _rows({at: columns[name] for name, at in PLACES.items()}, read_in.plain, order, hands=hands)
        households, datasets = ordered
    return Encoded(
        record_ids=taken(read_in.record_ids, order, hands=hands),
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
    shared = Numbering(sum(len(values[name]) for name in ("given_name", "family_name")))
    for name in ("given_name", "family_name"):
        columns[name] = columns[name].among(values.pop(name), shared)
    return columns, {**values, NAME: shared.values()}


def _told(name: str, values: pa.Array, *, hands: int) -> tuple[dict[str, Hashes], Spelling]:
    """What is hashed of the values of one kind, and where it is asked for how they are spelt."""
    parts = shares(len(values), VALUES_AT_ONCE, hands=hands)  # there are many names: one core alone would be waited for

    def hashed_by(make: Callable[[slice], Hashes]) -> Hashes:
        return joined(spread(make, parts, hands=hands), np.uint64, hands=hands)

    hashes = {name: hashed_by(lambda part: hashed(values[part]))}
    spelt = spelling_of(values if name in SPELT else values[:0])
    if name == NAME:
        hashes[SOUND] = hashed_by(lambda part: heard(spelt, part))
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
    place = None if order is None else places_of(order)

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


def _ordered(column: Column, order: Ints | None, *, hands: int) -> Codes:
    whole = joined([column.numbered(part, slice(None)) for part in range(len(column.parts))], np.int32, hands=hands)
    return whole if order is None else whole[order]
