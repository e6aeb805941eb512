"""What did a change of records make other among people and pairs? All that did, for whoever builds upon the rest."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from saphan.linkage.coding import Codes
from saphan.linkage.comparing import PATTERNS
from saphan.linkage.encoding import Ints
from saphan.linkage.keeping import Kept, Pairs
from saphan.linkage.laying import IS_ASKED, rarities_at, waiting, with_words
from saphan.linkage.linking import pairs_told
from saphan.linkage.overruling import Decided, overruled
from saphan.linkage.relinking import Flags, Relinked
from saphan.store import Engine, Relation, from_arrow
from saphan.tables import CLUSTERS, Table, Zone
from saphan.tables.shape import text

PAIR_KEYS = Table(
    name="pair_keys",
    doc="One row: a pair that is no more what it was.",
    zone=Zone.WITHIN_BUILD,
    key=("record_a", "record_b"),
    columns=(text("record_a", "the smaller record id"), text("record_b", "the larger record id")),
)


@dataclass(frozen=True)
class Changed:
    """The linkage before a change, and after it."""

    before: Kept
    relinked: Relinked
    engine: Engine

    def clusters(self, records: pa.ChunkedArray | pa.Array) -> Relation:
        """CLUSTERS of those that hold other records than before, one of these, or one of a pair in other doubt."""
        now = self.relinked.kept
        rows = now.rows_of(records)
        named = np.concatenate([rows[rows >= 0], self._doubted()])
        is_named = np.zeros(len(now), dtype=np.bool_)
        firsts = now.groups.firsts
        is_named[firsts[named]] = True
        touched = is_named[firsts]
        touched[self.relinked.moved] = True
        found = np.flatnonzero(touched & ~now.gone)
        ids = now.ids_of(found).cast(pa.string())
        clusters = pa.table({"record_id": ids, "cluster_id": firsts[found].astype(np.int64)})
        return from_arrow(clusters, returns=CLUSTERS, engine=self.engine)

    def records_before(self) -> pa.ChunkedArray:
        """The ids of records that are no more, or say something else."""
        now = self.relinked.kept
        left = np.flatnonzero(now.gone[: len(self.before)] & ~self.before.gone)
        return now.ids_of(left).cast(pa.string())

    def pairs(self) -> Relation:
        """PAIRS that are new, or may be decided otherwise than before."""
        now, is_new = self.relinked.kept, self._is_new()
        some = self._among(now.base_pairs, is_new).and_more(self._among(now.since_pairs, is_new))
        some = some.taken(np.flatnonzero(~now.gone[some.one] & ~now.gone[some.other]))
        told = now.said.taken(np.flatnonzero(is_new[now.said.one] | is_new[now.said.other]))
        return self._told(overruled(_decided(some), told, rows=len(now)))

    def doubtful(self, records: pa.ChunkedArray | pa.Array) -> Relation:
        """PAIRS that wait for a reviewer and have one of these records."""
        now = self.relinked.kept
        rows = now.rows_of(records)
        is_hers = np.zeros(len(now), dtype=np.bool_)
        is_hers[rows[rows >= 0]] = True
        asked = waiting(now)
        return self._told(_decided(asked.taken(np.flatnonzero(is_hers[asked.one] | is_hers[asked.other]))))

    def _told(self, found: Decided) -> Relation:
        now = self.relinked.kept
        first, second = (side.astype(np.int64) for side in (found.one, found.other))
        ids = now.ids_of(first).cast(pa.string()), now.ids_of(second).cast(pa.string())
        rarities = rarities_at(now, first).of(np.arange(len(first), dtype=np.int32), found.patterns)
        return pairs_told(found, ids, rarities, self.engine)

    def count_of_pairs(self) -> int:
        """How many pairs there are now."""
        now = self.relinked.kept
        compared = sum(
            int((~now.gone[pairs.one] & ~now.gone[pairs.other]).sum()) if now.gone.any() else len(pairs.one)
            for pairs in (now.base_pairs, now.since_pairs)
        )
        return compared + len(with_words(now)[-1].one)

    def pairs_before(self) -> Relation:
        """The keys of pairs that are no more, or may have been decided otherwise."""
        one, other = self._left()
        ids = [self.relinked.kept.ids_of(side.astype(np.int64)).cast(pa.string()) for side in (one, other)]
        keys = pa.table({"record_a": ids[0], "record_b": ids[1]})
        return from_arrow(keys, returns=PAIR_KEYS, engine=self.engine)

    def _said(self) -> Ints:
        """Rows of pairs of which something else is said than before."""
        then, since = self.before.said.as_numbers(), self.relinked.kept.said.as_numbers()
        changed = np.setxor1d(then, since)
        return np.concatenate([changed >> 33, (changed >> 1) & 0xFFFFFFFF])

    def _is_new(self) -> Flags:
        is_new = np.zeros(len(self.relinked.kept), dtype=np.bool_)
        is_new[len(self.before) :] = True
        is_new[self._said()] = True
        return is_new

    def _is_left(self) -> Flags:
        now = self.relinked.kept
        is_left = now.gone.copy()
        is_left[: len(self.before)] &= ~self.before.gone
        is_left[self._said()] = True
        return is_left

    def _left(self) -> tuple[Codes, Codes]:
        """Both rows of every pair, compared or said, that had such a row."""
        is_left, said = self._is_left(), self.before.said
        went = is_left[said.one] | is_left[said.other]
        parts = [self._among(pairs, is_left) for pairs in (self.before.base_pairs, self.before.since_pairs)]
        one = [part.one for part in parts] + [said.one[went].astype(np.int32)]
        other = [part.other for part in parts] + [said.other[went].astype(np.int32)]
        return np.concatenate(one), np.concatenate(other)

    def _doubted(self) -> Ints:
        """Rows of pairs that are asked about now and were not, or the other way."""
        is_left, is_new, now = self._is_left(), self._is_new(), self.relinked.kept
        parts = [
            part.taken(np.flatnonzero(IS_ASKED[part.rulings]))
            for part in (
                self._among(self.before.base_pairs, is_left), self._among(self.before.since_pairs, is_left),
                self._among(now.since_pairs, is_new),
            )
        ]  # fmt: skip
        found: Ints = np.concatenate([*(side for part in parts for side in (part.one, part.other)), self._said()])
        return found[~now.gone[found]].astype(np.int64)

    def _among(self, pairs: Pairs, rows: Flags) -> Pairs:
        return pairs.taken(np.flatnonzero(rows[pairs.one] | rows[pairs.other]))


def _decided(pairs: Pairs) -> Decided:
    return Decided(pairs.one, pairs.other, PATTERNS[pairs.codes], pairs.weights, pairs.rulings)
