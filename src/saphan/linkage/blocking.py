"""Which pairs of records are worth comparing? Those that share a key of some rule, where not too many share it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from saphan.linkage.coding import Codes
from saphan.linkage.compiled import compiled, slices, spread
from saphan.linkage.encoding import BUT_THIRD, CODED, NAME, SOUND, Encoded
from saphan.linkage.kernels import UNKNOWN, At
from saphan.linkage.policy import Policy
from saphan.linkage.running import NO_KEY, runs_of
from saphan.linkage.spelling import Hashes, mixed
from saphan.store import Relation, from_rows
from saphan.store.engine import Engine
from saphan.tables import Table, Zone
from saphan.tables.shape import integer, text

Ints = npt.NDArray[np.int64]
NOTHING_CUT: Hashes = np.zeros(0, dtype=np.uint64)
# under a frozen model the keys to cut are a list; a key that so many times the guard's records share is cut besides,
# and said: a new filler must not cost a hundred thousand comparisons a record until somebody trains anew
FROZEN_FACTOR = 4
ROWS_AT_ONCE = 1 << 16

CUT_BLOCKS = Table(
    name="cut_blocks",
    doc="One row: a blocking rule, and what the guard on block size kept it from bringing together.",
    zone=Zone.WITHIN_BUILD,
    key=("rule",),
    columns=(
        text("rule", "the blocking rule"),
        integer("key_values", "key values that too many records share"),
        integer("records", "records that share them"),
        integer("largest", "records that share the commonest of them"),
    ),
)


@dataclass(frozen=True)
class Blocks:
    """The blocks of one rule: `order[starts[n]:starts[n + 1]]` are the rows that share a key."""

    rule: str
    order: Codes
    starts: Codes
    cut: tuple[int, int, int]  # key values that too many share, records that share them, the most that share one
    crowded: Hashes  # the keys that were cut for how many share them, in their order
    earlier: int = 0  # how many rules before it brought anybody together: so many columns of the groups

    @property
    def pairs(self) -> int:
        """How many pairs lie in the blocks."""
        return int(pairs_within(self.starts).sum())


def pairs_within(starts: Codes) -> Ints:
    """How many pairs lie in each block."""
    sizes: Ints = np.diff(starts).astype(np.int64)
    pairs: Ints = sizes * (sizes - 1) // 2
    return pairs


def block(
    records: Encoded,
    policy: Policy,
    *,
    cut: Mapping[str, Hashes] | None = None,
    among: Mapping[str, Codes] | None = None,
    hands: int,
) -> tuple[list[Blocks], npt.NDArray[np.int32]]:
    """The blocks of each rule of the policy, and for each record the block it lies in; 0 is none.

    The block is given by each rule that brings anybody together but the last, which nobody need ask.
    `cut` is a frozen model's list of keys to leave out, by rule and in their order. By rule, `among` are the rows in
    their order beyond which nobody need be brought together.
    """
    key_of = Keys(records.rows, records.households, records.hashes)
    most = policy.largest_block * (1 if cut is None else FROZEN_FACTOR)

    def of_rule(rule: str) -> Blocks:
        listed = NOTHING_CUT if cut is None else cut[rule]
        if among is None:
            return _blocks(rule, RULES[rule](key_of), most, listed)
        rows = among[rule]
        # of all and then of these: to lay the rows aside would take longer
        found = _blocks(rule, RULES[rule](key_of)[rows], most, listed)
        return replace(found, order=rows[found.order])

    order = sorted(policy.blocking, key=lambda rule: -len(among[rule]) if among else 0)  # so that no core is waited for
    by_rule = dict(zip(order, spread(of_rule, order, hands=hands), strict=True))
    found = [by_rule[rule] for rule in policy.blocking]
    columns = np.cumsum([0, *(len(each.order) > 0 for each in found)]).tolist()
    found = [replace(each, earlier=earlier) for each, earlier in zip(found, columns, strict=False)]
    groups = np.empty((len(records), max(0, columns[-1] - 1)), dtype=np.int32)
    # and not `zeros`, which gets its memory in small pages; on all cores, since it is the first touch of it
    spread(lambda part: groups[part].fill(0), slices(len(groups), ROWS_AT_ONCE), hands=hands)
    asked = [each for each in found if len(each.order) and each.earlier < groups.shape[1]]
    spread(lambda each: _enter(groups, each.earlier, each.order, each.starts), asked, hands=hands)
    return found, groups


def disown_fillers(records: Encoded, cut: Hashes) -> None:
    """A citizen number that too many records share, and so is cut, is nobody's: it is taken as unknown.

    Where another rule brings two of those records together, the number would link them whatever else they say.
    """
    if len(cut):
        keys = RULES["citizen_id"](Keys(records.rows, records.households, records.hashes))
        records.rows[np.isin(keys, cut), At.CITIZEN_ID] = UNKNOWN


def cut_blocks(blocks: list[Blocks], engine: Engine) -> Relation:
    """One row per rule that the guard on block size limited, with how many records it concerns."""
    rows = sorted((each.rule, *each.cut) for each in blocks if each.cut[0])
    return from_rows(rows, returns=CUT_BLOCKS, engine=engine)


class Keys:
    """Keys of records by the parts that rules are made of; 0 where a part is unknown.

    They are made of the values' texts alone, so that a key means the same in every run.
    """

    def __init__(self, rows: Codes, households: Codes, hashes: Mapping[str, Hashes]) -> None:
        self._rows = rows
        self._households = households
        self._hashes = hashes
        self._of = {at: hashes[name] for name, at in CODED.items()}
        self._of |= {At.GIVEN_NAME: hashes[NAME], At.FAMILY_NAME: hashes[NAME]}

    def of(self, *parts: At) -> Hashes:
        """All of these values."""
        keys = np.ones(len(self._rows), dtype=np.uint64)
        for part in parts:
            _add_mapped(keys, self._of[part], self._rows[:, part])
        return keys

    def both_names(self) -> Hashes:
        """Given and family name in whatever order they stand, since they get exchanged."""
        return self._unordered(self._hashes[NAME])

    def both_sounds(self) -> Hashes:
        """As `both_names`, of how they sound."""
        return self._unordered(self._hashes[SOUND])

    def _unordered(self, values: Hashes) -> Hashes:
        keys = np.ones(len(self._rows), dtype=np.uint64)
        _add_unordered(keys, values, self._rows[:, At.GIVEN_NAME], self._rows[:, At.FAMILY_NAME])
        return keys

    def with_sound(self, keys: Hashes, name: At) -> Hashes:
        """And how a name sounds."""
        _add_mapped(keys, self._hashes[SOUND], self._rows[:, name])
        return keys

    def but_third_digit(self) -> Hashes:
        """The citizen number without its third digit."""
        keys = np.ones(len(self._rows), dtype=np.uint64)
        _add_mapped(keys, self._hashes[BUT_THIRD], self._rows[:, At.CITIZEN_ID])
        return keys

    def with_birth_day(self, keys: Hashes) -> Hashes:
        """And the date of birth, where its day is known."""
        known = np.where(self._rows[:, At.VAGUE] == 0, self._rows[:, At.BORN], UNKNOWN)
        _add(keys, known.astype(np.int32))
        return keys

    def with_birth_year(self, keys: Hashes) -> Hashes:
        """And the year of birth."""
        born = self._rows[:, At.BORN]
        _add(keys, np.where(born >= 0, born // 10000, UNKNOWN).astype(np.int32))
        return keys

    def with_place(self, keys: Hashes) -> Hashes:
        """And the first of subdistrict, postcode and locality that is known."""
        _add_first(keys, self._rows, self._of[At.SUBDISTRICT], self._of[At.POSTCODE], self._of[At.LOCALITY])
        return keys

    def with_household(self, keys: Hashes) -> Hashes:
        """And the household's key."""
        _add_mapped(keys, self._hashes["household_key"], self._households)
        return keys


RULES: dict[str, Callable[[Keys], Hashes]] = {
    "citizen_id": lambda key: key.of(At.CITIZEN_ID),
    # an error in the third digit is the one error the check digit never sees
    "citizen_id_but_third_digit": Keys.but_third_digit,
    "other_number": lambda key: key.of(At.OTHER_NUMBER),
    "both_names": Keys.both_names,
    "family_name_birth_date": lambda key: key.with_birth_day(key.of(At.FAMILY_NAME)),
    "given_name_birth_date": lambda key: key.with_birth_day(key.of(At.GIVEN_NAME)),
    "phone": lambda key: key.of(At.PHONE),
    "birth_date_place": lambda key: key.with_place(key.with_birth_day(key.of())),
    # whatever became of the names; the place may be written in another way, the number of the house hardly
    "birth_date_house": lambda key: key.with_birth_day(key.of(At.HOUSE)),
    # the code of a place and its name are written by different hands
    "birth_date_locality": lambda key: key.with_birth_day(key.of(At.LOCALITY)),
    "given_name_locality": lambda key: key.of(At.GIVEN_NAME, At.LOCALITY),
    "family_name_street": lambda key: key.of(At.FAMILY_NAME, At.STREET),
    "given_name_household": lambda key: key.with_household(key.of(At.GIVEN_NAME)),
    "both_names_by_sound": Keys.both_sounds,
    "given_sound_birth_year_place": lambda key: key.with_place(
        key.with_birth_year(key.with_sound(key.of(), At.GIVEN_NAME))
    ),
    "family_sound_birth_year_place": lambda key: key.with_place(
        key.with_birth_year(key.with_sound(key.of(), At.FAMILY_NAME))
    ),
    "given_name_place": lambda key: key.with_place(key.of(At.GIVEN_NAME)),
    "sex_house_undated": lambda key: key.with_place(key.of(At.SEX, At.HOUSE)),
}


@compiled
def _add(keys: Hashes, part: Codes) -> None:
    for row in range(len(keys)):
        keys[row] = mixed(keys[row], np.uint64(part[row])) | np.uint64(1) if part[row] >= 0 and keys[row] else NO_KEY


@compiled
def _add_mapped(keys: Hashes, values: Hashes, part: Codes) -> None:
    for row in range(len(keys)):
        known = part[row] >= 0 and keys[row] != NO_KEY
        keys[row] = mixed(keys[row], values[part[row]]) | np.uint64(1) if known else NO_KEY


@compiled
def _add_unordered(keys: Hashes, values: Hashes, one: Codes, other: Codes) -> None:
    for row in range(len(keys)):
        if one[row] < 0 or other[row] < 0:
            keys[row] = NO_KEY
            continue
        low, high = values[one[row]], values[other[row]]
        if low > high:
            low, high = high, low
        keys[row] = mixed(mixed(keys[row], low), high) | np.uint64(1)


@compiled
def _add_first(keys: Hashes, rows: Codes, subdistricts: Hashes, postcodes: Hashes, localities: Hashes) -> None:
    """Add the first of three places that is known, and which of them it is."""
    for row in range(len(keys)):
        key, known = keys[row], rows[row]
        if key == NO_KEY:
            continue
        if known[12] >= 0:
            key = mixed(key, subdistricts[known[12]])
        elif known[11] >= 0:
            key = mixed(key ^ np.uint64(2), postcodes[known[11]])
        elif known[10] >= 0:
            key = mixed(key ^ np.uint64(4), localities[known[10]])
        else:
            keys[row] = NO_KEY
            continue
        keys[row] = key | np.uint64(1)


def _blocks(rule: str, keys: Hashes, most: int, listed: Hashes) -> Blocks:
    order, starts, crowded, *counts = runs_of(keys, most, listed)
    return Blocks(rule, order, starts, (int(counts[0]), int(counts[1]), int(counts[2])), crowded)


@compiled
def _enter(groups: npt.NDArray[np.int32], place: int, order: Codes, starts: Codes) -> None:
    for block in range(len(starts) - 1):
        for at in range(starts[block], starts[block + 1]):
            groups[order[at], place] = block + 1
