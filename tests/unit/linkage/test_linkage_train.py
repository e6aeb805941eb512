"""Training finds what was planted, and says so where there is nothing to find."""

from __future__ import annotations

import math
import random
from collections.abc import Mapping

import pytest

from saphan import linkage
from saphan.linkage.levels import ALL_MISSING, FIELDS, MISSING, Name, packed
from saphan.linkage.model import Probabilities
from saphan.store import Engine, Relation, empty, from_rows
from saphan.tables import COMPARISONS

LEARNT = ("given_name", "family_name", "birth_date", "sex", "place")
PLANTED_MATCH = {"given_name": 0.9, "family_name": 0.85, "birth_date": 0.95, "sex": 0.99, "place": 0.8}
PLANTED_CHANCE = {"given_name": 0.2, "family_name": 0.3, "birth_date": 0.02, "sex": 0.5, "place": 0.25}
TOP = {field.name: int(field.levels[-1].code) for field in FIELDS}


def planted(
    engine: Engine, *, pairs: int, share: float, seed: int = 0, chance: Mapping[str, float] = PLANTED_CHANCE
) -> Relation:
    draw = random.Random(seed)
    rows = []
    for at in range(pairs):
        agree = PLANTED_MATCH if draw.random() < share else chance
        levels = {name: TOP[name] if draw.random() < agree[name] else 0 for name in LEARNT}
        rows.append((f"a{at:06}", f"b{at:06}", packed(levels)))
    return from_rows(rows, returns=COMPARISONS, engine=engine)


def test_planted_probabilities_are_found_again(engine: Engine) -> None:
    model = linkage.train(planted(engine, pairs=20_000, share=0.4))
    assert model.route == "candidates"
    assert model.share == pytest.approx(0.4, abs=0.02)
    for name in LEARNT:
        assert model.m[name][-1] == pytest.approx(PLANTED_MATCH[name], abs=0.02)
        assert model.u[name][-1] == pytest.approx(PLANTED_CHANCE[name], abs=0.02)


def test_a_name_that_strangers_share_a_little_more_often_does_not_make_the_kinds_doubtful(engine: Engine) -> None:
    chance = {**PLANTED_CHANCE, "given_name": PLANTED_MATCH["given_name"] + 0.02}
    assert linkage.train(planted(engine, pairs=20_000, share=0.4, chance=chance)).route == "candidates"


def test_the_same_pairs_give_the_same_model_to_the_last_digit(engine: Engine) -> None:
    first = linkage.train(planted(engine, pairs=5_000, share=0.3))
    assert linkage.train(planted(engine, pairs=5_000, share=0.3)).to_json() == first.to_json()


@pytest.mark.parametrize("share", [0.0, 1.0])
def test_pairs_of_one_kind_only_fall_back_on_what_is_declared(engine: Engine, share: float) -> None:
    model = linkage.train(planted(engine, pairs=3_000, share=share))
    assert model.weight(packed(TOP)) > 0 > model.weight(packed(dict.fromkeys(TOP, 0)))
    if share == 1.0:
        assert model.route == "declared"
        assert model.training.notes


def test_no_pairs_at_all_is_said(engine: Engine) -> None:
    model = linkage.train(empty(COMPARISONS, engine))
    assert model.route == "declared"
    assert model.training.notes == ("no candidate pairs",)


@pytest.mark.parametrize("pattern", [ALL_MISSING, packed(TOP), packed(dict.fromkeys(TOP, 0))])
def test_pairs_that_are_all_alike_end_in_a_usable_model(engine: Engine, pattern: int) -> None:
    rows = [(f"a{at}", f"b{at}", pattern) for at in range(2_000)]
    model = linkage.train(from_rows(rows, returns=COMPARISONS, engine=engine))
    assert model.route == "declared"
    assert model.training.notes
    assert model.weight(packed(TOP)) > 20


def test_a_field_that_nobody_knows_is_said_and_says_nothing(engine: Engine) -> None:
    model = linkage.train(planted(engine, pairs=10_000, share=0.4))
    assert "phone: never known on both sides" in model.training.notes
    assert model.m["phone"] == model.u["phone"]


RELATED = {"given_name": 0.02, "family_name": 0.9, "birth_date": 0.01, "sex": 0.5, "place": 0.95}
UNRELATED = {"given_name": 0.6, "family_name": 0.2, "birth_date": 0.05, "sex": 0.9, "place": 0.02}


def household_world(engine: Engine, *, pairs: int, seed: int = 0) -> Relation:
    draw, rows = random.Random(seed), []
    for at in range(pairs):
        kind = draw.random()
        agree = PLANTED_MATCH if kind < 0.5 else RELATED if kind < 0.75 else UNRELATED
        levels = {name: TOP[name] if draw.random() < agree[name] else 0 for name in LEARNT}
        rows.append((f"a{at:06}", f"b{at:06}", packed(levels)))
    return from_rows(rows, returns=COMPARISONS, engine=engine)


def test_relatives_are_told_from_strangers_and_the_odds_are_against_both(engine: Engine) -> None:
    model = linkage.train(household_world(engine, pairs=30_000))
    assert model.share == pytest.approx(0.5, abs=0.02)
    assert model.relatives_share == pytest.approx(0.5, abs=0.04)
    for name in LEARNT:
        assert model.m[name][-1] == pytest.approx(PLANTED_MATCH[name], abs=0.03)
        assert model.relatives[name][-1] == pytest.approx(RELATED[name], abs=0.03)
        assert model.u[name][-1] == pytest.approx(UNRELATED[name], abs=0.03)
    levels = {"given_name": 0, "family_name": TOP["family_name"], "place": TOP["place"], "sex": 0}
    one = model.share * chance(model.m, levels)
    related = (1 - model.share) * model.relatives_share * chance(model.relatives, levels)
    unrelated = (1 - model.share) * (1 - model.relatives_share) * chance(model.u, levels)
    assert model.weight(packed(levels)) == pytest.approx(math.log2(one / (related + unrelated)))


def chance(probabilities: Probabilities, levels: dict[str, int]) -> float:
    product = 1.0
    for field in FIELDS:
        if field.name in levels:
            at = [level.code for level in field.levels].index(levels[field.name])
            product *= probabilities[field.name][at]
    return product


def test_exchanged_names_say_what_equal_names_say(engine: Engine) -> None:
    rows = household_world(engine, pairs=30_000).rows()
    names = [field for field in FIELDS if field.name in {"given_name", "family_name"}]
    equal = packed({field.name: TOP[field.name] for field in names})
    both = sum(MISSING << field.shift for field in names)
    swapped = packed(dict.fromkeys(["given_name", "family_name"], int(Name.SWAPPED))) & both
    # one in twenty of those that share both names, whoever they are: a slip of the pen befalls all alike
    exchanged = [
        (a, b, (pattern & ~both) | swapped if pattern & both == equal & both and at % 20 == 0 else pattern)
        for at, (a, b, pattern) in enumerate(rows)
    ]
    model = linkage.train(from_rows(exchanged, returns=COMPARISONS, engine=engine))
    for field in names:
        for relatives in (False, True):
            said = model.bits(field, Name.SWAPPED, against_relatives=relatives)
            assert said == pytest.approx(model.bits(field, Name.EQUAL, against_relatives=relatives), abs=1e-6)


def test_strangers_who_were_compared_for_their_name_may_share_it_more_often_than_one_person_does(
    engine: Engine,
) -> None:
    draw, rows = random.Random(3), []
    one = {"given_name": 0.75, "family_name": 0.75, "birth_date": 0.9, "sex": 0.99, "place": 0.9}
    namesakes = {"given_name": 0.95, "family_name": 0.6, "birth_date": 0.02, "sex": 0.9, "place": 0.02}
    for at in range(30_000):
        kind = draw.random()
        agree = one if kind < 0.6 else RELATED if kind < 0.9 else namesakes
        levels = {name: TOP[name] if draw.random() < agree[name] else 0 for name in LEARNT}
        rows.append((f"a{at:06}", f"b{at:06}", packed(levels)))
    model = linkage.train(from_rows(rows, returns=COMPARISONS, engine=engine))
    assert model.route == "candidates"
    assert model.u["given_name"][-1] > model.m["given_name"][-1] > model.relatives["given_name"][-1]


def test_two_kinds_that_only_share_out_one_are_not_told_apart(engine: Engine) -> None:
    assert linkage.train(planted(engine, pairs=20_000, share=0.4)).relatives_share == 0
