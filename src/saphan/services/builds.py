"""Run the route on what was received, publish a release, and tell what it found."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from saphan.access.actor import Asker
from saphan.pipeline import Tell
from saphan.services.deliveries import DeliverySummary, ReceivedFile
from saphan.services.platform import Platform


@dataclass(frozen=True)
class DistrictGap:
    """One district's missing help, protected: a null count is a protected cell."""

    district_code: str
    name_th: str
    name_en: str
    eligible: int | None
    missing: int | None


@dataclass(frozen=True)
class Story:
    """The short story of a release: what came in, who is there, who is missing help."""

    release_id: str
    published_at: datetime
    as_of: date
    calibrated: bool
    deliveries: tuple[DeliverySummary, ...]
    left_out: tuple[str, ...]  # datasets without an agreement in force
    records: int
    persons: int
    households: int
    doubtful_pairs: int
    benefit: str  # the pack the gap figures are of; empty where no pack found anybody
    eligible: int | None
    missing: int | None  # eligible, not seen receiving: protected like every figure shown
    districts: tuple[DistrictGap, ...]  # most missing first, protected ones last
    outcomes: tuple[tuple[str, int | None], ...]  # outcome, persons (protected)


def build(asker: Asker, platform: Platform, *, as_of: date, tell: Tell) -> tuple[list[ReceivedFile], Story]:
    """Receive the inbox, run the route, publish, write return sheets, linked keys and statistics."""
    raise NotImplementedError


def story(asker: Asker, platform: Platform) -> Story:
    """The story of the current release."""
    raise NotImplementedError
