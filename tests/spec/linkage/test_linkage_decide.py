"""What is done with a pair: linked, asked about, or left apart; and by which rule."""

from __future__ import annotations

import pytest

from saphan import linkage
from saphan.linkage.deciding import OTHER_YEAR
from saphan.linkage.levels import Birth, Name, Number, OtherNumber, packed
from saphan.linkage.steps import SCORED
from saphan.store import Engine, from_rows
from saphan.tables import RECORDS, VERDICTS

POLICY = linkage.default_policy()
SURE, DOUBTFUL, UNLIKELY = POLICY.preset_weight, POLICY.review_weight, POLICY.review_weight - 0.1
NAMES_AGREE = {"given_name": Name.EQUAL, "family_name": Name.EQUAL, "birth_date": Birth.EQUAL}


def decided(engine: Engine, levels: dict[str, int], *, weight: float, verdict: str | None = None) -> tuple[str, str]:
    records = from_rows([[name, *[None] * (len(RECORDS.names) - 1)] for name in "ab"], returns=RECORDS, engine=engine)
    scored = from_rows([("a", "b", packed(levels), weight)], returns=SCORED, engine=engine)
    verdicts = from_rows([("a", "b", verdict)] if verdict else [], returns=VERDICTS, engine=engine)
    ((_, _, _, _, decision, rule, _, _),) = linkage.decide(scored, records, verdicts, POLICY).rows()
    return decision, rule


@pytest.mark.parametrize(
    ("weight", "expected"),
    [
        (SURE, ("link", "preset")),
        (SURE - 0.1, ("review", "doubtful")),
        (DOUBTFUL, ("review", "doubtful")),
        (UNLIKELY, ("apart", "low_weight")),
    ],
)
def test_weight_decides_where_nothing_else_does(engine: Engine, weight: float, expected: tuple[str, str]) -> None:
    assert decided(engine, NAMES_AGREE, weight=weight) == expected


@pytest.mark.parametrize(
    "support",
    [
        {"given_name": Name.EQUAL, "birth_date": Birth.DIFFERENT},
        {"given_name": Name.SWAPPED, "family_name": Name.SWAPPED},
        {"given_name": Name.DIFFERENT, "birth_date": Birth.EQUAL},  # given names are changed for luck
        {"given_name": Name.DIFFERENT, "birth_date": Birth.TWO_PARTS},
        {},  # a payment list of numbers alone
    ],
)
def test_an_equal_valid_number_links_at_any_weight(engine: Engine, support: dict[str, int]) -> None:
    levels = {"citizen_id": Number.EQUAL, **support}
    assert decided(engine, levels, weight=UNLIKELY) == ("link", "citizen_id")


@pytest.mark.parametrize(
    "against",
    [
        # a parent's number written for a child: the family name proves nothing
        {"given_name": Name.DIFFERENT, "family_name": Name.EQUAL, "birth_date": Birth.DIFFERENT},
        {"given_name": Name.DIFFERENT, "birth_date": Birth.SAME_YEAR},
        {"given_name": Name.DIFFERENT},
        {"birth_date": Birth.DIFFERENT},
        # a twin's number
        {"given_name": Name.DIFFERENT, "birth_date": Birth.EQUAL, "sex": 0},
    ],
)
def test_an_equal_number_that_name_and_birth_contradict_is_asked_about(engine: Engine, against: dict[str, int]) -> None:
    levels = {"citizen_id": Number.EQUAL, **against}
    assert decided(engine, levels, weight=SURE) == ("review", "contradiction")
    assert decided(engine, levels, weight=UNLIKELY) == ("review", "contradiction")


def test_an_equal_number_with_a_wrong_check_digit_proves_nothing_alone(engine: Engine) -> None:
    assert decided(engine, {"citizen_id": Number.EQUAL_DOUBTED}, weight=UNLIKELY) == ("apart", "low_weight")


@pytest.mark.parametrize(
    "against",
    [
        {"citizen_id": Number.DIFFERENT},
        {"birth_date": Birth.DIFFERENT, "sex": 0, "other_number": OtherNumber.EQUAL},
    ],
)
def test_a_contradicted_pair_is_never_linked_by_weight(engine: Engine, against: dict[str, int]) -> None:
    levels = {**NAMES_AGREE, **against}
    assert decided(engine, levels, weight=SURE) == ("review", "contradiction")
    assert decided(engine, levels, weight=UNLIKELY) == ("apart", "low_weight")


@pytest.mark.parametrize(
    ("more", "expected"), [(OTHER_YEAR, ("link", "preset")), (OTHER_YEAR - 0.1, ("review", "doubtful"))]
)
def test_another_year_of_birth_without_a_number_needs_more_weight(
    engine: Engine, more: float, expected: tuple[str, str]
) -> None:
    levels = {**NAMES_AGREE, "birth_date": Birth.DIFFERENT}  # father and son of one name in one house?
    assert decided(engine, levels, weight=SURE + more) == expected


def test_another_birth_date_beside_a_number_that_agrees_is_left_to_the_weight(engine: Engine) -> None:
    levels = {**NAMES_AGREE, "birth_date": Birth.DIFFERENT, "other_number": OtherNumber.EQUAL}
    assert decided(engine, levels, weight=SURE) == ("link", "preset")


@pytest.mark.parametrize(("verdict", "decision"), [("same", "link"), ("different", "apart")])
def test_a_verdict_always_wins(engine: Engine, verdict: str, decision: str) -> None:
    for levels, weight in (({"citizen_id": Number.EQUAL}, SURE), ({"citizen_id": Number.DIFFERENT}, UNLIKELY)):
        assert decided(engine, levels, weight=weight, verdict=verdict) == (decision, "verdict")


def test_a_verdict_on_a_pair_that_was_never_compared_counts_while_both_records_are_there(engine: Engine) -> None:
    records = from_rows([[name, *[None] * (len(RECORDS.names) - 1)] for name in "ab"], returns=RECORDS, engine=engine)
    verdicts = from_rows([("a", "b", "same"), ("a", "gone", "same")], returns=VERDICTS, engine=engine)
    pairs = linkage.decide(from_rows([], returns=SCORED, engine=engine), records, verdicts, POLICY)
    assert pairs.rows() == [("a", "b", packed({}), 0.0, "link", "verdict", 0.0, 0.0)]
