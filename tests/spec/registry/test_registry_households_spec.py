"""Household keys that last, and who lived where from when to when."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from types import SimpleNamespace

from saphan import registry
from saphan.store import Relation
from saphan.tables import IDENTITY, RECORDS

Draw = Callable[..., Relation]
SEP, OCT, NOV = date(2026, 9, 30), date(2026, 10, 31), date(2026, 11, 30)
CONTRACTS = [
    SimpleNamespace(dataset="civil", residence="registered"),
    SimpleNamespace(dataset="survey", residence="actual"),
]


def rec(record_id: str, dataset: str, seen_on: date, house: str | None) -> dict[str, object]:
    return {"record_id": record_id, "dataset": dataset, "seen_on": seen_on, "household_key": house}


def lived(draw: Draw, *rows: dict[str, object], whose: str = "P1") -> list[tuple[object, ...]]:
    records = draw(RECORDS, *rows)
    hers = [row for row in rows if not str(row["record_id"]).startswith("x")]
    identity = draw(IDENTITY, *({"record_id": row["record_id"], "person_id": whose} for row in hers))
    houses = registry.dwellings(records)
    named = {key: house for _, house, key in houses.rows()}
    found = registry.residences(records, identity, houses, CONTRACTS)  # type: ignore[arg-type]  # two of its fields
    return [(kind, named[str(house)], began, ended) for _, _, kind, house, began, ended in found.rows()]


def test_registered_and_actual_residence_stand_apart(draw: Draw) -> None:
    found = lived(draw, rec("a", "civil", SEP, "h1"), rec("b", "survey", OCT, "h7"))
    assert found == [("registered", "h1", SEP, None), ("actual", "h7", OCT, None)]


def test_two_deliveries_that_agree_are_one_stay(draw: Draw) -> None:
    assert lived(draw, rec("a", "civil", SEP, "h1"), rec("b", "civil", OCT, "h1")) == [("registered", "h1", SEP, None)]


def test_a_stay_ends_with_the_delivery_that_names_another_house(draw: Draw) -> None:
    found = lived(draw, rec("a", "civil", SEP, "h1"), rec("b", "civil", OCT, "h2"))
    assert found == [("registered", "h1", SEP, OCT), ("registered", "h2", OCT, None)]


def test_a_stay_ends_with_the_delivery_that_no_longer_names_her(draw: Draw) -> None:
    found = lived(draw, rec("a", "civil", SEP, "h1"), rec("x", "civil", OCT, "h9"), rec("c", "civil", NOV, "h1"))
    assert found == [("registered", "h1", SEP, OCT), ("registered", "h1", NOV, None)]


def test_a_household_keeps_its_key_when_the_delivery_that_founded_it_is_withdrawn(draw: Draw) -> None:
    first = registry.dwellings(draw(RECORDS, rec("a", "civil", SEP, "h1"), rec("b", "civil", OCT, "h1")))
    alone = draw(RECORDS, rec("b", "civil", OCT, "h1"))
    assert registry.dwellings(alone, first).rows() == first.rows()
    assert registry.dwellings(alone).rows() != first.rows(), "without its memory it would have another"


def test_a_household_that_comes_back_has_its_key(draw: Draw) -> None:
    first = registry.dwellings(draw(RECORDS, rec("a", "civil", SEP, "h1")))
    without = registry.dwellings(draw(RECORDS, rec("b", "civil", OCT, "h2")), first)
    assert set(first.rows()) < set(without.rows())
    back = registry.dwellings(draw(RECORDS, rec("c", "civil", NOV, "h1")), without)
    assert back.rows() == without.rows()


def test_a_house_known_only_from_somebody_who_objected_is_forgotten(draw: Draw) -> None:
    both = draw(RECORDS, rec("a", "civil", SEP, "h1"), rec("b", "civil", SEP, "h2"), rec("c", "civil", SEP, "h2"))
    first = registry.dwellings(both)
    out = draw(IDENTITY, {"record_id": "a", "person_id": "P1"}, {"record_id": "b", "person_id": "P1"})
    kept = registry.dwellings(registry.without(both, out), first, delivered=both, left_out=out)
    assert [house for _, house, _ in kept.rows()] == ["h2"]
    again = registry.dwellings(both, kept)
    assert again.rows() == first.rows()
