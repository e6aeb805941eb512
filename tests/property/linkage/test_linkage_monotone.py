"""The rising curve is checked against its definition: the largest of the smallest means to the right."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from saphan.linkage.monotone import disagreements, rising

PAIRS = st.lists(st.tuples(st.integers(-10, 20), st.booleans()), min_size=1, max_size=40)


def by_definition(bits: list[int], said: list[bool]) -> list[float]:
    distinct = sorted(set(bits))
    of = {weight: [word for each, word in zip(bits, said, strict=True) if each == weight] for weight in distinct}

    def mean(low: int, high: int) -> float:
        words = [word for weight in distinct[low : high + 1] for word in of[weight]]
        return sum(words) / len(words)

    def level(at: int) -> float:
        return max(min(mean(low, high) for high in range(at, len(distinct))) for low in range(at + 1))

    levels = {weight: level(at) for at, weight in enumerate(distinct)}
    return [levels[weight] for weight in bits]


@given(PAIRS)
def test_the_rising_curve_is_the_nearest_one_that_never_falls(pairs: list[tuple[int, bool]]) -> None:
    bits, said = [bit for bit, _ in pairs], [word for _, word in pairs]
    found = rising(np.array(bits, dtype=float), np.array(said, dtype=float))
    assert np.allclose(found, by_definition(bits, said))


def test_verdicts_that_follow_the_curve_raise_no_disagreement_and_verdicts_that_do_not_are_named() -> None:
    rng = np.random.default_rng(1)
    bits = np.linspace(-10, 10, 400)
    expected = 1 / (1 + np.exp(-bits))
    assert disagreements(bits, rng.random(400) < expected, expected) == ()
    upside = np.where(bits > 4, 0.5, expected)  # above four bits half are two people, and the curve says nearly none
    (apart,) = disagreements(bits, rng.random(400) < upside, expected)[-1:]
    assert apart.low > 0
    assert apart.said_same < 0.7 < apart.expected
