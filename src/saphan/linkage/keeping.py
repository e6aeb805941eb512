"""What does a build keep of its linkage, so that the next need not compare everybody again? Arrays in files.

The base is written once and shared from release to release; what came since lies beside it. Rows of the base stand in
the order of their record ids and keep their numbers; later rows follow in the order in which they came.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from saphan.linkage.blocking import RULES, Keys
from saphan.linkage.coding import Codes
from saphan.linkage.compiled import ALL_HANDS, shares, slices, spread
from saphan.linkage.encoding import BUT_THIRD, CODED, NAME, SOUND, Encoded, Ints
from saphan.linkage.freezing import Frozen
from saphan.linkage.groups import Groups
from saphan.linkage.kernels import COLUMNS, At, dated_among
from saphan.linkage.overruling import NOTHING_SAID, Said
from saphan.linkage.prints import Prints, prints_of
from saphan.linkage.spelling import Hashes, Spelling, bytes_of
from saphan.linkage.touching import Text, living, places, texts_at

Reals = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]
Rulings = npt.NDArray[np.uint8]

IDS_AT_ONCE, IDS_TAKEN_AT_ONCE = 1 << 12, 1 << 16
IN_ORDER: Ints = np.zeros(0, dtype=np.int64)
# which dictionary a column's numbers point into, and of which texts a spelling is kept
POINTS_INTO = {**{at: name for name, at in CODED.items()}, At.GIVEN_NAME: NAME, At.FAMILY_NAME: NAME}
SPELT = {NAME: (NAME, SOUND), "citizen_id": ("citizen_id", BUT_THIRD), "other_number": ("other_number",)}


@dataclass(frozen=True)
class Pairs:
    """Compared pairs of rows, the smaller record id first, and what the rules say of each."""

    one: Codes
    other: Codes
    codes: Codes
    weights: Reals
    rulings: Rulings

    def taken(self, at: Ints | slice) -> Pairs:
        """Those of them."""
        return Pairs(self.one[at], self.other[at], self.codes[at], self.weights[at], self.rulings[at])

    def and_more(self, more: Pairs) -> Pairs:
        """These and those."""
        return Pairs(
            np.concatenate([self.one, more.one]),
            np.concatenate([self.other, more.other]),
            np.concatenate([self.codes, more.codes]),
            np.concatenate([self.weights, more.weights]),
            np.concatenate([self.rulings, more.rulings]),
        )


@dataclass(frozen=True)
class Segment:
    """Records as they were encoded together, with what is needed to tell their values from others'."""

    ids: Text
    rows: Codes
    households: Codes
    datasets: Codes
    hashes: Mapping[str, Hashes]  # as in `Encoded`; a dictionary of several encodings may hold a text twice
    spelt: Mapping[str, Spelling]  # by `SPELT`
    prints: Mapping[str, Prints]  # by blocking rule, of each record's key

    def __len__(self) -> int:
        return len(self.rows)

    @classmethod
    def of(cls, records: Encoded, rules: Sequence[str], *, hands: int) -> Segment:
        """A segment of records that were just encoded."""
        spelt = {NAME: records.names, "citizen_id": records.numbers, "other_number": records.others}
        ids = text_of(records.record_ids)
        key_of = Keys(records.rows, records.households, records.hashes)
        dated = dated_among(records.rows)
        found = spread(lambda rule: prints_of(RULES[rule](key_of), dated), rules, hands=hands)
        prints = dict(zip(rules, found, strict=True))
        return cls(ids, records.rows, records.households, records.datasets, records.hashes, spelt, prints)

    def followed_by(self, later: Segment) -> Segment:
        """This one with the records of a later one behind its own."""
        rows = later.rows.copy()
        for at, name in POINTS_INTO.items():
            rows[:, at] = _shifted(rows[:, at], len(self.hashes[name]))
        houses, sources = len(self.hashes["household_key"]), len(self.hashes["dataset"])
        return Segment(
            ids=_text_and(self.ids, later.ids),
            rows=np.concatenate([self.rows, rows]),
            households=np.concatenate([self.households, _shifted(later.households, houses)]),
            datasets=np.concatenate([self.datasets, _shifted(later.datasets, sources)]),
            hashes={name: np.concatenate([of, later.hashes[name]]) for name, of in self.hashes.items()},
            spelt={name: _spelling_and(of, later.spelt[name]) for name, of in self.spelt.items()},
            prints={rule: np.concatenate([of, later.prints[rule]]) for rule, of in self.prints.items()},
        )


@dataclass(frozen=True)
class Kept:
    """Everything of a linkage that the next build on changed records starts from."""

    frozen: Frozen
    base: Segment
    since: Segment
    base_pairs: Pairs
    since_pairs: Pairs
    before: Ints  # of each row of `since`, before how many ids of the base it stands
    order: Ints  # the rows of `since` in the order of their ids
    gone: Flags  # which rows are no more
    groups: Groups
    said: Said
    crowded: Mapping[str, Hashes]  # by rule, keys that more share than even a frozen model bears
    clean: Hashes  # hashes of the sources that hold nobody twice

    def __len__(self) -> int:
        return len(self.gone)

    @property
    def grown(self) -> float:
        """What came and went since the base was made, as a share of it."""
        left = int(self.gone[: len(self.base)].sum())
        return (len(self.since) + left) / max(1, len(self.base))

    def places_of(self, rows: Ints) -> Ints:
        """Numbers that sort rows as their record ids sort."""
        count = len(self.base)
        rank = np.empty(len(self.since), dtype=np.int64)
        rank[self.order] = np.arange(len(rank))
        keys = (2 * rows + 1) << 31
        later = rows >= count
        keys[later] = ((2 * self.before[rows[later] - count]) << 31) | rank[rows[later] - count]
        return keys

    def in_order(self) -> Ints:
        """All rows that are not gone, in the order of their record ids."""
        count = len(self.base)
        rows = np.insert(np.arange(count), self.before[self.order], self.order + count)
        return rows[~self.gone[rows]]

    def rows_of(self, ids: pa.ChunkedArray | pa.Array) -> Ints:
        """The rows of records by their ids; -1 where there is none that is not gone."""
        sought = text_of(ids)
        return self.rows_at(sought, places(*self.base.ids, IN_ORDER, *sought))

    def rows_at(self, ids: Text, found: Ints) -> Ints:
        """As `rows_of`, where it is known before how many ids of the base each stands."""
        sought, bounds = ids
        count = len(self.base)
        rows = living(*self.base.ids, IN_ORDER, self.gone[:count], sought, bounds, found)
        if len(self.since):
            found = places(*self.since.ids, self.order, sought, bounds)
            later = living(*self.since.ids, self.order, self.gone[count:], sought, bounds, found)
            rows = np.where(later >= 0, later + count, rows)
        return rows

    def ids_of(self, rows: Ints, *, hands: int = ALL_HANDS) -> pa.ChunkedArray:
        """The record ids of rows; most lie in pages of a file, so all cores ask."""
        found = spread(
            lambda part: arrow_of(texts_at(*self.base.ids, *self.since.ids, rows[part])),
            shares(len(rows), IDS_TAKEN_AT_ONCE, hands=hands), hands=hands,
        )  # fmt: skip
        return pa.chunked_array(found, pa.large_string())


def kept_whole(  # everything that is kept, each under its own name
    frozen: Frozen,
    records: Encoded,
    *,
    pairs: Pairs,
    label: Codes,
    first: Codes,
    crowded: Mapping[str, Hashes],
    clean: Hashes,
    hands: int,
) -> Kept:
    """A base of a linkage of all records; nothing since, and no verdicts yet."""
    base = Segment.of(records, frozen.policy.blocking, hands=hands)
    none = np.zeros(0, dtype=np.int32)
    return Kept(
        frozen=frozen, base=base, since=_nobody(base), base_pairs=pairs,
        since_pairs=pairs.taken(np.zeros(0, dtype=np.int64)), before=none.astype(np.int64), order=none.astype(np.int64),
        gone=np.zeros(len(base), dtype=np.bool_), groups=Groups(label, first),
        said=NOTHING_SAID, crowded=crowded, clean=clean,
    )  # fmt: skip


def _nobody(like: Segment) -> Segment:
    none = np.zeros(0, dtype=np.int32)
    return Segment(
        ids=(np.zeros(0, dtype=np.uint8), np.zeros(1, dtype=np.int64)),
        rows=np.zeros((0, COLUMNS), dtype=np.int32),
        households=none,
        datasets=none,
        hashes={name: of[:0] for name, of in like.hashes.items()},
        spelt={name: Spelling(of.points[:0], of.starts[:1]) for name, of in like.spelt.items()},
        prints={rule: of[:0] for rule, of in like.prints.items()},
    )


def with_more(kept: Kept, more: Segment, *, hands: int) -> Kept:
    """The same with more records, in clusters of their own so far; one whose id was there takes its place."""
    letters, starts = more.ids

    def place(part: slice) -> tuple[Ints, Ints]:
        ids = letters, starts[part.start : part.stop + 1]
        before = places(*kept.base.ids, IN_ORDER, *ids)
        return before, kept.rows_at(ids, before)

    # each look goes to a page of a file, so all cores look
    looked = [(IN_ORDER, IN_ORDER), *spread(place, slices(len(more), IDS_AT_ONCE), hands=hands)]
    before, rows = (np.concatenate([each[at] for each in looked]) for at in range(2))
    gone = np.concatenate([kept.gone, np.zeros(len(more), dtype=np.bool_)])
    gone[rows[rows >= 0]] = True
    among = places(*kept.since.ids, kept.order, *more.ids) if len(kept.since) else np.zeros(len(more), np.int64)
    return replace(
        kept, since=kept.since.followed_by(more), before=np.concatenate([kept.before, before]), gone=gone,
        order=np.insert(kept.order, among, len(kept.since) + np.arange(len(more))),
        groups=kept.groups.with_alone(np.arange(len(kept), len(kept) + len(more))),
    )  # fmt: skip


def text_of(values: pa.ChunkedArray | pa.Array) -> Text:
    """Arrow text as letters and starts that begin at 0."""
    whole = values.combine_chunks() if isinstance(values, pa.ChunkedArray) else values
    whole = pa.concat_arrays(whole.chunks) if isinstance(whole, pa.ChunkedArray) else whole
    letters, starts = bytes_of(whole)
    return letters[starts[0] : starts[-1]], starts - starts[0]


def arrow_of(text: Text) -> pa.Array:
    """The same as Arrow text."""
    letters, starts = text
    buffers = [None, pa.py_buffer(np.ascontiguousarray(starts)), pa.py_buffer(np.ascontiguousarray(letters))]
    return pa.Array.from_buffers(pa.large_string(), len(starts) - 1, buffers)


def _shifted(codes: Codes, by: int) -> Codes:
    return np.where(codes >= 0, codes + np.int32(by), codes).astype(np.int32, copy=False)


def _text_and(one: Text, other: Text) -> Text:
    return np.concatenate([one[0], other[0]]), np.concatenate([one[1], other[1][1:] + one[1][-1]])


def _spelling_and(one: Spelling, other: Spelling) -> Spelling:
    return Spelling(
        np.concatenate([one.points, other.points]), np.concatenate([one.starts, other.starts[1:] + one.starts[-1]])
    )
