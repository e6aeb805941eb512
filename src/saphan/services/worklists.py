"""Who is to be visited: the gaps in the asker's area, and what came of each."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from saphan.access.actor import Asker
from saphan.services.platform import Platform

PAGE_SIZE = 25
OUTCOMES: tuple[str, ...] = ("reached", "refused", "ineligible", "moved", "not_found")


@dataclass(frozen=True)
class Task:
    """One person to be visited."""

    person_id: str
    name: str
    age: int | None
    place_th: str  # ต. ... อ. ...
    place_en: str
    doubt: str  # sure, probable, cannot_tell
    reason: str
    monthly_baht: Decimal | None
    outcome: str  # open, or what was recorded last
    outcome_on: date | None


@dataclass(frozen=True)
class WorklistPage:
    """One page of the list, in Thai order within the surest first."""

    tasks: tuple[Task, ...]
    total: int
    page: int
    pages: int
    release_id: str


@dataclass(frozen=True)
class Recorded:
    """What was written down, and when it will be in the counts: with the next build."""

    person_id: str
    benefit: str
    outcome: str
    recorded_on: date


def page(
    asker: Asker,
    platform: Platform,
    *,
    district_code: str = "",
    doubt: str = "",
    outcome: str = "open",
    number: int = 1,
) -> WorklistPage:
    """The asker's tasks; one journal entry names the stored set of persons shown."""
    raise NotImplementedError


def record_outcome(
    asker: Asker, platform: Platform, person_id: str, *, outcome: str, benefit: str = "old_age_allowance"
) -> Recorded:
    """The outcome of a visit, written with its journal row in one transaction."""
    raise NotImplementedError
