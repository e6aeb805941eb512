"""How much more does it say to share a rare name than a common one? Evidence on top of the pattern's weight.

Two people share สมชาย by chance far more often than a name that a hundred people bear. The pattern's weight is right
for the average of those pairs of two people that agree on the name; what a single name adds is measured from there,
so that nothing is counted twice. Relatives share their family name by birth or marriage: its rarity says nothing
against them.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np
import numpy.typing as npt

from saphan.linkage.comparing import PATTERNS, Compared
from saphan.linkage.compiled import compiled, shares, slices, spread
from saphan.linkage.encoding import NAME, Encoded
from saphan.linkage.kernels import At, count_codes
from saphan.linkage.levels import MISSING, Name, field_named
from saphan.linkage.model import Model, Rarity, together
from saphan.linkage.spelling import Hashes

Reals = npt.NDArray[np.float64]
Codes = npt.NDArray[np.int32]
Ints = npt.NDArray[np.int64]
MOST = 5.0  # bits that the rarity of one name may add or take: a lone misspelling is rare, and proves nothing
FEWEST = 5  # bearers: a name borne by fewer counts as borne by so many
PAIRS_AT_ONCE, NAMES_AT_ONCE = 1_000_000, 1 << 15


FIELDS = ((At.GIVEN_NAME.value, "given_name"), (At.FAMILY_NAME.value, "family_name"))


@dataclass(frozen=True)
class Bearers:
    """How many records bear each name, and how common the shared name of two people usually is: counted once."""

    names: Hashes  # the hashes of the names, in their order
    counts: Codes  # of each, how many bear it as a given and as a family name
    totals: tuple[int, int]  # records that have a given name, a family name
    usual: tuple[float, float]  # the mean log2 share of the names that two people share by chance

    @property
    def measured(self) -> Rarity:
        """From where rarity is measured, as a model says it."""
        usual = {field: mean for (_, field), mean in zip(FIELDS, self.usual, strict=True)}
        return Rarity(usual=usual, most=MOST, fewest=FEWEST)

    def adds(self, names: Hashes) -> tuple[Reals, Reals]:
        """Bits that each of the hashed names adds where it is shared, as a given and as a family name."""
        # one more at the end for names that nobody bore when they were counted
        counts = np.vstack([self.counts, np.zeros((1, 2), np.int32)])
        at = np.searchsorted(self.names, names)
        is_known = np.append(self.names, np.uint64(0))[at] == names
        borne = counts[np.where(is_known & (at < len(self.names)), at, len(self.names))]
        given, family = (_adds(borne[:, place], self.totals[place], self.usual[place]) for place in range(2))
        return given, family


@dataclass(frozen=True)
class Rarities:
    """What each shared name adds in bits: by record the number of its name, by name the bits; given, then family."""

    names: tuple[Codes, Codes]
    adds: tuple[Reals, Reals]

    def of(self, one: Codes, patterns: npt.NDArray[np.int64]) -> tuple[Reals, Reals]:
        """The bits that the given and the family name add to pairs of these first rows; 0 where none is shared."""
        given, family = (
            np.where(_is_equal(patterns, field), adds[names[one]] if len(adds) else 0.0, 0.0)
            for (_, field), names, adds in zip(FIELDS, self.names, self.adds, strict=True)
        )
        return given, family


def borne_by(records: Encoded, *, hands: int) -> tuple[Ints, Ints]:
    """How many records bear each name as a given name, and as a family name."""
    names, parts = len(records.hashes[NAME]), slices(len(records), -(-len(records) // hands) or 1)

    def count(sought: tuple[int, slice]) -> Ints:
        at, part = sought
        return count_codes(records.rows[part, at], names)

    given, family = (
        np.sum([np.zeros(names, np.int64), *spread(count, [(at, part) for part in parts], hands=hands)], axis=0)
        for at, _ in FIELDS
    )
    return given, family


def count_names(
    model: Model, bearers: tuple[Ints, Ints], compared: Compared, records: Encoded, *, hands: int
) -> Bearers:
    """The bearers of each name as `borne_by` counts them, and how common what two people share is among these pairs."""
    occurring = compared.occurring()
    against = [model.against_strangers(PATTERNS[occurring]), model.against_relatives(PATTERNS[occurring])]
    two = 1 / (1 + np.exp2(np.clip(together(*against), -60, 60)))  # how surely a pair of this code is two people
    apart = _by_code(occurring, two)
    strangers = _by_code(occurring, two / (1 + np.exp2(np.clip(against[0] - against[1], -60, 60))))  # who are strangers
    shared, hashes = [_agree(field) for _, field in FIELDS], records.hashes[NAME]
    totals = [int(counts.sum()) for counts in bearers]
    logs = [_log_shares(counts, total) for counts, total in zip(bearers, totals, strict=True)]
    parts = slices(len(compared), PAIRS_AT_ONCE)

    def usual(part: slice) -> Reals:
        one, codes = compared.one[part], compared.codes[part]
        return _usual(one, codes, records.rows, apart, strangers, shared[0], shared[1], logs[0], logs[1])

    found = np.sum(spread(usual, parts, hands=hands) or [np.zeros(4)], axis=0)
    means = [float(found[2 * at] / found[2 * at + 1]) if found[2 * at + 1] > 0 else 0.0 for at in range(2)]
    order = np.argsort(hashes)
    counted = np.stack(bearers, axis=1).astype(np.int32)[order]
    return Bearers(hashes[order], counted, (totals[0], totals[1]), (means[0], means[1]))


def rarities_of(bearers: Bearers, records: Encoded, *, hands: int) -> Rarities:
    """What the names of these records add where two share them."""
    given, family = spread(lambda field: records.rows[:, field[0]].copy(), FIELDS, hands=hands)
    names = records.hashes[NAME]
    parts = spread(lambda part: bearers.adds(names[part]), slices(len(names), NAMES_AT_ONCE), hands=hands)
    adds = [np.concatenate([np.zeros(0), *(part[place] for part in parts)]) for place in range(2)]
    return Rarities((given, family), (adds[0], adds[1]))


def with_rarity(model: Model, rarities: Rarities, compared: Compared, records: Encoded, *, hands: int) -> Reals:
    """The weight of each pair in bits: that of its dense code, more where its shared names are rare."""
    occurring = compared.occurring()
    against = [
        _by_code(occurring, bits(PATTERNS[occurring])) for bits in (model.against_strangers, model.against_relatives)
    ]
    shared, adds = [_agree(field) for _, field in FIELDS], rarities.adds
    parts = shares(len(compared), PAIRS_AT_ONCE, hands=hands)
    total = np.empty(len(compared))

    def weigh(part: slice) -> None:
        one, codes = compared.one[part], compared.codes[part]
        _weigh(one, codes, records.rows, against[0], against[1], shared[0], shared[1], adds[0], adds[1], total[part])

    spread(weigh, parts, hands=hands)
    return total


def _by_code(occurring: npt.NDArray[np.int64], values: Reals) -> Reals:
    """A table by dense code that holds the values of those that occur: most never do."""
    table = np.zeros(len(PATTERNS))
    table[occurring] = values
    return table


@cache
def _agree(field: str) -> npt.NDArray[np.bool_]:
    """Which dense codes say that the name is the same."""
    return _is_equal(PATTERNS, field)


def _is_equal(patterns: npt.NDArray[np.int64], field: str) -> npt.NDArray[np.bool_]:
    return np.asarray((patterns >> field_named(field).shift) & MISSING == Name.EQUAL)


def _log_shares(bearers: Ints, total: int) -> Reals:
    """log2 of the share of records that bear each name."""
    logs: Reals = np.log2(np.maximum(bearers, FEWEST) / max(1, total))
    return logs


@compiled
def _adds(bearers: Codes, total: int, usual: float) -> Reals:
    """Bits by name: one by one, so that the same count gives the same bits in whatever company it stands."""
    adds = np.empty(len(bearers))
    for name in range(len(bearers)):
        share = max(bearers[name], FEWEST) / max(1, total)
        adds[name] = min(MOST, max(-MOST, usual - np.log2(share)))
    return adds


@compiled
def _usual(  # compiled code takes arrays, no objects
    one: Codes, codes: Codes, rows: Codes, apart: Reals, strangers: Reals, given: npt.NDArray[np.bool_],
    family: npt.NDArray[np.bool_], given_logs: Reals, family_logs: Reals,
) -> Reals:  # fmt: skip
    """Sums over pairs of two people that share a name: of its log share, and of pairs; for both names."""
    sums = np.zeros(4)
    for pair in range(len(codes)):
        code = codes[pair]
        if given[code]:
            sums[0] += apart[code] * given_logs[rows[one[pair], 3]]
            sums[1] += apart[code]
        if family[code]:
            sums[2] += strangers[code] * family_logs[rows[one[pair], 4]]
            sums[3] += strangers[code]
    return sums


@compiled
def _weigh(  # compiled code takes arrays, no objects
    one: Codes, codes: Codes, rows: Codes, strangers: Reals, relatives: Reals, given: npt.NDArray[np.bool_],
    family: npt.NDArray[np.bool_], given_adds: Reals, family_adds: Reals, total: Reals,
) -> None:  # fmt: skip
    for pair in range(len(codes)):
        code = codes[pair]
        against_strangers, against_relatives = strangers[code], relatives[code]
        if given[code]:
            against_strangers += given_adds[rows[one[pair], 3]]
            against_relatives += given_adds[rows[one[pair], 3]]
        if family[code]:
            # relatives share a family name however rare it is
            against_strangers += family_adds[rows[one[pair], 4]]
        nearer, farther = against_strangers, against_relatives
        if nearer > farther:
            nearer, farther = farther, nearer
        total[pair] = nearer - np.log2(1.0 + np.exp2(nearer - farther))
