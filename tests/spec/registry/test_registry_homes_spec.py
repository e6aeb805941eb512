"""Households from addresses, where no source gives a key of one."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from types import SimpleNamespace

from saphan import registry
from saphan.registry.homes import CROWDED
from saphan.registry.lookup.limits import ANY, open_fields
from saphan.store import Relation
from saphan.tables import IDENTITY, MEMBERSHIPS, PERSONS, PROVENANCE, RECORDS, TRUST
from saphan.tables.people import IDENTIFIERS

Draw = Callable[..., Relation]
Row = dict[str, object]
SEP, OCT = date(2026, 9, 30), date(2026, 10, 31)
CONTRACTS = [SimpleNamespace(dataset=name, residence="actual") for name in ("civil", "school", "clinic")]
HERE = {"house_number": "12/3", "subdistrict_code": "560101"}


def rec(record_id: str, dataset: str = "school", seen_on: date = SEP, **said: object) -> Row:
    """A record of the person called by its first letter."""
    return {"record_id": record_id, "dataset": dataset, "seen_on": seen_on, "given_name": record_id[0]} | said


def whose(draw: Draw, *rows: Row) -> Relation:
    return draw(IDENTITY, *({"record_id": row["record_id"], "person_id": str(row["record_id"])[0]} for row in rows))


def ranks(draw: Draw) -> Relation:
    return draw(TRUST, *({"dataset": name, "rank": at} for at, name in enumerate(("civil", "school", "clinic"))))


def lives(draw: Draw, *rows: Row, most: int = 15) -> dict[str, tuple[str, str]]:
    """By person what her household is called by, and who says so."""
    records = draw(RECORDS, *rows)
    houses = registry.dwellings(records)
    named = {key: f"{dataset} {house}" for dataset, house, key in houses.rows()}
    crowded = registry.crowded(records, most=most)
    found = registry.memberships(records, whose(draw, *rows), ranks(draw), houses, crowded=crowded)
    return {person: (named[house], dataset) for person, house, dataset in found.rows()}


def stays(draw: Draw, *rows: Row, most: int = 15) -> list[tuple[object, ...]]:
    records = draw(RECORDS, *rows)
    houses = registry.dwellings(records)
    named = {key: house for _, house, key in houses.rows()}
    crowded = registry.crowded(records, most=most)
    found = registry.residences(records, whose(draw, *rows), houses, CONTRACTS, crowded=crowded)  # type: ignore[arg-type]  # two of its fields
    return [(person, dataset, named[str(house)]) for person, dataset, _, house, _, _ in found.rows()]


def test_people_of_one_address_are_one_household_whichever_agency_says_so(draw: Draw) -> None:
    found = lives(
        draw, rec("a", "school", **HERE), rec("b", "clinic", **HERE), rec("c", "clinic", **HERE | {"house_number": "9"})
    )
    assert found["a"] == (":address 560101|12/3||", "school")
    assert found["b"] == (":address 560101|12/3||", "clinic")
    assert found["c"][0] != found["b"][0]


def test_street_and_locality_are_part_of_an_address(draw: Draw) -> None:
    found = lives(
        draw, rec("a", **HERE, street="หมู่ 1"), rec("b", **HERE, street="หมู่ 2"), rec("c", **HERE, locality="หมู่ 1")
    )
    assert len({house for house, _ in found.values()}) == 3


def test_an_address_without_house_number_or_subdistrict_names_no_household(draw: Draw) -> None:
    assert lives(draw, rec("a", house_number="12/3", district_code="5601"), rec("b", subdistrict_code="560101")) == {}


def test_a_house_code_goes_before_an_address_however_trusted_its_source(draw: Draw) -> None:
    found = lives(draw, rec("a1", "civil", OCT, **HERE), rec("a2", "clinic", household_key="h1"))
    assert found == {"a": ("clinic h1", "clinic")}


def test_of_addresses_the_most_trusted_source_counts_then_the_latest(draw: Draw) -> None:
    there = HERE | {"house_number": "9"}
    assert (
        lives(draw, rec("a1", "school", **HERE), rec("a2", "clinic", OCT, **there))["a"][0] == ":address 560101|12/3||"
    )
    assert lives(draw, rec("a1", "school", **HERE), rec("a2", "school", OCT, **there))["a"][0] == ":address 560101|9||"


def test_an_address_that_too_many_share_is_nobodys_household(draw: Draw) -> None:
    three = [rec(name, **HERE) for name in "abc"]
    assert set(lives(draw, *three, most=3)) == set("abc")
    assert lives(draw, *three, rec("d", "civil", **HERE, household_key="h1"), most=3) == {"d": ("civil h1", "civil")}
    crowded = registry.crowded(draw(RECORDS, *three), most=2)
    assert crowded.rows() == [("560101|12/3||", 3)]


def test_whose_address_is_too_crowded_does_not_fall_back_to_an_older_one(draw: Draw) -> None:
    block = [rec(name, seen_on=OCT, **HERE) for name in "bcd"]
    found = lives(draw, rec("a1", **HERE | {"house_number": "9"}), rec("a2", seen_on=OCT, **HERE), *block, most=3)
    assert "a" not in found


def test_records_of_one_person_that_come_again_do_not_crowd_her_address(draw: Draw) -> None:
    again = [rec(f"a{at}", seen_on=date(2026, 1 + at, 1), **HERE) for at in range(10)]
    assert set(lives(draw, *again, most=1)) == {"a"}


def test_people_of_many_numbers_and_one_name_crowd_an_address_too(draw: Draw) -> None:
    many = [rec(f"{name}", **HERE, citizen_id=f"{at:013}") | {"given_name": "ก"} for at, name in enumerate("abcd")]
    assert lives(draw, *many, most=3) == {}


def test_stays_are_told_from_addresses_only_of_those_without_any_house_code(draw: Draw) -> None:
    found = stays(draw, rec("a1", "civil", household_key="h1"), rec("a2", "school", **HERE), rec("b", "school", **HERE))
    assert sorted(found) == [("a", "civil", "h1"), ("b", "school", "560101|12/3||")]


def test_no_stay_is_told_at_an_address_that_too_many_share(draw: Draw) -> None:
    assert stays(draw, *(rec(name, **HERE) for name in "abc"), most=2) == []


def test_a_house_known_by_its_address_keeps_its_key_and_one_of_an_objector_is_forgotten(draw: Draw) -> None:
    both = draw(RECORDS, rec("a", **HERE), rec("b", **HERE | {"house_number": "9"}))
    first = registry.dwellings(both)
    later = registry.dwellings(draw(RECORDS, rec("c", "clinic", OCT, **HERE)), first)
    assert later.rows() == first.rows()
    out = draw(IDENTITY, {"record_id": "b", "person_id": "b"})
    kept = registry.dwellings(registry.without(both, out), first, delivered=both, left_out=out)
    assert [house for _, house, _ in kept.rows()] == ["560101|12/3||"]


def test_those_touched_by_a_crowd_are_all_who_have_only_that_address(draw: Draw) -> None:
    records = draw(
        RECORDS, rec("a", **HERE), rec("b", **HERE, household_key="h1"), rec("c", **HERE | {"house_number": "9"})
    )
    crowd, nobody = draw(CROWDED, {"household_key": "560101|12/3||", "records": 1}), draw(CROWDED)
    assert registry.crossed(records, crowd, nobody).rows() == [("a",)]
    assert registry.crossed(records, nobody, crowd).rows() == [("a",)]
    assert registry.crossed(records, crowd, crowd).rows() == []


def test_a_household_known_by_its_address_is_looked_up_as_long_as_the_residence_may_be_told(draw: Draw) -> None:
    records = draw(RECORDS, rec("a", **HERE), rec("b", "civil", household_key="h1"))
    houses = registry.dwellings(records)
    home = {house: key for _, house, key in houses.rows()}
    made = registry.lookup_rows(
        draw(IDENTIFIERS, {"person_id": "a"}, {"person_id": "b"}),
        draw(PERSONS, {"person_id": "a"}, {"person_id": "b"}),
        draw(
            MEMBERSHIPS,
            {"person_id": "a", "household_id": home["560101|12/3||"], "dataset": "school"},
            {"person_id": "b", "household_id": home["h1"], "dataset": "civil"},
        ),
        draw(PROVENANCE),
        houses=houses,
    )
    known_from = {row["person_id"]: row["known_from"] for row in made.arrow().to_pylist()}
    assert known_from == {"a": "|school.home|", "b": "|civil.household_key|"}


def test_what_withholds_a_household() -> None:
    home, key = "|school.sex|school.home|", "|school.sex|school.household_key|"
    for known_from in (home, key):
        assert open_fields(known_from, "|") == {"sex", "household_key", ANY}
        assert open_fields(known_from, "|school|") == set()
    assert open_fields(home, "|school.residence|") == {"sex", ANY}
    assert open_fields(home, "|school.household_key|") == {"sex", "household_key", ANY}
    assert open_fields(key, "|school.household_key|") == {"sex", ANY}
    assert open_fields("|school.home|", "|") == {"household_key"}, "her household alone tells of nobody"
