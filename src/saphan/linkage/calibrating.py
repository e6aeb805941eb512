"""How sure is a weight? A map from weight to probability, learned from reviewed pairs, with an interval.

A model's own posterior is not a probability to act on: fields depend on each other. About 500 pairs, spread over
all weights, are shown to people; what they say, errors and all, gives the probability that a pair of some weight is one
person, and from it the weight from which a stated share of the links is right.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Self

import numpy as np
import numpy.typing as npt

from saphan.linkage.monotone import Apart, disagreements

Reals = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]

LOWEST, HIGHEST = -10.0, 20.0  # bits; what lies beyond counts as lying at the end
NEAR = (-6.0, 9.0)  # bits; where a cut may come to lie: two pairs are drawn here for one elsewhere
ERRORS = tuple(at / 100 for at in range(9))  # shares of wrong verdicts that are tried
STEPS = 30
RESAMPLES = 100
# what is believed before a verdict is seen, and 500 verdicts outweigh: reviewers err about twice in a hundred
# (otherwise wrong verdicts on sure pairs look like a flat curve), and a bit is about a bit
USUAL_ERROR, ERRORS_SEEN = 0.02, 300.0
USUAL_SLOPE, SLOPE_SPREAD = float(np.log(2.0)), 0.15
USUAL_INTERCEPT, INTERCEPT_SPREAD = 0.0, 2.0
FEWEST = 50  # verdicts; fewer say nothing
# Some pairs that agree on everything are two people (twins in one house), and 500 verdicts of which some are wrong
# cannot tell these from slips of the hand. So no weight is believed beyond this, and intervals reckon with twice as
# much; chosen on one made-up file, measured on others (docs/adr, 17).
NEVER_SURE = 0.0005
# bits, one standard deviation; so far the odds of the pairs about a cut lie from any logistic curve, since many pairs
# share one pattern and so one weight. Drawing verdicts again does not show it; chosen on five made-up files, measured
# on others
MISFIT = 0.5


@dataclass(frozen=True, kw_only=True)
class Calibration:
    """What verdicts say about weights: the log odds of one person are `intercept + slope * bits`, up to `top`."""

    intercept: float
    slope: float
    top: float  # the most that any weight says
    verdict_error: float  # share of verdicts taken to be wrong
    verdicts: int
    cut: float  # bits: from here on pairs are linked
    precision: float  # of the pairs linked by weight, how many are estimated to be one person
    lowest: float  # the 95 % interval of that
    highest: float
    found: float  # of the candidate pairs that are one person and not linked by number, how many are linked
    wanted: float  # the precision that the cut was chosen for
    asked: float  # bits: from here up to the cut a person is asked
    curves: tuple[tuple[float, float, float], ...]  # intercept, slope and top of resampled verdicts, for intervals
    disagreements: tuple[Apart, ...] = ()  # where a curve that only rises says something else than this one

    @classmethod
    def read(cls, written: Mapping[str, Any]) -> Self:
        """The calibration as a model's JSON holds it."""
        curves = tuple((float(low), float(steep), float(top)) for low, steep, top in written["curves"])
        apart = tuple(Apart(**each) for each in written["disagreements"])
        return cls(**{**written, "curves": curves, "disagreements": apart})

    def probability(self, bits: Reals) -> Reals:
        """How probably pairs of these weights are one person."""
        return self.top * _probability(bits, self.intercept, self.slope)


def draw_sample(weights: Reals, *, size: int, seed: int) -> Ints:
    """Which pairs to review: spread evenly over whole bits, twice as many where a cut may lie; in order of place."""
    rng = np.random.default_rng(seed)
    bands = np.floor(np.clip(weights, LOWEST, HIGHEST)).astype(np.int64)
    left = {int(band): np.flatnonzero(bands == band) for band in np.unique(bands)}
    shares = {band: 2.0 if NEAR[0] <= band < NEAR[1] else 1.0 for band in left}
    drawn: list[Ints] = []
    wanted = min(size, len(weights))
    while wanted > 0 and left:
        each = wanted / sum(shares[band] for band in left)
        for band in sorted(left, key=lambda band: len(left[band])):
            count = min(len(left[band]), wanted, max(1, round(each * shares[band])))
            taken = rng.choice(left[band], size=count, replace=False)
            drawn.append(taken)
            left[band] = np.setdiff1d(left[band], taken)
            wanted -= count
        left = {band: rest for band, rest in left.items() if len(rest)}
    return np.sort(np.concatenate(drawn)) if drawn else np.zeros(0, dtype=np.int64)


def calibrate(
    bits: Reals, same: Flags, everyone: Reals, *, wanted: float = 0.99, asked: float = 0.25, seed: int = 0
) -> Calibration | None:
    """What verdicts on pairs of these weights say; None where they are too few or all alike.

    `everyone` holds the weights of all pairs that weight decides on; `wanted` is the precision the links must have,
    `asked` the probability from which a person is asked.
    """
    if len(bits) < FEWEST or same.all() or not same.any():
        return None
    intercept, slope, error = _fitted(bits, same)
    edges, counts = _histogram(everyone)
    top = 1 - NEVER_SURE
    cut = max(cut_for(wanted / top, edges, counts, intercept, slope), -intercept / slope)
    rng = np.random.default_rng(seed)
    stated, curves = [], []
    for _ in range(RESAMPLES):
        again = rng.integers(0, len(bits), len(bits))
        if same[again].any() and not same[again].all():
            near = tuple(each for each in ERRORS if abs(each - error) < 0.021)
            one, other, _ = _fitted(bits[again], same[again], near)
            one += other * rng.normal(0, MISFIT)
            most = 1 - rng.uniform(0, 2 * NEVER_SURE)
            stated.append(most * _precision(cut, edges, counts, one, other))
            curves.append((one, other, most))
    probable = counts * _probability(edges, intercept, slope)
    low, high = np.percentile(stated, [2.5, 97.5])
    return Calibration(
        intercept=intercept, slope=slope, top=top, verdict_error=error, verdicts=len(bits), cut=cut,
        precision=top * _precision(cut, edges, counts, intercept, slope), lowest=float(low), highest=float(high),
        found=float(probable[edges >= cut - 1e-9].sum() / max(probable.sum(), 1e-9)), wanted=wanted,
        asked=min(cut, float((np.log(asked / (1 - asked)) - intercept) / slope)), curves=tuple(curves),
        disagreements=disagreements(bits, same, error + (1 - 2 * error) * top * _probability(bits, intercept, slope)),
    )  # fmt: skip


def cut_for(wanted: float, edges: Reals, counts: Reals, intercept: float, slope: float) -> float:
    """The lowest weight from which on at least `wanted` of the pairs are estimated to be one person."""
    right = np.cumsum((counts * _probability(edges, intercept, slope))[::-1])[::-1]
    linked = np.cumsum(counts[::-1])[::-1]
    good = (linked > 0) & (right >= wanted * linked)
    return float(edges[np.argmax(good)]) if good.any() else HIGHEST


def _histogram(bits: Reals) -> tuple[Reals, Reals]:
    """Counts of pairs by tenths of a bit."""
    edges = np.arange(LOWEST, HIGHEST + 0.05, 0.1)
    at = np.clip(((np.clip(bits, LOWEST, HIGHEST) - LOWEST) / 0.1 + 1e-9).astype(np.int64), 0, len(edges) - 1)
    return edges, np.bincount(at, minlength=len(edges)).astype(np.float64)


def _precision(cut: float, edges: Reals, counts: Reals, intercept: float, slope: float) -> float:
    linked = counts * (edges >= cut - 1e-9)
    return float((linked * _probability(edges, intercept, slope)).sum() / max(linked.sum(), 1e-9))


def _probability(bits: Reals, intercept: float, slope: float) -> Reals:
    odds = np.clip(intercept + slope * np.clip(bits, LOWEST, HIGHEST), -40, 40)
    probability: Reals = 1 / (1 + np.exp(-odds))
    return probability


def _fitted(bits: Reals, same: Flags, errors: tuple[float, ...] = ERRORS) -> tuple[float, float, float]:
    """Intercept, slope and share of wrong verdicts that explain the verdicts best."""
    said = same.astype(np.float64)
    x = np.clip(bits, LOWEST, HIGHEST)
    best = (-np.inf, 0.0, 1.0, 0.0)
    for error in errors:
        intercept, slope, likelihood = _scored(x, said, error)
        likelihood += ERRORS_SEEN * (USUAL_ERROR * np.log(max(error, 1e-3)) + (1 - USUAL_ERROR) * np.log(1 - error))
        if likelihood > best[0]:
            best = (float(likelihood), intercept, slope, error)
    return best[1:]


def _scored(x: Reals, said: Reals, error: float) -> tuple[float, float, float]:
    """Fisher scoring of a logistic curve seen through verdicts of which `error` are wrong."""
    usual, firmness = np.array([USUAL_INTERCEPT, USUAL_SLOPE]), np.array([INTERCEPT_SPREAD**-2, SLOPE_SPREAD**-2])
    beta = usual.copy()
    design = np.stack([np.ones_like(x), x], axis=1)
    for _ in range(STEPS):
        p = np.clip(1 / (1 + np.exp(-np.clip(design @ beta, -40, 40))), 1e-12, 1 - 1e-12)
        q = np.clip(error + (1 - 2 * error) * p, 1e-9, 1 - 1e-9)
        change = (1 - 2 * error) * p * (1 - p)
        spread = q * (1 - q)
        gradient = design.T @ ((said - q) / spread * change) - firmness * (beta - usual)
        information = (design * (change**2 / spread)[:, None]).T @ design + np.diag(firmness)
        step = np.linalg.solve(information, gradient)
        beta = beta + np.clip(step, -1.0, 1.0)
        beta[1] = max(beta[1], 0.01)  # more weight never says less
        if np.abs(step).max() < 1e-4:
            break
    p = 1 / (1 + np.exp(-np.clip(design @ beta, -40, 40)))
    q = np.clip(error + (1 - 2 * error) * p, 1e-9, 1 - 1e-9)
    believed = -float((firmness * (beta - usual) ** 2).sum()) / 2
    return float(beta[0]), float(beta[1]), believed + float((said * np.log(q) + (1 - said) * np.log(1 - q)).sum())
