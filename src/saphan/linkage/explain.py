"""Why does a pair weigh what it weighs? Part by part, in words, with the bits each adds."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import accumulate

import numpy as np

from saphan.linkage.levels import FIELDS, MISSING, MISSING_WORDS, Compared, level_of
from saphan.linkage.model import Model
from saphan.words import Words, say

BEFORE = say("before comparing")
OTHER = say("the other explanation")
# as against which two people the parts speak, and who is possible beside them
AGAINST = {False: say("one person, as against two strangers"), True: say("one person, as against two relatives")}
ALSO = {False: say("two relatives are possible too"), True: say("two strangers are possible too")}
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
    """Every part of a pair's weight, as against the likelier of two strangers and two relatives; then the other."""
    patterns = np.array([pattern])
    strangers = float(model.against_strangers(patterns)[0]) + given_name_rarity + family_name_rarity
    relatives = float(model.against_relatives(patterns)[0]) + given_name_rarity
    related = relatives < strangers
    prior = model.relatives_prior_bits if related else model.prior_bits
    before = FieldEvidence(BEFORE, AGAINST[related], prior, "prior")
    fields = (_evidence(field, level_of(pattern, field), model, related=related) for field in FIELDS)
    # relatives share a family name however rare it is
    rarities = {"given_name": given_name_rarity, "family_name": 0.0 if related else family_name_rarity}
    rare = (
        FieldEvidence(RARITY_OF[name], RARER if bits > 0 else COMMONER, bits, f"{name}_rarity")
        for name, bits in rarities.items()
        if bits
    )
    nearer = relatives if related else strangers
    rest = float(model.weights(patterns, given_name_rarity, family_name_rarity)[0]) - nearer
    other = (FieldEvidence(OTHER, ALSO[related], rest, "other"),) if rest else ()
    return Explanation((before, *fields, *rare, *other))


def _evidence(field: Compared, level: int, model: Model, *, related: bool) -> FieldEvidence:
    words = MISSING_WORDS if level == MISSING else next(known.words for known in field.levels if known.code == level)
    return FieldEvidence(field.words, words, model.bits(field, level, against_relatives=related), field.name)
