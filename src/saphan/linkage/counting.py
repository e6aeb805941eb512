"""How many pairs of each kind concern which groups of records? Counted over everything that is kept."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from saphan.linkage.calibrating import HIGHEST, LOWEST
from saphan.linkage.coding import Codes
from saphan.linkage.compiled import compiled, spread
from saphan.linkage.deciding import IS_LINK, Ruling, Rulings
from saphan.linkage.encoding import Ints
from saphan.linkage.keeping import Kept, Pairs, Segment
from saphan.linkage.kernels import At
from saphan.linkage.laying import with_words
from saphan.linkage.spelling import Hashes, hashed

Reals = npt.NDArray[np.float64]
Groups = npt.NDArray[np.uint16]

BINS = int((HIGHEST - LOWEST) * 10) + 1
SAME, DIFFERENT, NUMBER, CONTRADICTED = BINS, 2 * BINS, 3 * BINS, 3 * BINS + 1
KINDS = 3 * BINS + 2
CELLS = KINDS * 2  # of each kind those that are not linked, then those that are
PAIRS_AT_ONCE = 4_000_000
GONE = np.uint16(65535)
NAMES: Mapping[str, Sequence[str]] = {
    "age": ("0-14", "15-24", "25-59", "60-79", "80+", "unknown"),
    "sex": ("f", "m", "unknown"),
    "region": ("bangkok", "central", "north", "northeast", "south", "unknown"),
    "number": ("doubted", "none", "other_kind", "thai_or_settled"),
}
SHAPE = tuple(len(names) for names in NAMES.values())
_AGES = np.array([15, 25, 60, 80])
_REGION_OF = {"1": 1, "2": 1, "7": 1, "3": 3, "4": 3, "5": 2, "6": 2, "8": 4, "9": 4}  # by a province's first digit
_SETTLED = [ord(kind) for kind in "123458"]
_FIRST_KIND = np.zeros(len(Ruling), dtype=np.int64)
_FIRST_KIND[[Ruling.SAID_SAME, Ruling.SAID_DIFFERENT]] = SAME, DIFFERENT
_ONLY_KIND = np.full(len(Ruling), -1, dtype=np.int64)
_ONLY_KIND[[Ruling.CITIZEN_ID, Ruling.CONTRADICTION]] = NUMBER, CONTRADICTED


@dataclass(frozen=True)
class Counted:
    """Pairs by what is done with them, and ends of pairs by the groups of their records."""

    by_ruling: Reals  # rulings x CELLS
    ends: Mapping[str, Reals]  # by dimension, groups x CELLS; a pair counts half in the group of each of its records
    present: Mapping[str, npt.NDArray[np.bool_]]  # by dimension, the groups that have records
    groups: Groups  # of each kept row


def counted(kept: Kept, *, as_of: date, hands: int) -> Counted:
    """All pairs that are kept, with what was said of them."""
    groups = np.concatenate([groups_of(part, as_of=as_of) for part in (kept.base, kept.since)])
    groups[kept.gone] = GONE
    parts = [
        pairs.taken(slice(low, low + PAIRS_AT_ONCE))
        for pairs in with_words(kept)
        for low in range(0, len(pairs.one), PAIRS_AT_ONCE)
    ]
    found = spread(lambda part: _count(part, groups), parts, hands=hands)
    nothing = np.zeros((len(Ruling), CELLS), dtype=np.int64), np.zeros((int(np.prod(SHAPE)), CELLS), dtype=np.int64)
    by_ruling, ends = (sum((each[at] for each in found), nothing[at]) for at in range(2))
    records = np.bincount(groups[groups != GONE], minlength=int(np.prod(SHAPE))).reshape(SHAPE)
    dimensions = list(enumerate(NAMES))
    others = {name: tuple(each for each, _ in dimensions if each != at) for at, name in dimensions}
    return Counted(
        by_ruling=by_ruling.astype(np.float64),
        ends={name: ends.reshape(*SHAPE, CELLS).sum(axis=others[name]) / 2 for name in NAMES},
        present={name: records.sum(axis=others[name]) > 0 for name in NAMES},
        groups=groups,
    )


def groups_of(part: Segment, *, as_of: date) -> Groups:
    """The group of each record in every dimension, as one number.

    Age is in completed years on the release's day, by year, month and day; regions are those of official statistics.
    """
    born = part.rows[:, At.BORN]
    years = (as_of.year * 10_000 + as_of.month * 100 + as_of.day - born) // 10_000
    age = np.searchsorted(_AGES, years, side="right")
    age[(born < 0) | (part.rows[:, At.VAGUE] == 3)] = len(_AGES) + 1
    sex = _named(part, "sex", At.SEX, {"f": 0, "m": 1}, unknown=2)
    provinces = {f"{code:02}": 0 if code == 10 else _REGION_OF.get(f"{code:02}"[0], 5) for code in range(100)}
    region = _named(part, "province_code", At.PROVINCE, provinces, unknown=5)
    numbers, spelt = part.rows[:, At.CITIZEN_ID], part.spelt["citizen_id"]
    first = np.append(np.append(spelt.points, np.uint32(0))[spelt.starts[:-1]], np.uint32(0))
    number = np.where(np.isin(first, _SETTLED), 3, 2)[numbers]
    number[part.rows[:, At.IS_VALID] == 0] = 0
    number[numbers < 0] = 1
    found: Groups = np.ravel_multi_index((age, sex, region, number), SHAPE).astype(np.uint16)
    return found


def place_in(groups: Groups, dimension: str) -> Ints:
    """The places in `NAMES` of these groups' names in one dimension; -1 of rows that are gone."""
    here = np.where(groups == GONE, 0, groups)
    return np.where(groups == GONE, -1, np.unravel_index(here, SHAPE)[list(NAMES).index(dimension)])


def _named(part: Segment, name: str, at: At, places: Mapping[str, int], *, unknown: int) -> Ints:
    """The place of each record's value in that column."""
    known: Hashes = hashed(pa.array(list(places)))
    order = np.argsort(known)
    of = np.array(list(places.values()))[order]
    hashes = part.hashes[name]
    found = np.minimum(np.searchsorted(known[order], hashes), len(order) - 1)
    by_value = np.where(known[order][found] == hashes, of[found], unknown)
    return np.append(by_value, unknown)[part.rows[:, at]]


def _count(pairs: Pairs, groups: Groups) -> tuple[Ints, Ints]:
    return count_pairs(
        pairs.one, pairs.other, pairs.weights, pairs.rulings, groups, _FIRST_KIND, _ONLY_KIND, IS_LINK, LOWEST,
        HIGHEST, CELLS, int(np.prod(SHAPE)),
    )  # fmt: skip


@compiled
def count_pairs(  # noqa: PLR0913, PLR0917  # compiled code takes arrays, no objects
    one: Codes, other: Codes, weights: Reals, rulings: Rulings, groups: Groups, first_kind: Ints, only_kind: Ints,
    is_link: npt.NDArray[np.bool_], lowest: float, highest: float, cells: int, count: int,
) -> tuple[Ints, Ints]:  # fmt: skip
    """Pairs by ruling and cell, and their ends by group and cell; those of a row that is gone count nowhere."""
    by_ruling = np.zeros((len(is_link), cells), dtype=np.int64)
    ends = np.zeros((count, cells), dtype=np.int64)
    for pair in range(len(one)):
        a, b, ruling = groups[one[pair]], groups[other[pair]], rulings[pair]
        if a >= count or b >= count:
            continue
        kind = only_kind[ruling]
        if kind < 0:
            kind = first_kind[ruling] + int((min(highest, max(lowest, weights[pair])) - lowest) * 10 + 1e-9)
        cell = kind * 2 + is_link[ruling]
        by_ruling[ruling, cell] += 1
        ends[a, cell] += 1
        ends[b, cell] += 1
    return by_ruling, ends
