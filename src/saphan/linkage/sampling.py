"""Which pairs of a release are shown to reviewers, so that their verdicts calibrate its weights?

Pairs that weight decides on are drawn evenly over weights: they calibrate. A tenth as many each are drawn of the pairs
that a citizen number links and of those that are contradicted: they tell how often these rules are right.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from saphan.linkage.calibrating import HIGHEST, LOWEST, draw_sample
from saphan.store import Relation, read

SQL = Path(__file__).parent
OTHER_KINDS = {"citizen_id": 10, "contradiction": 10}  # of so many pairs by weight, one
Ints = npt.NDArray[np.int64]


@dataclass(frozen=True, kw_only=True)
class SampledPair:
    """A pair to be judged, with what is kept of it."""

    record_a: str
    record_b: str
    stratum: str  # weight, citizen_id or contradiction
    band: int  # whole bits, from LOWEST to HIGHEST
    standing: int  # how many pairs the release holds of this stratum and band
    weight: float
    pattern: int
    given_name_rarity: float
    family_name_rarity: float


def sample(pairs: Relation, *, size: int, seed: int) -> list[SampledPair]:
    """About `size` pairs that weight decides on, and a tenth of each other kind, in an order that says nothing.

    The same pairs, size and seed give the same sample. Pairs that have a verdict are not drawn again.
    """
    rows = read(SQL / "sampled.sql", inputs={"pairs": pairs})
    weights = rows.column("weight").to_numpy()
    strata = np.array(rows.column("stratum").to_pylist(), dtype=object)
    drawn = [_of(strata, "weight", weights, size, seed)]
    drawn += [_of(strata, kind, weights, max(1, size // share), seed + 1) for kind, share in OTHER_KINDS.items()]
    chosen = np.concatenate(drawn)
    bands = np.floor(np.clip(weights, LOWEST, HIGHEST)).astype(np.int64)
    standing = {
        (kind, int(band)): int(count)
        for kind in ("weight", *OTHER_KINDS)
        for band, count in zip(*np.unique(bands[strata == kind], return_counts=True), strict=True)
    }
    kept = rows.take(np.random.default_rng(seed).permutation(chosen)).to_pylist()
    return [
        SampledPair(**row, band=band, standing=standing[row["stratum"], band])
        for row in kept
        for band in (int(np.floor(np.clip(row["weight"], LOWEST, HIGHEST))),)
    ]


def _of(strata: npt.NDArray[np.object_], kind: str, weights: npt.NDArray[np.float64], size: int, seed: int) -> Ints:
    there = np.flatnonzero(strata == kind)
    return there[draw_sample(weights[there], size=size, seed=seed)]
