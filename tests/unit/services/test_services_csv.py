"""Rows written as CSV in one go are the rows that the standard library writes."""

from __future__ import annotations

import csv
import io

import pyarrow as pa
from hypothesis import given, settings
from hypothesis import strategies as st

from saphan.services._csv import lines

CELLS = st.one_of(st.none(), st.text("abก, \"\n\r'", max_size=4), st.text("ab12:", max_size=6))


@settings(deadline=None)  # the first call loads Arrow
@given(st.lists(st.tuples(CELLS, CELLS, CELLS), max_size=12), st.integers(0, 12))
def test_the_same_as_the_standard_library(rows: list[tuple[str | None, ...]], skipped: int) -> None:
    columns = [pa.array([row[at] for row in rows], pa.string()) for at in range(3)]
    batch = pa.record_batch(columns, names=["a", "b", "c"]).slice(min(skipped, len(rows)))
    told = io.StringIO()
    csv.writer(told, lineterminator="\n").writerows(rows[skipped:])
    assert lines(batch) == told.getvalue().encode()
