"""Coverage against a second, plain-Python reading of its rule."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from saphan.measures import coverage
from saphan.store import Relation
from saphan.tables import COVERAGE, ENTITLEMENTS, PERSONS, RECEIVING, WORKLIST

BENEFIT = "old_age_allowance"
TODAY = date(2026, 11, 22)
Row = dict[str, object]

people = st.fixed_dictionaries(
    {
        "birth_date": st.one_of(
            st.none(),
            st.dates(date(1920, 1, 1), date(1967, 12, 31)),
            st.builds(date, st.sampled_from([1936, 1946, 1956, 1966]), st.just(11), st.integers(20, 24)),
        ),
        "birth_precision": st.sampled_from(["day", "month", "year", "year_ambiguous"]),
        "sex": st.sampled_from([None, "m", "f"]),
        "area": st.sampled_from([(None, None), ("56", None), (None, "5601"), ("56", "5602")]),
        "verdict": st.sampled_from(["eligible", "not_eligible", "cannot_tell", None]),
        "is_paid": st.booleans(),
        "outcome": st.sampled_from([None, "open", "reached", "moved"]),
    }
)


def second_reading(person: Row) -> tuple[object, ...] | None:
    if person["verdict"] not in {"eligible", "cannot_tell"} or not (person["is_paid"] or person["outcome"]):
        return None
    (province, district), born = person["area"], person["birth_date"]  # type: ignore[misc]  # a pair, by the strategy above
    group = "unknown"
    if isinstance(born, date) and person["birth_precision"] != "year_ambiguous":
        age = sum((born.year + n, born.month, born.day) <= (2026, 11, 22) for n in range(1, 120))
        group = "90+" if age >= 90 else f"{age // 10 * 10}-{age // 10 * 10 + 9}"
    return (
        BENEFIT,
        province or (district[:2] if district else "unknown"),
        district or "unknown",
        group,
        person["sex"] or "unknown",
        "receiving" if person["is_paid"] else person["outcome"],
    )


@settings(max_examples=60, deadline=None)
@given(drawn=st.lists(people, min_size=1, max_size=20))
def test_everyone_is_counted_once_in_the_groups_she_belongs_to(draw: Callable[..., Relation], drawn: list[Row]) -> None:
    everyone = [(f"P{at:02}", person) for at, person in enumerate(drawn)]

    def hers(key: str, **said: object) -> Row:
        return {"person_id": key, "benefit": BENEFIT, **said}

    persons = []
    for key, person in everyone:
        province, district = person["area"]  # type: ignore[misc]  # a pair, by the strategy above
        content = {name: person[name] for name in ("birth_date", "birth_precision", "sex")}
        persons.append({"person_id": key, "province_code": province, "district_code": district, **content})
    made = coverage(
        draw(ENTITLEMENTS, *(hers(key, verdict=each["verdict"]) for key, each in everyone if each["verdict"])),
        draw(RECEIVING, *(hers(key) for key, each in everyone if each["is_paid"])),
        draw(WORKLIST, *(hers(key, outcome=each["outcome"]) for key, each in everyone if each["outcome"])),
        draw(PERSONS, *persons),
        as_of=TODAY,
    )
    assert made.table is COVERAGE
    assert {row[0]: row[1:] for row in made.rows()} == {
        key: counted for key, person in everyone if (counted := second_reading(person))
    }
