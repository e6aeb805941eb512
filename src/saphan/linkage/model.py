"""What was learned about agreement: the artefact a release keeps, and another machine can score with.

Two people who are compared are strangers, who share what chance gives, or relatives, who share house, family name and
telephone because they live together. One chance for both would take brothers for one person and ask of namesakes in one
house; fields depend on each other through who lives with whom. So the two are told apart, and a weight is the odds of
one person against both: a mixture (Larsen and Rubin 2001) where Fellegi and Sunter have one class.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from math import inf, log2
from typing import Literal, Self

import numpy as np
import numpy.typing as npt

from saphan.linkage.calibrating import Calibration
from saphan.linkage.levels import FIELDS, LAYOUT, MISSING, Compared

Ints = npt.NDArray[np.int64]
Reals = npt.NDArray[np.float64]
Probabilities = Mapping[str, tuple[float, ...]]  # by field name; one for each level, in the order of levels.FIELDS
Route = Literal["candidates", "declared"]


@dataclass(frozen=True, kw_only=True)
class Training:
    """How the probabilities were found."""

    pairs: int
    patterns: int
    iterations: int
    log_likelihood: float
    notes: tuple[str, ...] = ()  # what was unusual: a field without evidence, a thin file


@dataclass(frozen=True, kw_only=True)
class Rarity:
    """From where is measured what the rarity of a shared name adds: a name borne as often as usual adds nothing."""

    usual: Mapping[str, float]  # by field: log2 share of records that bear a name which two people share by chance
    most: float  # bits that one name may add or take
    fewest: int  # bearers: a name borne by fewer counts as borne by so many


@dataclass(frozen=True, kw_only=True)
class Model:
    """How often the two records of one person, and of two, agree in each way."""

    m: Probabilities  # among pairs of one person
    u: Probabilities  # among pairs of two people who are strangers
    relatives: Probabilities  # among pairs of two people of one family or house, who share more than chance gives
    share: float  # lambda: of candidate pairs, how many are one person
    relatives_share: float  # of candidate pairs of two people, how many are relatives; 0 where none could be told apart
    route: Route  # whether u was learned among the candidates, or declared because they could not tell
    training: Training
    layout: int = LAYOUT
    rarity: Rarity | None = None  # None: shared names were not weighed by how rare they are
    calibration: Calibration | None = None  # None: no reviewed sample has measured any threshold

    @property
    def is_calibrated(self) -> bool:
        """Whether people's verdicts, not a preset, say from which weight pairs are linked."""
        return self.calibration is not None

    @property
    def version(self) -> str:
        """A name for what gives a pair its weight: two models that weigh alike have one name."""
        weighs = asdict(replace(self, calibration=None))
        del weighs["training"], weighs["calibration"]
        return hashlib.sha256(json.dumps(weighs, sort_keys=True).encode()).hexdigest()[:16]

    def bits(self, of: Compared, level: int, *, against_relatives: bool = False) -> float:
        """What this agreement says, in bits: above 0 for one person, below 0 for two, 0 where it is missing."""
        if level == MISSING:
            return 0.0
        at = next(at for at, known in enumerate(of.levels) if known.code == level)
        others = self.relatives if against_relatives else self.u
        return log2(self.m[of.name][at] / others[of.name][at])

    @property
    def prior_bits(self) -> float:
        """What is known before the records are compared: log2 odds of one person against two strangers."""
        return log2(self.share / (1 - self.share) / (1 - self.relatives_share))

    @property
    def relatives_prior_bits(self) -> float:
        """The same against two relatives; infinite where no relatives were told apart."""
        return log2(self.share / (1 - self.share) / self.relatives_share) if self.relatives_share else inf

    def weight(self, pattern: int) -> float:
        """The match weight in bits: log2 posterior odds among candidate pairs."""
        return float(self.weights(np.array([pattern]))[0])

    def weights(self, patterns: Ints, given: Reals | float = 0.0, family: Reals | float = 0.0) -> Reals:
        """As `weight`, of many patterns, with the bits that the rarity of shared given and family names adds."""
        strangers = self.against_strangers(patterns) + given + family
        return together(strangers, self.against_relatives(patterns) + given)

    def against_strangers(self, patterns: Ints) -> Reals:
        """The bits for one person where the only other explanation is two strangers."""
        return self._against(patterns, self.prior_bits, against_relatives=False)

    def against_relatives(self, patterns: Ints) -> Reals:
        """The bits for one person where the only other explanation is two relatives; infinite where there are none."""
        if not self.relatives_share:
            return np.full(len(patterns), inf)
        return self._against(patterns, self.relatives_prior_bits, against_relatives=True)

    def _against(self, patterns: Ints, prior: float, *, against_relatives: bool) -> Reals:
        total = np.full(len(patterns), prior)
        for of in FIELDS:
            bits = np.zeros(MISSING + 1)
            for level in of.levels:
                bits[level.code] = self.bits(of, level.code, against_relatives=against_relatives)
            total += bits[(patterns >> of.shift) & MISSING]
        return total

    def probability(self, weight: float) -> float | None:
        """How probably a pair of that weight is one person; None where no verdict says so."""
        return None if self.calibration is None else float(self.calibration.probability(np.array([weight]))[0])

    def to_json(self) -> str:
        """The model as text, the same for the same model."""
        return json.dumps(asdict(self), ensure_ascii=False, indent=2, sort_keys=True)

    @classmethod
    def from_json(cls, text: str) -> Self:
        """The model that was written as text."""
        read = json.loads(text)
        training, rarity, calibration = read["training"], read.get("rarity"), read.get("calibration")
        return cls(
            m={name: tuple(of) for name, of in read["m"].items()},
            u={name: tuple(of) for name, of in read["u"].items()},
            relatives={name: tuple(of) for name, of in read.get("relatives", {}).items()},
            share=read["share"],
            relatives_share=read.get("relatives_share", 0.0),
            route=read["route"],
            training=Training(**{**training, "notes": tuple(training["notes"])}),
            layout=read["layout"],
            rarity=Rarity(**rarity) if rarity else None,
            calibration=Calibration.read(calibration) if calibration else None,
        )


def together(strangers: Reals, relatives: Reals) -> Reals:
    """The bits for one person against both other explanations: their chances add up."""
    weights: Reals = -np.logaddexp2(-strangers, -relatives)
    return weights
