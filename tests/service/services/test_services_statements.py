"""What is written out as statements says what the mapper of the desk's tables would say, on either database."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from saphan.access.actor import Asker
from saphan.services.platform import Platform

pytestmark = pytest.mark.xdist_group("site")
NOON = datetime(2026, 11, 22, 12, 0, 0, 123_456, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _undone(site: Platform) -> Any:
    """Whatever the test does to the database is undone."""
    from django.db import transaction  # noqa: PLC0415 - Django is set up by `site`

    del site
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.mark.parametrize(
    "detail", [{}, {"asked": "number"}, {"why": 'มาตรา 32 "ข้อ" 1\\n', "found": "20", "emoji": "🌉", "quote": "it's"}]
)
@pytest.mark.parametrize("persons", [(), ("P1",), ("P2", "P1", "P1"), tuple(f"P{at}" for at in range(50))])
def test_a_note_is_the_row_the_mapper_would_write(persons: tuple[str, ...], detail: dict[str, str]) -> None:
    from saphan.desk import actions, queries  # noqa: PLC0415 - Django is set up by `site`
    from saphan.desk.models import JournalRow, PersonSet  # noqa: PLC0415 - likewise

    by = Asker("user:noted", "casework")
    actions.note("written", by=by, at=NOON, persons=persons, detail=detail)
    written = JournalRow.objects.order_by("id").last()
    assert written is not None
    pairs = [[name, value] for name, value in detail.items()]
    by_mapper = JournalRow.objects.create(
        at=NOON, person=by.person, purpose=by.purpose, event="written", about=written.about, detail=pairs
    )
    by_mapper.refresh_from_db()
    assert queries.entry_of(written, 1) == queries.entry_of(by_mapper, 1)
    assert (written.number, written.head) == (None, None)
    different = sorted(set(persons))
    if len(different) > 1:
        kept = PersonSet.objects.get(pk=written.about)
        members = sorted(kept.members.values_list("person_id", flat=True))
        assert (kept.size, members) == (len(different), different)
    else:
        assert written.about == "".join(different)


def test_a_set_that_is_kept_twice_is_kept_once() -> None:
    from saphan.desk import statements  # noqa: PLC0415 - Django is set up by `site`
    from saphan.desk.models import PersonSetMember  # noqa: PLC0415 - likewise

    for _ in range(2):
        statements.keep_set("0" * 64, ["P1", "P2"])
    assert PersonSetMember.objects.filter(person_set_id="0" * 64).count() == 2


@pytest.mark.parametrize("minutes", [0, 1, 59, 60, 61])
def test_what_was_made_since_a_moment_is_what_the_mapper_counts(minutes: int) -> None:
    from saphan.desk import actions, queries  # noqa: PLC0415 - Django is set up by `site`
    from saphan.desk.models import JournalRow  # noqa: PLC0415 - likewise

    by = Asker("user:counted", "casework")
    for at in range(0, 90, 10):
        actions.note("sought", by=by, at=NOON - timedelta(minutes=at))
    since = NOON - timedelta(minutes=minutes)
    rows = JournalRow.objects.filter(person=by.person, event="sought", at__gte=since)
    assert queries.events_since(by.person, "sought", since) == rows.count()


def test_suspensions_and_lessons_are_what_the_mapper_reads() -> None:
    from saphan.desk import queries  # noqa: PLC0415 - Django is set up by `site`
    from saphan.desk.models import AgreementState, LessonPass  # noqa: PLC0415 - likewise

    AgreementState.objects.all().delete()
    for name, day in (("one", date(2026, 1, 31)), ("other", None)):
        AgreementState.objects.create(
            agreement_id=name, source_sha256="", parties=[], datasets=[], purposes=[], begins=date(2026, 1, 1),
            ends=date(2027, 1, 1), suspended_on=day, suspended_by="user:officer" if day else "",
        )  # fmt: skip
    LessonPass.objects.create(
        person="user:learner", lesson_id="first", grants="review_pairs", passed_on=date(2026, 1, 1)
    )
    assert queries.suspended() == {"one": date(2026, 1, 31)}
    assert queries.suspended_by() == {"one": "user:officer"}
    assert queries.passed_lessons("user:learner") == {"first": "review_pairs"}
    assert queries.passed_lessons("user:nobody") == {}
