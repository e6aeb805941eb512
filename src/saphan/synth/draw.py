"""Where does chance come from? Integer draws only, one stream for each concern, all from one seed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeAlias
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

Ints: TypeAlias = NDArray[np.int64]
Flags: TypeAlias = NDArray[np.bool_]
Texts: TypeAlias = NDArray[np.object_]
Days: TypeAlias = NDArray[np.datetime64]


def stream(seed: int, concern: str) -> np.random.Generator:
    """Chance for one concern: adding draws to one agency's errors leaves everybody else as they were."""
    return np.random.Generator(np.random.PCG64(np.random.SeedSequence([seed, crc32(concern.encode())])))


def chance(rng: np.random.Generator, count: int, per_10_000: int | Ints) -> Flags:
    """Yes or no for each of `count`, yes with the chance given."""
    return np.asarray(rng.integers(0, 10_000, count) < per_10_000, dtype=np.bool_)


def weighted(rng: np.random.Generator, count: int, weights: Sequence[int] | Ints) -> Ints:
    """Positions in `weights`, drawn in proportion to them."""
    edges = np.cumsum(np.asarray(weights, dtype=np.int64))
    return np.searchsorted(edges, rng.integers(0, int(edges[-1]), count), side="right").astype(np.int64)


def zipf_weights(count: int, *, flat: int) -> Ints:
    """Weights that fall with rank: 1 / (rank + flat). The larger `flat`, the less the first names stand out."""
    return 10_000_000 // (np.arange(count, dtype=np.int64) + flat)


def texts(values: Sequence[str]) -> Texts:
    """The words as an array that NumPy can pick from."""
    out = np.empty(len(values), dtype=object)
    out[:] = values
    return out
