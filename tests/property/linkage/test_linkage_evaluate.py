"""Counting by group sizes gives what counting pair by pair gives."""

from __future__ import annotations

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from saphan import linkage
from saphan.linkage.evaluate import TruthIncomplete

GROUPS = st.lists(st.tuples(st.integers(0, 4), st.integers(0, 4)), max_size=12)


@given(GROUPS)
def test_quality_is_that_of_all_pairs_counted_one_by_one(groups: list[tuple[int, int]]) -> None:
    person = {str(at): said for at, (said, _) in enumerate(groups)}
    truth = {str(at): true for at, (_, true) in enumerate(groups)}
    pairs = [(person[a] == person[b], truth[a] == truth[b]) for a, b in combinations(person, 2)]
    quality = linkage.evaluate(person, truth)
    found, said, true = sum(s and t for s, t in pairs), sum(s for s, _ in pairs), sum(t for _, t in pairs)
    assert (quality.found, quality.wrong, quality.missed) == (found, said - found, true - found)
    assert quality.precision == (found / said if said else 1)
    assert quality.recall == (found / true if true else 1)
    if found:
        both = quality.precision + quality.recall
        assert quality.f1 == pytest.approx(2 * quality.precision * quality.recall / both)


def test_records_without_truth_are_refused() -> None:
    with pytest.raises(TruthIncomplete, match="1 records"):
        linkage.evaluate({"a": 1}, {})
