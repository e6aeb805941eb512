"""Who did what, about whom, for which purpose: read it, and prove it whole."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from saphan.access.actor import Asker
from saphan.journal import Anchor, Break
from saphan.services.platform import Platform


@dataclass(frozen=True)
class JournalLine:
    """One entry as shown; never a value from a record."""

    number: int
    at: datetime
    person: str
    purpose: str
    event: str
    about: tuple[str, ...]
    detail: tuple[tuple[str, str], ...]
    sealed: bool


@dataclass(frozen=True)
class Verified:
    """The state of the chain: `broken` is None when it holds."""

    entries: int
    head: Anchor
    broken: Break | None


def page(asker: Asker, platform: Platform, *, number: int = 1, person_id: str = "") -> list[JournalLine]:
    """Entries, newest first, 50 a page; with `person_id`, those that are about her (also through stored sets)."""
    raise NotImplementedError


def verify(asker: Asker, platform: Platform, anchors: Sequence[Anchor] = ()) -> Verified:
    """Seal what waits, then check the whole chain against the anchors the partner keeps."""
    raise NotImplementedError


def export_anchor(asker: Asker, platform: Platform) -> Anchor:
    """The head to hand to the partner today."""
    raise NotImplementedError
