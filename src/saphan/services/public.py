"""What anyone may know: which data are used, for what, under which agreement, and what came of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from saphan.access.actor import Asker
from saphan.services.platform import Platform
from saphan.words import Words


@dataclass(frozen=True)
class Use:
    """One dataset and the purposes it is used for."""

    dataset: str
    title: Words
    agency: str
    columns: tuple[Words, ...]  # what is held, in plain words
    purposes: tuple[Words, ...]
    agreement_id: str
    begins: date
    ends: date
    in_force: bool
    last_delivery: date | None
    rows_used: int


@dataclass(frozen=True)
class PublicPage:
    """Generated from agreements, deliveries and the journal."""

    uses: tuple[Use, ...]
    builds: int
    lookups: int  # pages about one family that were opened, from the journal
    missing: int | None
    outcomes: tuple[tuple[str, int | None], ...]
    contact: str


def page(asker: Asker, platform: Platform) -> PublicPage:
    """The public page; needs no log-in."""
    raise NotImplementedError
