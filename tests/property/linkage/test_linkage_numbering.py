"""Texts numbered part by part have the numbers that a dictionary gives them in the order in which they come."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
import pyarrow as pa
from hypothesis import given, settings
from hypothesis import strategies as st

from saphan.linkage.coding import Column
from saphan.linkage.encoding import _rows
from saphan.linkage.kernels import COLUMNS, UNKNOWN, At
from saphan.linkage.numbering import AT_ONCE, SMALLEST, Numbering

# lengths about one word, two words and the end of a part; letters of one and of three bytes
texts = st.text(alphabet="aกข", max_size=12) | st.text(alphabet="ab", min_size=7, max_size=26)
parts = st.lists(st.lists(st.none() | texts, max_size=3 * AT_ONCE), max_size=4)


def by_dictionary(parts: Sequence[Sequence[str | None]]) -> tuple[list[int], list[str]]:
    """The same, one text after another."""
    known: dict[str, int] = {}
    numbers = [known.setdefault(text, len(known)) if text else UNKNOWN for part in parts for text in part]
    return numbers, list(known)


@settings(deadline=None)  # the first call compiles
@given(parts)
def test_texts_are_numbered_in_the_order_in_which_they_first_come(drawn: list[list[str | None]]) -> None:
    numbering = Numbering()
    found = [numbering.numbers_of(pa.array(part, pa.string())).tolist() for part in drawn]
    assert ([number for part in found for number in part], numbering.values().to_pylist()) == by_dictionary(drawn)


@settings(deadline=None)  # the first call compiles
@given(st.lists(st.none() | texts, min_size=20, max_size=200), st.integers(0, 19))
def test_a_part_that_is_cut_from_a_longer_one_is_read_from_where_it_begins(drawn: list[str | None], low: int) -> None:
    numbering = Numbering()
    found = numbering.numbers_of(pa.array(drawn, pa.string()).slice(low)).tolist()
    assert (found, numbering.values().to_pylist()) == by_dictionary([drawn[low:]])


def test_numbers_stay_when_there_are_many_more_texts_than_there_was_room_for() -> None:
    many = [f"{each:05d}" * (each % 7) for each in range(9 * SMALLEST)]
    parts = [many, many[::-1], ["ก" * 9 * SMALLEST, *many]]
    numbering = Numbering()
    found = [numbering.numbers_of(pa.array(part, pa.string())).tolist() for part in parts]
    assert ([number for part in found for number in part], numbering.values().to_pylist()) == by_dictionary(parts)


@settings(deadline=None)  # the first call compiles
@given(st.lists(st.lists(st.none() | st.sampled_from(("a", "A", "ข", "b", "")), max_size=9), max_size=4))
def test_numbers_among_more_values_are_those_of_the_texts_there(drawn: list[list[str | None]]) -> None:
    numbering, shared = Numbering(), Numbering()
    shared.numbers_of(pa.array(["b", "c"]))
    parts = [numbering.numbers_of(pa.array(part, pa.string())) for part in drawn]
    lower = pa.array([text.lower() for text in numbering.values().to_pylist()], pa.string())
    column = Column(parts).among(lower, shared)
    values = [*shared.values().to_pylist(), None]
    found = [values[number] for part in range(len(parts)) for number in column.numbered(part, slice(None))]
    assert found == [text.lower() if text else None for part in drawn for text in part]


@settings(deadline=None)  # the first call compiles
@given(st.lists(st.integers(0, 40), min_size=1, max_size=4))
def test_rows_are_laid_to_the_places_that_the_order_gives_them(lengths: list[int]) -> None:
    count = sum(lengths)
    order = np.random.default_rng(count).permutation(count)
    ends = np.cumsum([0, *lengths])
    codes = np.arange(count, dtype=np.int32)
    column = Column([codes[low:high] for low, high in pairwise(ends)])
    plain = {
        name: pa.chunked_array([pa.array(part, kind) for part in column.parts])
        for name, kind in (("born", pa.int32()), ("vague", pa.int32()))
    }
    plain["is_valid"] = pa.chunked_array(
        [pa.array([bool(code % 2) for code in part], pa.bool_()) for part in column.parts]
    )
    columns = {at: column for at in At if at not in {At.BORN, At.VAGUE, At.IS_VALID}}
    expected = np.repeat(codes[:, None], COLUMNS, axis=1)
    expected[:, At.IS_VALID] %= 2
    assert np.array_equal(_rows(columns, plain, None, hands=2), expected)
    assert np.array_equal(_rows(columns, plain, order, hands=2), expected[order])
