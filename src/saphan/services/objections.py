"""Somebody objects to the use of her data (PDPA s.32): while her objection is accepted she is in no output."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from saphan import registry
from saphan.access.actor import Asker
from saphan.access.permissions import Permission
from saphan.desk import queries, rights
from saphan.errors import BrokenPromise, Conflict, NotFound
from saphan.services import _decided, notes, reading
from saphan.services._keys import known_by
from saphan.services.gate import require
from saphan.services.platform import Platform, objections_key
from saphan.store import query
from saphan.tables import RECORDS
from saphan.words import say


class NoSuchObjection(NotFound):
    """There is no objection of that number that this could be done to."""


class AlreadyObjected(Conflict):
    """An objection of that person is waiting or accepted."""


class NoGround(BrokenPromise):
    """An objection is decided without words on why."""


@dataclass(frozen=True)
class Objection:
    """One objection, and what became of it."""

    number: int
    person_id: str
    state: str  # received, accepted, refused, withdrawn
    ground: str
    received_on: date
    decided_on: date | None
    decided_by: str
    withdrawn_on: date | None


def listing(asker: Asker, platform: Platform) -> list[Objection]:
    """Every objection, in the order they came."""
    require(asker, Permission.DECIDE_OBJECTION, platform)
    notes.write(asker, platform, "objections_listed")
    return [
        Objection(
            int(row.pk), row.person_id, row.state, row.ground, row.received_on, row.decided_on, row.decided_by,
            row.withdrawn_on,
        )
        for row in queries.objections()
    ]  # fmt: skip


def receive(asker: Asker, platform: Platform, person_id: str) -> int:
    """The number under which her objection waits to be decided.

    Raises:
        NoSuchKey: nobody has or ever had that key.
        AlreadyObjected: one of hers waits or was accepted.
    """
    require(asker, Permission.DECIDE_OBJECTION, platform, about=person_id)
    key = known_by(platform, person_id)
    if any(row.person_id == key and row.state in ("received", "accepted") for row in queries.objections()):
        raise AlreadyObjected(
            say("An objection of this person is already waiting, or was accepted."),
            cure=say("`saphan objection list` shows it."),
        )
    return rights.receive_objection(key, by=asker, at=platform.clock.now(), day=platform.day)


def accept(asker: Asker, platform: Platform, number: int, *, ground: str) -> None:
    """From the next build on she is in no output; later deliveries of hers are known by marks, which hold no value.

    Raises:
        NoSuchObjection: none of that number waits.
        NoGround: no words on why.
    """
    require(asker, Permission.DECIDE_OBJECTION, platform)
    _with_ground(ground)
    found = queries.objection(number)
    if found is None:
        raise _none()
    marks = _marks(platform, found.person_id)
    _decide(asker, platform, number, accepted=True, ground=ground, marks=marks)


def refuse(asker: Asker, platform: Platform, number: int, *, ground: str) -> None:
    """She stays; PDPA s.32 asks that the ground is written down.

    Raises:
        NoSuchObjection: none of that number waits.
        NoGround: no words on why.
    """
    require(asker, Permission.DECIDE_OBJECTION, platform)
    _with_ground(ground)
    _decide(asker, platform, number, accepted=False, ground=ground, marks=[])


def withdraw(asker: Asker, platform: Platform, number: int) -> None:
    """With the next build she is back under her own key.

    Raises:
        NoSuchObjection: none of that number waits or stands.
    """
    require(asker, Permission.DECIDE_OBJECTION, platform)
    if not rights.withdraw_objection(number, by=asker, at=platform.clock.now(), day=platform.day):
        raise _none()


def _decide(asker: Asker, platform: Platform, number: int, *, accepted: bool, ground: str, marks: list[str]) -> None:
    done = rights.decide_objection(
        number, accepted=accepted, ground=ground.strip(), marks=marks, marked_with=_decided.which_key(platform),
        by=asker, at=platform.clock.now(), day=platform.day,
    )  # fmt: skip
    if not done:
        raise _none()


def _marks(platform: Platform, person_id: str) -> list[str]:
    now = reading.open_current(platform)
    inputs = {"records": now.relations["records"], "identity": now.relations["identity"]}
    params = {"person_id": known_by(platform, person_id), "until": date.max}
    hers = query(reading.SQL / "records_until.sql", returns=RECORDS, inputs=inputs, params=params)
    found = registry.marks(hers, objections_key(platform.project), is_hers=True)
    return sorted({mark for _, mark in found.rows()})


def _with_ground(ground: str) -> None:
    if not ground.strip():
        raise NoGround(
            say("An objection is not decided without a ground."),
            cure=say("Say in a few words why, without anything about the person."),
        )


def _none() -> NoSuchObjection:
    return NoSuchObjection(
        say("There is no objection of that number that this could be done to."),
        cure=say("`saphan objection list` shows all of them and their state."),
    )
