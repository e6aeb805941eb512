"""Are the numbers right by construction, and is harmless untidiness harmless?"""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.th import pin

from saphan.ingest.normalise.names import read_name
from saphan.synth import dirt
from saphan.synth.draw import texts
from saphan.synth.names import FAMILY_PAIRS, GIVEN_NAMES, family_names
from saphan.synth.numbers import citizen_numbers

RARE = family_names(np.arange(3_000, 2_000_000, 977))
WORDS = [*FAMILY_PAIRS, *RARE, *(name for by_sex in GIVEN_NAMES for names in by_sex for name in names)]
words = st.sampled_from(WORDS)
drawn = st.integers(0, 1_000_000)
numbers = st.from_regex(r"[0-9]{13}", fullmatch=True)


def plain_check_digit(first_twelve: str) -> int:
    """The rule as the reference states it: (11 - sum of (14 - i) * digit i, mod 11), mod 10."""
    total = sum((14 - at) * int(digit) for at, digit in enumerate(first_twelve, start=1))
    return (11 - total % 11) % 10


@given(st.lists(st.integers(0, 8), min_size=1, max_size=40), st.integers(1_000, 9_699), st.integers(0, 9_999_999))
def test_every_number_ends_in_its_check_digit_and_none_comes_twice(kinds: list[int], office: int, start: int) -> None:
    made = list(citizen_numbers(np.array(kinds), np.full(len(kinds), office), start=start))
    assert len(set(made)) == len(made)
    for kind, number in zip(kinds, made, strict=True):
        assert len(number) == 13
        assert int(number[0]) == kind
        assert number[1:5] == str(office)
        assert int(number[12]) == plain_check_digit(number[:12])
        if kind not in (0, 9):  # the second opinion refuses these kinds, though people hold them
            assert pin.calc_check_digit(number[:12]) == number[12]


@given(words, st.sampled_from(dirt.UNTIDY_UNICODE), drawn)
def test_an_untidy_name_is_read_as_the_tidy_one(word: str, damage: dirt.Damage, number: int) -> None:
    assert read_name(damage(word, number)).value == read_name(word).value == word


@given(words, st.sampled_from(dirt.MISTAKES), drawn)
def test_a_mistaken_name_is_at_most_one_character_off(word: str, damage: dirt.Damage, number: int) -> None:
    wrong = damage(word, number)
    assert wrong
    assert len(word) - 1 <= len(wrong) <= len(word)
    if len(wrong) == len(word):
        assert sum(a != b for a, b in zip(word, wrong, strict=True)) <= 1


@given(words, drawn)
def test_another_spelling_is_at_most_two_characters_off(word: str, number: int) -> None:
    for spell in dirt.SPELLINGS:
        assert abs(len(spell(word, number)) - len(word)) <= 2


def test_the_other_keyboard_layout_is_kedmanee() -> None:
    assert dirt.other_layout("สมชาย", 0) == "l,=kp"


def test_a_house_number_like_a_day_becomes_one_and_no_other() -> None:
    assert dirt.read_as_date("27/1", 0) == "27-ม.ค."
    assert [dirt.read_as_date(house, 0) for house in ("27/13", "314/2", "12", "")] == ["27/13", "314/2", "12", ""]


@given(numbers, drawn)
def test_damaged_numbers_are_damaged_as_said(number: str, chosen: int) -> None:
    wrong = dirt.digit_mistyped(number, chosen)
    assert sum(a != b for a, b in zip(number, wrong, strict=True)) == 1
    assert sorted(dirt.digits_swapped(number, chosen)) == sorted(number)
    assert dirt.first_digit_lost(number, chosen) == number[1:]
    assert not dirt.letter_in_number(number, chosen).isdigit()


@pytest.mark.parametrize("encoding", ["cp874", "utf-8"])
def test_every_name_can_be_written_in_both_encodings(encoding: str) -> None:
    for word in WORDS:
        assert word.encode(encoding).decode(encoding) == word


@given(st.lists(words, min_size=1, max_size=30), st.integers(0, 99))
def test_only_the_named_rows_are_damaged(names: list[str], seed: int) -> None:
    rng = np.random.Generator(np.random.PCG64(seed))
    where = rng.integers(0, 2, len(names)).astype(bool)
    out = dirt.damage(texts(names), where, dirt.UNTIDY, rng)
    assert [a for a, b, hit in zip(names, out, where, strict=True) if not hit and a != b] == []
