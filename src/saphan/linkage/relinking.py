"""READ SECOND: records came, went or changed; who is one person now? The same as linking all of them anew.

New records are blocked against everybody, compared and weighed under the frozen model; then only the
components of links that something touched are grown again. What this cannot answer exactly it refuses, and
everybody is linked anew under the same model.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from saphan.errors import Conflict
from saphan.linkage.blocking import NOTHING_CUT, disown_fillers
from saphan.linkage.clustering import grouped
from saphan.linkage.coding import Codes
from saphan.linkage.comparing import PATTERNS, Compared
from saphan.linkage.compiled import ALL_HANDS, hands_at_work, slices, spread
from saphan.linkage.deciding import IS_LINK, rule_codes
from saphan.linkage.encoding import Ints, encode
from saphan.linkage.freezing import crowded
from saphan.linkage.growing import roots
from saphan.linkage.keeping import Kept, Pairs, Segment, kept_whole, with_more
from saphan.linkage.laying import said_among, said_of
from saphan.linkage.linking import Laps, Linked
from saphan.linkage.members import Members, flagged
from saphan.linkage.nearing import World, keys_of, near_to, new_pairs, world_of
from saphan.linkage.overruling import Decided, decided_together, evidence, overruled
from saphan.linkage.rarity import Rarities, rarities_of, with_rarity
from saphan.linkage.spelling import Hashes, hashed
from saphan.linkage.touching import numbered_alike, pairs_within
from saphan.store import Relation
from saphan.words import Words, say

Flags = npt.NDArray[np.bool_]
PAIRS_AT_ONCE = 1 << 18


class NotIncremental(Conflict):
    """A change of this kind cannot be answered from what was kept: everybody is linked anew, under the same model."""


@dataclass(frozen=True)
class Relinked:
    """What a change made of a linkage."""

    kept: Kept  # everything as it is now
    regrown: Ints  # rows of the components that were grown again, in the order of their record ids
    moved: Ints  # those of them whose cluster holds other records than before
    compared: int  # pairs that were compared
    seconds: Mapping[str, float]


def relink(
    kept: Kept,
    added: Relation,
    withdrawn: pa.ChunkedArray | pa.Array,
    verdicts: Relation,
    clean_sources: Relation,
    *,
    hands: int = ALL_HANDS,
) -> Relinked:
    """The linkage after records came and went; an added record takes the place of the one that has its id.

    Raises:
        NotIncremental: more changed than single components.
    """
    laps = Laps()
    fresh = encode(added, hands=hands)
    disown_fillers(fresh, kept.frozen.cut.get("citizen_id", NOTHING_CUT))
    laps.end("encode")
    more = Segment.of(fresh, kept.frozen.policy.blocking, hands=hands)
    with hands_at_work(1) as pool:
        near = pool.submit(near_to, kept, more, hands=hands)  # which asks for nothing that is found meanwhile
        now = _without(with_more(kept, more, hands=hands), kept.rows_of(withdrawn))
    left = np.flatnonzero(now.gone[: len(kept)] & ~kept.gone)
    now = replace(now, clean=clean_hashes(clean_sources))
    _require_same_promises(kept, now)
    _require_no_crowd_left(now, left)
    laps.end("look up")
    world = world_of(now, len(kept), near.result(), hands=hands)
    laps.end("gather")
    with hands_at_work(1) as pool:
        rarities = pool.submit(rarities_of, now.frozen.bearers, world.records, hands=hands)  # which asks no pairs
        compared = new_pairs(world, now, hands=hands)
    if compared is None:
        raise _not_incremental(say("some value is shared by far more records than when the model was trained"))
    laps.end("compare")
    pairs = _weighed(compared, rarities.result(), world, now, hands=hands)
    now = replace(now, since_pairs=now.since_pairs.and_more(pairs), said=said_of(now, verdicts, hands=hands))
    laps.end("weigh")
    regrown, now = _regrown(now, _touched(kept, now, left, pairs, hands=hands), hands=hands)
    laps.end("cluster")
    moved = _moved(kept, now, left, regrown, hands=hands)
    return Relinked(now, regrown, moved, len(pairs.one), laps.seconds)


def kept_of(linked: Linked, verdicts: Relation, clean_sources: Relation, *, hands: int = ALL_HANDS) -> Kept:
    """What to keep of a linkage of all records."""
    count = len(linked.codes)
    found = linked.decided
    pairs = Pairs(found.one[:count], found.other[:count], linked.codes, found.weights[:count], linked.machine)
    label = roots(len(linked.first), found.one, found.other, IS_LINK[found.rulings])
    # what a training run cut is in the frozen list; what a frozen one cut besides is kept apart
    listed = linked.frozen.cut
    crowds = {rule: np.setdiff1d(keys, listed[rule]) for rule, keys in crowded(linked.blocks).items()}
    kept = kept_whole(
        linked.frozen, linked.encoded, pairs=pairs, label=label, first=linked.first, crowded=crowds,
        clean=clean_hashes(clean_sources), hands=hands,
    )  # fmt: skip
    return replace(kept, said=said_of(kept, verdicts, hands=hands))


def clean_hashes(clean_sources: Relation) -> Hashes:
    """The sources that hold nobody twice, as numbers in their order."""
    return np.sort(hashed(clean_sources.arrow().column("dataset").combine_chunks()))


def _without(kept: Kept, rows: Ints) -> Kept:
    gone = kept.gone.copy()
    gone[rows[rows >= 0]] = True
    return replace(kept, gone=gone)


def _require_same_promises(before: Kept, now: Kept) -> None:
    """Nothing, where no source of a record that stays holds nobody twice that did not before, or the other way."""
    changed = np.setxor1d(before.clean, now.clean)
    stays, count = ~now.gone[: len(before)], len(before.base)
    for part, flags in ((before.base, stays[:count]), (before.since, stays[count:])):
        if len(changed) and np.isin(part.hashes["dataset"][_occurring(part.datasets[flags])], changed).any():
            raise _not_incremental(say("other sources than before promise to hold nobody twice"))


def _occurring(codes: Codes) -> Ints:
    return np.flatnonzero(np.bincount(codes[codes >= 0]))


def _require_no_crowd_left(kept: Kept, left: Ints) -> None:
    count = len(kept.base)
    for part, rows in ((kept.base, left[left < count]), (kept.since, left[left >= count] - count)):
        for rule, keys in kept.crowded.items():
            if len(keys) and np.isin(keys_of(part, rows, rule), keys).any():
                raise _not_incremental(say("a value that too many records shared may be shared by fewer now"))


def _weighed(compared: Compared, rarities: Rarities, world: World, kept: Kept, *, hands: int) -> Pairs:
    frozen = kept.frozen
    weights = with_rarity(frozen.model, rarities, compared, world.records, hands=hands)
    rulings = rule_codes(compared.codes, weights, PATTERNS, compared.occurring(), frozen.cuts, hands=hands)
    one, other = (world.rows[side].astype(np.int32) for side in (compared.one, compared.other))
    return Pairs(one, other, compared.codes, weights, rulings)


def _touched(before: Kept, now: Kept, left: Ints, pairs: Pairs, *, hands: int) -> Ints:
    """Rows of components that are no longer what they were."""
    linked = IS_LINK[pairs.rulings]
    then, said = before.said.as_numbers(), now.said.as_numbers()
    changed = np.concatenate([then[~np.isin(then, said)], said[~np.isin(said, then)]])
    rows = (np.arange(len(before), len(now)), left, pairs.one[linked], pairs.other[linked],
            changed >> 33, (changed >> 1) & 0xFFFFFFFF)  # fmt: skip
    bits = flagged(len(now), [now.groups.labels_of(some) for some in rows])
    touched = now.groups.labelled(bits, now.gone, hands=hands)
    return touched[np.argsort(now.places_of(touched), kind="stable")]


def _regrown(kept: Kept, rows: Ints, *, hands: int) -> tuple[Ints, Kept]:
    """The kept linkage with these components grown anew."""
    place = Members.of(rows, len(kept))
    found = overruled(_decided_within(kept, place, hands=hands), said_among(kept.said, place), rows=len(rows))
    label = rows[roots(len(rows), found.one, found.other, IS_LINK[found.rulings])].astype(np.int32)
    grown = grouped(len(rows), evidence(found, hands=hands), _sources(kept, rows), hands=hands)
    return rows, replace(kept, groups=kept.groups.with_moved(rows, label, rows[grown].astype(np.int32)))


def _decided_within(kept: Kept, place: Members, *, hands: int) -> Decided:
    """The kept pairs between these rows, by their places; each core takes what it found of a file by itself."""

    def within(some: tuple[Pairs, slice]) -> Decided:
        pairs = some[0].taken(some[1])
        at, one, other = pairs_within(pairs.one, pairs.other, place.bits, place.before, place.places)
        return Decided(one, other, PATTERNS[pairs.codes[at]], pairs.weights[at], pairs.rulings[at])

    kinds = (kept.base_pairs, kept.since_pairs)
    parts = [(pairs, part) for pairs in kinds for part in slices(len(pairs.one), PAIRS_AT_ONCE)]
    return decided_together(spread(within, parts, hands=hands))


def _sources(kept: Kept, rows: Ints) -> Codes:
    """A row's source where that holds nobody twice, else -1."""
    sources = np.full(len(rows), -1, dtype=np.int32)
    if not len(kept.clean):
        return sources
    is_base = rows < len(kept.base)
    for part, at, of in ((kept.base, is_base, rows[is_base]), (kept.since, ~is_base, rows[~is_base] - len(kept.base))):
        number = np.full(len(part.hashes["dataset"]) + 1, -1, dtype=np.int32)
        for place, source in enumerate(kept.clean):
            number[:-1][part.hashes["dataset"] == source] = place
        sources[at] = number[part.datasets[of]]
    return sources


def _moved(before: Kept, now: Kept, left: Ints, rows: Ints, *, hands: int) -> Ints:
    """Those of the rows whose cluster holds other records than before."""
    were_there = rows < len(before)
    then, since = rows.astype(np.int32), now.groups.firsts_of(rows)
    then[were_there] = before.groups.firsts_of(rows[were_there])
    joint = (then.astype(np.int64) << 32) | since

    def members(groups: Ints) -> Ints:
        """How many are in the group of each."""
        at, _ = numbered_alike(groups.astype(np.uint64), np.ones(len(groups), dtype=np.bool_))
        return np.bincount(at)[at]

    both, were, are = spread(
        members, (joint, np.concatenate([then, before.groups.firsts_of(left)]), since), hands=hands
    )
    is_other = (both != were[: len(rows)]) | (both != are)
    moved: Ints = rows[~were_there | is_other]
    return moved


def _not_incremental(why: Words) -> NotIncremental:
    return NotIncremental(
        say("These changes cannot be linked on their own: {why}.", why=why),
        cure=say("Run `saphan build --full`, which links everybody anew under the same model."),
    )
