"""Every example a pack works through by hand, run through the rule."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from saphan.store import Relation
from saphan.tables import PERSON_FACTS, PERSONS
from saphan.welfare import Example, Pack, entitle, packs

EXAMPLES = [(pack, example) for pack in packs() for example in pack.examples]


@pytest.mark.parametrize(("pack", "example"), EXAMPLES, ids=[f"{pack.benefit}: {one.title}" for pack, one in EXAMPLES])
def test_the_example_comes_out_as_worked_by_hand(draw: Callable[..., Relation], pack: Pack, example: Example) -> None:
    person = {
        "person_id": "P1",
        "birth_date": example.birth_date,
        "birth_precision": example.birth_precision,
        "citizen_id_kind": example.citizen_id_kind,
        "citizen_id_valid": None if example.citizen_id_kind is None else True,
        "death_date": example.death_date,
    }
    ruled = entitle(draw(PERSONS, person), draw(PERSON_FACTS), [pack], as_of=example.as_of).arrow().to_pylist()
    found = [(row["verdict"], row["reason"], row["monthly_baht"]) for row in ruled]
    expected = [] if example.verdict is None else [(example.verdict, example.reason, example.monthly_baht)]
    assert found == expected


@pytest.mark.parametrize("pack", packs(), ids=lambda pack: pack.benefit)
def test_every_tier_in_force_has_an_example(pack: Pack) -> None:
    rules = [rule for rule in pack.rules if rule not in pack.scenarios]
    amounts = {tier.monthly_baht for rule in rules if rule.status == "in_force" for tier in rule.tiers}
    assert amounts <= {example.monthly_baht for example in pack.examples}
