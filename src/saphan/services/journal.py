"""Who did what, about whom, for which purpose: read it, and prove it whole."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from saphan.access.actor import Asker
from saphan.access.permissions import Permission
from saphan.desk import queries, sealer
from saphan.errors import BrokenPromise
from saphan.journal import GENESIS, Anchor, Break
from saphan.journal import verify as verify_chain
from saphan.services import notes
from saphan.services._asked import Asking, asked_about
from saphan.services.gate import require
from saphan.services.platform import Platform, journal_key
from saphan.words import say

PAGE_SIZE = 50
PERSON_KEY = re.compile("P[0-9A-Z]{16}")


class NotAKey(BrokenPromise):
    """What was asked for has not the form of a person's key."""


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
    require(asker, Permission.READ_JOURNAL, platform)
    if person_id:
        _require_key(person_id)
    # looking into the journal for one person is itself looking at her
    notes.write(asker, platform, "journal_read", persons=[person_id] if person_id else [], page=number)
    return [
        JournalLine(
            number=row.number or 0,
            at=row.at,
            person=row.person,
            purpose=row.purpose,
            event=row.event,
            about=(row.about,) if row.about else (),
            detail=tuple((name, value) for name, value in row.detail),
            sealed=row.head is not None,
        )
        for row in queries.journal_page(number=max(number, 1), size=PAGE_SIZE, person_id=person_id)
    ]


def who_asked(asker: Asker, platform: Platform, person_id: str) -> tuple[Asking, ...]:
    """The latest questions of other agencies about one person, newest first: what she is told when she asks."""
    require(asker, Permission.READ_JOURNAL, platform)
    _require_key(person_id)
    notes.write(asker, platform, "journal_read", persons=[person_id])
    return asked_about(person_id)


def verify(asker: Asker, platform: Platform, anchors: Sequence[Anchor] = ()) -> Verified:
    """Seal what waits, then check the whole chain against the anchors the partner keeps."""
    require(asker, Permission.READ_JOURNAL, platform)
    notes.write(asker, platform, "journal_verified", anchors=len(anchors))
    key = journal_key(platform.project)
    sealer.seal_waiting(key)
    broken = verify_chain(queries.sealed(), key=key, anchors=anchors)
    return Verified(entries=queries.sealed_count(), head=_head(), broken=broken)


def export_anchor(asker: Asker, platform: Platform) -> Anchor:
    """The head to hand to the partner today."""
    require(asker, Permission.READ_JOURNAL, platform)
    notes.write(asker, platform, "anchor_exported")
    sealer.seal_waiting(journal_key(platform.project))
    return _head()


def seal(asker: Asker, platform: Platform) -> int:
    """How many waiting entries were sealed now; the asker needs no permission, since nothing is read."""
    del asker  # taken, as by every service, so that no door calls one on nobody's behalf
    return sealer.seal_waiting(journal_key(platform.project))


def _require_key(person_id: str) -> None:
    if not PERSON_KEY.fullmatch(person_id):
        # it may be a citizen number or a name: that is not written into the journal
        raise NotAKey(
            say("That is not the key of a person."),
            cure=say("A key is P and 16 letters and digits; the family's page shows it."),
        )


def _head() -> Anchor:
    number, head = queries.last_sealed() or (0, GENESIS)
    return Anchor(number, head)
