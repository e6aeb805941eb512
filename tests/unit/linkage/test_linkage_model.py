"""The layout of patterns, the model as text, and the explanation of a weight."""

from __future__ import annotations

import math

import pytest

from saphan import linkage
from saphan.linkage.levels import ALL_MISSING, BITS, FIELDS, MISSING, Compared, level_of, packed
from saphan.store import Engine, from_rows
from saphan.tables import COMPARISONS


@pytest.fixture(scope="module")
def model(engine: Engine) -> linkage.Model:
    rows = [("a", "b", packed({"given_name": 6, "birth_date": 5}))]
    return linkage.train(from_rows(rows, returns=COMPARISONS, engine=engine))


@pytest.mark.parametrize("field", FIELDS, ids=lambda field: field.name)
def test_beliefs_about_a_field_are_shares_of_a_whole(field: Compared) -> None:
    assert math.isclose(sum(level.match for level in field.levels), 1)
    assert math.isclose(sum(level.chance for level in field.levels), 1)
    assert all(level.match > 0 < level.chance for level in field.levels)


def test_fields_do_not_overlap_and_no_level_is_taken_for_missing() -> None:
    assert len({field.shift for field in FIELDS}) == len(FIELDS)
    assert all(level.code < MISSING < 2**BITS for field in FIELDS for level in field.levels)
    assert packed({}) == ALL_MISSING
    assert [level_of(packed({"sex": 1}), field) for field in FIELDS if field.name == "sex"] == [1]


def test_a_model_comes_back_from_its_text(model: linkage.Model) -> None:
    assert linkage.Model.from_json(model.to_json()) == model
    assert not model.is_calibrated


def test_the_evidence_of_all_fields_and_the_prior_make_the_weight(model: linkage.Model) -> None:
    pattern = packed({"given_name": 6, "family_name": 0, "birth_date": 3, "sex": 1})
    explained = linkage.explain(pattern, model)
    assert [part.name for part in explained.parts] == ["prior", *(field.name for field in FIELDS)]
    assert math.isclose(model.weight(pattern), explained.weight)
    by_field = {str(each.field): (str(each.level), each.bits) for each in explained.parts}
    assert by_field["given name"][0] == "the same"
    assert by_field["given name"][1] > 0 > by_field["family name"][1]
    assert by_field["telephone"] == ("not known on both sides", 0)


def test_the_rarity_of_a_shared_name_is_a_part_of_its_own_and_a_line_of_the_text(model: linkage.Model) -> None:
    pattern = packed({"given_name": 6, "family_name": 6})
    explained = linkage.explain(pattern, model, given_name_rarity=2.5, family_name_rarity=-1.25)
    assert [part.bits for part in explained.parts[-2:]] == [2.5, -1.25]
    assert math.isclose(explained.weight, model.weight(pattern) + 1.25)
    lines = [line.in_("en") for line in explained.lines()]
    assert lines[-3] == "+2.5 bits: rarity of given name: rarer than usual"
    assert lines[-1] == f"{explained.weight:+.1f} bits in all"


def test_a_pair_of_which_nothing_is_known_weighs_the_prior(model: linkage.Model) -> None:
    assert model.weight(ALL_MISSING) == model.prior_bits
