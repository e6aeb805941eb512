"""Two releases compared, and turning to the earlier one: what it changes, what it writes down, who may."""

from __future__ import annotations

import csv
import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

from saphan.access.actor import Asker
from saphan.access.decide import NotPermitted
from saphan.services.platform import Platform
from saphan.store import open_release, releases
from saphan.store.vacuum import ReleaseStands

pytestmark = pytest.mark.xdist_group("site")
OPERATOR = Asker("os:turner", "link_records", frozenset({"operator"}))
WORKER = Asker("user:worker", "link_records", frozenset({"social_worker"}))
GONE = "disability_cards"
Two = tuple[str, str]


def quiet(*_: object) -> None:
    """Nobody watches."""


@pytest.fixture
def two(site: Platform, tmp_path: Path) -> Iterator[Two]:
    """A release with all datasets, and one after it without one; everything is put back when the test ends."""
    from saphan.services import builds, reading  # noqa: PLC0415 - Django is set up by `site`

    places = ("lake", "out", "agreements")
    for name in places:
        shutil.copytree(site.project.root / name, tmp_path / name)
    before = builds.build(OPERATOR, site, as_of=site.day, tell=quiet)[1].release_id
    path = site.project.agreements / "poverty_bridge.yaml"
    whole = yaml.safe_load(path.read_text("utf-8"))
    rest = [each for each in whole["datasets"] if each != GONE]
    path.write_text(json.dumps(whole | {"datasets": rest}, ensure_ascii=False), "utf-8")
    after = builds.build(OPERATOR, site, as_of=site.day, tell=quiet)[1].release_id
    yield before, after
    reading.forget()
    for name in places:
        shutil.rmtree(site.project.root / name)
        shutil.copytree(tmp_path / name, site.project.root / name)


def linked_people(site: Platform) -> set[str]:
    with (site.project.out / "linked.csv").open(encoding="utf-8") as opened:
        return {row["person_id"] for row in csv.DictReader(opened)}


def people(site: Platform, release_id: str) -> set[str]:
    from saphan.store import Engine  # noqa: PLC0415 - beside its use
    from saphan.tables import PERSONS  # noqa: PLC0415 - likewise

    release = open_release(site.project.lake, release_id)
    with Engine(may_read=[release.root]) as engine:
        return {str(row[0]) for row in release.relation(PERSONS, engine).rows()}


def events(person: str) -> list[tuple[str, dict[str, str]]]:
    from saphan.desk.models import JournalRow  # noqa: PLC0415 - Django is set up by `site`

    rows = JournalRow.objects.filter(person=person).order_by("id")
    return [(row.event, dict(row.detail)) for row in rows]


def test_two_releases_side_by_side(site: Platform, two: Two) -> None:
    from saphan.services import differences  # noqa: PLC0415 - Django is set up by `site`

    found = differences.compare(OPERATOR, site)
    assert (found.earlier, found.later) == two
    had, has = (people(site, name) for name in two)
    counts = {each.kind: each.persons for each in found.kinds}
    causes = {each.kind: set(each.causes) for each in found.kinds}
    assert (found.persons_before, found.persons_after) == (len(had), len(has))
    assert counts["gained"] == 0
    assert causes["lost"] <= {"records_went"}
    assert counts["lost"] <= len(had - has)
    assert counts["rekeyed"] == 0
    assert {each.what for each in found.making} >= {"inputs", "contracts", "left_out"}
    assert any(each.what == "contracts" and each.name.startswith(GONE) and not each.after for each in found.making)
    tables = {each.name: each for each in found.tables}
    assert tables["persons"].before == len(had)
    shared = [name for name, each in tables.items() if each.is_same]
    first, second = (open_release(site.project.lake, name) for name in two)
    assert all(first.files[name].samefile(second.files[name]) for name in shared)
    assert ("releases_compared", {"release": two[1], "earlier": two[0]}) in events("os:turner")


def test_a_release_is_the_same_as_itself(site: Platform) -> None:
    from saphan.services import differences, reading  # noqa: PLC0415 - Django is set up by `site`

    name = reading.open_current(site).release.release_id
    found = differences.compare(OPERATOR, site, name, name)
    assert not found.changes
    assert not found.making
    assert all(each.is_same for each in found.tables)


def test_turning_back_shows_the_earlier_release_at_once_and_hands_out_its_keys(site: Platform, two: Two) -> None:
    from saphan.services import builds, journal, reading  # noqa: PLC0415 - as above
    from saphan.services import releases as service  # noqa: PLC0415 - likewise

    before, after = two
    assert linked_people(site) <= people(site, after)
    now = service.rollback(OPERATOR, site, why="a dataset was left out by mistake")
    assert (now.release_id, now.is_current) == (before, True)
    assert reading.open_current(site).release.release_id == before
    assert builds.story(Asker("os:turner", "find_missing_help", frozenset({"operator"})), site).release_id == before
    assert linked_people(site) <= people(site, before)
    told = [each for each in events("os:turner") if each[0].startswith("release_turn")]
    said = {"release": before, "left": after, "why": "a dataset was left out by mistake"}
    assert told[-2:] == [("release_turning", said), ("release_turned", said)]
    assert journal.verify(Asker("os:turner", "oversight", frozenset({"operator"})), site).broken is None

    assert service.rollback(OPERATOR, site, after, why="it was no mistake").release_id == after
    with pytest.raises(ReleaseStands):
        service.rollback(OPERATOR, site, after, why="again")


def test_a_build_after_a_turn_makes_no_key_of_the_release_that_was_left(site: Platform, two: Two) -> None:
    from saphan.services import builds  # noqa: PLC0415 - as above
    from saphan.services import releases as service  # noqa: PLC0415 - likewise

    before, after = two
    service.rollback(OPERATOR, site, before, why="to build again")
    built = builds.build(OPERATOR, site, as_of=site.day, tell=quiet)[1].release_id
    assert open_release(site.project.lake, built).manifest["turns"] == 1
    assert people(site, built) & people(site, after) <= people(site, before)


def test_what_the_journal_names_as_turned_to_is_never_vacuumed(site: Platform, two: Two) -> None:
    from saphan.services import builds, reading  # noqa: PLC0415 - as above
    from saphan.services import releases as service  # noqa: PLC0415 - likewise

    before, after = two
    service.rollback(OPERATOR, site, before, why="a test")
    service.rollback(OPERATOR, site, after, why="and forward")
    for _ in range(2):
        builds.build(OPERATOR, site, as_of=site.day, tell=quiet)
    reading.forget()
    done = service.vacuum(OPERATOR, site, keep=1)
    assert done.kept[before] == done.kept[after] == "referenced"
    assert {each.release_id for each in releases(site.project.lake)} == set(done.kept)


@pytest.mark.parametrize("why", ["", "  ", "two\nlines", "x" * 301])
def test_a_turn_needs_a_reason_in_one_line(site: Platform, why: str) -> None:
    from saphan.services import releases as service  # noqa: PLC0415 - Django is set up by `site`

    with pytest.raises(service.NoReason):
        service.rollback(OPERATOR, site, why=why)


@pytest.mark.parametrize("verb", ["rollback", "vacuum", "compare"])
def test_only_the_operator_turns_compares_and_makes_room(site: Platform, verb: str) -> None:
    from saphan.services import differences  # noqa: PLC0415 - Django is set up by `site`
    from saphan.services import releases as service  # noqa: PLC0415 - likewise

    with pytest.raises(NotPermitted):
        if verb == "rollback":
            service.rollback(WORKER, site, why="no reason")
        elif verb == "vacuum":
            service.vacuum(WORKER, site, keep=1)
        else:
            differences.compare(WORKER, site)
