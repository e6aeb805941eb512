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

from saphan.linkage.levels import FIELDS, MISSING, Compared, Name
from saphan.linkage.model import Model, Probabilities, Route, Training

Reals = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]

MOST_ITERATIONS = 100
STEADY = 1e-6  # stop when the share of matches moves less
START_SHARE = 0.1
OF_A_HOUSEHOLD = ("family_name", "place", "phone")  # what relatives are believed to share before any pair is seen
LEAST_OF_A_KIND = 100.0  # pairs: fewer relatives, or fewer strangers, are too few to learn what they share
SWAPPED_AND_EQUAL = {
    field.name: tuple([level.code for level in field.levels].index(of) for of in (Name.SWAPPED, Name.EQUAL))
    for field in FIELDS
    if field.name in {"given_name", "family_name"}
}  # places among the levels of each name
PSEUDO_COUNT = 0.5  # keeps a level that hardly occurs finite
# limits of the guard, judged: a share of 0.19 in a file of 200,000 records still taught better than what is declared
LEAST_SHARE_OF_OTHERS = 0.05
LEAST_OTHERS = 1000.0
# Strangers are candidates for sharing a name, and the more records there are the more of them do: at five million the
# same given name spoke 0.03 bits against one person, and rightly. Twice as common among strangers is another matter.
TURNED = 0.5


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
    """One round's estimate: of pairs of one person, of strangers, and where they are told apart of relatives."""

    kinds: tuple[dict[str, Reals], ...]
    shares: Reals

    @property
    def others_share(self) -> float:
        """Of candidate pairs, how many are two people."""
        return float(self.shares[1:].sum())


def train(patterns: Ints, counts: Reals, *, records: int) -> Model:
    """The model that explains best how often each pattern occurs; declared beliefs where the patterns cannot tell.

    `records` is how many records were compared with another.
    """
    seen = _histogram(patterns, counts, records)
    declared = _declared(seen)
    if not seen.pairs:
        nothing = Training(pairs=0, patterns=0, iterations=0, log_likelihood=0.0, notes=("no candidate pairs",))
        return _model(declared, "declared", nothing)
    fit, iterations, likelihood = _learned(seen)
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


def _learned(seen: Histogram) -> tuple[Fit, int, float]:
    """The estimate that tells relatives from strangers, where it explains the pairs better than its size costs."""
    plain = _maximise(seen, _start())
    finer = _maximise(seen, _start(relatives=True))
    enough = bool(np.all(finer[0].shares[1:] * seen.pairs >= LEAST_OF_A_KIND))
    return (_told_apart(finer[0]), *finer[1:]) if enough and _cost(seen, finer) < _cost(seen, plain) else plain


def _cost(seen: Histogram, found: tuple[Fit, int, float]) -> float:
    """The integrated completed likelihood (Biernacki, Celeux and Govaert 2000): lower is better.

    Beside the size of a model it counts how unsure it is of each pair's kind, so that two kinds which only share out
    one do not pay.
    """
    fit, _, likelihood = found
    levels = sum(len(field.levels) - 1 for field in FIELDS if np.any(seen.levels[field.name] >= 0))
    numbers = levels * len(fit.kinds) + len(fit.kinds) - 1
    of_kind = np.maximum(_posterior(seen, fit), 1e-300)
    unsure = -float(seen.counts @ (of_kind * np.log(of_kind)).sum(axis=0))
    return float(numbers * np.log(seen.pairs) - 2 * likelihood + 2 * unsure)


def _told_apart(fit: Fit) -> Fit:
    """Strangers first: relatives are those who agree more on what a household shares."""
    shared = [sum(kind[name][-1] for name in OF_A_HOUSEHOLD) for kind in fit.kinds]
    if shared[2] >= shared[1]:
        return fit
    return Fit((fit.kinds[0], fit.kinds[2], fit.kinds[1]), fit.shares[[0, 2, 1]])


def _start(*, relatives: bool = False) -> Fit:
    # u starts flatter than chance would have it: candidates agree on something by construction
    match, chance = {f.name: _match(f) for f in FIELDS}, {f.name: _flattened(f) for f in FIELDS}
    if not relatives:
        return Fit((match, chance), np.array([START_SHARE, 1 - START_SHARE]))
    mixed = {name: 0.8 * (match if name in OF_A_HOUSEHOLD else chance)[name] + 0.2 * chance[name] for name in match}
    return Fit((match, chance, mixed), np.array([START_SHARE, (1 - START_SHARE) / 2, (1 - START_SHARE) / 2]))


def _match(field: Compared) -> Reals:
    return np.array([level.match for level in field.levels])


def _flattened(field: Compared) -> Reals:
    chance = np.array([level.chance for level in field.levels])
    flattened: Reals = (chance + 0.05) / (chance + 0.05).sum()
    return flattened


def _declared(seen: Histogram) -> Fit:
    # chance is that of any two records, so the prior is too: about one other record of each person
    any_two = seen.records * (seen.records - 1) / 2
    share = 1 / seen.records if any_two > 1 else START_SHARE
    chance = {field.name: np.array([level.chance for level in field.levels]) for field in FIELDS}
    return Fit(({field.name: _match(field) for field in FIELDS}, chance), np.array([share, 1 - share]))


def _maximise(seen: Histogram, fit: Fit) -> tuple[Fit, int, float]:
    rounds, moved = 0, 1.0
    while moved >= STEADY and rounds < MOST_ITERATIONS:
        rounds += 1
        of_kind = _posterior(seen, fit)
        shares = np.clip(of_kind @ seen.counts / seen.pairs, 1e-6, 1 - 1e-6)
        moved = float(np.abs(shares - fit.shares).max())
        match, *others = (_estimated(seen, seen.counts * each) for each in of_kind)
        fit = Fit((match, *(_exchanged(match, other) for other in others)), shares / shares.sum())
    return fit, rounds, float(np.dot(seen.counts, _log_likelihoods(seen, fit)))


def _estimated(seen: Histogram, expected: Reals) -> dict[str, Reals]:
    estimated = {}
    for field in FIELDS:
        at = seen.levels[field.name]
        known = at >= 0
        counted = np.bincount(at[known], weights=expected[known], minlength=len(field.levels)) + PSEUDO_COUNT
        estimated[field.name] = counted / counted.sum()
    return estimated


def _exchanged(match: dict[str, Reals], other: dict[str, Reals]) -> dict[str, Reals]:
    """How two people agree, with names in each other's place as much more seldom than for one person as equal names.

    To exchange them is a slip of the pen, which befalls namesakes as often as one person. Learned on its own it would
    teach itself: exchanged names without more beside them are as well explained either way.
    """
    held = dict(other)
    for name, (swapped, equal) in SWAPPED_AND_EQUAL.items():
        of = other[name].copy()
        of[swapped] = match[name][swapped] * of[equal] / match[name][equal]
        held[name] = of / of.sum()
    return held


def _posterior(seen: Histogram, fit: Fit) -> Reals:
    """How probably the pairs of each pattern are of each kind: kinds by patterns."""
    joint = _joint(seen, fit)
    posterior: Reals = np.exp(joint - np.logaddexp.reduce(joint, axis=0))
    return posterior


def _joint(seen: Histogram, fit: Fit) -> Reals:
    evidence = [_evidence(seen, kind) + np.log(share) for kind, share in zip(fit.kinds, fit.shares, strict=True)]
    return np.stack(evidence)


def _evidence(seen: Histogram, probabilities: dict[str, Reals]) -> Reals:
    total = np.zeros(len(seen.counts))
    for field in FIELDS:
        at = seen.levels[field.name]
        total += np.where(at >= 0, np.log(probabilities[field.name])[at], 0.0)
    return total


def _log_likelihoods(seen: Histogram, fit: Fit) -> Reals:
    likelihoods: Reals = np.logaddexp.reduce(_joint(seen, fit), axis=0)
    return likelihoods


def _doubts(seen: Histogram, fit: Fit) -> tuple[str, ...]:
    """Why what was learned among the candidates is not to be believed; nothing when it is."""
    others = fit.others_share * seen.pairs
    doubts = []
    if fit.others_share < LEAST_SHARE_OF_OTHERS:
        doubts.append("nearly all candidate pairs look like one person")
    if others < LEAST_OTHERS:
        doubts.append("too few candidate pairs look like two people")
    if seen.pairs - others < 1:
        doubts.append("no candidate pair looks like one person")
    if all(np.all(at < 0) for at in seen.levels.values()):
        doubts.append("no field is known on both sides of any pair")
    # as against strangers and against both: relatives may share a house more often than the records of one person, who
    # moves, and strangers a name, since they were compared for sharing it
    known = [field.name for field in FIELDS if np.any(seen.levels[field.name] >= 0)]
    both = {name: np.average([kind[name][-1] for kind in fit.kinds[1:]], weights=fit.shares[1:]) for name in known}
    turned = [name for name in known if fit.kinds[0][name][-1] <= min(TURNED * fit.kinds[1][name][-1], both[name])]
    return (*doubts, *(f"{name}: full agreement speaks against one person" for name in turned))


def _silent(seen: Histogram) -> tuple[str, ...]:
    return tuple(f"{field.name}: never known on both sides" for field in FIELDS if np.all(seen.levels[field.name] < 0))


def _oddities(seen: Histogram, fit: Fit) -> tuple[str, ...]:
    """Fields in which a higher level says less than a lower one: said, not forced."""
    odd = []
    for field in FIELDS:
        occurring = [at for at in range(len(field.levels)) if np.any(seen.levels[field.name] == at)]
        ratios = [fit.kinds[0][field.name][at] / fit.kinds[1][field.name][at] for at in occurring]
        if any(higher < lower for lower, higher in pairwise(ratios)):
            odd.append(f"{field.name}: a better agreement says less than a worse one")
    return tuple(odd)


def _model(fit: Fit, route: Route, training: Training) -> Model:
    relatives = fit.shares[2] / fit.others_share if len(fit.kinds) == 3 else 0.0
    return Model(
        m=_plain(fit.kinds[0]), u=_plain(fit.kinds[1]), relatives=_plain(fit.kinds[2]) if relatives else {},
        share=float(fit.shares[0]), relatives_share=float(relatives), route=route, training=training,
    )  # fmt: skip


def _plain(probabilities: dict[str, Reals]) -> Probabilities:
    return {name: tuple(float(value) for value in of) for name, of in probabilities.items()}
