"""A household that is known by its address is withheld where the residence is."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from saphan import services
from saphan.store import Relation, read
from saphan.tables import DWELLINGS, IDENTIFIERS, MEMBERSHIPS, PERSONS, PROVENANCE, RESIDENCES

SQL = Path(services.__file__).parent
Draw = Callable[..., Relation]
DAY = date(2026, 9, 30)
HOMES = {"P1": "H1", "P2": "H1", "P3": "H2", "P4": "H2"}  # H1 by its address, H2 by a key
DATASETS = {"P1": "school", "P2": "clinic", "P3": "civil", "P4": "civil"}


@pytest.fixture
def release(draw: Draw) -> dict[str, Relation]:
    return {
        "dwellings": draw(
            DWELLINGS,
            {"dataset": ":address", "household_key": "560101|1||", "household_id": "H1"},
            {"dataset": "civil", "household_key": "h2", "household_id": "H2"},
        ),
        "memberships": draw(
            MEMBERSHIPS,
            *({"person_id": each, "household_id": HOMES[each], "dataset": DATASETS[each]} for each in HOMES),
        ),
        "persons": draw(PERSONS, *({"person_id": each} for each in HOMES)),
        "identifiers": draw(IDENTIFIERS, *({"person_id": each} for each in HOMES)),
        "provenance": draw(
            PROVENANCE, *({"person_id": each, "field": "sex", "dataset": DATASETS[each]} for each in HOMES)
        ),
        "residences": draw(
            RESIDENCES,
            *(
                {"person_id": "P1", "dataset": dataset, "kind": "actual", "household_id": home, "began": DAY}
                for dataset, home in (("school", "H1"), ("civil", "H2"))
            ),
        ),
    }


def shown(release: dict[str, Relation], person: str, withheld: str) -> list[str]:
    params = {"person_id": person, "withheld": withheld}
    found = read(SQL / "household_members.sql", inputs=release, params=params).to_pylist()
    return [row["person_id"] for row in found]


@pytest.mark.parametrize(
    ("withheld", "expected"),
    [
        ("|", ["P1", "P2"]),
        ("|school.household_key|clinic.household_key|", ["P1", "P2"]),
        ("|clinic.residence|", ["P1"]),
        ("|school.residence|", ["P1"]),
        ("|clinic|", ["P1"]),
    ],
)
def test_who_is_shown_of_a_household_known_by_its_address(
    release: dict[str, Relation], withheld: str, expected: list[str]
) -> None:
    assert shown(release, "P1", withheld) == expected


def test_a_household_known_by_a_key_is_withheld_with_the_key_alone(release: dict[str, Relation]) -> None:
    assert shown(release, "P3", "|civil.residence|") == ["P3", "P4"]
    assert shown(release, "P3", "|civil.household_key|") == ["P3"]


def test_a_stay_says_by_what_its_household_is_known(release: dict[str, Relation]) -> None:
    found = read(SQL / "residences_of_person.sql", inputs=release, params={"person_id": "P1"}).to_pylist()
    assert {row["household_id"]: row["known_by"] for row in found} == {"H1": "residence", "H2": "household_key"}
