"""Why does a pair weigh what it weighs? Part by part, in words, with the bits each adds."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import accumulate

from saphan.linkage.levels import FIELDS, MISSING, MISSING_WORDS, Compared, level_of
from saphan.linkage.model import Model
from saphan.words import Words, say

BEFORE = say("before comparing")
BEFORE_LEVEL = say("how many of the compared pairs are one person")
RARITY_OF = {"given_name": say("rarity of given name"), "family_name": say("rarity of family name")}
RARER, COMMONER = say("rarer than usual"), say("commoner than usual")


@dataclass(frozen=True)
class FieldEvidence:
    """What one part says about a pair: a field, the rarity of a shared name, or what is known before comparing."""

    field: Words
    level: Words
    bits: float  # above 0 speaks for one person, below 0 for two
    name: str = ""  # of the field; `prior` and `<field>_rarity` for what is no field


@dataclass(frozen=True)
class Explanation:
    """A pair's whole weight: the bits of the parts, added up in their order, are the weight exactly."""

    parts: tuple[FieldEvidence, ...]

    @property
    def running(self) -> tuple[float, ...]:
        """The sum after each part."""
        return tuple(accumulate(part.bits for part in self.parts))

    @property
    def weight(self) -> float:
        """The match weight in bits."""
        return self.running[-1]

    def lines(self) -> tuple[Words, ...]:
        """The explanation as text, one line a part and the sum last."""
        each = (
            say("{bits} bits: {field}: {level}", bits=f"{part.bits:+.1f}", field=part.field, level=part.level)
            for part in self.parts
        )
        return (*each, say("{bits} bits in all", bits=f"{self.weight:+.1f}"))


def explain(
    pattern: int, model: Model, *, given_name_rarity: float = 0.0, family_name_rarity: float = 0.0
) -> Explanation:
    """Every part of a pair's weight: what was known before, each field, and the rarity of shared names."""
    before = FieldEvidence(BEFORE, BEFORE_LEVEL, model.prior_bits, "prior")
    fields = (_evidence(field, level_of(pattern, field), model) for field in FIELDS)
    rarities = {"given_name": given_name_rarity, "family_name": family_name_rarity}
    rare = (
        FieldEvidence(RARITY_OF[name], RARER if bits > 0 else COMMONER, bits, f"{name}_rarity")
        for name, bits in rarities.items()
        if bits
    )
    return Explanation((before, *fields, *rare))


def _evidence(field: Compared, level: int, model: Model) -> FieldEvidence:
    words = MISSING_WORDS if level == MISSING else next(known.words for known in field.levels if known.code == level)
    return FieldEvidence(field.words, words, model.bits(field, level), field.name)
