"""A score says how many of 100 rows came clean, and what would raise it."""

from saphan.quality.scorecard import Fix, scorecard


def test_the_three_largest_gains_are_named_in_order() -> None:
    card = scorecard(200, 150, {"a": 10, "b": 20, "c": 4, "d": 2}, before=70.0)
    assert card.score == 75.0
    assert card.fixes == (Fix("b", 10.0), Fix("a", 5.0), Fix("c", 2.0))


def test_a_delivery_without_rows_scores_nothing() -> None:
    assert scorecard(0, 0, {}, before=None).score == 0.0
