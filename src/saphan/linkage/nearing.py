"""Who shares a key with the new records? Everybody's keys are looked at, and those like theirs are found.

What is kept of a key is half of it, written once and never changed, so there is no index that would have to be right
after every change. Those found make a small world of their own, and blocks and comparisons in it are those of the
whole; who is in it without sharing a key is compared with nobody.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from saphan.linkage.blocking import FROZEN_FACTOR, RULES, Keys, block
from saphan.linkage.coding import Codes
from saphan.linkage.comparing import Compared, counted, shares_of, words_of
from saphan.linkage.compiled import joined, spread
from saphan.linkage.encoding import Encoded, Ints
from saphan.linkage.gathering import encoded_of
from saphan.linkage.keeping import Kept, Segment
from saphan.linkage.kernels import dated_among
from saphan.linkage.meeting import UNDATED, undated_among
from saphan.linkage.members import Members, flagged, rows_of
from saphan.linkage.prints import sharing
from saphan.linkage.spelling import Hashes
from saphan.linkage.touching import compare_new

Flags = npt.NDArray[np.bool_]


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
