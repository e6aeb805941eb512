"""Writes to the desk that people have a right to: objections, corrections, and the undoing of a merge or split."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from saphan.access.actor import Asker
from saphan.desk.actions import note
from saphan.desk.models import Correction, Objection, Verdict
from saphan.desk.turns import writing


@writing()
def receive_objection(person_id: str, *, by: Asker, at: datetime, day: date) -> int:
    """The number of the objection, which nothing follows from until it is decided."""
    made = Objection.objects.create(person_id=person_id, state="received", received_on=day, by=by.person)
    note("objection_received", by=by, at=at, persons=(person_id,), detail={"objection": str(made.pk)})
    return int(made.pk)


@writing()
def decide_objection(
    number: int,
    *,
    accepted: bool,
    ground: str,
    marks: Sequence[str],
    marked_with: str,
    by: Asker,
    at: datetime,
    day: date,
) -> bool:
    """Whether the objection was there to be decided; one that is accepted enters the next build."""
    found = Objection.objects.select_for_update().filter(pk=number, state="received").first()
    if found is None:
        return False
    found.state, found.ground = ("accepted" if accepted else "refused"), ground
    found.decided_on, found.decided_by = day, by.person
    found.marks, found.marked_with = (list(marks), marked_with) if accepted else ([], "")
    found.save()
    note(f"objection_{found.state}", by=by, at=at, persons=(found.person_id,), detail={"objection": str(number)})
    return True


@writing()
def withdraw_objection(number: int, *, by: Asker, at: datetime, day: date) -> bool:
    """Whether there was one that stood, and now does no longer; its marks are forgotten."""
    found = Objection.objects.select_for_update().filter(pk=number, state__in=("received", "accepted")).first()
    if found is None:
        return False
    found.state, found.withdrawn_on, found.marks, found.marked_with = "withdrawn", day, [], ""
    found.save()
    note("objection_withdrawn", by=by, at=at, persons=(found.person_id,), detail={"objection": str(number)})
    return True


@writing()
def correct(person_id: str, field: str, value: str, *, evidence: str, by: Asker, at: datetime, day: date) -> int:
    """The number of the correction; the journal names the field, never the value."""
    made = Correction.objects.create(
        person_id=person_id, field=field, value=value, evidence=evidence, decided_on=day, by=by.person
    )
    note("value_corrected", by=by, at=at, persons=(person_id,), detail={"correction": str(made.pk), "field": field})
    return int(made.pk)


@writing()
def withdraw_correction(number: int, *, by: Asker, at: datetime, day: date) -> bool:
    """Whether there was one that stood, and now does no longer."""
    found = Correction.objects.select_for_update().filter(pk=number, withdrawn_on=None).first()
    if found is None:
        return False
    found.withdrawn_on, found.withdrawn_by = day, by.person
    found.save()
    detail = {"correction": str(number), "field": found.field}
    note("correction_withdrawn", by=by, at=at, persons=(found.person_id,), detail=detail)
    return True


@writing()
def decide_pairs(
    pairs: Sequence[tuple[str, str, str]], *, event_id: str, persons: Sequence[str], by: Asker, at: datetime, day: date
) -> None:
    """The verdicts that undo an event, all of them or none, under one journal entry."""
    ordered = [(*sorted((one, other)), verdict) for one, other, verdict in pairs]
    Verdict.objects.bulk_create(
        (
            Verdict(record_a=first, record_b=second, verdict=verdict, decided_on=day, by=by.person)
            for first, second, verdict in ordered
        ),
        batch_size=5_000,
    )
    note("event_undone", by=by, at=at, persons=persons, detail={"event": event_id, "verdicts": str(len(ordered))})
