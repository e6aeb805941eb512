"""Every read of the desk: what was decided, and what the journal holds."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime

from django.db.models import Count, F, Q, QuerySet

from saphan.desk.models import (
    AgencyCredential,
    AgreementState,
    JournalRow,
    LessonPass,
    Outcome,
    PersonSetMember,
    Verdict,
)
from saphan.journal import Entry, Sealed


@dataclass(frozen=True)
class Recorded:
    """The latest outcome of one person and benefit."""

    person_id: str
    benefit: str
    outcome: str
    recorded_on: date


def suspended() -> Mapping[str, date]:
    """Since when each suspended agreement is."""
    rows = AgreementState.objects.exclude(suspended_on=None).values_list("agreement_id", "suspended_on")
    return {agreement_id: day for agreement_id, day in rows if day is not None}


def suspended_by() -> Mapping[str, str]:
    """Who suspended each agreement that is."""
    return dict(AgreementState.objects.exclude(suspended_on=None).values_list("agreement_id", "suspended_by"))


def latest_outcomes() -> list[Recorded]:
    """The latest word on each gap: what a build takes in."""
    latest: dict[tuple[str, str], Recorded] = {}
    for row in Outcome.objects.order_by("id").iterator():
        latest[row.person_id, row.benefit] = Recorded(row.person_id, row.benefit, row.outcome, row.recorded_on)
    return [latest[key] for key in sorted(latest)]


def latest_outcome(person_id: str, benefit: str) -> Recorded | None:
    """The latest word on one gap, if there is one."""
    row = Outcome.objects.filter(person_id=person_id, benefit=benefit).order_by("id").last()
    return Recorded(row.person_id, row.benefit, row.outcome, row.recorded_on) if row else None


def latest_verdicts() -> list[tuple[str, str, str]]:
    """The latest word on each doubtful pair: what a build takes in."""
    latest = {(row.record_a, row.record_b): row.verdict for row in Verdict.objects.order_by("id").iterator()}
    return [(*pair, latest[pair]) for pair in sorted(latest)]


def passed_lessons(person: str) -> dict[str, str]:
    """The lessons a person passed, and what each granted."""
    return dict(LessonPass.objects.filter(person=person).values_list("lesson_id", "grants"))


ABOUT_EVERYONE = ("build_published", "linked_keys_taken")  # their entries say people=everyone


def events(*names: str) -> int:
    """How many entries of these events the journal holds."""
    return JournalRow.objects.filter(event__in=names).count()


def events_since(person: str, event: str, since: datetime) -> int:
    """How many entries of that event somebody wrote since that moment."""
    return JournalRow.objects.filter(person=person, event=event, at__gte=since).count()


def entries_about(person_id: str, event: str, *, size: int) -> list[JournalRow]:
    """The latest entries of that event that name one person, newest first."""
    return list(JournalRow.objects.filter(about=person_id, event=event).order_by("-id")[:size])


def credential(credential_id: str) -> AgencyCredential | None:
    """The credential of that name."""
    return AgencyCredential.objects.filter(pk=credential_id).first()


def credentials() -> list[AgencyCredential]:
    """All credentials, the latest first."""
    return list(AgencyCredential.objects.order_by("-made_on", "credential_id"))


def journal_page(*, number: int, size: int, person_id: str = "") -> list[JournalRow]:
    """Entries, newest first; with `person_id`, those about her, named or as one of a stored set."""
    rows = JournalRow.objects.all()
    if person_id:
        sets = PersonSetMember.objects.filter(person_id=person_id).values("person_set_id")
        # a build reads everybody: it is about her too
        rows = rows.filter(Q(about=person_id) | Q(about__in=sets) | Q(event__in=ABOUT_EVERYONE))
    first = (number - 1) * size
    # what is not yet sealed is newest
    return list(rows.order_by(F("number").desc(nulls_first=True), "-id")[first : first + size])


def sealed() -> Iterator[Sealed]:
    """The chain in its order."""
    for row in _sealed_rows().iterator(chunk_size=2_000):
        yield Sealed(entry_of(row, row.number or 0), row.head or "")


def sealed_count() -> int:
    """How many entries the chain has."""
    return _sealed_rows().count()


def sealed_entry(event: str, name: str, value: str) -> tuple[int, str] | None:
    """Number and head of the sealed entry of that event whose detail says so."""
    for row in _sealed_rows().filter(event=event).iterator():
        if [name, value] in row.detail:
            return row.number or 0, row.head or ""
    return None


def entries_by_purpose() -> dict[str, tuple[int, int]]:
    """For each purpose, how many entries tell of a use and how many of a refused attempt."""
    counted = JournalRow.objects.values("purpose").annotate(
        uses=Count("id", filter=~Q(event="refused")), refused=Count("id", filter=Q(event="refused"))
    )
    return {row["purpose"]: (row["uses"], row["refused"]) for row in counted}


def refusals(*, size: int) -> list[JournalRow]:
    """The latest refused attempts, newest first."""
    return list(JournalRow.objects.filter(event="refused").order_by("-id")[:size])


def last_sealed() -> tuple[int, str] | None:
    """Number and head of the last sealed entry."""
    row = _sealed_rows().last()
    return (row.number or 0, row.head or "") if row else None


def entry_of(row: JournalRow, number: int) -> Entry:
    """The row as the chain binds it."""
    return Entry(
        number=number,
        at=utc(row.at),
        person=row.person,
        purpose=row.purpose,
        event=row.event,
        about=(row.about,) if row.about else (),
        detail=tuple((name, value) for name, value in row.detail),
    )


def utc(moment: datetime) -> str:
    """A moment as the chain writes it, the same whatever time zone the database answers in."""
    return moment.astimezone(UTC).isoformat(timespec="microseconds")


def _sealed_rows() -> QuerySet[JournalRow]:
    return JournalRow.objects.filter(number__isnull=False).order_by("number")
