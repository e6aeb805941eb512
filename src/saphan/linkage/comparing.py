"""How do two candidate records agree? Field by field, packed into one integer, in one pass over all blocks."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from saphan.linkage.blocking import Blocks, pairs_within
from saphan.linkage.coding import Codes
from saphan.linkage.compiled import joined, slices, spread
from saphan.linkage.encoding import Encoded, Ints
from saphan.linkage.kernels import Spelt, Words, compare_blocks, compare_listed, count_codes, dated_among, flag
from saphan.linkage.levels import patterns_by_code
from saphan.linkage.meeting import undated_among
from saphan.linkage.spelling import Spelling, hashed

PAIRS_AT_ONCE = 1_000_000  # of a block list handed to one core: small enough that all finish together
NO_WOMAN = -2  # unlike UNKNOWN: no record bears it
Flags = npt.NDArray[np.bool_]
PATTERNS = patterns_by_code()


@dataclass(frozen=True)
class Compared:
    """Pairs of rows, the smaller row number first; how each agrees, and the rule that found it."""

    one: Codes
    other: Codes
    codes: Codes  # dense: `PATTERNS[codes]` are the patterns
    counts: Ints  # of each dense code, how many pairs have it
    rule_ends: Ints  # the pairs of rule n end here

    def __len__(self) -> int:
        return len(self.codes)

    def histogram(self) -> tuple[Ints, npt.NDArray[np.float64]]:
        """The patterns that occur, and how many pairs have each."""
        codes = self.occurring()
        return PATTERNS[codes], self.counts[codes].astype(np.float64)

    def occurring(self) -> Ints:
        """The dense codes that occur, in the order of their patterns."""
        codes = np.flatnonzero(self.counts)
        return codes[np.argsort(PATTERNS[codes])]

    def records(self, of: int, *, hands: int) -> int:
        """How many of `of` records were compared with another."""
        seen = np.zeros(of, dtype=np.bool_)
        # cores may write the same flag at once: they write the same into it
        spread(lambda part: flag(seen, self.one[part], self.other[part]), self._parts(), hands=hands)
        return int(np.count_nonzero(seen))

    def patterns(self, *, hands: int) -> Ints:
        """The pattern of each pair."""
        found = np.empty(len(self), dtype=np.int64)

        def look_up(part: slice) -> None:
            np.take(PATTERNS, self.codes[part], out=found[part], mode="clip")

        spread(look_up, self._parts(), hands=hands)
        return found

    def _parts(self) -> list[slice]:
        return slices(len(self), PAIRS_AT_ONCE)


def compare_all(records: Encoded, blocks: Sequence[Blocks], groups: Codes, *, hands: int) -> Compared:
    """Every pair that some rule brings together, once, under the first rule that does."""
    words, dated, undated = (
        words_of(records),
        dated_among(records.rows),
        undated_among([each.rule for each in blocks if len(each.order)]),
    )

    def compare(part: tuple[int, int, int]) -> tuple[Codes, Codes, Codes]:
        place, low, high = part
        each = blocks[place]
        starts = each.starts[low : high + 1]
        return compare_blocks(each.earlier, each.order, starts, groups, records.rows, words, dated, undated)

    parts = [(place, *bounds) for place, each in enumerate(blocks) for bounds in shares_of(each)]
    found = spread(compare, parts, hands=hands)
    one, other, codes = (joined([part[at] for part in found], np.int32, hands=hands) for at in range(3))
    ends = np.zeros(len(blocks), dtype=np.int64)
    for (place, *_), (pairs, *_rest) in zip(parts, found, strict=True):
        ends[place] += len(pairs)
    return Compared(one, other, codes, counted(codes, hands=hands), np.cumsum(ends))


def counted(codes: Codes, *, hands: int) -> Ints:
    """How many pairs have each dense code."""
    # one for each core, and for few pairs one: a table of all codes is large
    parts = slices(len(codes), max(PAIRS_AT_ONCE, -(-len(codes) // hands)))
    found = spread(lambda part: count_codes(codes[part], len(PATTERNS)), parts, hands=hands)
    if len(found) == 1:
        return found[0]
    return np.sum(found, axis=0, dtype=np.int64) if found else np.zeros(len(PATTERNS), dtype=np.int64)


def compare(records: Encoded, one: Ints, other: Ints) -> Ints:
    """The patterns of listed pairs of rows."""
    return PATTERNS[compare_listed(one, other, records.rows, words_of(records))]


def words_of(records: Encoded) -> Words:
    """Names, citizen numbers and other numbers as compiled code takes them, and which number stands for a woman."""

    def of(spelling: Spelling) -> Spelt:
        return spelling.points, spelling.starts

    woman = np.flatnonzero(records.hashes["sex"] == _hash_of_woman())
    return of(records.names), of(records.numbers), of(records.others), int(woman[0]) if len(woman) else NO_WOMAN


@lru_cache(maxsize=1)
def _hash_of_woman() -> int:
    return int(hashed(pa.array(["f"], pa.string()))[0])


def shares_of(blocks: Blocks) -> Iterator[tuple[int, int]]:
    """Runs of blocks that hold about `PAIRS_AT_ONCE` pairs each."""
    pairs = np.cumsum(pairs_within(blocks.starts))
    low = 0
    while low < len(pairs):
        done = pairs[low - 1] if low else 0
        high = int(np.searchsorted(pairs, done + PAIRS_AT_ONCE, side="right"))
        high = max(high, low + 1)
        yield low, high
        low = high
