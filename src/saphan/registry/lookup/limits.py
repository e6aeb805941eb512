"""Who may be told of, and by what? The asker's areas, and what no agreement opens today."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from saphan.registry.lookup.opened import Index, Longs

OPEN = "|"  # nothing is withheld
ANY = ""  # some field, whichever
CLOSED_BY = {"home": "residence"}  # a household known by its address is withheld with the address
TOLD_AS = {"home": "household_key"}
Flags = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Limits:
    """Who may not be told of: areas outside the asker's (none: everywhere), and what is known only from `withheld`."""

    areas: frozenset[str] = frozenset()
    withheld: str = OPEN  # |dataset|dataset.field|


def allowed(index: Index, rows: Longs, limits: Limits) -> Longs:
    """Those of the rows that may be told of at all."""
    if limits.areas:
        rows = rows[codes_within(index, tuple(sorted(limits.areas)))[index.area[rows]]]
    return rows[told(index, rows, limits, ANY)]


def told(index: Index, rows: Longs, limits: Limits, field: str) -> Flags:
    """Which of the rows may be told by that field."""
    if limits.withheld == OPEN:
        return np.ones(len(rows), dtype=bool)
    return _codes_told(index, limits.withheld, field)[index.known_from[rows]]


@lru_cache(maxsize=32)  # by the index itself: it goes with the release
def _codes_told(index: Index, withheld: str, field: str) -> Flags:
    """By code of what people are known from: whether that field may be told; the last, of nothing, may not."""
    words = index.known_from_words.to_pylist()
    return np.array([*(field in open_fields(word, withheld) for word in words), False], dtype=bool)


@lru_cache(maxsize=16_384)
def open_fields(known_from: str, withheld: str) -> frozenset[str]:
    """The fields of a person that may be told; with `ANY` among them where some dataset that knows her is open.

    A household known by its address (`home`) may be told as her household where the residence may that names it.
    """
    values = [value.partition(".") for value in known_from.strip("|").split("|") if value]
    of_open = {field for dataset, _, field in values if f"|{dataset}|" not in withheld}
    closed = {field for dataset, _, field in values if f"|{dataset}.{CLOSED_BY.get(field, field)}|" in withheld}
    told_by = {TOLD_AS.get(field, field) for field in of_open - closed}
    return frozenset(told_by) | ({ANY} if of_open - {"household_key", "home"} else set())


@lru_cache(maxsize=32)  # by the index itself: it goes with the release
def codes_within(index: Index, areas: tuple[str, ...]) -> Flags:
    """By code of an area: whether it lies within one of these; the last, of places not known, does not."""
    return np.array([*(word.startswith(areas) for word in index.area_words.to_pylist()), False], dtype=bool)


def let_go() -> None:
    """Hold no index any longer: a file that was removed stays on the disk while somebody has it mapped."""
    codes_within.cache_clear()
    _codes_told.cache_clear()
