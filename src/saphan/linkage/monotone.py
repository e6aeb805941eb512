"""Does a curve fitted to verdicts say what the verdicts say? Checked beside a curve that is only asked to rise.

Pool-adjacent-violators: of all steps that never fall with the weight, those nearest to the verdicts.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Reals = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]

FEWEST = 8  # verdicts of a step: fewer say nothing about the curve
# standard errors: steps are chosen after the verdicts, so two would be passed by chance in every other sample
FAR = 3.0


@dataclass(frozen=True, kw_only=True)
class Apart:
    """A stretch of weights on which the verdicts say something else than the curve."""

    low: float  # bits
    high: float
    verdicts: int
    said_same: float  # share of the verdicts
    expected: float  # share that the curve, seen through wrong verdicts, expects


def rising(bits: Reals, said: Reals) -> Reals:
    """For each weight the share of `said` that never falls as weights rise; equal weights share one."""
    distinct, place = np.unique(bits, return_inverse=True)
    sums = np.bincount(place, weights=said, minlength=len(distinct))
    counts = np.bincount(place, minlength=len(distinct)).astype(np.float64)
    steps: list[tuple[float, float, int]] = []  # said, how many, distinct weights
    for total, count in zip(sums, counts, strict=True):
        step = (float(total), float(count), 1)
        while steps and steps[-1][0] * step[1] >= step[0] * steps[-1][1]:
            below = steps.pop()
            step = (below[0] + step[0], below[1] + step[1], below[2] + step[2])
        steps.append(step)
    levels = np.repeat([total / count for total, count, _ in steps], [many for *_, many in steps])
    shares: Reals = levels[place]
    return shares


def disagreements(bits: Reals, same: Flags, expected: Reals) -> tuple[Apart, ...]:
    """Steps of the rising curve that lie further from the expected shares than chance explains."""
    shares = rising(bits, same.astype(np.float64))
    found = []
    for share in np.unique(shares):
        step = shares == share
        count, mean = int(step.sum()), float(expected[step].mean())
        chance = float(np.sqrt((expected[step] * (1 - expected[step])).sum())) / count
        if count >= FEWEST and abs(share - mean) > FAR * chance:
            low, high = float(bits[step].min()), float(bits[step].max())
            found.append(Apart(low=low, high=high, verdicts=count, said_same=float(share), expected=mean))
    return tuple(found)
