"""What does everybody's linkage look like, laid open from what is kept? As linking all of them finds it."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from saphan.linkage.coding import Codes
from saphan.linkage.comparing import PATTERNS
from saphan.linkage.compiled import ALL_HANDS
from saphan.linkage.deciding import DECISIONS, Ruling
from saphan.linkage.encoding import NAME, Ints
from saphan.linkage.gathering import encoded_of
from saphan.linkage.judging import Judged, Reals, Weigh, judged, weighed
from saphan.linkage.keeping import Kept, Pairs
from saphan.linkage.kernels import At
from saphan.linkage.linking import Whole
from saphan.linkage.members import Members
from saphan.linkage.overruling import Decided, Said, overruled, places_among
from saphan.linkage.rarity import Rarities, rarities_of
from saphan.store import Engine, Relation

IS_ASKED = np.array([decision == "review" for decision in DECISIONS])  # by ruling
IDS_AT_ONCE = 10_000_000  # Arrow's plain text holds two thousand million letters in one piece


def laid_open(kept: Kept, engine: Engine, *, reviewed: Relation | None = None, hands: int = ALL_HANDS) -> Whole:
    """Everybody and every pair, and what is known of the reviewed ones."""
    rows = kept.in_order()
    rank = np.full(len(kept), -1, dtype=np.int32)
    rank[rows] = np.arange(len(rows), dtype=np.int32)
    pairs = kept.base_pairs.and_more(kept.since_pairs)
    stays = np.flatnonzero(~kept.gone[pairs.one] & ~kept.gone[pairs.other])
    found = overruled(decided_among(pairs.taken(stays), rank), said_among(kept.said, rank), rows=len(rows))
    return Whole(
        record_ids=_plain(kept.ids_of(rows)), decided=found, first=rank[kept.groups.firsts[rows]],
        model=kept.frozen.model, rarities=rarities_at(kept, rows),
        judged=_ranked(judged_kept(kept, reviewed, hands=hands), rank), engine=engine,
    )  # fmt: skip


def with_words(kept: Kept) -> tuple[Pairs, Pairs, Pairs]:
    """Pairs of the base and pairs since, as far as said otherwise by what was said, and those that were only said."""
    said, parts = kept.said, []
    ruling = np.where(said.same, Ruling.SAID_SAME, Ruling.SAID_DIFFERENT).astype(np.uint8)
    left = np.ones(len(said.one), dtype=np.bool_)
    for pairs in (kept.base_pairs, kept.since_pairs):
        if len(said.one):
            at = places_among(pairs.one, pairs.other, said.one, said.other, rows=len(kept))
            rulings = pairs.rulings.copy()
            rulings[at[at >= 0]] = ruling[at >= 0]
            left &= at < 0
            pairs = replace(pairs, rulings=rulings)  # noqa: PLW2901 - the same, with words
        parts.append(pairs)
    one, other = (side[left].astype(np.int32) for side in (said.one, said.other))
    no_code = np.full(len(one), -1, dtype=np.int32)
    return parts[0], parts[1], Pairs(one, other, no_code, said.weights[left], ruling[left])


def waiting(kept: Kept) -> Pairs:
    """The pairs that wait for a reviewer."""
    some = [pairs.taken(np.flatnonzero(IS_ASKED[pairs.rulings])) for pairs in with_words(kept)]
    found = some[0].and_more(some[1])  # what was only said is asked no more
    return found.taken(np.flatnonzero(~kept.gone[found.one] & ~kept.gone[found.other]))


def decided_among(pairs: Pairs, place: Codes) -> Decided:
    """Kept pairs between rows that stand at other places now."""
    return Decided(place[pairs.one], place[pairs.other], PATTERNS[pairs.codes], pairs.weights, pairs.rulings)


def said_among(said: Said, place: Codes | Members) -> Said:
    """Verdicts between rows that stand at other places now; those on a row that stands nowhere, at -1, are left out."""
    one, other = (place[side].astype(np.int64) for side in (said.one, said.other))
    told = (one >= 0) & (other >= 0)
    return Said(one[told], other[told], said.same[told], said.patterns[told], said.weights[told])


def said_of(kept: Kept, verdicts: Relation, *, hands: int) -> Said:
    """The verdicts on records that are there."""
    said = verdicts.arrow()
    one, other = (kept.rows_of(said.column(side)) for side in ("record_a", "record_b"))
    known = (one >= 0) & (other >= 0)
    same = pc.equal(said.column("verdict"), "same").to_numpy().astype(bool)
    return Said(one[known], other[known], same[known], *weigher(kept, hands=hands)(one[known], other[known]))


def weigher(kept: Kept, *, hands: int) -> Weigh:
    """What weighs listed pairs of kept rows."""

    def weigh(one: Ints, other: Ints) -> tuple[Ints, Reals]:
        if not len(one):
            return np.zeros(0, dtype=np.int64), np.zeros(0)
        rows, at = np.unique(np.concatenate([one, other]), return_inverse=True)
        records, frozen = encoded_of(kept, rows, hands=hands), kept.frozen
        rarities = rarities_of(frozen.bearers, records, hands=hands)
        return weighed(at[: len(one)], at[len(one) :], records, frozen.model, rarities)

    return weigh


def judged_kept(kept: Kept, reviewed: Relation | None, *, hands: int) -> Judged | None:
    """The reviewed pairs, by kept rows."""
    return judged(reviewed, kept.rows_of, weigher(kept, hands=hands), kept.frozen.model, kept.frozen.policy)


def _ranked(said: Judged | None, rank: Codes) -> Judged | None:
    if said is None:
        return None
    place = np.append(rank, np.int32(-1)).astype(np.int64)  # the last for -1
    return replace(said, one=place[said.one], other=place[said.other])


def rarities_at(kept: Kept, rows: Ints) -> Rarities:
    """What the names of the rows add; a name of the base and the same one of later rows have numbers of their own."""
    parts = [kept.frozen.bearers.adds(part.hashes[NAME]) for part in (kept.base, kept.since)]
    given, family = (_column(kept, rows, at) for at in (At.GIVEN_NAME, At.FAMILY_NAME))
    adds = [np.concatenate([part[place] for part in parts]) for place in range(2)]
    return Rarities((given, family), (adds[0], adds[1]))


def _column(kept: Kept, rows: Ints, at: At) -> Codes:
    later = kept.since.rows[:, at]
    shifted = np.where(later >= 0, later + np.int32(len(kept.base.hashes[NAME])), later)
    both: Codes = np.concatenate([kept.base.rows[:, at], shifted])[rows]
    return both


def _plain(ids: pa.ChunkedArray) -> pa.ChunkedArray:
    parts = [ids.slice(low, IDS_AT_ONCE).cast(pa.string()) for low in range(0, len(ids), IDS_AT_ONCE)]
    return pa.chunked_array([chunk for part in parts for chunk in part.chunks], pa.string())
