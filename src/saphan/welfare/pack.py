"""What does a benefit's rule say, on which days, by whose word, and how sure are we that it says so?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

Status = Literal["in_force", "temporary", "approved_in_principle", "proposed", "repealed"]
Evidence = Literal["V", "E", "B"]  # the source was read and says so; an excerpt was seen; background, not checked
Standing = Literal["thai", "likely", "not_thai"]

# a repealed rule applied while it lasted; what is approved in principle or proposed never applies: a scenario
APPLYING: frozenset[Status] = frozenset({"in_force", "temporary", "repealed"})


@dataclass(frozen=True, kw_only=True)
class Tier:
    """What is paid between two ages, both in completed years and included."""

    from_age: int
    to_age: int | None  # None: no upper age
    monthly_baht: Decimal


@dataclass(frozen=True, kw_only=True)
class DatedRule:
    """The amounts of one stretch of time, and the text they come from."""

    rule_id: str
    status: Status
    effective_from: date | None  # None: no source gives the day it began
    effective_to: date | None  # None: no end is known
    last_confirmed: date | None  # the latest day a source reports it unchanged
    evidence: Evidence
    citation: Mapping[str, str]  # by language
    tiers: tuple[Tier, ...]

    def covers(self, day: date) -> bool:
        """Whether the rule applied on that day; a scenario never does."""
        begun = self.effective_from is None or self.effective_from <= day
        ended = self.effective_to is not None and self.effective_to < day
        return self.status in APPLYING and begun and not ended


@dataclass(frozen=True, kw_only=True)
class Example:
    """One person worked through by hand; every example of a pack runs as a test."""

    title: str
    as_of: date
    birth_date: date | None
    birth_precision: str | None
    citizen_id_kind: str | None
    death_date: date | None
    verdict: str | None  # None: the rule does not speak about her
    reason: str | None
    monthly_baht: Decimal | None


@dataclass(frozen=True, kw_only=True)
class Pack:
    """One benefit: for whom, under which dated rules, on which evidence of nationality."""

    benefit: str  # the name of its file
    title: Mapping[str, str]
    audience: Mapping[str, str]  # who it is for, in a sentence anybody understands
    not_checked: Mapping[str, str]  # what the law asks and the records cannot tell: for the officer to look at
    number_kinds: Mapping[str, Standing]  # what the first digit of a citizen number says about nationality
    nationality_words: Mapping[str, Standing]  # what an agency's nationality column says about it
    rules: tuple[DatedRule, ...]
    examples: tuple[Example, ...]

    def rule_on(self, day: date) -> DatedRule | None:
        """The rule then in force; a temporary one goes before the standing one it interrupts."""
        covering = [rule for rule in self.rules if rule.covers(day)]
        return min(covering, key=lambda rule: rule.status != "temporary", default=None)

    def rule(self, rule_id: str) -> DatedRule | None:
        """The rule of that name, also one no longer in force."""
        return next((rule for rule in self.rules if rule.rule_id == rule_id), None)

    @property
    def scenarios(self) -> tuple[DatedRule, ...]:
        """What is approved in principle or proposed: for sums of what would be, never applied to a person."""
        return tuple(rule for rule in self.rules if rule.status not in APPLYING)
