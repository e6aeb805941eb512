"""What 500 verdicts, some of them wrong, say about weights: a stated precision lies near the truth."""

from __future__ import annotations

import numpy as np
import pytest

from saphan.linkage.calibrating import HIGHEST, LOWEST, calibrate, draw_sample


def planted(seed: int, *, pairs: int = 200_000) -> tuple[np.ndarray, np.ndarray]:
    """Weights of pairs, and which pairs are one person: the model is too sure of itself, and one bit too high."""
    rng = np.random.default_rng(seed)
    bits = np.concatenate([rng.normal(9, 4, pairs // 2), rng.normal(-5, 4, pairs - pairs // 2)])
    return bits, rng.random(pairs) < 1 / (1 + np.exp2(-0.85 * (bits - 1)))


@pytest.mark.parametrize("pairs", [20_000, 200_000])
def test_a_stated_precision_is_near_the_truth_though_two_verdicts_in_a_hundred_are_wrong(pairs: int) -> None:
    apart = []
    for seed in (1, 2, 3, 4):
        bits, same = planted(seed, pairs=pairs)
        drawn = draw_sample(bits, size=500, seed=100 + seed)
        said = same[drawn] ^ (np.random.default_rng(200 + seed).random(len(drawn)) < 0.02)
        found = calibrate(bits[drawn], said, bits, seed=seed)
        assert found is not None
        assert found.lowest <= found.precision <= found.highest
        assert found.found == pytest.approx(same[bits >= found.cut].sum() / same.sum(), abs=0.03)
        apart.append(found.precision - same[bits >= found.cut].mean())
    # 500 verdicts know it to a third of a point: single samples scatter, together they must not lean
    assert np.sqrt(np.mean(np.square(apart))) < 0.005


def test_the_stated_interval_holds_the_truth_though_weights_lie_off_any_curve() -> None:
    inside = 0
    for seed in range(20):
        rng = np.random.default_rng(seed)
        bits, same = planted(seed)
        # all pairs of one pattern have one weight, and lie up to a bit or so off the curve
        off = rng.normal(0, 0.7, 60)[((bits + 30) // 1).astype(int).clip(0, 59)]
        same = rng.random(len(bits)) < 1 / (1 + np.exp2(-0.9 * bits - off))
        drawn = draw_sample(bits, size=500, seed=100 + seed)
        said = same[drawn] ^ (rng.random(len(drawn)) < 0.02)
        found = calibrate(bits[drawn], said, bits, seed=seed)
        assert found is not None
        inside += found.lowest <= same[bits >= found.cut].mean() <= found.highest
    assert inside >= 17


def test_more_weight_is_never_less_probable() -> None:
    bits, same = planted(4)
    drawn = draw_sample(bits, size=500, seed=4)
    found = calibrate(bits[drawn], same[drawn], bits)
    assert found is not None
    assert np.all(np.diff(found.probability(np.arange(LOWEST, HIGHEST))) > 0)


def test_the_sample_lies_on_all_weights_and_is_the_same_for_the_same_seed() -> None:
    bits, _ = planted(5)
    drawn = draw_sample(bits, size=500, seed=5)
    assert len(set(drawn.tolist())) == len(drawn) == 500
    assert set(np.floor(np.clip(bits[drawn], LOWEST, HIGHEST))) == set(np.floor(np.clip(bits, LOWEST, HIGHEST)))
    assert draw_sample(bits, size=500, seed=5).tolist() == drawn.tolist()


def test_where_there_are_fewer_pairs_than_asked_for_all_are_drawn() -> None:
    assert draw_sample(np.array([1.0, 1.0, 5.0]), size=500, seed=0).tolist() == [0, 1, 2]
    assert draw_sample(np.array([]), size=500, seed=0).tolist() == []


def test_too_few_verdicts_or_verdicts_all_alike_say_nothing() -> None:
    bits = np.linspace(-5, 5, 60)
    assert calibrate(bits[:10], bits[:10] > 0, bits) is None
    assert calibrate(bits, np.ones(60, dtype=np.bool_), bits) is None
