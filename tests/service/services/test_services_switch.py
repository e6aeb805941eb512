"""The switch table: what suspending, expiry, a purpose or a column removed does at every door, and the day before."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import yaml

from saphan.access.actor import Asker
from saphan.access.decide import PurposeNotInForce
from saphan.clock import FixedClock
from saphan.services.platform import Platform

pytestmark = pytest.mark.xdist_group("site")
THE_DAY = date(2027, 3, 1)
DAYS = {"the day before": THE_DAY - timedelta(1), "on the day": THE_DAY}
LIST = "old_age_allowance"
EVERYBODY = frozenset({"social_worker", "operator", "statistician", "dpo"})


def asker(purpose: str) -> Asker:
    return Asker("user:switch", purpose, EVERYBODY)


def on(site: Platform, day: date) -> Platform:
    return Platform(site.project, FixedClock(datetime(day.year, day.month, day.day, 3, tzinfo=UTC)))


def quiet(*_: object) -> None:
    """Nobody watches."""


@pytest.fixture
def agreement(site: Platform) -> Iterator[Any]:
    """The agreement's file as data, written when it is left; afterwards all is as it was."""
    from saphan.desk.models import AgreementState  # noqa: PLC0415 - Django is set up by `site`
    from saphan.services import _standing  # noqa: PLC0415 - likewise

    path = site.project.agreements / "poverty_bridge.yaml"
    whole, pointer = path.read_text("utf-8"), site.project.lake / "CURRENT"
    stands = pointer.read_text("utf-8")

    def write(**changes: object) -> None:
        path.write_text(json.dumps(yaml.safe_load(whole) | changes, ensure_ascii=False), "utf-8")

    yield write
    path.write_text(whole, "utf-8")
    pointer.write_text(stands, "utf-8")
    AgreementState.objects.update(suspended_on=None, suspended_by="")
    for known in (_standing.agreements_of, _standing.in_force, _standing.opened):
        known.cache_clear()


PURPOSES = ["link_records", "find_missing_help", "casework", "official_statistics", "training", "make_known"]
DATASETS = [
    "civil_registration", "basic_needs_survey", "old_age_allowance", "disability_cards", "state_welfare_card",
    "child_support_grant", "school_enrolment", "msdhs_cases",
]  # fmt: skip


def suspend(site: Platform, write: Callable[..., None], day: date) -> None:
    del write
    from saphan.services import agreements  # noqa: PLC0415 - Django is set up by `site`

    if day >= THE_DAY:
        agreements.suspend(asker("oversight"), on(site, THE_DAY), "poverty_bridge")


def expire(site: Platform, write: Callable[..., None], day: date) -> None:
    del site, day
    write(ends=(THE_DAY - timedelta(1)).isoformat())


def remove_purpose(purpose: str) -> Callable[..., None]:
    def remove(site: Platform, write: Callable[..., None], day: date) -> None:
        del site
        if day >= THE_DAY:
            write(purposes=[each for each in PURPOSES if each != purpose])

    return remove


def remove_column(purpose: str, dataset: str, meaning: str) -> Callable[..., None]:
    def remove(site: Platform, write: Callable[..., None], day: date) -> None:
        from saphan.services import reading  # noqa: PLC0415 - Django is set up by `site`

        if day >= THE_DAY:
            fields = reading.contracts(site)[dataset].fields
            rest = [str(field.meaning) for field in fields if field.meaning and str(field.meaning) != meaning]
            purposes = PURPOSES if purpose == "every" else [purpose]
            write(columns={each: {dataset: rest} for each in purposes})

    return remove


def remove_births(site: Platform, write: Callable[..., None], day: date) -> None:
    from saphan.services import reading  # noqa: PLC0415 - Django is set up by `site`

    if day >= THE_DAY:
        kept = {
            dataset: [str(each.meaning) for each in contract.fields if each.meaning and each.meaning != "birth_date"]
            for dataset, contract in reading.contracts(site).items()
        }
        write(columns={"official_statistics": kept, "find_missing_help": kept})


@dataclass(frozen=True)
class Door:
    """One way to the data; `of` gives what it shows, and raises where it is refused."""

    name: str
    purpose: str
    of: Callable[[Platform], Any]


def build(platform: Platform) -> Any:
    from saphan.services import builds, reading  # noqa: PLC0415 - Django is set up by `site`

    builds.build(asker("link_records"), platform, as_of=platform.day, tell=quiet)
    return reading.open_current(platform).release.manifest


def page(platform: Platform) -> Any:
    from django.test import Client  # noqa: PLC0415 - Django is set up by `site`

    return served(platform, Client, "/worklist/").content.decode()


def api(platform: Platform) -> Any:
    from django.test import Client  # noqa: PLC0415 - Django is set up by `site`

    answer = served(platform, Client, "/province/56/counts.json")
    return json.loads(answer.content)


def served(platform: Platform, client: Any, address: str) -> Any:
    from saphan.desk.models import User  # noqa: PLC0415 - Django is set up by `site`
    from saphan.portal import doors  # noqa: PLC0415 - likewise
    from saphan.services import users  # noqa: PLC0415 - likewise

    real = doors.platform()
    users.make_login(asker("oversight"), platform, "switch", roles=sorted(EVERYBODY))
    browser = client(headers={"host": "localhost"})
    browser.force_login(User.objects.get(username="switch"))
    object.__setattr__(real, "clock", platform.clock)
    answer = browser.get(address)
    if answer.status_code == 403:
        raise Forbidden(answer.content.decode())
    assert answer.status_code == 200
    return answer


class Forbidden(Exception):
    """A page or an answer that said no."""


def export(platform: Platform) -> Any:
    from saphan.services import releases  # noqa: PLC0415 - Django is set up by `site`

    return releases.linked_keys(asker("link_records"), platform).read_text("utf-8")


def python(platform: Platform) -> Any:
    from saphan.services import families, worklists  # noqa: PLC0415 - Django is set up by `site`

    caseworker = asker("casework")
    first = worklists.page(caseworker, platform).tasks[0]
    return families.open_family(caseworker, platform, first.person_id)


def asked(platform: Platform) -> Any:
    from saphan.services import asking, credentials  # noqa: PLC0415 - Django is set up by `site`

    asker_ = Asker("agency:switch", "find_missing_help", frozenset({"asking_agency"}))
    person = asking.AskedPerson(given_name="ไม่มีใคร", family_name="ชื่อนี้เลย", birth_date="1901-02-03")
    return asking.ask(credentials.Entered(asker_, "switch", "poverty_bridge"), platform, person)


def found(platform: Platform) -> Any:
    from saphan.services import lookup  # noqa: PLC0415 - Django is set up by `site`

    return lookup.search(asker("casework"), platform, lookup.Sought(birth="2501"))


BUILD, PAGE, API = (
    Door("build", "link_records", build), Door("page", "casework", page), Door("api", "find_missing_help", api)
)  # fmt: skip
EXPORT, PYTHON = Door("export", "link_records", export), Door("python", "casework", python)
DOORS = (BUILD, PAGE, API, EXPORT, PYTHON)
ASKED, FOUND = Door("agency", "find_missing_help", asked), Door("find", "casework", found)


@pytest.fixture(autouse=True)
def _portal_clock(site: Platform) -> Iterator[None]:
    from saphan.portal import doors  # noqa: PLC0415 - Django is set up by `site`

    doors.platform.cache_clear()
    real = doors.platform()
    clock = real.clock
    yield
    object.__setattr__(real, "clock", clock)
    del site


def refusals() -> int:
    from saphan.desk.models import JournalRow  # noqa: PLC0415 - Django is set up by `site`

    return JournalRow.objects.filter(event="refused", person__in=["user:switch", "agency:switch"]).count()


@pytest.mark.parametrize("when", DAYS)
@pytest.mark.parametrize("door", [*DOORS, ASKED, FOUND], ids=lambda door: door.name)
@pytest.mark.parametrize("cause", ["suspend", "expire", "remove purpose"])
def test_without_a_purpose_in_force_every_door_is_shut_from_that_day_and_the_attempt_is_written_down(
    site: Platform, agreement: Any, cause: str, door: Door, when: str
) -> None:
    act = {"suspend": suspend, "expire": expire, "remove purpose": remove_purpose(door.purpose)}[cause]
    act(site, agreement, DAYS[when])
    before = refusals()
    if when == "the day before":
        assert door.of(on(site, DAYS[when]))
        assert refusals() == before
        return
    with pytest.raises((PurposeNotInForce, Forbidden)):
        door.of(on(site, DAYS[when]))
    assert refusals() == before + 1


def column_is_shown(door: str, shown: Any) -> bool:
    """Whether what the door shows still holds the column that `COLUMNS` removes for it."""
    if door == "build":
        return not shown["columns_left_out"]
    if door == "export":
        return any(re.match("old_age_allowance,[0-9]", row) for row in shown.splitlines())
    return any(member.birth_date for member in shown.members)


@pytest.mark.parametrize("when", DAYS)
@pytest.mark.parametrize("door", DOORS, ids=lambda door: door.name)
def test_a_column_removed_is_shown_by_no_door_from_that_day(
    site: Platform, agreement: Any, door: Door, when: str
) -> None:
    from saphan.services import reading  # noqa: PLC0415 - Django is set up by `site`

    act = remove_column("every", LIST, "record_key") if door in (BUILD, EXPORT) else remove_births
    if door in (PAGE, PYTHON):
        act = births_of_casework
    act(site, agreement, DAYS[when])
    platform, is_before = on(site, DAYS[when]), when == "the day before"
    if door is API:
        refused_or_not(door, platform, is_before=is_before)
        return
    shown = door.of(platform)
    if door is PAGE:
        withheld = reading.withheld(platform, reading.open_current(platform), "casework")
        assert ("civil_registration.birth_date" in withheld) is not is_before
        assert bool(re.search(r"อายุ \d+ ปี", shown)) is is_before
        return
    assert column_is_shown(door.name, shown) is is_before


def births_of_casework(site: Platform, write: Callable[..., None], day: date) -> None:
    from saphan.services import reading  # noqa: PLC0415 - Django is set up by `site`

    if day >= THE_DAY:
        # one dataset keeps its births: without any, nobody would be on the list at all
        kept = {
            dataset: [str(each.meaning) for each in contract.fields if each.meaning and each.meaning != "birth_date"]
            for dataset, contract in reading.contracts(site).items()
            if dataset != "child_support_grant"
        }
        write(columns={"casework": kept})


def refused_or_not(door: Door, platform: Platform, *, is_before: bool) -> None:
    before = refusals()
    if is_before:
        assert door.of(platform)
        return
    with pytest.raises(Forbidden):
        door.of(platform)
    assert refusals() == before + 1


@pytest.mark.parametrize("when", DAYS)
def test_a_dataset_out_of_force_is_left_out_of_the_next_build_which_goes_on_and_says_so(
    site: Platform, agreement: Any, when: str
) -> None:
    if DAYS[when] >= THE_DAY:
        agreement(datasets=[each for each in DATASETS if each != "disability_cards"])
    manifest = build(on(site, DAYS[when]))
    assert manifest["left_out"] == ([] if when == "the day before" else ["disability_cards"])


def test_a_memorandum_suspended_stops_everything_under_it(site: Platform, agreement: Any) -> None:
    from saphan.services import agreements, reading  # noqa: PLC0415 - Django is set up by `site`

    frame = yaml.safe_load((site.project.agreements / "poverty_bridge.yaml").read_text("utf-8"))
    above = site.project.agreements / "frame.yaml"
    above.write_text(json.dumps(frame | {"agreement": "frame", "level": "memorandum"}), "utf-8")
    try:
        agreement(under="frame")
        platform = on(site, THE_DAY)
        assert reading.datasets_in_force(platform) == frozenset(DATASETS)
        agreements.suspend(asker("oversight"), platform, "frame")
        found = agreements.listing(asker("oversight"), platform)
        states = {each.agreement_id: (each.state, each.because_of) for each in found}
        assert states == {"frame": ("suspended", "frame"), "poverty_bridge": ("suspended", "frame")}
        assert reading.datasets_in_force(platform) == frozenset()
    finally:
        above.unlink()


def test_a_party_sees_only_what_its_own_agreements_open(site: Platform) -> None:
    from saphan.services import worklists  # noqa: PLC0415 - Django is set up by `site`

    stranger = replace(asker("casework"), party="somebody who signed nothing")
    with pytest.raises(PurposeNotInForce):
        worklists.page(stranger, on(site, THE_DAY))


def test_sensitive_columns_need_a_ground_of_section_26(site: Platform, agreement: Any) -> None:
    from saphan.services import reading  # noqa: PLC0415 - Django is set up by `site`

    assert "disability_kind" in reading.opened(site, "casework")["disability_cards"]
    agreement(sensitive_basis="")
    assert "disability_kind" not in reading.opened(site, "casework")["disability_cards"]
    assert Path(site.project.agreements).is_dir()
