"""Rows that share a key, against a dictionary of lists."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from saphan.linkage.running import runs_of

# spread as keys are, and crowded into one part and into one slot of it, where counting does not tell them apart
SPREAD = st.integers(0, 40).map(lambda n: (n * 0x9E3779B97F4A7C15) % 2**64)
CROWDED = st.integers(1, 6).map(lambda n: 2**63 + n)
KEYS = st.lists(st.one_of(SPREAD, CROWDED, st.just(0)), max_size=400)


def plainly(keys: list[int], largest: int, listed: set[int]) -> tuple[list[list[int]], list[int], tuple[int, int, int]]:
    """Blocks of rows in the order of keys, the keys of blocks too long, and what was cut."""
    rows: dict[int, list[int]] = {}
    for row, key in enumerate(keys):
        if key:
            rows.setdefault(key, []).append(row)
    shared = {key: of for key, of in sorted(rows.items()) if len(of) > 1}
    cut = [key for key, of in shared.items() if len(of) > largest or key in listed]
    lengths = [len(shared[key]) for key in cut]
    kept = [of for key, of in shared.items() if key not in cut]
    return kept, [key for key in cut if key not in listed], (len(cut), sum(lengths), max(lengths, default=0))


@given(keys=KEYS, largest=st.integers(1, 9), listed=st.sets(st.one_of(SPREAD, CROWDED), max_size=3))
@settings(deadline=None)
def test_runs_are_the_rows_of_each_key_in_order(keys: list[int], largest: int, listed: set[int]) -> None:
    wanted, crowded, cut = plainly(keys, largest, listed)
    found = runs_of(np.array(keys, dtype=np.uint64), largest, np.array(sorted(listed), dtype=np.uint64))
    order, starts = found[0].tolist(), found[1].tolist()
    assert [order[low:high] for low, high in pairwise(starts)] == wanted
    assert found[2].tolist() == crowded
    assert found[3:] == cut


def test_two_fillers_that_counting_cannot_tell_apart_are_told_apart() -> None:
    keys = np.where(np.arange(60_000) % 2 == 0, 2**63 + 2, 2**63 + 1).astype(np.uint64)
    order, starts, *_ = runs_of(keys, 100_000, np.zeros(0, dtype=np.uint64))
    assert starts.tolist() == [0, 30_000, 60_000]
    assert order[:3].tolist() == [1, 3, 5]
    assert order[30_000:30_003].tolist() == [0, 2, 4]
