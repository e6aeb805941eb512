"""How do two candidate records agree? Field by field, packed into one integer.

What costs (name similarity, edit distance) is done once for each distinct pair of values, by code point:
measured on bytes, as in SQL, unrelated Thai names look alike.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc
from rapidfuzz import process
from rapidfuzz.distance import OSA, JaroWinkler

from saphan.linkage.levels import FIELDS, MISSING, Birth, Name, Number, OtherNumber, Phone, Place, Sex
from saphan.store import Relation, from_arrow
from saphan.tables import COMPARISONS

Ints = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]
UNKNOWN = -1
NEARLY_EQUAL = 0.92  # Jaro-Winkler by code point; both cuts did better on Thai than the usual 0.95 and 0.88
SIMILAR = 0.82


def compare(records: Relation, candidates: Relation) -> Relation:
    """One row per candidate pair: the pattern of how its two records agree."""
    rows, pairs = records.arrow(), candidates.arrow()
    a = pc.index_in(pairs.column("record_a"), rows.column("record_id").combine_chunks()).to_numpy().astype(np.int64)
    b = pc.index_in(pairs.column("record_b"), rows.column("record_id").combine_chunks()).to_numpy().astype(np.int64)
    packed = np.zeros(len(a), dtype=np.int64)
    levels = _levels(rows, a, b)
    for field in FIELDS:
        packed |= levels[field.name] << field.shift
    compared = pa.table({
        "record_a": pairs.column("record_a"), "record_b": pairs.column("record_b"), "pattern": pa.array(packed),
    })  # fmt: skip
    return from_arrow(compared, returns=COMPARISONS, engine=records.engine)


def _levels(rows: pa.Table, a: Ints, b: Ints) -> dict[str, Ints]:
    given, family = _names(rows, a, b)
    return {
        "citizen_id": _number(rows, a, b),
        "other_number": _other_number(rows, a, b),
        "given_name": given,
        "family_name": family,
        "birth_date": _birth(rows, a, b),
        "sex": _same(rows, "sex", a, b, level=Sex.EQUAL),
        "place": _place(rows, a, b),
        "phone": _same(rows, "phone", a, b, level=Phone.EQUAL),
    }


def _number(rows: pa.Table, a: Ints, b: Ints) -> Ints:
    codes, values = _coded(rows, "citizen_id")
    valid = rows.column("citizen_id_valid").fill_null(False).to_numpy().astype(bool)  # noqa: FBT003  # Arrow's own signature
    x, y = codes[a], codes[b]
    right = valid[a] & valid[b]
    return np.select(
        [(x < 0) | (y < 0), (x == y) & right, x == y, _one_edit(x, y, values), right],
        [MISSING, Number.EQUAL, Number.EQUAL_DOUBTED, Number.ONE_EDIT, Number.DIFFERENT],
        Number.DIFFERENT_DOUBTED,
    )


def _other_number(rows: pa.Table, a: Ints, b: Ints) -> Ints:
    codes, values = _coded(rows, "other_number")
    x, y = codes[a], codes[b]
    return np.select(
        [(x < 0) | (y < 0), x == y, _one_edit(x, y, values)],
        [MISSING, OtherNumber.EQUAL, OtherNumber.ONE_EDIT],
        OtherNumber.DIFFERENT,
    )


def _names(rows: pa.Table, a: Ints, b: Ints) -> tuple[Ints, Ints]:
    (given, family), values = _coded_together(rows, ("given_name", "family_name"))
    straight_given = _name_level(given[a], given[b], values)
    straight_family = _name_level(family[a], family[b], values)
    # only where neither name agrees is it worth asking whether they stand in each other's place
    asked = np.flatnonzero((straight_given == Name.DIFFERENT) & (straight_family == Name.DIFFERENT))
    first = _name_level(given[a[asked]], family[b[asked]], values)
    second = _name_level(family[a[asked]], given[b[asked]], values)
    both_near = (np.minimum(first, second) >= Name.NEARLY_EQUAL) & (np.maximum(first, second) == Name.EQUAL)
    swapped = asked[both_near & (first != MISSING) & (second != MISSING)]
    straight_given[swapped] = Name.SWAPPED
    straight_family[swapped] = Name.SWAPPED
    return straight_given, straight_family


def _name_level(x: Ints, y: Ints, values: Sequence[str]) -> Ints:
    def similarity(left: list[str], right: list[str]) -> npt.NDArray[np.float64]:
        return np.asarray(process.cpdist(left, right, scorer=JaroWinkler.similarity, dtype=np.float64, workers=-1))

    unequal = (x >= 0) & (y >= 0) & (x != y)
    alike = _on_distinct(x, y, values, of=unequal, measure=similarity)
    return np.select(
        [(x < 0) | (y < 0), x == y, alike >= NEARLY_EQUAL, alike >= SIMILAR],
        [MISSING, Name.EQUAL, Name.NEARLY_EQUAL, Name.SIMILAR],
        Name.DIFFERENT,
    )


def _birth(rows: pa.Table, a: Ints, b: Ints) -> Ints:
    dates = rows.column("birth_date").cast(pa.int32()).fill_null(0).to_numpy().astype("datetime64[D]")
    known = rows.column("birth_date").is_valid().to_numpy()
    precision = rows.column("birth_precision").fill_null("day")
    year = dates.astype("datetime64[Y]").astype(np.int64) + 1970
    month = dates.astype("datetime64[M]").astype(np.int64) % 12 + 1
    day = (dates - dates.astype("datetime64[M]").astype("datetime64[D]")).astype(np.int64) + 1
    # many registers write 1 January for a day they do not know, so it is no more than a year
    vague = pc.not_equal(precision, "day").to_numpy() | ((month == 1) & (day == 1))
    either_year = pc.equal(precision, "year_ambiguous").to_numpy()
    same_year, same_month, same_day = year[a] == year[b], month[a] == month[b], day[a] == day[b]
    vague_pair = vague[a] | vague[b]
    # a January to March before 1941 may be written a year early: one of them must be so marked
    year_fits = same_year | ((np.abs(year[a] - year[b]) == 1) & (either_year[a] | either_year[b]))
    parts = same_year.astype(np.int64) + same_month + same_day
    swapped = same_year & (day[a] == month[b]) & (month[a] == day[b])
    year_only, two_parts = Birth.YEAR_IS_ALL_THERE_IS, Birth.TWO_PARTS
    return np.select(
        [~(known[a] & known[b]), vague_pair & year_fits, vague_pair, parts == 3, swapped, parts == 2, same_year],
        [MISSING, year_only, Birth.DIFFERENT, Birth.EQUAL, Birth.SWAPPED, two_parts, Birth.SAME_YEAR],
        Birth.DIFFERENT,
    )


def _place(rows: pa.Table, a: Ints, b: Ints) -> Ints:
    areas = ("subdistrict_code", "locality", "street", "district_code", "postcode", "province_code")
    names = (*areas, "house_number")
    codes = {name: _coded(rows, name)[0] for name in names}
    equal = {name: (codes[name][a] == codes[name][b]) & (codes[name][a] >= 0) for name in names}
    both_known = {name: (codes[name][a] >= 0) & (codes[name][b] >= 0) for name in names}
    # a street or village of one name lies in many subdistricts: it counts only where these are not both known
    street = equal["street"] & ~both_known["subdistrict_code"]
    locality = equal["subdistrict_code"] | equal["locality"] | street
    district = equal["district_code"] | equal["postcode"]
    house = (locality | equal["postcode"]) & equal["house_number"]
    comparable = np.logical_or.reduce([both_known[name] for name in areas])
    return np.select(
        [~comparable, house, locality, district, equal["province_code"]],
        [MISSING, Place.SAME_HOUSE, Place.SAME_LOCALITY, Place.SAME_DISTRICT, Place.SAME_PROVINCE],
        Place.DIFFERENT,
    )


def _same(rows: pa.Table, column: str, a: Ints, b: Ints, *, level: Sex | Phone) -> Ints:
    codes = _coded(rows, column)[0]
    x, y = codes[a], codes[b]
    return np.select([(x < 0) | (y < 0), x == y], [MISSING, level], 0)


def _one_edit(x: Ints, y: Ints, values: Sequence[str]) -> Flags:
    def edits(left: list[str], right: list[str]) -> npt.NDArray[np.float64]:
        return np.asarray(
            process.cpdist(left, right, scorer=OSA.distance, score_cutoff=1, dtype=np.float64, workers=-1)
        )

    unequal = (x >= 0) & (y >= 0) & (x != y)
    one: Flags = _on_distinct(x, y, values, of=unequal, measure=edits) == 1
    return one


def _on_distinct(
    x: Ints,
    y: Ints,
    values: Sequence[str],
    *,
    of: Flags,
    measure: Callable[[list[str], list[str]], npt.NDArray[np.float64]],
) -> npt.NDArray[np.float64]:
    """A symmetric measure for the pairs marked in `of`, taken once for each unordered pair of values; 0 elsewhere."""
    measured = np.zeros(len(x), dtype=np.float64)
    keys = (np.minimum(x[of], y[of]) << 32) | np.maximum(x[of], y[of])
    distinct, back = np.unique(keys, return_inverse=True)
    if len(distinct):
        left = [values[code] for code in distinct >> 32]
        right = [values[code] for code in distinct & 0xFFFFFFFF]
        measured[of] = np.asarray(measure(left, right), dtype=np.float64)[back]
    return measured


def _coded(rows: pa.Table, column: str) -> tuple[Ints, list[str]]:
    (codes,), values = _coded_together(rows, (column,))
    return codes, values


def _coded_together(rows: pa.Table, columns: tuple[str, ...]) -> tuple[list[Ints], list[str]]:
    """Every value of the columns as a number that they share, without regard to case; `UNKNOWN` for null."""
    chunks = [chunk for name in columns for chunk in rows.column(name).chunks]
    written = pc.unique(pa.chunked_array(chunks, pa.string()))
    folded = [value.casefold() if value else "" for value in written.to_pylist()]
    values = sorted(set(folded) - {""})
    number = {value: at for at, value in enumerate(values)} | {"": UNKNOWN}
    code_of = np.array([number[value] for value in folded], dtype=np.int64)
    return [code_of[_positions(rows.column(name), written)] for name in columns], values


def _positions(column: pa.ChunkedArray, written: pa.Array) -> Ints:
    positions: Ints = pc.index_in(column, written).to_numpy().astype(np.int64)
    return positions
