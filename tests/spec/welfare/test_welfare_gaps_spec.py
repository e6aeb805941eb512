"""Who is found to be missing help, how surely, and what came of it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest

from saphan.contracts.model import Contract, FileShape
from saphan.store import Relation
from saphan.tables import ENTITLEMENTS, GAPS, OUTCOMES, PERSON_FACTS, PERSONS, RECEIVING
from saphan.welfare import entitle, find_gaps, packs, receiving, worklist

Draw = Callable[..., Relation]
TODAY = date(2026, 11, 22)
BENEFIT = "old_age_allowance"
SEVENTY = {"person_id": "P1", "birth_date": date(1956, 3, 1), "birth_precision": "day", "citizen_id_kind": "3",
           "citizen_id_valid": True, "is_doubtful": False, "district_code": "5601"}  # fmt: skip


def gaps_of(draw: Draw, facts: Relation | None = None, **but: object) -> list[dict[str, object]]:
    people = draw(PERSONS, {**SEVENTY, **but})
    facts = facts or draw(PERSON_FACTS)
    ruled = entitle(people, facts, packs(), as_of=TODAY)
    return find_gaps(ruled, draw(RECEIVING), people, as_of=TODAY).arrow().to_pylist()


@pytest.mark.parametrize(
    ("but", "doubt", "reason"),
    [
        ({}, "sure", "never_registered"),
        ({"birth_date": date(1966, 5, 1)}, "sure", "newly_eligible"),
        ({"birth_precision": "year"}, "probable", "birth_date_unclear"),
        ({"is_doubtful": True}, "probable", "doubtful_match"),
        ({"citizen_id_valid": False}, "probable", "number_unclear"),
        ({"citizen_id_kind": "8"}, "probable", "number_unclear"),
        ({"citizen_id_kind": None, "citizen_id_valid": None}, "cannot_tell", "number_unclear"),
        ({"citizen_id_kind": "9"}, "cannot_tell", "number_unclear"),
        ({"birth_date": date(1966, 2, 1), "birth_precision": "year_ambiguous"}, "cannot_tell", "birth_date_unclear"),
    ],
)
def test_how_sure_a_gap_is_and_why(draw: Draw, but: dict[str, object], doubt: str, reason: str) -> None:
    (gap,) = gaps_of(draw, **but)
    assert (gap["doubt"], gap["reason"]) == (doubt, reason)
    assert (gap["monthly_baht"] is None) == (doubt == "cannot_tell")


@pytest.mark.parametrize(
    ("but", "age"),
    [
        ({"birth_date": date(1956, 11, 22)}, 70),
        ({"birth_date": date(1956, 11, 23)}, 69),
        ({"birth_date": date(1936, 2, 1), "birth_precision": "year_ambiguous"}, None),
    ],
)
def test_a_gap_carries_completed_years_where_they_can_be_told(
    draw: Draw, but: dict[str, object], age: int | None
) -> None:
    assert [gap["age"] for gap in gaps_of(draw, **but)] == [age]


@pytest.mark.parametrize(
    "but",
    [
        {"death_date": date(2026, 11, 1)},
        {"death_date": TODAY},
        {"citizen_id_kind": "6"},
        {"birth_date": date(1980, 1, 1)},
        {"birth_date": None, "birth_precision": None},
    ],
    ids=["a death was reported", "a death of today", "not a Thai national", "too young", "nothing says she is of age"],
)
def test_who_is_offered_nothing(draw: Draw, but: dict[str, object]) -> None:
    assert gaps_of(draw, **but) == []


def test_an_agencys_word_that_she_is_thai_outweighs_a_number_that_leaves_it_open(draw: Draw) -> None:
    said = {"person_id": "P1", "record_id": "a", "fact": "nationality", "value_text": "ไทย", "seen_on": TODAY}
    facts = draw(PERSON_FACTS, said)
    assert [gap["doubt"] for gap in gaps_of(draw, facts, citizen_id_kind="8")] == ["sure"]
    assert [gap["doubt"] for gap in gaps_of(draw, facts, citizen_id_kind="6")] == ["probable"]


def test_one_who_is_on_the_payment_list_is_missing_nothing(draw: Draw) -> None:
    people = draw(PERSONS, SEVENTY)
    paid = draw(RECEIVING, {"person_id": "P1", "benefit": BENEFIT})
    ruled = draw(ENTITLEMENTS, {"person_id": "P1", "benefit": BENEFIT, "verdict": "eligible", "reason": "age_reached"})
    assert find_gaps(ruled, paid, people, as_of=TODAY).rows() == []


def listed(
    person: str, record: str, seen_on: date, amount: float | None = None, since: date = date(2020, 10, 1)
) -> list[dict[str, object]]:
    row = {"person_id": person, "record_id": record, "dataset": "old_age_allowance", "seen_on": seen_on}
    rows = [{**row, "fact": "benefit_listed", "value_text": BENEFIT}]
    if amount is not None:
        rows.append({**row, "fact": "benefit_amount", "value_number": amount})
        rows.append({**row, "fact": "benefit_start", "value_date": since})
    return rows


def test_only_the_latest_payment_list_known_on_the_day_counts(draw: Draw) -> None:
    shape = FileShape(format="csv", pattern="old_age_*.csv")
    contract = Contract(dataset="old_age_allowance", version="1", agency="dla", title={}, description={}, file=shape,
                        fields=(), benefit=BENEFIT)  # fmt: skip
    facts = draw(
        PERSON_FACTS,
        *listed("P1", "a", date(2026, 10, 1), 600),
        *listed("P2", "b", date(2026, 11, 1), 700),
        *listed("P2", "c", date(2026, 11, 1), 600, since=date(2022, 10, 1)),
        *listed("P3", "d", date(2026, 11, 1)),
        *listed("P4", "e", date(2026, 12, 1), 600),
    )
    assert receiving(facts, [contract], as_of=TODAY).rows() == [
        ("P2", BENEFIT, Decimal("700.00"), date(2020, 10, 1), 2),
        ("P3", BENEFIT, None, None, 1),
    ]
    assert [row[0] for row in receiving(facts, [contract], as_of=date(2026, 10, 15)).rows()] == ["P1"]


def test_what_a_worker_recorded_stands_beside_the_gap_and_all_else_is_open(draw: Draw) -> None:
    gaps = draw(GAPS, {"person_id": "P1", "benefit": BENEFIT}, {"person_id": "P2", "benefit": BENEFIT})
    outcomes = draw(
        OUTCOMES,
        {"person_id": "P1", "benefit": BENEFIT, "outcome": "reached", "recorded_on": TODAY},
        {"person_id": "P9", "benefit": BENEFIT, "outcome": "moved", "recorded_on": TODAY},
    )
    found = worklist(gaps, outcomes).arrow().to_pylist()
    assert [(row["person_id"], row["outcome"], row["outcome_on"]) for row in found] == [
        ("P1", "reached", TODAY),
        ("P2", "open", None),
    ]
