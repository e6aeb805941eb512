"""Who shares a key with the new records? Everybody's keys are looked at, and those like theirs are found.

What is kept of a key is half of it, written once and never changed, so there is no index that would have to be right
after every change. Those found make a small world of their own, and blocks and comparisons in it are those of the
whole; who is in it without sharing a key is compared with nobody.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from saphan.linkage.blocking import FROZEN_FACTOR, RULES, Keys, block
from saphan.linkage.coding import Codes
from saphan.linkage.comparing import Compared, counted, shares_of, words_of
from saphan.linkage.compiled import joined, slices, spread
from saphan.linkage.encoding import Encoded, Ints
from saphan.linkage.keeping import POINTS_INTO, SPELT, Kept, Segment
from saphan.linkage.kernels import COLUMNS, At, dated_among
from saphan.linkage.meeting import UNDATED, undated_among
from saphan.linkage.members import Members, flagged, rows_of
from saphan.linkage.prints import sharing
from saphan.linkage.spelling import Hashes, Spelling
from saphan.linkage.touching import compare_new, gathered, looked_up, numbered_alike

Flags = npt.NDArray[np.bool_]
ROWS_TAKEN_AT_ONCE, VALUES_AT_ONCE = 1 << 13, 1 << 13


@dataclass(frozen=True)
class World:
    """New records and everybody they share a key with, encoded as if there were nobody else."""

    rows: Ints  # which of the kept rows they are, in the order of their record ids
    is_new: Flags
    records: Encoded
    sharing: Mapping[str, Codes]  # by rule, those in the world whose key may be a new one's


def keys_of(part: Segment, rows: Ints, rule: str) -> Hashes:
    """The keys of some rows of a segment."""
    return RULES[rule](Keys(part.rows[rows], part.households[rows], part.hashes))


def left_out(kept: Kept) -> dict[str, Hashes]:
    """By rule, all keys that bring nobody together."""
    return {rule: np.union1d(kept.frozen.cut[rule], kept.crowded[rule]) for rule in kept.frozen.policy.blocking}


def near_to(kept: Kept, new: Segment, *, hands: int) -> dict[str, Codes]:
    """By rule, the kept rows whose key may be that of a new one."""
    cut, base = left_out(kept), len(kept.base)
    key_of, most = Keys(new.rows, new.households, new.hashes), FROZEN_FACTOR * kept.frozen.policy.largest_block

    def of_rule(rule: str) -> Codes:
        prints = new.prints[rule]
        if len(cut[rule]):
            prints = prints[~_is_listed(RULES[rule](key_of), cut[rule])]
        olds = ((kept.base.prints[rule], 0), (kept.since.prints[rule], base))
        return sharing(prints, olds, only_undated=rule in UNDATED, most=most)

    rules = kept.frozen.policy.blocking
    return dict(zip(rules, spread(of_rule, rules, hands=hands), strict=True))


def world_of(kept: Kept, old: int, near: Mapping[str, Codes], *, hands: int) -> World:
    """The world of the rows from number `old` on, and of those near to them that are there still."""
    rows = rows_of(flagged(len(kept), [*near.values(), np.arange(old, len(kept))]))
    rows = rows[~kept.gone[rows]]
    rows = rows[np.argsort(kept.places_of(rows), kind="stable")]
    is_new, place = rows >= old, Members.of(rows, len(kept))

    def in_world(rule: str) -> Codes:
        is_in, places = is_new.copy(), place[near[rule]]
        is_in[places[places >= 0]] = True
        return np.flatnonzero(is_in).astype(np.int32)

    encoding = encoded_of(kept, rows, hands=hands)
    return World(rows, is_new, encoding, dict(zip(near, spread(in_world, near, hands=hands), strict=True)))


def _is_listed(keys: Hashes, listed: Hashes) -> Flags:
    """Whether each key is listed; the list is in order, and to sort the keys too would take longer."""
    found: Flags = listed[np.minimum(np.searchsorted(listed, keys), len(listed) - 1)] == keys
    return found


def take_rows(rows: Codes, wanted: Ints, into: Codes, places: Ints, *, hands: int) -> None:
    """Lay the wanted rows into an array, each at its place; a kept row is a page of a file, so all cores ask."""

    def take(part: slice) -> None:
        into[places[part]] = rows[wanted[part]]

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
    # laid where they come to stand at once: memory that is new to the process costs more than anything done in it
    whole = np.empty((len(rows), COLUMNS), dtype=np.int32)
    for (part, of), at in zip(parts, (at_base, at_later), strict=True):
        take_rows(part.rows, of, whole, at, hands=hands)
    stand = np.concatenate([at_base, at_later])
    columns: dict[str, list[At]] = {}
    for place, name in POINTS_INTO.items():
        columns.setdefault(name, []).append(place)
    houses = np.empty(len(rows), dtype=np.int32)

    def told_apart(name: str) -> _Dictionary:
        own = columns.get(name)
        cells = [[whole[at, place] for at in (at_base, at_later)] for place in own] if own else (
            [[part.households[of] for part, of in parts]]
        )  # fmt: skip
        found = _dictionary(kept, name, cells, hands=hands)
        for place, column in zip(own or (0,), found.columns, strict=True):
            if own:
                whole[stand, place] = column
            else:
                houses[stand] = column
        return found

    names = (*columns, "household_key")
    found = dict(zip(names, spread(told_apart, names, hands=hands), strict=True))
    hashes = {name: of for dictionary in found.values() for name, of in dictionary.hashes.items()}
    spelt = [found[name].spelling or Spelling(np.zeros(0, np.uint32), np.zeros(1, np.int64)) for name in SPELT]
    return Encoded(
        record_ids=pa.chunked_array([], pa.string()), rows=whole, datasets=np.zeros(0, dtype=np.int32),
        households=houses, dataset_names=(), names=spelt[0], numbers=spelt[1],
        others=spelt[2], hashes=hashes,
    )  # fmt: skip


def _dictionary(kept: Kept, name: str, cells: Sequence[Sequence[Codes]], *, hands: int) -> _Dictionary:
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
    return _Dictionary(
        columns, values, _spelling(kept, name, base_firsts, later_firsts, hands=hands) if name in SPELT else None
    )


def _spelling(kept: Kept, name: str, base: Codes, later: Codes, *, hands: int) -> Spelling:
    one, other = kept.base.spelt[name], kept.since.spelt[name]
    parts = [(one, base[some]) for some in slices(len(base), VALUES_AT_ONCE)] + [(other, later)]
    found = spread(lambda part: gathered(part[0].points, part[0].starts, part[1]), parts, hands=hands)
    ends = np.cumsum([0, *(starts[-1] for _, starts in found)])
    starts = [np.zeros(1, dtype=np.int64), *(starts[1:] + ends[at] for at, (_, starts) in enumerate(found))]
    return Spelling(np.concatenate([points for points, _ in found]), np.concatenate(starts))


def new_pairs(world: World, kept: Kept, *, hands: int) -> Compared | None:
    """Every pair of the world of which one is new, compared; None where a key is shared by more than is borne."""
    blocks, groups = block(world.records, kept.frozen.policy, cut=left_out(kept), among=world.sharing, hands=hands)
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
