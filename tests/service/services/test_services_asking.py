"""Another agency asks: the least that answers, under an agreement in force, written down for the person to see."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import fields, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pyarrow.parquet as pq
import pytest

from saphan.access.actor import Asker
from saphan.access.decide import PurposeNotInForce
from saphan.clock import FixedClock
from saphan.services.platform import Platform

pytestmark = pytest.mark.xdist_group("site")
OPERATOR = Asker("os:maker", "oversight", frozenset({"operator"}))
OFFICER = Asker("user:asking-officer", "oversight", frozenset({"dpo"}))
ANYBODY = Asker("agency:unknown", "casework")
PARTY = "กระทรวงการพัฒนาสังคมและความมั่นคงของมนุษย์ (พม.)"


def token(site: Platform, agency: str, **asked: Any) -> str:
    from saphan.services import credentials  # noqa: PLC0415 - Django is set up by `site`

    wanted = {"agreement_id": "poverty_bridge", "purpose": "find_missing_help", "party": PARTY} | asked
    return credentials.make(OPERATOR, site, agency, **wanted)


def entered(site: Platform, agency: str = "asker", **asked: Any) -> Any:
    from saphan.services import credentials  # noqa: PLC0415 - Django is set up by `site`

    return credentials.enter(ANYBODY, site, token(site, agency, **asked))


def ask(site: Platform, by: Any, **known: str) -> Any:
    from saphan.services import asking  # noqa: PLC0415 - Django is set up by `site`

    return asking.ask(by, site, asking.AskedPerson(**known))


@pytest.fixture(scope="module")
def people(site: Platform) -> dict[str, dict[str, Any]]:
    """Somebody who is helped, and somebody who is not."""
    from saphan.services import reading  # noqa: PLC0415 - Django is set up by `site`

    root = reading.open_current(site).release.root
    content = {row["person_id"]: row for row in pq.read_table(root / "content" / "persons.parquet").to_pylist()}
    paid = {row["person_id"]: row for row in pq.read_table(root / "content" / "receiving.parquet").to_pylist()}
    named = pq.read_table(root / "identifiers" / "identifiers.parquet").to_pylist()
    numbers = [row["citizen_id"] for row in named]
    clear = [
        row | content[row["person_id"]]
        for row in named
        if row["citizen_id"] and row["given_name"] and row["family_name"] and numbers.count(row["citizen_id"]) == 1
        and content[row["person_id"]]["birth_precision"] == "day"
    ]  # fmt: skip
    helped = next(row for row in clear if row["person_id"] in paid and paid[row["person_id"]]["since"])
    return {
        "helped": helped | {"since": paid[helped["person_id"]]["since"]},
        "not helped": next(row for row in clear if row["person_id"] not in paid),
    }


def known_of(row: dict[str, Any]) -> dict[str, str]:
    return {
        "citizen_id": row["citizen_id"], "given_name": row["given_name"], "family_name": row["family_name"],
        "birth_date": row["birth_date"].isoformat(),
    }  # fmt: skip


def test_who_is_known_and_helped_is_told_since_when_and_by_whom_and_nothing_else(site: Platform, people: Any) -> None:
    told = ask(site, entered(site), **known_of(people["helped"]))
    assert (told.known, told.helped, told.purpose) == ("yes", True, "find_missing_help")
    assert (people["helped"]["since"], "dla") in {(each.since, each.by) for each in told.help} or told.help
    assert {each.name for each in fields(told)} == {"known", "helped", "help", "purpose"}
    assert {each.name for each in fields(told.help[0])} == {"since", "by"}


def test_who_is_known_and_not_helped(site: Platform, people: Any) -> None:
    told = ask(site, entered(site), **known_of(people["not helped"]))
    assert (told.known, told.helped, told.help) == ("yes", False, ())


def test_who_is_not_known_is_answered_in_the_same_shape(site: Platform) -> None:
    told = ask(site, entered(site), given_name="ไม่มีใคร", family_name="ชื่อนี้เลย", birth_date="1901-02-03")
    assert (told.known, told.helped, told.help) == ("no", None, ())


def test_a_number_that_agrees_while_the_name_does_not_is_unsure_and_tells_of_no_help(
    site: Platform, people: Any
) -> None:
    known = known_of(people["helped"]) | {"given_name": "ฤทธิ์", "family_name": "อื่นไกล", "birth_date": ""}
    told = ask(site, entered(site), **known)
    assert (told.known, told.helped, told.help) == ("unsure", None, ())


def test_a_number_a_name_or_a_birth_date_alone_asks_about_nobody(site: Platform, people: Any) -> None:
    from saphan.services import asking  # noqa: PLC0415 - Django is set up by `site`

    known = known_of(people["helped"])
    name = {"given_name": known["given_name"], "family_name": known["family_name"]}
    for alone in ({"citizen_id": known["citizen_id"]}, name, {"birth_date": known["birth_date"]}, {}):
        with pytest.raises(asking.BadQuestion):
            ask(site, entered(site), **alone)


def test_the_person_finds_the_question_in_her_own_list_and_on_the_familys_page(site: Platform, people: Any) -> None:
    from saphan.services import families, journal  # noqa: PLC0415 - Django is set up by `site`

    person_id = people["helped"]["person_id"]
    ask(site, entered(site, "noted_agency"), **known_of(people["helped"]))
    latest = journal.who_asked(OFFICER, site, person_id)[0]
    assert (latest.agency, latest.agreement_id, latest.purpose, latest.answer) == (
        "noted_agency", "poverty_bridge", "find_missing_help", "yes",
    )  # fmt: skip
    worker = Asker("user:asking-worker", "casework", frozenset({"social_worker"}))
    assert latest in families.open_family(worker, site, person_id).asked_about


def test_no_question_leaves_a_value_in_the_journal(site: Platform, people: Any) -> None:
    from saphan.desk.models import JournalRow  # noqa: PLC0415 - Django is set up by `site`

    known = known_of(people["not helped"])
    ask(site, entered(site, "quiet_agency"), **known)
    written = str(list(JournalRow.objects.filter(person="agency:quiet_agency").values_list("detail", "about")))
    assert not [value for value in known.values() if value in written]


def on(site: Platform, day: date) -> Platform:
    return Platform(site.project, FixedClock(datetime(day.year, day.month, day.day, 3, tzinfo=UTC)))


def test_a_credential_is_kept_without_its_secret_and_ends_on_its_day_or_when_revoked(site: Platform) -> None:
    from saphan.desk.models import AgencyCredential  # noqa: PLC0415 - Django is set up by `site`
    from saphan.services import credentials  # noqa: PLC0415 - likewise

    held_out = token(site, "ending", days=10)
    _, name, secret = held_out.split("_", 2)
    assert secret not in str(AgencyCredential.objects.filter(pk=name).values())
    assert credentials.enter(ANYBODY, on(site, site.day + timedelta(10)), held_out).agency == "ending"
    with pytest.raises(credentials.NoCredential) as expired:
        credentials.enter(ANYBODY, on(site, site.day + timedelta(11)), held_out)
    credentials.revoke(OPERATOR, site, name)
    refused = [expired.value]
    for wrong in (held_out, held_out[:-1] + ("A" if held_out[-1] != "A" else "B"), "", "x" * 5_000, "saphan_\x00_"):
        with pytest.raises(credentials.NoCredential) as said:
            credentials.enter(ANYBODY, site, wrong)
        refused.append(said.value)
    assert len({each.tell("en") for each in refused}) == 1, "which of them it is must not be told"
    with pytest.raises(credentials.NoSuchCredential):
        credentials.revoke(OPERATOR, site, name)


@pytest.mark.parametrize(
    "wrong",
    [{"agreement_id": "nothing"}, {"purpose": "training"}, {"party": "nobody"}, {"days": 0}, {"days": 1000}],
    ids=str,
)
def test_a_credential_is_made_only_for_what_an_agreement_says(site: Platform, wrong: dict[str, Any]) -> None:
    from saphan.services import credentials  # noqa: PLC0415 - Django is set up by `site`

    with pytest.raises(credentials.BadCredential):
        token(site, "wrong", **wrong)


@pytest.fixture
def suspended(site: Platform) -> Iterator[None]:
    from saphan.services import agreements  # noqa: PLC0415 - Django is set up by `site`

    agreements.suspend(OFFICER, site, "poverty_bridge")
    yield
    agreements.resume(OFFICER, site, "poverty_bridge")


@pytest.mark.usefixtures("suspended")
def test_a_suspended_agreement_answers_nothing_and_the_attempt_is_written_down(site: Platform, people: Any) -> None:
    from saphan.desk.models import JournalRow  # noqa: PLC0415 - Django is set up by `site`

    by = entered(site, "suspended_agency")
    with pytest.raises(PurposeNotInForce):
        ask(site, by, **known_of(people["helped"]))
    rows = JournalRow.objects.filter(person="agency:suspended_agency")
    assert [row.event for row in rows] == ["refused"]


def test_an_agency_asks_about_so_many_a_day_and_a_list_counts_whole(site: Platform, people: Any) -> None:
    from saphan.services import asking, asking_lists  # noqa: PLC0415 - Django is set up by `site`

    settings = replace(site.project.settings, asks_per_day=3)
    few = replace(site, project=replace(site.project, settings=settings))
    by, known = entered(few, "many"), known_of(people["helped"])
    ask(few, by, **known)
    three = "\n".join(["citizen_id,given_name,family_name", *[",".join(list(known.values())[:3])] * 3])
    with pytest.raises(asking.TooManyAsked):
        asking_lists.ask_list(by, few, three.encode())
    ask(few, by, **known)
    ask(few, by, **known)
    with pytest.raises(asking.TooManyAsked):
        ask(few, by, **known)
    ask(on(few, few.day + timedelta(1)), by, **known)


def test_a_list_is_answered_row_by_row_and_accounted_for(site: Platform, people: Any) -> None:
    from saphan.services import asking_lists  # noqa: PLC0415 - Django is set up by `site`

    out = io.StringIO()
    writer = csv.DictWriter(out, ["birth_date", "citizen_id", "family_name", "given_name"])
    writer.writeheader()
    writer.writerow(known_of(people["helped"]))
    writer.writerow({"given_name": '=HYPERLINK("x")', "family_name": "@SUM(A1)"})
    writer.writerow(known_of(people["not helped"]))
    writer.writerow({"given_name": "ไม่มีใคร", "family_name": "ชื่อนี้เลย", "birth_date": "3/2/2444"})
    told = asking_lists.ask_list(entered(site, "listed"), site, out.getvalue().encode("utf-8-sig"))
    rows = list(csv.DictReader(io.StringIO(told.csv)))
    assert [(row["row"], row["state"], row["known"], row["helped"]) for row in rows] == [
        ("1", "answered", "yes", "yes"), ("2", "unclear", "", ""), ("3", "answered", "yes", "no"),
        ("4", "answered", "no", ""),
    ]  # fmt: skip
    assert told.asked == told.answered + told.unclear == 4
    assert told.unclear == 1
    assert "HYPERLINK" not in told.csv


@pytest.mark.parametrize(
    "content",
    [b"", b"citizen_id\n", b"citizen_id,income\n1,2\n", b"citizen_id\n1,2\n", b"\xff\xfe", b"a" * 300_000,
     b'citizen_id\n"1\n', b"citizen_id,citizen_id\n1,1\n", b"citizen_id\n" + b"1\n" * 501],
    ids=lambda content: repr(content[:24]),
)  # fmt: skip
def test_what_is_no_list_is_refused_in_words(site: Platform, content: bytes) -> None:
    from saphan.services import asking_lists  # noqa: PLC0415 - Django is set up by `site`

    with pytest.raises(asking_lists.BadList):
        asking_lists.ask_list(entered(site, "bad_list"), site, content)


def test_no_cell_of_an_answer_is_taken_for_a_formula() -> None:
    from saphan.services.asking_lists import _harmless  # noqa: PLC0415 - Django is set up by `site`

    for cell in ("=1+1", "+1", "-1", "@A1", "\t=1", "\r=1"):
        assert _harmless(cell) == f"'{cell}"
    for cell in ("dla", "", "-", "2020-01-01"):
        assert _harmless(cell) == cell
