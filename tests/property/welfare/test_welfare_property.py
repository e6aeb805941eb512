"""Entitlements and gaps against a second, plain-Python reading of their rules, on people nobody drew."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from saphan.contracts.model import Contract, FileShape
from saphan.store import Relation
from saphan.tables import PERSON_FACTS, PERSONS, RECEIVING
from saphan.welfare import entitle, find_gaps, packs, receiving

Draw = Callable[..., Relation]
Row = dict[str, object]
BENEFIT = "old_age_allowance"
TODAY = date(2026, 11, 22)

# births crowd around the days on which something changes: the sixtieth birthday, tens, 29 February
births = st.one_of(
    st.none(),
    st.dates(date(1930, 1, 1), date(1970, 12, 31)),
    st.builds(date, st.sampled_from([1926, 1936, 1946, 1956, 1966, 1967]), st.just(11), st.integers(20, 24)),
    st.sampled_from([date(1964, 2, 29), date(1936, 2, 29), date(1966, 12, 31), date(1966, 1, 1)]),
)
days = st.sampled_from([TODAY, date(2024, 2, 28), date(2024, 2, 29), date(2023, 3, 1), date(2026, 1, 1)])


@st.composite
def a_person(draw_value: st.DrawFn) -> Row:
    born = draw_value(births)
    kind = draw_value(st.sampled_from([None, *"0123456789"]))
    precision = draw_value(st.sampled_from(["day", "day", "month", "year", "year_ambiguous"]))
    return {
        "birth_date": born,
        "birth_precision": None if born is None else precision,
        "citizen_id_kind": kind,
        "citizen_id_valid": None if kind is None else draw_value(st.booleans()),
        "death_date": draw_value(st.sampled_from([None, None, None, date(2020, 5, 5), date(2027, 1, 1)])),
        "is_doubtful": draw_value(st.booleans()),
        "says_thai": draw_value(st.sampled_from([False, False, True])),
        "is_paid": draw_value(st.booleans()),
    }


def birthdays_passed(born: date, day: date) -> int:
    """Counts birthdays one by one, so that it shares no arithmetic with the rule."""
    count = 0
    while (born.year + count + 1, born.month, born.day) <= (day.year, day.month, day.day):
        count += 1
    return count


def amount(age: int) -> Decimal:
    return Decimal({6: 600, 7: 700, 8: 800}.get(age // 10, 1000))


def ruling(person: Row, day: date) -> tuple[str, str, Decimal | None] | None:
    born, kind, died, is_thai = (person[name] for name in ("birth_date", "citizen_id_kind", "death_date", "says_thai"))
    age = birthdays_passed(born, day) if isinstance(born, date) else 60
    least = age - 1 if person["birth_precision"] == "year_ambiguous" else age
    if age < 60:
        return None
    in_order = [
        ("not_eligible", "deceased", isinstance(died, date) and died <= day),
        ("cannot_tell", "no_birth_date", born is None),
        ("cannot_tell", "birth_date_unclear", least < 60),
        ("cannot_tell", "no_number", kind is None and not is_thai),
        ("cannot_tell", "number_unclear", kind == "9" and not is_thai),
        ("not_eligible", "not_thai", kind in {"0", "6", "7"} and not is_thai),
        ("eligible", "nationality_likely", kind in {"0", "6", "7"} or (kind == "8" and not is_thai)),
        ("eligible", "number_unverified", not person["citizen_id_valid"]),
        ("eligible", "newly_of_age", age == 60),
        ("eligible", "age_reached", True),
    ]
    verdict, why = next((verdict, why) for verdict, why, holds in in_order if holds)
    return verdict, why, amount(least) if verdict == "eligible" else None


def gap(person: Row, day: date) -> tuple[str, str, Decimal | None] | None:
    ruled = ruling(person, day)
    if ruled is None or person["is_paid"] or ruled[0] == "not_eligible" or ruled[1] == "no_birth_date":
        return None
    verdict, why, baht = ruled
    number = why in {"no_number", "number_unclear", "number_unverified", "nationality_likely"}
    date_unclear = person["birth_precision"] != "day"
    weak = number or date_unclear or person["is_doubtful"]
    doubt = "cannot_tell" if verdict == "cannot_tell" else "probable" if weak else "sure"
    reasons = [
        (number, "number_unclear"),
        (date_unclear, "birth_date_unclear"),
        (person["is_doubtful"], "doubtful_match"),
        (why == "newly_of_age", "newly_eligible"),
    ]
    return doubt, next((reason for holds, reason in reasons if holds), "never_registered"), baht


@settings(max_examples=80, deadline=None)
@given(drawn=st.lists(a_person(), min_size=1, max_size=25), day=days)
def test_rulings_and_gaps_agree_with_a_second_reading(draw: Draw, drawn: list[Row], day: date) -> None:
    everyone = {f"P{at:02}": person for at, person in enumerate(drawn)}
    columns = set(PERSONS.names)
    people = draw(
        PERSONS,
        *(
            {"person_id": key, **{name: value for name, value in person.items() if name in columns}}
            for key, person in everyone.items()
        ),
    )
    said = [
        {"person_id": key, "record_id": "a", "fact": "nationality", "value_text": "ไทย", "seen_on": day}
        for key, person in everyone.items()
        if person["says_thai"]
    ]
    paid = draw(
        RECEIVING, *({"person_id": key, "benefit": BENEFIT} for key, person in everyone.items() if person["is_paid"])
    )
    ruled = entitle(people, draw(PERSON_FACTS, *said), packs(), as_of=day)
    found = {
        row["person_id"]: (row["verdict"], row["reason"], row["monthly_baht"]) for row in ruled.arrow().to_pylist()
    }
    assert found == {key: rule for key, person in everyone.items() if (rule := ruling(person, day))}

    gaps = find_gaps(ruled, paid, people, as_of=day).arrow().to_pylist()
    missing = {row["person_id"]: (row["doubt"], row["reason"], row["monthly_baht"]) for row in gaps}
    assert missing == {key: missed for key, person in everyone.items() if (missed := gap(person, day))}


listings = st.lists(
    st.tuples(
        st.sampled_from(["P1", "P2", "P3"]),
        st.sampled_from(["north", "south", "survey"]),
        st.integers(9, 12),
        st.one_of(st.none(), st.integers(1, 3000)),
    ),
    max_size=12,
)


@settings(max_examples=60, deadline=None)
@given(drawn=listings)
def test_receiving_is_the_latest_delivery_of_each_list(
    draw: Draw, drawn: list[tuple[str, str, int, int | None]]
) -> None:
    facts: list[Row] = []
    for at, (person, dataset, month, baht) in enumerate(drawn):
        row = {"person_id": person, "record_id": f"r{at}", "dataset": dataset, "seen_on": date(2026, month, 1)}
        if dataset != "survey":
            facts.append({**row, "fact": "benefit_listed", "value_text": BENEFIT})
        if baht is not None:
            facts.append({**row, "fact": "benefit_amount", "value_number": float(baht)})
    shape = FileShape(format="csv", pattern="*.csv")
    contracts = [
        Contract(
            dataset=name, version="1", agency="a", title={}, description={}, file=shape, fields=(), benefit=benefit
        )
        for name, benefit in (("north", BENEFIT), ("south", BENEFIT), ("survey", ""))
    ]
    known = [each for each in drawn if each[1] != "survey" and date(2026, each[2], 1) <= TODAY]
    latest = {
        name: max((month for _, where, month, _ in known if where == name), default=0) for name in ("north", "south")
    }
    counted: dict[str, list[int | None]] = {}
    for person, dataset, month, baht in known:
        if month == latest[dataset]:
            counted.setdefault(person, []).append(baht)
    expected = {
        person: (max((baht for baht in amounts if baht is not None), default=None), len(amounts))
        for person, amounts in counted.items()
    }
    found = receiving(draw(PERSON_FACTS, *facts), contracts, as_of=TODAY).arrow().to_pylist()
    assert {row["person_id"]: (row["monthly_baht"], row["payments"]) for row in found} == expected
