"""What a blank can hold: the grader's arithmetic beside trying every table."""

from __future__ import annotations

import itertools

from hypothesis import given, settings
from hypothesis import strategies as st

from saphan.learning.exercise import Exercise, certainty_of_more_than, highest_possible

small = st.integers(0, 7)


@settings(deadline=None)
@given(
    truth=st.lists(small, min_size=4, max_size=4),
    third=st.lists(small, min_size=5, max_size=5),
    claim=st.integers(-1, 15),
)
def test_the_range_of_a_blank_is_what_the_possible_tables_hold(truth: list[int], third: list[int], claim: int) -> None:
    a, b, c, d = truth
    e, f, g, h, i = third
    table = [[a, b, e], [c, d, f], [g, h, i]]
    shown = [[None, None, e], [None, None, f], [g, h, i]]
    totals = [sum(column) for column in zip(*table, strict=True)]
    exercise = Exercise(
        ("r1", "r2", "r3", "total"),
        ("c1", "c2", "c3", "total"),
        (*((*blank, sum(line)) for blank, line in zip(shown, table, strict=True)), (*totals, sum(totals))),
    )
    possible = {
        w
        for w, x, y, z in itertools.product(range(15), repeat=4)
        if w + x == a + b and y + z == c + d and w + y == a + c and x + z == b + d
    }
    assert highest_possible(exercise, "r1", "c1", 0) == str(max(possible))
    verdicts = {True: "sure", False: "surely_not"}
    is_more = {each > claim for each in possible}
    expected = verdicts[is_more.pop()] if len(is_more) == 1 else "cannot_tell"
    assert certainty_of_more_than(exercise, "r1", "c1", claim) == expected
