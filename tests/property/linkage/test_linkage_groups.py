"""Precision and recall by group, against a count of pairs one by one."""

from __future__ import annotations

from itertools import combinations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from saphan import linkage

RECORDS = st.lists(st.tuples(st.integers(0, 5), st.integers(0, 5), st.integers(0, 2)), min_size=1, max_size=25)


@given(RECORDS)
def test_a_pair_counts_half_in_the_group_of_each_of_its_records(records: list[tuple[int, int, int]]) -> None:
    clusters, persons, groups = (np.array(column, dtype=np.int64) for column in zip(*records, strict=True))
    found = linkage.evaluate_groups(clusters, persons, groups, ["a", "b", "c"], resamples=50)
    counted = {name: [0.0, 0.0, 0.0] for name in "abc"}
    for one, other in combinations(records, 2):
        for *_, group in (one, other):
            said, true = one[0] == other[0], one[1] == other[1]
            for at, holds in enumerate((said, true, said and true)):
                counted["abc"[group]][at] += holds / 2
    assert {each.group for each in found} == {"abc"[group] for *_, group in records}
    for each in found:
        said, true, both = counted[each.group]
        assert (each.said, each.true, each.both) == (said, true, both)
        assert each.precision[0] == (both / said if said else 1.0)
        assert each.recall[0] == (both / true if true else 1.0)
        assert each.missed == true - both


def test_an_interval_narrows_with_more_persons_and_holds_the_share() -> None:
    rng = np.random.default_rng(3)
    widths = []
    for people in (100, 10_000):
        persons = np.repeat(np.arange(people), 2)
        clusters = np.where(rng.random(2 * people) < 0.9, persons, people + np.arange(2 * people))
        (found,) = linkage.evaluate_groups(clusters, persons, np.zeros(2 * people, np.int64), ["all"])
        share, low, high = found.recall
        assert low <= share <= high
        widths.append(high - low)
    assert widths[1] < widths[0] / 5
