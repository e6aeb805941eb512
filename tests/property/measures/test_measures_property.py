"""The tables of counts against a second, plain-Python count, and against their own sums."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable

from hypothesis import given, settings
from hypothesis import strategies as st

from saphan.measures import count_cells
from saphan.store import Relation
from saphan.tables import COVERAGE

MISSING = ("open", "moved", "not_found")
OUTCOMES = ("open", "reached", "refused", "ineligible", "moved", "not_found")
Person = tuple[str, str, str, str, str]  # benefit, province, district, age group, state

persons = st.tuples(
    st.sampled_from(["old_age_allowance", "child_support_grant"]),
    st.sampled_from([("56", "5601"), ("56", "5602"), ("56", "unknown"), ("57", "5701"), ("unknown", "unknown")]),
    st.sampled_from(["60-69", "70-79", "90+", "unknown"]),
    st.sampled_from(["receiving", *OUTCOMES]),
).map(lambda drawn: (drawn[0], *drawn[1], *drawn[2:]))


def areas(person: Person) -> set[str]:
    _, province, district, _, _ = person
    if province == "unknown":
        return {"total", "unknown"}
    return {"total", province, district if district != "unknown" else f"{province}unknown"}


def second_count(people: list[Person]) -> dict[tuple[str, str, str], int]:
    found = {}
    for benefit in {person[0] for person in people}:
        theirs = [person for person in people if person[0] == benefit]
        groups = {person[3] for person in theirs}
        for area in {area for person in theirs for area in areas(person)}:
            there = [person for person in theirs if area in areas(person)]
            for column in {*groups, "total"}:
                of_age = [person for person in there if column in {person[3], "total"}]
                found[f"{benefit}.eligible.area_age", area, column] = len(of_age)
                missing = [person for person in of_age if person[4] in MISSING]
                found[f"{benefit}.missing.area_age", area, column] = len(missing)
            for column in (*OUTCOMES, "total"):
                met = [person for person in there if person[4] in OUTCOMES and column in {person[4], "total"}]
                found[f"{benefit}.outcome.area_outcome", area, column] = len(met)
    return found


@settings(max_examples=50, deadline=None)
@given(people=st.lists(persons, max_size=30))
def test_every_cell_is_what_counting_by_hand_gives_and_every_sum_holds(
    draw: Callable[..., Relation], people: list[Person]
) -> None:
    names = ("benefit", "province_code", "district_code", "age_group", "state")
    rows = [
        {"person_id": f"P{at:03}", "sex": "m", **dict(zip(names, person, strict=True))}
        for at, person in enumerate(people)
    ]
    found = {(table, row, column): count for table, row, column, count in count_cells(draw(COVERAGE, *rows)).rows()}
    assert found == second_count(people)

    inside: dict[tuple[str, str, str], int] = defaultdict(int)
    across: dict[tuple[str, str], int] = defaultdict(int)
    for (table, row, column), count in found.items():
        if row != "total":
            parent = row[:2] if len(row) > 2 and row[:2].isdigit() else "total"
            inside[table, parent, column] += count
        if column != "total":
            across[table, row] += count
    assert all(found[at] == count for at, count in inside.items())
    assert all(found[table, row, "total"] == count for (table, row), count in across.items())
