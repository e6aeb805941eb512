"""Every write to the desk: what is decided, and its journal row, in one transaction."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime

from django.db import DatabaseError
from django.db.models import F

from saphan.access.actor import Asker
from saphan.contracts.model import Agreement
from saphan.desk import statements
from saphan.desk.models import (
    AgencyCredential,
    AgencyUse,
    AgreementState,
    LessonPass,
    Outcome,
    ReviewSample,
    SamplePair,
    User,
    Verdict,
)
from saphan.desk.turns import writing
from saphan.errors import Unavailable
from saphan.words import say


class JournalClosed(Unavailable):
    """The journal cannot be written, so nothing is shown and nothing is done."""


def note(
    event: str, *, by: Asker, at: datetime, persons: Iterable[str] = (), detail: Mapping[str, str] | None = None
) -> None:
    """One journal row. Several persons are kept as a set under its digest, and the row holds the digest."""
    ids = sorted(set(persons))
    about = ids[0] if len(ids) == 1 else digest_of(ids)
    told = tuple((detail or {}).items())
    try:
        with writing():
            if len(ids) > 1:
                statements.keep_set(about, ids)
            statements.append(
                at=at, person=by.person, purpose=by.purpose, event=event, about=about, detail=told
            )  # fmt: skip
    except DatabaseError as failed:
        raise JournalClosed(
            say("The journal cannot be written, so nothing is shown and nothing was done."),
            where=type(failed).__name__,
            cure=say("Try again in a minute. If it happens again, tell the operator: the desk's disk may be full."),
        ) from failed


@writing()
def note_each(
    event: str, *, by: Asker, at: datetime, persons: Sequence[str], detail: Mapping[str, str] | None = None
) -> None:
    """A journal row for each person, all of them or none."""
    for person_id in persons:
        note(event, by=by, at=at, persons=(person_id,), detail=detail)


def digest_of(ids: Sequence[str]) -> str:
    """The digest under which a set of persons, in rising order, is kept; empty for no persons."""
    return hashlib.sha256("\n".join(ids).encode()).hexdigest() if ids else ""


@writing()
def record_outcome(person_id: str, benefit: str, outcome: str, *, by: Asker, at: datetime, day: date) -> None:
    """The outcome of a visit."""
    Outcome.objects.create(person_id=person_id, benefit=benefit, outcome=outcome, recorded_on=day, by=by.person)
    note("outcome_recorded", by=by, at=at, persons=(person_id,), detail={"benefit": benefit, "outcome": outcome})


@writing()
def decide_pair(
    record_a: str, record_b: str, verdict: str, *, by: Asker, at: datetime, day: date, persons: Iterable[str] = ()
) -> int:
    """The number of a reviewer's word on one pair, the smaller record first."""
    first, second = sorted((record_a, record_b))
    said = Verdict.objects.create(record_a=first, record_b=second, verdict=verdict, decided_on=day, by=by.person)
    detail = {"record_a": first, "record_b": second, "verdict": verdict}
    note("pair_decided", by=by, at=at, persons=persons, detail=detail)
    return int(said.pk)


@writing()
def draw_sample(
    pairs: Sequence[Mapping[str, object]], *, drawn: Mapping[str, object], by: Asker, at: datetime, day: date
) -> int:
    """The number of a new review sample; `drawn` says of which release, by which model, seed and layout."""
    sample = ReviewSample.objects.create(**drawn, size=len(pairs), drawn_on=day, by=by.person)
    SamplePair.objects.bulk_create(
        (SamplePair(sample=sample, place=place, **pair) for place, pair in enumerate(pairs)), batch_size=500
    )
    detail = {"sample": str(sample.pk), "pairs": str(len(pairs)), **{name: str(value) for name, value in drawn.items()}}
    note("sample_drawn", by=by, at=at, detail=detail)
    return int(sample.pk)


@writing()
def pass_lesson(lesson_id: str, grants: str, *, by: Asker, at: datetime, day: date) -> None:
    """A passed lesson and what it grants; passed again, it stays as it was."""
    _, is_new = LessonPass.objects.get_or_create(
        person=by.person, lesson_id=lesson_id, defaults={"grants": grants, "passed_on": day}
    )
    if is_new:
        note("lesson_passed", by=by, at=at, detail={"lesson": lesson_id, "grants": grants})


@writing()
def make_user(
    username: str,
    password: str,
    *,
    roles: Sequence[str],
    areas: Sequence[str],
    by: Asker,
    at: datetime,
    party: str = "",
) -> None:
    """A user with these roles and areas; one who is there gets the new password, roles and areas."""
    user, _ = User.objects.get_or_create(username=username)
    user.roles, user.areas, user.party = list(roles), list(areas), party
    user.set_password(password)
    user.save()
    detail = {"user": username, "roles": " ".join(roles), "areas": " ".join(areas)}
    note("user_made", by=by, at=at, detail=detail | ({"party": party} if party else {}))


@writing()
def take_agreement(agreement: Agreement, sha256: str, *, by: Asker, at: datetime) -> None:
    """An agreement's file as it stands now; a suspension at the desk outlives a change of the file."""
    kept = AgreementState.objects.filter(pk=agreement.agreement_id).first()
    if kept is not None and kept.source_sha256 == sha256:
        return
    state = kept or AgreementState(agreement_id=agreement.agreement_id)
    state.source_sha256, state.parties = sha256, list(agreement.parties)
    state.datasets, state.purposes = list(agreement.datasets), list(agreement.purposes)
    state.begins, state.ends = agreement.begins, agreement.ends
    state.save()
    note("agreement_taken", by=by, at=at, detail={"agreement": agreement.agreement_id, "sha256": sha256})


@writing()
def suspend_agreement(agreement_id: str, *, by: Asker, at: datetime, day: date) -> bool:
    """Whether the agreement was there to be suspended from `day` on."""
    found = AgreementState.objects.filter(pk=agreement_id, suspended_on=None)
    if not found.update(suspended_on=day, suspended_by=by.person):
        return False
    note("agreement_suspended", by=by, at=at, detail={"agreement": agreement_id})
    return True


@writing()
def resume_agreement(agreement_id: str, *, by: Asker, at: datetime) -> bool:
    """Whether the agreement was suspended, and now is no longer."""
    found = AgreementState.objects.filter(pk=agreement_id).exclude(suspended_on=None)
    if not found.update(suspended_on=None, suspended_by=""):
        return False
    note("agreement_resumed", by=by, at=at, detail={"agreement": agreement_id})
    return True


@dataclass(frozen=True, kw_only=True)
class NewCredential:
    """A credential to be kept; its secret part never comes here."""

    credential_id: str
    secret_sha256: str
    agency: str
    party: str
    agreement_id: str
    purpose: str
    made_on: date
    expires_on: date


@writing()
def make_credential(new: NewCredential, *, by: Asker, at: datetime) -> None:
    """A credential for an agency."""
    AgencyCredential.objects.create(**asdict(new), by=by.person)
    detail = {"credential": new.credential_id, "agency": new.agency, "agreement": new.agreement_id}
    note("credential_made", by=by, at=at, detail=detail)


@writing()
def revoke_credential(credential_id: str, *, by: Asker, at: datetime, day: date) -> bool:
    """Whether the credential was there and valid, and from now on is not."""
    found = AgencyCredential.objects.filter(pk=credential_id, revoked_on=None)
    if not found.update(revoked_on=day):
        return False
    note("credential_revoked", by=by, at=at, detail={"credential": credential_id})
    return True


@writing()
def count_asked(agency: str, day: date, *, persons: int, most: int) -> bool:
    """Whether the agency may ask about so many more persons on that day; if so they are counted."""
    use, _ = AgencyUse.objects.get_or_create(agency=agency, day=day)
    # one statement, so that of two requests at once both are counted
    return bool(AgencyUse.objects.filter(pk=use.pk, asked__lte=most - persons).update(asked=F("asked") + persons))
