"""How much does each agreement say? Expectation-maximisation on the histogram of patterns.

The two records of a candidate pair were chosen for agreeing on something, so what pairs of two people share is
learned among the candidates too. Where these cannot tell (nearly all are one person, or there are few), it is
declared instead, and the model says so. No sampling: the same pairs give the same model.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from saphan.linkage.levels import FIELDS, MISSING, Compared
from saphan.linkage.model import Model, Probabilities, Route, Training

Reals = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]

MOST_ITERATIONS = 100
STEADY = 1e-6  # stop when the share of matches moves less
START_SHARE = 0.1
PSEUDO_COUNT = 0.5  # keeps a level that hardly occurs finite
CLIP = 500.0
# limits of the guard: starting values, judged and not measured
LEAST_SHARE_OF_OTHERS = 0.2
LEAST_OTHERS = 1000.0


@dataclass(frozen=True)
class Histogram:
    """Which patterns occur, how often, and the level of each field in each of them."""

    counts: Reals
    levels: dict[str, Ints]  # by field: position in its levels, or -1 where missing
    records: int

    @property
    def pairs(self) -> float:
        """How many pairs were compared."""
        return float(self.counts.sum())


@dataclass(frozen=True)
class Fit:
    """One round's estimate."""

    m: dict[str, Reals]
    u: dict[str, Reals]
    share: float


def train(patterns: Ints, counts: Reals, *, records: int) -> Model:
    """The model that explains best how often each pattern occurs; declared beliefs where the patterns cannot tell.

    `records` is how many records were compared with another.
    """
    seen = _histogram(patterns, counts, records)
    declared = _declared(seen)
    if not seen.pairs:
        nothing = Training(pairs=0, patterns=0, iterations=0, log_likelihood=0.0, notes=("no candidate pairs",))
        return _model(declared, "declared", nothing)
    fit, iterations, likelihood = _maximise(seen, _start())
    doubts = _doubts(seen, fit)
    route: Route = "declared" if doubts else "candidates"
    if doubts:
        fit, iterations, likelihood = declared, 0, float(np.dot(seen.counts, _log_likelihoods(seen, declared)))
    return _model(
        fit,
        route,
        Training(
            pairs=int(seen.pairs),
            patterns=len(seen.counts),
            iterations=iterations,
            log_likelihood=likelihood,
            notes=(*doubts, *_silent(seen), *_oddities(seen, fit)),
        ),
    )


def _histogram(patterns: Ints, counts: Reals, records: int) -> Histogram:
    return Histogram(
        counts=counts, levels={field.name: _positions(patterns, field) for field in FIELDS}, records=records
    )


def _positions(patterns: Ints, field: Compared) -> Ints:
    position = np.full(MISSING + 1, -1, dtype=np.int64)
    for at, level in enumerate(field.levels):
        position[level.code] = at
    positions: Ints = position[(patterns >> field.shift) & MISSING]
    return positions


def _start() -> Fit:
    # u starts flatter than chance would have it: candidates agree on something by construction
    return Fit(
        m={field.name: np.array([level.match for level in field.levels]) for field in FIELDS},
        u={field.name: _flattened(field) for field in FIELDS},
        share=START_SHARE,
    )


def _flattened(field: Compared) -> Reals:
    chance = np.array([level.chance for level in field.levels])
    flattened: Reals = (chance + 0.05) / (chance + 0.05).sum()
    return flattened


def _declared(seen: Histogram) -> Fit:
    fit = Fit(
        m={field.name: np.array([level.match for level in field.levels]) for field in FIELDS},
        u={field.name: np.array([level.chance for level in field.levels]) for field in FIELDS},
        share=START_SHARE,
    )
    # chance is that of any two records, so the prior is too: about one other record of each person
    any_two = seen.records * (seen.records - 1) / 2
    share = 1 / seen.records if any_two > 1 else START_SHARE
    return Fit(m=fit.m, u=fit.u, share=share)


def _maximise(seen: Histogram, fit: Fit) -> tuple[Fit, int, float]:
    rounds, moved = 0, 1.0
    while moved >= STEADY and rounds < MOST_ITERATIONS:
        rounds += 1
        matched = _posterior(seen, fit)
        share = float(np.clip(np.dot(seen.counts, matched) / seen.pairs, 1e-6, 1 - 1e-6))
        moved = abs(share - fit.share)
        fit = Fit(
            m=_estimated(seen, seen.counts * matched),
            u=_estimated(seen, seen.counts * (1 - matched)),
            share=share,
        )
    return fit, rounds, float(np.dot(seen.counts, _log_likelihoods(seen, fit)))


def _estimated(seen: Histogram, expected: Reals) -> dict[str, Reals]:
    estimated = {}
    for field in FIELDS:
        at = seen.levels[field.name]
        known = at >= 0
        counted = np.bincount(at[known], weights=expected[known], minlength=len(field.levels)) + PSEUDO_COUNT
        estimated[field.name] = counted / counted.sum()
    return estimated


def _posterior(seen: Histogram, fit: Fit) -> Reals:
    against = np.clip(_evidence(seen, fit.u) - _evidence(seen, fit.m), -CLIP, CLIP)
    posterior: Reals = 1 / (1 + np.exp(against) * (1 - fit.share) / fit.share)
    return posterior


def _evidence(seen: Histogram, probabilities: dict[str, Reals]) -> Reals:
    total = np.zeros(len(seen.counts))
    for field in FIELDS:
        at = seen.levels[field.name]
        total += np.where(at >= 0, np.log(probabilities[field.name])[at], 0.0)
    return total


def _log_likelihoods(seen: Histogram, fit: Fit) -> Reals:
    one, two = _evidence(seen, fit.m) + np.log(fit.share), _evidence(seen, fit.u) + np.log(1 - fit.share)
    likelihoods: Reals = np.logaddexp(one, two)
    return likelihoods


def _doubts(seen: Histogram, fit: Fit) -> tuple[str, ...]:
    """Why what was learned among the candidates is not to be believed; nothing when it is."""
    others = (1 - fit.share) * seen.pairs
    doubts = []
    if 1 - fit.share < LEAST_SHARE_OF_OTHERS:
        doubts.append("nearly all candidate pairs look like one person")
    if others < LEAST_OTHERS:
        doubts.append("too few candidate pairs look like two people")
    if seen.pairs - others < 1:
        doubts.append("no candidate pair looks like one person")
    if all(np.all(at < 0) for at in seen.levels.values()):
        doubts.append("no field is known on both sides of any pair")
    turned = [f.name for f in FIELDS if np.any(seen.levels[f.name] >= 0) and fit.m[f.name][-1] <= fit.u[f.name][-1]]
    return (*doubts, *(f"{name}: full agreement speaks against one person" for name in turned))


def _silent(seen: Histogram) -> tuple[str, ...]:
    return tuple(f"{field.name}: never known on both sides" for field in FIELDS if np.all(seen.levels[field.name] < 0))


def _oddities(seen: Histogram, fit: Fit) -> tuple[str, ...]:
    """Fields in which a higher level says less than a lower one: said, not forced."""
    odd = []
    for field in FIELDS:
        occurring = [at for at in range(len(field.levels)) if np.any(seen.levels[field.name] == at)]
        ratios = [fit.m[field.name][at] / fit.u[field.name][at] for at in occurring]
        if any(higher < lower for lower, higher in pairwise(ratios)):
            odd.append(f"{field.name}: a better agreement says less than a worse one")
    return tuple(odd)


def _model(fit: Fit, route: Route, training: Training) -> Model:
    return Model(m=_plain(fit.m), u=_plain(fit.u), share=fit.share, route=route, training=training)


def _plain(probabilities: dict[str, Reals]) -> Probabilities:
    return {name: tuple(float(value) for value in of) for name, of in probabilities.items()}
