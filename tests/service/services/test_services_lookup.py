"""Finding a person: who is found, who is not told of, what a role sees, and what the journal keeps of it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pyarrow.parquet as pq
import pytest

from saphan.access.actor import Asker
from saphan.access.decide import NotPermitted
from saphan.services.platform import Platform

pytestmark = pytest.mark.xdist_group("site")
WORKER = Asker("user:seeker", "casework", frozenset({"social_worker"}), frozenset({"56"}))
OPERATOR = Asker("os:seeker", "link_records", frozenset({"operator"}))


@pytest.fixture(scope="module")
def somebody(site: Platform) -> dict[str, Any]:
    """A person of the register whose number is right and whose name nobody else has."""
    from saphan.services import reading  # noqa: PLC0415 - Django is set up by `site`

    root = reading.open_current(site).release.root
    named = pq.read_table(root / "identifiers" / "identifiers.parquet").to_pylist()
    content = {row["person_id"]: row for row in pq.read_table(root / "content" / "persons.parquet").to_pylist()}
    whole = [(row["given_name"], row["family_name"]) for row in named]
    for row in named:
        about = content[row["person_id"]]
        if (
            row["citizen_id"] and about["citizen_id_valid"] and row["given_name"] and row["family_name"]
            and about["birth_precision"] == "day" and about["subdistrict_code"]
            and len(row["given_name"]) > 5 and whole.count((row["given_name"], row["family_name"])) == 1
        ):  # fmt: skip
            return row | about
    raise AssertionError("nobody of that kind")


def look(asker: Asker, site: Platform, **known: str) -> Any:
    from saphan.services import lookup  # noqa: PLC0415 - Django is set up by `site`

    return lookup.search(asker, site, lookup.Sought(**known))


def entries(person: str) -> list[Any]:
    from saphan.desk.models import JournalRow  # noqa: PLC0415 - Django is set up by `site`

    return list(JournalRow.objects.filter(person=person).order_by("id"))


def test_a_number_finds_its_person_however_it_is_written(site: Platform, somebody: dict[str, Any]) -> None:
    number = somebody["citizen_id"]
    dashed = f"{number[0]}-{number[1:5]}-{number[5:10]}-{number[10:12]}-{number[12]}"
    thai = number.translate(str.maketrans("0123456789", "๐๑๒๓๔๕๖๗๘๙"))
    for written in (number, dashed, thai):
        first = look(WORKER, site, number=written).found[0]
        assert (first.person_id, first.number) == (somebody["person_id"], "same")


def test_a_number_one_digit_wrong_finds_its_person_as_a_perhaps(site: Platform, somebody: dict[str, Any]) -> None:
    number = somebody["citizen_id"]
    wrong = f"{number[:6]}{(int(number[6]) + 3) % 10}{number[7:]}"
    found = look(WORKER, site, number=wrong).found
    assert (somebody["person_id"], "slip") in {(one.person_id, one.number) for one in found}


@pytest.mark.parametrize("slip", ["drop", "exchange", "double"])
def test_a_misspelled_name_finds_its_person(site: Platform, somebody: dict[str, Any], slip: str) -> None:
    name = somebody["given_name"]
    wrong = {
        "drop": name[:2] + name[3:], "exchange": name[:2] + name[3] + name[2] + name[4:], "double": name[:3] + name[2:]
    }[slip]  # fmt: skip
    found = look(WORKER, site, given_name=wrong, family_name=somebody["family_name"]).found
    assert somebody["person_id"] in {one.person_id for one in found}


def test_a_birth_date_of_any_era_and_a_place_find_her(site: Platform, somebody: dict[str, Any]) -> None:
    born = somebody["birth_date"]
    for written in (born.isoformat(), f"{born.day}/{born.month}/{born.year + 543}"):
        found = look(WORKER, site, birth=written, place="พะเยา").found
        assert somebody["person_id"] in {one.person_id for one in found}
    by_year = look(WORKER, site, birth=str(born.year + 543), given_name=somebody["given_name"]).found
    assert somebody["person_id"] in {one.person_id for one in by_year}


def test_nobody_outside_the_askers_area_is_told_of(site: Platform, somebody: dict[str, Any]) -> None:
    elsewhere = replace(WORKER, areas=frozenset({"50"}))
    assert look(elsewhere, site, number=somebody["citizen_id"]).found == ()


def test_each_role_sees_its_own_fields_and_no_more(site: Platform, somebody: dict[str, Any]) -> None:
    seen = look(WORKER, site, number=somebody["citizen_id"]).found[0]
    assert seen.birth_date == somebody["birth_date"]
    assert seen.place_th
    assert seen.number_end == somebody["citizen_id"][-4:]
    by_operator = look(OPERATOR, site, number=somebody["citizen_id"]).found[0]
    assert (by_operator.place_th, by_operator.house_number, by_operator.members) == ("", "", None)
    assert by_operator.name == seen.name
    officer = Asker("user:seeking-officer", "oversight", frozenset({"dpo"}))
    by_officer = look(officer, site, number=somebody["citizen_id"]).found[0]
    assert (by_officer.birth_date, by_officer.place_th) == (None, "")
    assert by_officer.name == seen.name


def test_a_role_that_looks_nobody_up_is_refused_and_that_is_written_down(site: Platform) -> None:
    statistician = Asker("user:curious", "casework", frozenset({"statistician"}))
    with pytest.raises(NotPermitted):
        look(statistician, site, given_name="สมชาย")
    with pytest.raises(NotPermitted):
        look(replace(WORKER, purpose="oversight"), site, given_name="สมชาย")
    assert entries("user:curious")[-1].event == "refused"


def test_the_journal_names_whom_was_shown_and_never_what_was_typed(site: Platform, somebody: dict[str, Any]) -> None:
    from saphan.desk import queries  # noqa: PLC0415 - Django is set up by `site`

    asker = replace(WORKER, person="user:written-down")
    page = look(asker, site, number=somebody["citizen_id"], given_name=somebody["given_name"], place="เชียงคำ")
    (entry,) = entries("user:written-down")
    assert entry.event == "person_sought"
    assert dict(entry.detail) == {
        "asked": "number name place", "found": str(len(page.found)), "release": page.release_id
    }  # fmt: skip
    about_her = queries.journal_page(number=1, size=50, person_id=somebody["person_id"])
    assert entry.id in {row.id for row in about_her}
    for typed in (somebody["citizen_id"], somebody["given_name"], "เชียงคำ"):
        assert typed not in str(entry.detail)


def test_what_cannot_be_read_is_said_and_the_rest_is_asked(site: Platform, somebody: dict[str, Any]) -> None:
    from saphan.services import lookup  # noqa: PLC0415 - Django is set up by `site`

    page = look(WORKER, site, number="12", birth="วันไหน", given_name=somebody["given_name"], place="ไม่มีที่นี่")
    assert page.unclear == ("number", "birth", "place")
    with pytest.raises(lookup.NothingAsked):
        look(WORKER, site, place="พะเยา")


@pytest.fixture
def few(site: Platform) -> Platform:
    settings = replace(site.project.settings, lookups_per_hour=4)
    return replace(site, project=replace(site.project, settings=settings))


def test_who_looks_up_many_is_noticed_and_then_asked_to_wait(few: Platform, somebody: dict[str, Any]) -> None:
    from saphan.services import lookup  # noqa: PLC0415 - Django is set up by `site`

    asker = replace(WORKER, person="user:harvester")
    for _ in range(4):
        look(asker, few, number=somebody["citizen_id"])
    with pytest.raises(lookup.TooManyLookups):
        look(asker, few, number=somebody["citizen_id"])
    noticed = [dict(entry.detail).get("often") for entry in entries("user:harvester")]
    assert noticed == [None, None, "3", "4", None]
    assert entries("user:harvester")[-1].event == "refused"


def test_what_an_agreement_no_longer_opens_finds_nobody(site: Platform, somebody: dict[str, Any]) -> None:
    from saphan.linkage.sounds import sound_of  # noqa: PLC0415 - as the others
    from saphan.registry.lookup import Limits, Question, find  # noqa: PLC0415 - as the others
    from saphan.services import reading  # noqa: PLC0415 - Django is set up by `site`

    index = reading.index_of(site, reading.open_current(site))
    question = Question(number=somebody["citizen_id"])
    (hit,) = find(index, question, sound_of, Limits())
    known_from = str(index.known_from_words[int(index.known_from[hit.row])])
    (number,) = [value for value in known_from.split("|") if value.endswith(".citizen_id")]
    assert find(index, question, sound_of, Limits(withheld=f"|{number}|")) == []
    everything = "".join(f"|{value.partition('.')[0]}|" for value in known_from.strip("|").split("|"))
    name = Question(given=somebody["given_name"], family=somebody["family_name"])
    assert hit.row in {one.row for one in find(index, name, sound_of, Limits(withheld=f"|{number}|"))}
    assert hit.row not in {one.row for one in find(index, name, sound_of, Limits(withheld=everything))}
