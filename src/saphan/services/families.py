"""One family on one page: who lives there, what each is owed, gets, and misses, and who says so."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from saphan.access.actor import Asker
from saphan.services.platform import Platform


@dataclass(frozen=True)
class Help:
    """One benefit and one person."""

    benefit: str
    state: str  # receiving, missing, not_eligible, cannot_tell
    doubt: str  # of a missing one: sure, probable, cannot_tell
    reason: str
    monthly_baht: Decimal | None
    outcome: str
    outcome_on: date | None
    rule_id: str
    citation_th: str
    citation_en: str


@dataclass(frozen=True)
class Member:
    """One person of the household."""

    person_id: str
    name: str
    sex: str | None
    age: int | None
    birth_date: date | None
    birth_precision: str | None
    is_deceased: bool
    has_number: bool
    helps: tuple[Help, ...]
    sources: tuple[tuple[str, str, date], ...]  # dataset title in Thai, in English, day seen
    is_doubtful: bool


@dataclass(frozen=True)
class Family:
    """The household of one person; a person without one stands alone."""

    asked_for: str  # person_id
    household_id: str | None
    house_number: str | None
    place_th: str
    place_en: str
    members: tuple[Member, ...]  # the one asked for first
    release_id: str


def open_family(asker: Asker, platform: Platform, person_id: str) -> Family:
    """The family of that person; one journal entry for each person shown, with ids and never a value."""
    raise NotImplementedError
