"""The life of a person's key: what merged, what was split, why; and how such an event is undone."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from saphan.access.actor import Asker
from saphan.access.permissions import Permission
from saphan.desk import rights
from saphan.errors import Conflict, NotFound
from saphan.services import _touched, notes, reading
from saphan.services._keys import NoSuchKey, key_of, known_by
from saphan.services._touched import Case, Figure, Touched
from saphan.services.gate import require
from saphan.services.platform import Platform
from saphan.services.reading import Row
from saphan.store import Release
from saphan.words import say

EVENT = re.compile("E[0-9a-f]{16}")

__all__ = ["Case", "Event", "Figure", "KeyLife", "NoSuchEvent", "NoSuchKey", "NotUndoable", "Touched", "Undoing",
           "resolve", "show", "undo"]  # fmt: skip


class NoSuchEvent(NotFound):
    """No release tells of an event of that name."""


class NotUndoable(Conflict):
    """No verdict can bring back what was before the event."""


@dataclass(frozen=True)
class Event:
    """One event, as the release tells it in which it came about."""

    event_id: str
    kind: str  # merge, split, move, birth, leave, return
    cause: str
    caused_by: str
    key_before: str
    key_after: str
    records: int
    release_id: str
    as_of: date


@dataclass(frozen=True)
class KeyLife:
    """What became of a key."""

    person_id: str
    state: str  # living, merged, away
    successor: str
    since: date
    events: tuple[Event, ...]  # oldest first


@dataclass(frozen=True)
class Undoing:
    """What undoing an event changes, and whether it was decided; nothing is before."""

    event: Event
    verdicts: int  # pairs of records that are decided about
    touched: Touched
    is_decided: bool


def show(asker: Asker, platform: Platform, person_id: str) -> KeyLife:
    """The life of that key through all releases.

    Raises:
        NoSuchKey: nobody has or ever had it.
    """
    require(asker, Permission.SEE_IDENTITY, platform)
    kept = key_of(platform, person_id)
    events: list[Event] = []
    for release in reading.releases_until(platform):
        with reading.opened_once(release) as then:
            events += [_event(row, release) for row in then.rows("events_of_key", person_id=person_id)]
    notes.write(asker, platform, "key_shown", persons=[person_id])
    return KeyLife(person_id, kept["state"], kept["successor"] or "", kept["since"], tuple(events))


def resolve(asker: Asker, platform: Platform, person_id: str) -> str:
    """The key that person is known by in the current release.

    Raises:
        NoSuchKey: nobody has or ever had it.
    """
    require(asker, Permission.SEE_IDENTITY, platform)
    return known_by(platform, person_id)


def undo(asker: Asker, platform: Platform, event_id: str, *, is_confirmed: bool = False) -> Undoing:
    """What undoing that event touches; confirmed, the verdicts that reverse it in the next build are written down.

    A merge is undone by saying of every two records of the two sides that they are of different persons; a split by
    saying that they are of the same; a move by both. What is decided later wins, as among all verdicts.

    Raises:
        NoSuchEvent: no release tells of it.
        NotUndoable: it is no merge, split or move, or its records are no longer where it left them.
    """
    require(asker, Permission.UNDO_EVENT, platform)
    event, moved = _found(platform, event_id)
    now = reading.open_current(platform)
    keys = [key for key in (event.key_before, event.key_after) if key]
    hers = now.rows("records_of_keys", persons=reading.listed(keys))
    pairs = _pairs(event, moved, hers)
    touched = _touched.touched(platform, now, keys=keys, records=moved, since=event.release_id)
    if is_confirmed:
        rights.decide_pairs(pairs, event_id=event_id, persons=keys, by=asker, at=platform.clock.now(), day=platform.day)
    else:
        notes.write(asker, platform, "undoing_shown", persons=keys, undoing=event_id)
    return Undoing(event, len(pairs), touched, is_confirmed)


def _pairs(event: Event, moved: list[str], hers: list[Row]) -> list[tuple[str, str, str]]:
    if event.kind not in ("merge", "split", "move"):
        raise NotUndoable(
            say("This event follows from what was delivered or objected to: no verdict can undo it."),
            where=event.event_id,
            cure=say("Have the delivery sent again, or the objection withdrawn."),
        )
    there = sorted(row["record_id"] for row in hers if row["person_id"] == event.key_after)
    stayed = sorted(row["record_id"] for row in hers if row["person_id"] == event.key_before)
    gone = [record for record in moved if record in there]
    others = [record for record in there if record not in moved]
    apart = [(one, other, "different") for one in gone for other in others] if event.kind != "split" else []
    together = [(record, stayed[0], "same") for record in gone if stayed] if event.kind != "merge" else []
    if not apart and not together:
        raise NotUndoable(
            say("The records of this event are no longer where it left them, so there is nothing to undo."),
            where=event.event_id,
            cure=say("Look at the key with `saphan identity show`, and undo a later event."),
        )
    return apart + together


def _found(platform: Platform, event_id: str) -> tuple[Event, list[str]]:
    """The latest event of that name, and the records it moved."""
    if not EVENT.fullmatch(event_id):
        raise _no_event()
    for release in reversed(reading.releases_until(platform)):
        with reading.opened_once(release) as then:
            rows = then.rows("records_of_event", event_id=event_id)
        if rows:
            return _event({**rows[0], "records": len(rows)}, release), [row["record_id"] for row in rows]
    raise _no_event()


def _event(row: Row, release: Release) -> Event:
    return Event(
        event_id=row["event_id"],
        kind=row["kind"],
        cause=row["cause"],
        caused_by=row["caused_by"] or "",
        key_before=row["key_before"] or "",
        key_after=row["key_after"] or "",
        records=row["records"],
        release_id=release.release_id,
        as_of=date.fromisoformat(str(release.manifest["as_of"])),
    )


def _no_event() -> NoSuchEvent:
    return NoSuchEvent(
        say("No release tells of an event of that name."), cure=say("`saphan identity show KEY` names them.")
    )
