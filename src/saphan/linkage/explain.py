"""Why does a pair weigh what it weighs? Field by field, in words, with the bits each adds."""

from __future__ import annotations

from dataclasses import dataclass

from saphan.linkage.levels import FIELDS, MISSING, MISSING_WORDS, Compared, level_of
from saphan.linkage.model import Model
from saphan.words import Words


@dataclass(frozen=True)
class FieldEvidence:
    """What one field says about a pair."""

    field: Words
    level: Words
    bits: float  # above 0 speaks for one person, below 0 for two


def explain(pattern: int, model: Model) -> tuple[FieldEvidence, ...]:
    """The evidence of every field in the order of the pattern; with the prior their bits add up to the weight."""
    return tuple(_evidence(field, level_of(pattern, field), model) for field in FIELDS)


def _evidence(field: Compared, level: int, model: Model) -> FieldEvidence:
    words = MISSING_WORDS if level == MISSING else next(known.words for known in field.levels if known.code == level)
    return FieldEvidence(field.words, words, model.bits(field, level))
