"""Compiled similarity, edit distance and sound keys say what the libraries and the plain rules say."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
from hypothesis import given, settings
from hypothesis import strategies as st
from rapidfuzz.distance import OSA, JaroWinkler

from saphan.linkage.alike import SIMILAR, jaro_winkler, may_be_similar, one_edit
from saphan.linkage.kernels import name_level
from saphan.linkage.levels import Name
from saphan.linkage.ordering import order_of, taken, whole
from saphan.linkage.sounds import sound_of
from saphan.linkage.spelling import heard, spelling_of

NAMES = st.text(alphabet="กขคงจนมรลวสหอิีุู่้์ำณทธดตพภ abcphwyr", min_size=1, max_size=14)
QUICK = settings(max_examples=300, deadline=None)


@given(one=NAMES, other=NAMES)
@QUICK
def test_similarity_is_that_of_the_library_by_code_point(one: str, other: str) -> None:
    spelling = spelling_of(pa.array([one, other]))
    found = jaro_winkler(spelling.points, spelling.starts, 0, 1)
    assert found == jaro_winkler(spelling.points, spelling.starts, 1, 0)
    both = (JaroWinkler.similarity(one, other), JaroWinkler.similarity(other, one))
    assert any(np.isclose(found, each, atol=1e-12) for each in both)


@given(one=NAMES, other=NAMES)
@QUICK
def test_the_bound_rules_out_no_pair_that_is_similar(one: str, other: str) -> None:
    spelling = spelling_of(pa.array([one, other]))
    if jaro_winkler(spelling.points, spelling.starts, 0, 1) >= SIMILAR:
        assert may_be_similar(spelling.points, spelling.starts, 0, 1)


def test_similarity_counts_characters_and_not_bytes() -> None:
    pairs = {("กขค", "งจฉ"): 0.0, ("สมชาย", "สมศรี"): 0.600, ("สมชาย", "สมชัย"): 0.907, ("smith", "smyth"): 0.893}
    for (one, other), expected in pairs.items():
        spelling = spelling_of(pa.array([one, other]))
        assert round(jaro_winkler(spelling.points, spelling.starts, 0, 1), 3) == expected


@given(one=NAMES, other=NAMES)
@QUICK
def test_one_edit_is_that_of_the_library(one: str, other: str) -> None:
    spelling = spelling_of(pa.array([one, other]))
    if one != other:
        assert one_edit(spelling.points, spelling.starts, 0, 1) == (OSA.distance(one, other) == 1)


@given(one=NAMES, other=NAMES)
@settings(max_examples=1000, deadline=None)
def test_names_are_levelled_as_the_libraries_say(one: str, other: str) -> None:
    spelling = spelling_of(pa.array([one, other]))
    alike = max(JaroWinkler.similarity(one, other), JaroWinkler.similarity(other, one))
    slip = OSA.distance(one, other) == 1 and max(len(one), len(other)) > 3
    expected = Name.ONE_EDIT if slip else Name.NEARLY_EQUAL if alike >= 0.92 else Name.SIMILAR
    expected = expected if slip or alike >= 0.82 else Name.DIFFERENT
    found = name_level(spelling.points, spelling.starts, 0, 0 if one == other else 1)
    assert found == (Name.EQUAL if one == other else expected)


@given(names=st.lists(NAMES, min_size=2, max_size=30))
@QUICK
def test_two_names_have_one_key_by_sound_exactly_where_the_plain_rules_say_so(names: list[str]) -> None:
    keys = heard(spelling_of(pa.array(names))).tolist()
    sounds = [sound_of(name) for name in names]
    for one, key in zip(sounds, keys, strict=True):
        for other, that in zip(sounds, keys, strict=True):
            assert (one == other) == (key == that)


@given(
    ids=st.lists(st.text(alphabet="abก1:é", max_size=20), max_size=60, unique=True),
    parts=st.integers(1, 3),
    hands=st.integers(1, 3),
)
@QUICK
def test_record_ids_are_put_in_the_order_of_their_code_points(ids: list[str], parts: int, hands: int) -> None:
    found = whole(pa.chunked_array([pa.array(ids[at::parts], pa.string()) for at in range(parts)]))
    order = order_of(found, hands=hands)
    assert (order is None) == (found.to_pylist() == sorted(ids))
    assert taken(found, order, hands=hands).to_pylist() == sorted(ids)
