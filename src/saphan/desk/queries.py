"""Every read of the desk: what was decided, and what the journal holds."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime

from django.db.models import Count, F, Q, QuerySet

from saphan.desk import statements
from saphan.desk.models import (
    AgencyCredential,
    Correction,
    JournalRow,
    Objection,
    Outcome,
    PersonSetMember,
    ReviewSample,
    SamplePair,
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


@dataclass(frozen=True)
class Word:
    """What somebody said of a pair."""

    record_a: str
    record_b: str
    verdict: str
    by: str


def suspended() -> Mapping[str, date]:
    """Since when each suspended agreement is."""
    return {agreement_id: day for agreement_id, day, _ in statements.suspended()}


def suspended_by() -> Mapping[str, str]:
    """Who suspended each agreement that is."""
    return {agreement_id: by for agreement_id, _, by in statements.suspended()}


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
    """The latest word on each pair that was decided: what a build takes in."""
    latest = words_on_pairs()
    return [(*pair, latest[pair]) for pair in sorted(latest) if latest[pair] in ("same", "different")]


def words_on_pairs() -> dict[tuple[str, str], str]:
    """The latest word on each pair: same, different, cannot_tell; nothing where it was taken back."""
    latest = {(row.record_a, row.record_b): row.verdict for row in Verdict.objects.order_by("id").iterator()}
    return {pair: word for pair, word in latest.items() if word != "withdrawn"}


def latest_sample() -> ReviewSample | None:
    """The review sample drawn last, if there is one."""
    return ReviewSample.objects.order_by("id").last()


def sample_pairs(sample: ReviewSample | None) -> list[SamplePair]:
    """The pairs of a sample in the order in which they are shown."""
    return list(SamplePair.objects.filter(sample=sample).order_by("place")) if sample else []


def judged_pairs(layout: int) -> list[tuple[str, str, str, int, float, float]]:
    """The judged pairs of all samples, once each: what calibrates a build; patterns of another layout are left out."""
    said = words_on_pairs()
    drawn = SamplePair.objects.filter(sample__layout=layout).order_by("id")
    latest = {(pair.record_a, pair.record_b): pair for pair in drawn.iterator()}
    return [
        (*key, said[key], latest[key].pattern, latest[key].given_name_rarity, latest[key].family_name_rarity)
        for key in sorted(latest)
        if key in said
    ]


def last_word(verdict_id: int) -> Word | None:
    """The word of that number, while it is the last one on its pair and was not taken back."""
    row = Verdict.objects.filter(pk=verdict_id).exclude(verdict="withdrawn").first()
    if row is None:
        return None
    later = Verdict.objects.filter(record_a=row.record_a, record_b=row.record_b, pk__gt=row.pk)
    return None if later.exists() else Word(row.record_a, row.record_b, row.verdict, row.by)


def objections(*, state: str = "") -> list[Objection]:
    """Objections in the order they came, those of one state or all."""
    rows = Objection.objects.order_by("id")
    return list(rows.filter(state=state) if state else rows)


def objection(number: int) -> Objection | None:
    """That objection, if there is one."""
    return Objection.objects.filter(pk=number).first()


def corrections(*, person_ids: Iterable[str] | None = None) -> list[Correction]:
    """Corrections in the order they were decided, withdrawn ones too; with `person_ids`, those of these keys."""
    rows = Correction.objects.order_by("id")
    return list(rows if person_ids is None else rows.filter(person_id__in=list(person_ids)))


def correction(number: int) -> Correction | None:
    """That correction, if there is one."""
    return Correction.objects.filter(pk=number).first()


def latest_corrections() -> list[Correction]:
    """Of each person and field the latest that stands: what a build takes in."""
    latest = {(row.person_id, row.field): row for row in corrections() if row.withdrawn_on is None}
    return [latest[key] for key in sorted(latest)]


def outcomes_about(person_ids: Iterable[str]) -> list[Outcome]:
    """Every outcome recorded about these keys."""
    return list(Outcome.objects.filter(person_id__in=list(person_ids)).order_by("id"))


def shown_to(person_ids: Iterable[str]) -> int:
    """How many journal entries tell of something done about these keys, named or in a stored set."""
    keys = list(person_ids)
    sets = PersonSetMember.objects.filter(person_id__in=keys).values("person_set_id")
    return JournalRow.objects.filter(Q(about__in=keys) | Q(about__in=sets)).count()


def passed_lessons(person: str) -> dict[str, str]:
    """The lessons a person passed, and what each granted."""
    return dict(statements.passed(person))


ABOUT_EVERYONE = ("build_published", "linked_keys_taken")  # their entries say people=everyone


def events(*names: str) -> int:
    """How many entries of these events the journal holds."""
    return JournalRow.objects.filter(event__in=names).count()


def events_since(person: str, event: str, since: datetime) -> int:
    """How many entries of that event somebody wrote since that moment."""
    return statements.made_since(person, event, since)


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


def named_in(events: Collection[str], name: str) -> frozenset[str]:
    """The values that the details of entries of these events give under that name."""
    details = JournalRow.objects.filter(event__in=events).values_list("detail", flat=True)
    return frozenset(value for detail in details for said, value in detail if said == name)


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
