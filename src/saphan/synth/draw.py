"""Where does chance come from? Integer draws only, one stream for each concern, all from one seed."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Protocol, TypeAlias
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

Ints: TypeAlias = NDArray[np.int64]
Flags: TypeAlias = NDArray[np.bool_]
Texts: TypeAlias = NDArray[np.object_]
Days: TypeAlias = NDArray[np.datetime64]
_GOLDEN = np.uint64(0x9E3779B97F4A7C15)
_MIX = (np.uint64(0xBF58476D1CE4E5B9), np.uint64(0x94D049BB133111EB))


def stream(seed: int, concern: str, chunk: int = 0) -> np.random.Generator:
    """Chance for one concern: adding draws to one agency's errors leaves everybody else as they were."""
    return np.random.Generator(np.random.PCG64(np.random.SeedSequence([seed, crc32(concern.encode()), chunk])))


class Chance(Protocol):
    """What can be asked for whole numbers from `low` up to, not including, `high`."""

    def integers(self, low: int, high: int, count: int, /) -> Ints:
        """So many of them."""


class Fate:
    """Chance tied to people: the same person, concern and seed draw the same, in any month, chunk and process."""

    def __init__(self, seed: int, concern: str, keys: Ints) -> None:
        salt = np.uint64((seed * 0x1_0000_0001 + crc32(concern.encode())) % 2**64)
        self._state = _mixed(keys.astype(np.uint64) * _GOLDEN ^ salt)
        self._asked = 0

    def integers(self, low: int, high: int, count: int, /) -> Ints:
        """One number for each of the keys; every call draws anew."""
        assert count == len(self._state)  # noqa: S101  # one draw a key, never for some of them
        self._asked += 1
        drawn = _mixed(self._state + np.uint64(self._asked * int(_GOLDEN) % 2**64)) >> np.uint64(11)
        return (low + (drawn % np.uint64(high - low)).astype(np.int64)).astype(np.int64)

    def at(self, low: int, high: int, rows: Ints) -> Ints:
        """As `integers`, of some of the keys only."""
        self._asked += 1
        drawn = _mixed(self._state[rows] + np.uint64(self._asked * int(_GOLDEN) % 2**64)) >> np.uint64(11)
        return (low + (drawn % np.uint64(high - low)).astype(np.int64)).astype(np.int64)


def some(rng: Fate | np.random.Generator, low: int, high: int, rows: Ints) -> Ints:
    """A number for each of these rows, of which there may be few."""
    return rng.at(low, high, rows) if isinstance(rng, Fate) else rng.integers(low, high, len(rows))


def _mixed(state: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """SplitMix64's finishing steps: every bit of the result hangs on every bit of the input."""
    state = (state ^ (state >> np.uint64(30))) * _MIX[0]
    state = (state ^ (state >> np.uint64(27))) * _MIX[1]
    return state ^ (state >> np.uint64(31))


def scrambled(numbers: Ints) -> NDArray[np.uint64]:
    """Numbers that say nothing of those given; no two alike."""
    return _mixed(numbers.astype(np.uint64) + _GOLDEN)


def chance(rng: Chance, count: int, per_10_000: int | Ints) -> Flags:
    """Yes or no for each of `count`, yes with the chance given."""
    return np.asarray(rng.integers(0, 10_000, count) < per_10_000, dtype=np.bool_)


def pick(rng: Chance, count: int, edges: Ints) -> Ints:
    """Positions drawn in proportion to the weights whose running sum is `edges`."""
    return np.searchsorted(edges, rng.integers(0, int(edges[-1]), count), side="right").astype(np.int64)


def weighted(rng: Chance, count: int, weights: Sequence[int] | Ints) -> Ints:
    """Positions in `weights`, drawn in proportion to them."""
    return pick(rng, count, np.cumsum(np.asarray(weights, dtype=np.int64)))


@lru_cache(maxsize=16)
def zipf_edges(count: int, *, flat: int) -> Ints:
    """Running sum of weights that fall with rank: 1 / (rank + flat); with a large `flat` the first stand out little."""
    return np.cumsum(10_000_000_000 // (np.arange(count, dtype=np.int64) + flat))


def texts(values: Sequence[str]) -> Texts:
    """The words as an array that NumPy can pick from."""
    out = np.empty(len(values), dtype=object)
    out[:] = values
    return out
