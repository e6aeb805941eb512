"""What people have a right to, on pages: a history, an objection decided and taken back, a value put right."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest

Visit = Callable[..., Any]  # as whom and in which language; gives a Django test client


@pytest.fixture
def undone(visit: Visit) -> Any:
    """Whatever the test writes at the desk is undone."""
    from django.db import transaction  # noqa: PLC0415 - Django is set up by `visit`

    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.fixture
def somebody(visit: Visit) -> str:
    """A person who may miss something."""
    found = re.search(r'href="/family/([^"]+)/"', visit("worker").get("/worklist/").content.decode())
    assert found
    return found[1]


def events(person_id: str) -> list[str]:
    from saphan.desk.models import JournalRow  # noqa: PLC0415 - Django is set up by `visit`

    rows = JournalRow.objects.filter(about=person_id, person="user:officer").order_by("id")
    return [row.event for row in rows]


@pytest.mark.usefixtures("undone")
def test_an_objection_is_received_accepted_with_a_ground_and_taken_back(visit: Visit, somebody: str) -> None:
    client = visit("officer", "en")
    page = client.post(f"/person/{somebody}/object/", follow=True).content.decode()
    number = re.search(r"/officer/objections/(\d+)/decide/", page)
    assert number
    assert "1 objection waits" in page
    refused = client.post(f"/officer/objections/{number[1]}/decide/", {"to": "accept", "ground": " "})
    assert refused.status_code == 422
    page = client.post(
        f"/officer/objections/{number[1]}/decide/", {"to": "accept", "ground": "s.32 (1)"}, follow=True
    ).content.decode()
    assert "1 objection stands" in page
    assert "s.32 (1)" in page
    page = client.post(f"/officer/objections/{number[1]}/lift/", follow=True).content.decode()
    assert "No objection stands" in page
    assert "withdrawn" in page
    assert events(somebody)[-3:] == ["objection_received", "objection_accepted", "objection_withdrawn"]


@pytest.mark.usefixtures("undone")
def test_an_objection_is_refused_with_a_ground(visit: Visit, somebody: str) -> None:
    client = visit("officer", "th")
    page = client.post(f"/person/{somebody}/object/", follow=True).content.decode()
    number = re.search(r"/officer/objections/(\d+)/decide/", page)
    assert number
    page = client.post(
        f"/officer/objections/{number[1]}/decide/", {"to": "refuse", "ground": "มาตรา 32 วรรคสอง"}, follow=True
    ).content.decode()
    assert "มาตรา 32 วรรคสอง" in page
    assert events(somebody)[-1] == "objection_refused"


@pytest.mark.usefixtures("undone")
@pytest.mark.parametrize("written", ["9/3/2501", "๙ มี.ค. ๒๕๐๑", "1958-03-09"])
def test_a_value_is_put_right_in_either_era_and_taken_back(visit: Visit, somebody: str, written: str) -> None:
    client = visit("officer", "en")
    given = {"field": "birth_date", "value": written, "evidence": "birth certificate 12/2501"}
    page = client.post(f"/person/{somebody}/correct/", given, follow=True).content.decode()
    assert "9 Mar 1958" in page
    assert "birth certificate 12/2501" in page
    listed = client.get("/officer/rights/").content.decode()
    number = re.search(r"/officer/corrections/(\d+)/withdraw/", listed)
    assert number
    client.post(f"/officer/corrections/{number[1]}/withdraw/")
    assert "withdrawn on" in client.get(f"/person/{somebody}/").content.decode()
    assert "value_corrected" in events(somebody)
    assert written not in str(list(events(somebody)))


def test_a_correction_without_evidence_is_answered_with_a_cure(visit: Visit, somebody: str) -> None:
    given = {"field": "birth_date", "value": "9/3/2501", "evidence": ""}
    answer = visit("officer", "en").post(f"/person/{somebody}/correct/", given)
    assert answer.status_code == 422
    assert "needs evidence" in answer.content.decode()


@pytest.mark.parametrize("language", ["th", "en"])
def test_a_history_tells_each_value_its_source_and_its_days(visit: Visit, somebody: str, language: str) -> None:
    answer = visit("officer", language).get(f"/person/{somebody}/")
    page = answer.content.decode()
    assert answer.status_code == 200
    assert page.count("<h1") == 1
    assert {"th": "ทะเบียนราษฎร", "en": "Civil register"}[language] in page
    assert "no-store" in answer.headers["Cache-Control"]
    assert events(somebody)[-1] == "history_opened"


def test_a_history_is_asked_for_a_day_and_as_believed_on_a_day(visit: Visit, somebody: str) -> None:
    client = visit("officer", "en")
    today = client.get(f"/person/{somebody}/", {"on": "22/11/2569", "as_of": "22 พ.ย. 2569"}).content.decode()
    assert "believed at the end of 22 Nov 2026" in today
    assert "only what was true on 22 Nov 2026" in today
    unread = client.get(f"/person/{somebody}/", {"on": "some day"}).content.decode()
    assert "could not be read" in unread
    before = client.get(f"/person/{somebody}/", {"as_of": "1/1/2500"})
    assert before.status_code == 404


def test_the_officer_reaches_a_history_from_the_search_and_a_worker_does_not(visit: Visit, somebody: str) -> None:
    name = re.search(r"<h2[^>]*>(.*?)</h2>", visit("worker").get(f"/family/{somebody}/").content.decode())
    assert name
    family_name = re.sub("<[^>]+>", "", name[1]).split()[-1]
    found = visit("officer").post("/find/", {"family_name": family_name}).content.decode()
    assert f'href="/person/{somebody}/"' in found
    assert "/person/" not in visit("worker").post("/find/", {"family_name": family_name}).content.decode()
    assert "/person/" not in visit("worker").get(f"/family/{somebody}/").content.decode()


@pytest.mark.parametrize("path", ["/person/P0000000000000000/object/", "/officer/objections/1/lift/"])
def test_what_writes_is_not_reached_by_an_address_alone(visit: Visit, path: str) -> None:
    assert visit("officer").get(path).status_code == 405
    assert visit("worker").post(path).status_code == 403
