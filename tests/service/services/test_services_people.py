"""People's pages: area, journal, what was recorded, and what a suspended agreement hides."""

from __future__ import annotations

import re
from typing import Any

import pytest

from saphan.access.actor import Asker
from saphan.access.decide import OutsideArea
from saphan.services.platform import Platform

pytestmark = pytest.mark.xdist_group("site")
WORKER = Asker("user:people", "casework", frozenset({"social_worker"}), frozenset({"56"}))
OFFICER = Asker("user:people-officer", "oversight", frozenset({"dpo"}))


@pytest.fixture
def task(site: Platform) -> Any:
    from saphan.services import worklists  # noqa: PLC0415 - Django is set up by `site`

    return worklists.page(WORKER, site).tasks[0]


def journal_of(person: str) -> list[Any]:
    from saphan.desk.models import JournalRow  # noqa: PLC0415 - Django is set up by `site`

    return list(JournalRow.objects.filter(person=person).order_by("id"))


def test_a_worker_of_another_province_sees_nobody_and_is_refused_the_family(site: Platform, task: Any) -> None:
    from saphan.services import families, worklists  # noqa: PLC0415 - Django is set up by `site`

    elsewhere = Asker("user:people-elsewhere", "casework", frozenset({"social_worker"}), frozenset({"50"}))
    assert worklists.page(elsewhere, site).total == 0
    with pytest.raises(OutsideArea):
        families.open_family(elsewhere, site, task.person_id)
    with pytest.raises(OutsideArea):
        worklists.record_outcome(elsewhere, site, task.person_id, outcome="reached")
    refused = [row for row in journal_of(elsewhere.person) if row.event == "refused"]
    assert [row.about for row in refused] == [task.person_id, task.person_id]


def test_a_worker_of_one_district_sees_only_her_district(site: Platform) -> None:
    from saphan.services import worklists  # noqa: PLC0415 - Django is set up by `site`

    district = Asker("user:people-district", "casework", frozenset({"social_worker"}), frozenset({"5601"}))
    whole = worklists.page(WORKER, site, outcome="")
    part = worklists.page(district, site, outcome="")
    narrowed = worklists.page(WORKER, site, district_code="5601", outcome="")
    assert 0 < part.total < whole.total
    assert [each.person_id for each in part.tasks] == [each.person_id for each in narrowed.tasks]


def test_every_person_shown_on_a_family_page_has_an_entry_of_her_own(site: Platform, task: Any) -> None:
    from saphan.services import families  # noqa: PLC0415 - Django is set up by `site`

    asker = Asker("user:people-family", "casework", frozenset({"social_worker"}), frozenset({"56"}))
    shown = families.open_family(asker, site, task.person_id)
    rows = [row for row in journal_of(asker.person) if row.event == "family_opened"]
    assert {row.about for row in rows} == {member.person_id for member in shown.members}
    assert shown.members[0].person_id == task.person_id == shown.asked_for


def test_the_journal_holds_no_value_of_a_person_shown(site: Platform, task: Any) -> None:
    from saphan.services import families  # noqa: PLC0415 - Django is set up by `site`

    asker = Asker("user:people-values", "casework", frozenset({"social_worker"}), frozenset({"56"}))
    shown = families.open_family(asker, site, task.person_id)
    written = " ".join(f"{row.about} {row.detail}" for row in journal_of(asker.person))
    for member in shown.members:
        assert member.name not in written
        assert member.birth_date is None or member.birth_date.isoformat() not in written
    assert not re.search(r"\b\d{13}\b", written)


def test_she_finds_the_page_and_the_list_she_was_on(site: Platform, task: Any) -> None:
    from saphan.services import families, journal, worklists  # noqa: PLC0415 - Django is set up by `site`

    asker = Asker("user:people-found", "casework", frozenset({"social_worker"}), frozenset({"56"}))
    worklists.page(asker, site)
    families.open_family(asker, site, task.person_id)
    lines = journal.page(OFFICER, site, person_id=task.person_id)
    assert {"worklist_shown", "family_opened"} <= {line.event for line in lines if line.person == asker.person}
    assert "build_published" in {line.event for line in lines}, "a build reads everybody, her too"


def test_what_is_no_key_is_not_written_into_the_journal(site: Platform) -> None:
    from saphan.services import journal  # noqa: PLC0415 - Django is set up by `site`

    with pytest.raises(journal.NotAKey):
        journal.page(OFFICER, site, person_id="1100700123456")
    assert not [row for row in journal_of(OFFICER.person) if row.about == "1100700123456"]


def test_an_outcome_leaves_the_open_list_at_once_and_reaches_the_family(site: Platform) -> None:
    from saphan.services import families, worklists  # noqa: PLC0415 - Django is set up by `site`

    before = worklists.page(WORKER, site)
    person = before.tasks[-1].person_id
    worklists.record_outcome(WORKER, site, person, outcome="moved")
    after = worklists.page(WORKER, site)
    assert after.total == before.total - 1
    assert person in [each.person_id for each in _all(site, "moved")]
    helps = families.open_family(WORKER, site, person).members[0].helps
    assert ("old_age_allowance", "moved") in [(each.benefit, each.outcome) for each in helps]


def test_an_outcome_or_a_person_not_on_the_list_is_refused(site: Platform, task: Any) -> None:
    from saphan.services import worklists  # noqa: PLC0415 - Django is set up by `site`

    with pytest.raises(worklists.UnknownOutcome):
        worklists.record_outcome(WORKER, site, task.person_id, outcome="dead")
    with pytest.raises(worklists.NoSuchTask):
        worklists.record_outcome(WORKER, site, f"{task.person_id}|P0000000000000000", outcome="reached")


def test_the_surest_come_first_and_names_within_are_in_dictionary_order(site: Platform) -> None:
    from saphan.portal.thai import dictionary_order  # noqa: PLC0415 - Django is set up by `site`
    from saphan.services import reading  # noqa: PLC0415 - likewise

    now = reading.open_current(site)
    order = now.rows("worklist_order", areas="|", doubt="", withheld="|")
    named = {
        row["person_id"]: row
        for row in now.rows("worklist_tasks", persons=reading.listed(r["person_id"] for r in order), withheld="|")
    }
    shown = [named[row["person_id"]] for row in order]
    ranks = [["sure", "probable", "cannot_tell"].index(row["doubt"]) for row in shown]
    assert ranks == sorted(ranks)
    sure = [(row["given_name"], row["family_name"]) for row in shown if row["doubt"] == "sure"]
    assert sure == sorted(sure, key=lambda name: tuple(dictionary_order(part) for part in name))


@pytest.fixture
def without_the_survey(site: Platform) -> Any:
    """The agreement's file without one dataset: out of force from the same moment, no build in between."""
    path = site.project.agreements / "poverty_bridge.yaml"
    whole = path.read_text("utf-8")
    path.write_text(whole.replace("  - basic_needs_survey\n", ""), "utf-8")
    yield
    path.write_text(whole, "utf-8")


@pytest.mark.usefixtures("without_the_survey")
def test_a_dataset_out_of_force_is_hidden_at_once_with_all_that_only_it_knows(site: Platform) -> None:
    from saphan.services import families, reading, worklists  # noqa: PLC0415 - Django is set up by `site`

    now = reading.open_current(site)
    withheld = reading.withheld(site, now)
    assert withheld == "|basic_needs_survey|"
    shown = families.open_family(WORKER, site, worklists.page(WORKER, site).tasks[0].person_id)
    assert not [source for member in shown.members for source in member.sources if "จปฐ" in source[0]]


@pytest.fixture
def without_the_payment_list(site: Platform) -> Any:
    path = site.project.agreements / "poverty_bridge.yaml"
    whole = path.read_text("utf-8")
    path.write_text(whole.replace("  - old_age_allowance\n", ""), "utf-8")
    yield
    path.write_text(whole, "utf-8")


@pytest.mark.usefixtures("without_the_payment_list")
def test_without_its_payment_list_nobody_is_said_to_be_missing_a_benefit(site: Platform) -> None:
    from saphan.services import worklists  # noqa: PLC0415 - Django is set up by `site`

    assert worklists.page(WORKER, site, outcome="").total == 0


def _all(site: Platform, outcome: str) -> list[Any]:
    from saphan.services import worklists  # noqa: PLC0415 - Django is set up by `site`

    first = worklists.page(WORKER, site, outcome=outcome)
    pages = [worklists.page(WORKER, site, outcome=outcome, number=at) for at in range(1, first.pages + 1)]
    return [each for page in pages for each in page.tasks]
