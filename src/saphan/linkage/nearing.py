"""Who shares a key with the new records? Everybody's keys are looked at, and those like theirs are found.

What is kept of a key is half of it, written once and never changed, so there is no index that would have to be right
after every change. Those found make a small world of their own, and blocks and comparisons in it are those of the
whole; who is in it without sharing a key is compared with nobody.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from saphan.linkage.blocking import RULES, Keys, block
from saphan.linkage.coding import Codes
from saphan.linkage.comparing import Compared, counted, shares_of, words_of
from saphan.linkage.compiled import joined, slices, spread
from saphan.linkage.encoding import Encoded, Ints
from saphan.linkage.keeping import POINTS_INTO, SPELT, Kept, Segment
from saphan.linkage.kernels import COLUMNS, At, dated_among
from saphan.linkage.meeting import undated_among
from saphan.linkage.spelling import Hashes, Spelling
from saphan.linkage.touching import (
    BITS_A_KEY,
    LARGEST_FILTER,
    SMALLEST_FILTER,
    Prints,
    compare_new,
    filter_of,
    first_of,
    gathered,
    looked_up,
    mark,
    numbered_alike,
    prints_of,
)

Flags = npt.NDArray[np.bool_]
ROWS_AT_ONCE, ROWS_TAKEN_AT_ONCE = 1 << 18, 1 << 14
# a rule, the prints wanted in their order, where those of each first half begin, and a filter of them
Wanted = tuple[str, Prints, Codes, Hashes, int]


@dataclass(frozen=True)
class World:
    """New records and everybody they share a key with, encoded as if there were nobody else."""

    rows: Ints  # which of the kept rows they are, in the order of their record ids
    is_new: Flags
    records: Encoded


def keys_of(part: Segment, rows: Ints, rule: str) -> Hashes:
    """The keys of some rows of a segment."""
    return RULES[rule](Keys(part.rows[rows], part.households[rows], part.hashes))


def left_out(kept: Kept) -> dict[str, Hashes]:
    """By rule, all keys that bring nobody together."""
    return {rule: np.union1d(kept.frozen.cut[rule], kept.crowded[rule]) for rule in kept.frozen.policy.blocking}


def world_of(kept: Kept, old: int, *, hands: int) -> World:
    """The world of the rows from number `old` on."""
    near = np.zeros(len(kept), dtype=np.bool_)
    wanted = _wanted(kept, old, hands=hands)
    base = len(kept.base)
    for part, begins, ends in ((kept.base, 0, base), (kept.since, base, old)):
        spread(_marker(part, wanted, near[begins:ends]), slices(ends - begins, ROWS_AT_ONCE), hands=hands)
    near[old:] = True
    near &= ~kept.gone
    rows = np.flatnonzero(near)
    rows = rows[np.argsort(kept.places_of(rows), kind="stable")]
    return World(rows, rows >= old, encoded_of(kept, rows, hands=hands))


def _wanted(kept: Kept, old: int, *, hands: int) -> list[Wanted]:
    cut, part, begins = left_out(kept), kept.since, old - len(kept.base)
    key_of = Keys(part.rows[begins:], part.households[begins:], part.hashes)
    stays = ~kept.gone[old:]

    def of_rule(rule: str) -> Wanted:
        keys = RULES[rule](key_of)
        prints = np.unique(prints_of(keys[(keys != 0) & stays & ~np.isin(keys, cut[rule])]))
        power = max(SMALLEST_FILTER, min(LARGEST_FILTER, (BITS_A_KEY * len(prints)).bit_length()))
        return rule, prints, first_of(prints), filter_of(prints, power), power

    found = spread(of_rule, kept.frozen.policy.blocking, hands=hands)
    return [each for each in found if len(each[1])]


def _marker(part: Segment, wanted: Sequence[Wanted], near: Flags) -> Callable[[slice], None]:
    def marked(rows: slice) -> None:
        for rule, prints, starts, bits, power in wanted:
            mark(part.prints[rule][rows], prints, starts, bits, power, near[rows])

    return marked


def take_rows(rows: Codes, wanted: Ints, into: Codes, *, hands: int) -> None:
    """Lay the wanted rows into an array; a kept row is a page of a file to ask for, so all cores ask."""

    def take(part: slice) -> None:
        np.take(rows, wanted[part], axis=0, out=into[part], mode="clip")

    spread(take, slices(len(wanted), ROWS_TAKEN_AT_ONCE), hands=hands)


@dataclass(frozen=True)
class _Dictionary:
    """The values of some columns of a world, each text once; those of the base come first."""

    columns: list[Codes]  # base rows first, then later ones
    hashes: Mapping[str, Hashes]
    spelling: Spelling | None


def encoded_of(kept: Kept, rows: Ints, *, hands: int) -> Encoded:
    """Rows of what is kept, encoded as if there were nobody else; their ids and sources are left out."""
    is_later = rows >= len(kept.base)
    at_base, at_later = np.flatnonzero(~is_later), np.flatnonzero(is_later)
    parts = ((kept.base, rows[at_base]), (kept.since, rows[at_later] - len(kept.base)))
    count = len(at_base)
    whole = np.empty((len(rows), COLUMNS), dtype=np.int32)
    taken = [whole[:count], whole[count:]]
    for (part, of), into in zip(parts, taken, strict=True):
        take_rows(part.rows, of, into, hands=hands)
    houses = [part.households[of] for part, of in parts]
    columns: dict[str, list[At]] = {}
    for at, name in POINTS_INTO.items():
        columns.setdefault(name, []).append(at)

    def told_apart(name: str) -> _Dictionary:
        ats = columns.get(name, [])
        found = _dictionary(kept, name, [[of[:, at] for of in taken] for at in ats] or [houses])
        for at, column in zip(ats, found.columns, strict=False):
            whole[:, at] = column
        return found

    names = (*columns, "household_key")
    found = dict(zip(names, spread(told_apart, names, hands=hands), strict=True))
    back = np.empty(len(rows), dtype=np.int64)
    back[at_base], back[at_later] = np.arange(count), np.arange(count, len(rows))
    ordered = np.empty_like(whole)
    take_rows(whole, back, ordered, hands=hands)
    hashes = {name: of for dictionary in found.values() for name, of in dictionary.hashes.items()}
    spelt = [found[name].spelling or Spelling(np.zeros(0, np.uint32), np.zeros(1, np.int64)) for name in SPELT]
    return Encoded(
        record_ids=pa.chunked_array([], pa.string()), rows=ordered, datasets=np.zeros(0, dtype=np.int32),
        households=found["household_key"].columns[0][back], dataset_names=(), names=spelt[0], numbers=spelt[1],
        others=spelt[2], hashes=hashes,
    )  # fmt: skip


def _dictionary(kept: Kept, name: str, cells: Sequence[Sequence[Codes]]) -> _Dictionary:
    """`cells` are the numbers in each column, of base rows and of later ones."""
    of_base, of_later = (np.concatenate([column[at] for column in cells]) for at in range(2))
    known = np.concatenate([of_base, of_later]) >= 0
    hashes = np.concatenate([looked_up(kept.base.hashes[name], of_base), looked_up(kept.since.hashes[name], of_later)])
    codes, firsts = numbered_alike(hashes, known)
    base_firsts = of_base[firsts[firsts < len(of_base)]]
    later_firsts = of_later[firsts[firsts >= len(of_base)] - len(of_base)]
    count, rows = len(cells[0][0]), len(cells[0][1])
    columns = [
        np.concatenate([
            codes[at * count : (at + 1) * count], codes[len(of_base) + at * rows : len(of_base) + (at + 1) * rows]
        ])
        for at in range(len(cells))
    ]  # fmt: skip
    values = {
        each: np.concatenate([kept.base.hashes[each][base_firsts], kept.since.hashes[each][later_firsts]])
        for each in SPELT.get(name, (name,))
    }
    return _Dictionary(columns, values, _spelling(kept, name, base_firsts, later_firsts) if name in SPELT else None)


def _spelling(kept: Kept, name: str, base: Codes, later: Codes) -> Spelling:
    one, other = kept.base.spelt[name], kept.since.spelt[name]
    points, starts = gathered(one.points, one.starts, base)
    more, begins = gathered(other.points, other.starts, later)
    return Spelling(np.concatenate([points, more]), np.concatenate([starts, begins[1:] + starts[-1]]))


def new_pairs(world: World, kept: Kept, *, hands: int) -> Compared | None:
    """Every pair of the world of which one is new, compared; None where a key is shared by more than is borne."""
    blocks, groups = block(world.records, kept.frozen.policy, cut=left_out(kept), hands=hands)
    if any(len(each.crowded) for each in blocks):
        return None
    words, undated = words_of(world.records), undated_among([each.rule for each in blocks if len(each.order)])
    dated = dated_among(world.records.rows)

    def compare(part: tuple[int, int, int]) -> tuple[Codes, Codes, Codes]:
        place, low, high = part
        each = blocks[place]
        starts, rows = each.starts[low : high + 1], world.records.rows
        return compare_new(each.earlier, each.order, starts, groups, world.is_new, rows, words, dated, undated)

    parts = [(place, *bounds) for place, each in enumerate(blocks) for bounds in shares_of(each)]
    found = spread(compare, parts, hands=hands)
    one, other, codes = (joined([part[at] for part in found], np.int32, hands=hands) for at in range(3))
    return Compared(one, other, codes, counted(codes, hands=hands), np.zeros(0, dtype=np.int64))
