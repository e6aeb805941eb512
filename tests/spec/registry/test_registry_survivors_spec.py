"""Whose word the register takes, what it says of a person, and with whom she lives."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from saphan.registry import choose_survivors, households, identifiers, memberships, person_facts, persons
from saphan.store import Relation
from saphan.tables import FACTS, IDENTITY, PAIRS, PERSONS, RECORDS, TRUST

Draw = Callable[..., Relation]
OCTOBER, NOVEMBER = date(2026, 10, 1), date(2026, 11, 1)


def trust(draw: Draw) -> Relation:
    return draw(
        TRUST, {"dataset": "civil", "rank": 10}, {"dataset": "card", "rank": 30}, {"dataset": "survey", "rank": 30}
    )


def record(record_id: str, dataset: str, seen_on: date = NOVEMBER, **said: object) -> dict[str, object]:
    return {"record_id": record_id, "dataset": dataset, "seen_on": seen_on, **said}


def believed(draw: Draw, *records: dict[str, object]) -> dict[str, str]:
    identity = draw(IDENTITY, *({"record_id": each["record_id"], "person_id": "P1"} for each in records))
    chosen = choose_survivors(draw(RECORDS, *records), identity, trust(draw))
    return {field: record_id for _, field, record_id, _ in chosen.rows()}


def test_the_more_trusted_dataset_is_believed_even_if_it_spoke_earlier(draw: Draw) -> None:
    assert believed(draw, record("a", "card", sex="f"), record("b", "civil", OCTOBER, sex="m")) == {"sex": "b"}


def test_of_datasets_trusted_alike_the_later_word_is_taken(draw: Draw) -> None:
    assert believed(draw, record("a", "card", OCTOBER, sex="f"), record("b", "survey", sex="m")) == {"sex": "b"}


def test_of_two_on_one_day_the_lower_record_is_taken(draw: Draw) -> None:
    assert believed(draw, record("b", "card", sex="f"), record("a", "survey", sex="m")) == {"sex": "a"}


def test_a_trusted_dataset_that_says_nothing_leaves_the_word_to_the_next(draw: Draw) -> None:
    assert believed(draw, record("a", "civil"), record("b", "card", phone="0812345678")) == {"phone": "b"}


def test_a_number_whose_check_digit_agrees_goes_before_a_more_trusted_one_that_fails(draw: Draw) -> None:
    wrong = record("a", "civil", citizen_id="3560100000012", citizen_id_valid=False)
    right = record("b", "card", citizen_id="3560100000011", citizen_id_valid=True)
    assert believed(draw, wrong, right) == {"citizen_id": "b"}
    assert believed(draw, wrong) == {"citizen_id": "a"}


def test_a_residence_is_taken_whole_from_one_record(draw: Draw) -> None:
    area = record("a", "civil", province_code="56", district_code="5601")
    house = record("b", "card", province_code="57", district_code="5701", subdistrict_code="570101", house_number="9/1")
    records = draw(RECORDS, area, house)
    identity = draw(IDENTITY, {"record_id": "a", "person_id": "P1"}, {"record_id": "b", "person_id": "P1"})
    provenance = choose_survivors(records, identity, trust(draw))
    made = persons(records, draw(FACTS), identity, provenance, draw(PAIRS)).arrow().to_pylist()[0]
    assert (made["province_code"], made["district_code"], made["subdistrict_code"]) == ("56", "5601", None)
    assert identifiers(records, provenance, identity).arrow().to_pylist()[0]["house_number"] is None


def test_a_person_is_doubtful_when_a_waiting_pair_ties_her_to_somebody_else(draw: Draw) -> None:
    records = draw(RECORDS, *(record(each, "civil") for each in "abcd"))
    people = {"a": "P1", "b": "P1", "c": "P2", "d": "P3"}
    identity = draw(IDENTITY, *({"record_id": key, "person_id": person} for key, person in people.items()))
    pairs = draw(
        PAIRS,
        {"record_a": "a", "record_b": "b", "decision": "review"},
        {"record_a": "b", "record_b": "c", "decision": "review"},
        {"record_a": "c", "record_b": "d", "decision": "apart"},
    )
    made = persons(records, draw(FACTS), identity, choose_survivors(records, identity, trust(draw)), pairs)
    assert {row["person_id"]: row["is_doubtful"] for row in made.arrow().to_pylist()} == {
        "P1": True,
        "P2": True,
        "P3": False,
    }
    assert {row["person_id"]: row["records"] for row in made.arrow().to_pylist()} == {"P1": 2, "P2": 1, "P3": 1}


def test_a_death_is_taken_from_whoever_reports_one_the_latest_first(draw: Draw) -> None:
    records = draw(RECORDS, record("a", "civil", OCTOBER), record("b", "card"))
    identity = draw(IDENTITY, {"record_id": "a", "person_id": "P1"}, {"record_id": "b", "person_id": "P1"})
    facts = draw(
        FACTS,
        {"record_id": "a", "dataset": "civil", "fact": "death_date", "value_date": date(2026, 9, 1)},
        {"record_id": "b", "dataset": "card", "fact": "death_date", "value_date": date(2026, 9, 2)},
    )
    made = persons(records, facts, identity, choose_survivors(records, identity, trust(draw)), draw(PAIRS))
    assert made.arrow().to_pylist()[0]["death_date"] == date(2026, 9, 2)
    assert [row["seen_on"] for row in person_facts(records, facts, identity).arrow().to_pylist()] == [OCTOBER, NOVEMBER]


def test_people_of_one_house_key_in_one_dataset_are_a_household(draw: Draw) -> None:
    records = draw(
        RECORDS,
        record("a", "civil", household_key="h1"),
        record("b", "civil", household_key="h1"),
        record("c", "survey", household_key="h1"),
        record("d", "survey", household_key="h2"),
        record("e", "civil", household_key="h3"),
        record("f", "civil"),
    )
    people = {"a": "P1", "b": "P2", "c": "P3", "d": "P4", "e": "P4", "f": "P5"}
    identity = draw(IDENTITY, *({"record_id": key, "person_id": person} for key, person in people.items()))
    made = {person: household for person, household, _ in memberships(records, identity, trust(draw)).rows()}
    assert made["P1"] == made["P2"]
    assert made["P3"] != made["P1"], "a key means something only within its dataset"
    assert [row[2] for row in memberships(records, identity, trust(draw)).rows() if row[0] == "P4"] == ["civil"]
    assert "P5" not in made


def test_a_household_stands_where_most_of_its_members_live(draw: Draw) -> None:
    records = draw(RECORDS, *(record(each, "civil", household_key="h1") for each in "abc"))
    identity = draw(IDENTITY, *({"record_id": each, "person_id": f"P{each}"} for each in "abc"))
    people = draw(
        PERSONS,
        {"person_id": "Pa"},
        {"person_id": "Pb", "province_code": "56", "district_code": "5602"},
        {"person_id": "Pc", "province_code": "56", "district_code": "5601"},
    )
    (made,) = households(memberships(records, identity, trust(draw)), people).arrow().to_pylist()
    assert (made["district_code"], made["members"]) == ("5601", 3)


def test_a_household_keeps_its_key_when_a_later_delivery_brings_a_smaller_record_id(draw: Draw) -> None:
    first = record("d5:1", "civil", OCTOBER, household_key="h1")
    later = record("d1:1", "civil", NOVEMBER, household_key="h1")
    alone = draw(IDENTITY, {"record_id": "d5:1", "person_id": "P1"})
    both = draw(IDENTITY, {"record_id": "d5:1", "person_id": "P1"}, {"record_id": "d1:1", "person_id": "P1"})
    before = memberships(draw(RECORDS, first), alone, trust(draw))
    assert memberships(draw(RECORDS, first, later), both, trust(draw)).rows() == before.rows()


def test_the_larger_part_of_a_household_says_where_it_is_even_with_the_higher_code(draw: Draw) -> None:
    records = draw(RECORDS, *(record(each, "civil", household_key="h1") for each in "abc"))
    identity = draw(IDENTITY, *({"record_id": each, "person_id": f"P{each}"} for each in "abc"))
    places = {"Pa": "5601", "Pb": "5602", "Pc": "5602"}
    people = draw(
        PERSONS,
        *({"person_id": who, "province_code": "56", "district_code": district} for who, district in places.items()),
    )
    (made,) = households(memberships(records, identity, trust(draw)), people).arrow().to_pylist()
    assert made["district_code"] == "5602"


def test_of_two_deaths_reported_on_one_day_the_lower_record_is_taken(draw: Draw) -> None:
    records = draw(RECORDS, record("a", "civil"), record("b", "card"))
    identity = draw(IDENTITY, {"record_id": "a", "person_id": "P1"}, {"record_id": "b", "person_id": "P1"})
    said = {"a": date(2026, 9, 1), "b": date(2026, 9, 2)}
    facts = draw(
        FACTS,
        *({"record_id": who, "dataset": "civil", "fact": "death_date", "value_date": day} for who, day in said.items()),
    )
    made = persons(records, facts, identity, choose_survivors(records, identity, trust(draw)), draw(PAIRS))
    assert made.arrow().to_pylist()[0]["death_date"] == said["a"]


def test_a_waiting_pair_within_one_person_is_no_doubt_about_who_she_is(draw: Draw) -> None:
    records = draw(RECORDS, record("a", "civil"), record("b", "card"))
    identity = draw(IDENTITY, {"record_id": "a", "person_id": "P1"}, {"record_id": "b", "person_id": "P1"})
    pairs = draw(PAIRS, {"record_a": "a", "record_b": "b", "decision": "review"})
    made = persons(records, draw(FACTS), identity, choose_survivors(records, identity, trust(draw)), pairs)
    assert made.arrow().to_pylist()[0]["is_doubtful"] is False
