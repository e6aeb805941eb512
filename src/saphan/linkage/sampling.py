"""Which pairs of a release are shown to reviewers, so that their verdicts calibrate its weights?

Pairs that weight decides on are drawn evenly over weights: they calibrate. A tenth as many each are drawn of the pairs
that a citizen number links and of those that are contradicted, each as likely as the next: they tell how often these
rules are right.
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
    standing: int  # how many pairs the release holds of this stratum, and where weight decides of this band
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
    alike = np.zeros_like(
        weights
    )  # where weight does not decide, a share of the kind is asked for, not one of a weight
    drawn += [_of(strata, kind, alike, max(1, size // share), seed + 1) for kind, share in OTHER_KINDS.items()]
    bands = np.floor(np.clip(weights, LOWEST, HIGHEST)).astype(np.int64)
    by_weight = dict(zip(*np.unique(bands[strata == "weight"], return_counts=True), strict=True))
    order = np.random.default_rng(seed).permutation(np.concatenate(drawn))
    return [
        SampledPair(
            **row, band=int(band),
            standing=int(by_weight[band] if row["stratum"] == "weight" else (strata == row["stratum"]).sum()),
        )
        for row, band in zip(rows.take(order).to_pylist(), bands[order], strict=True)
    ]  # fmt: skip


def _of(strata: npt.NDArray[np.object_], kind: str, weights: npt.NDArray[np.float64], size: int, seed: int) -> Ints:
    there = np.flatnonzero(strata == kind)
    return there[draw_sample(weights[there], size=size, seed=seed)]
