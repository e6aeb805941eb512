"""Which way a build links, and what counts as a change."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from saphan import linkage
from saphan.linkage.continuing import Before, Continued, continue_linking
from saphan.store import Engine, Relation, empty
from saphan.tables import CLEAN_SOURCES, RECORDS, VERDICTS

POLICY = linkage.default_policy()
Draw = Callable[..., Relation]
PERSON = {
    "dataset": "civil",
    "citizen_id": "3560100000126",
    "citizen_id_valid": True,
    "given_name": "ใจ",
    "title": "นาย",
}
OTHERS = [{**PERSON, "record_id": f"o{at}", "citizen_id": f"{at:013}", "given_name": f"ก{at}"} for at in range(20)]


def linked(records: Relation, before: Before, policy: linkage.Policy = POLICY) -> Continued:
    engine = records.engine
    return continue_linking(records, empty(VERDICTS, engine), empty(CLEAN_SOURCES, engine), policy, before)


@pytest.fixture
def records(draw: Draw) -> Relation:
    return draw(RECORDS, {**PERSON, "record_id": "a"}, {**PERSON, "record_id": "b"}, *OTHERS)


@pytest.fixture
def before(records: Relation) -> Before:
    """A release whose model somebody accepted."""
    first = linked(records, Before())
    accepted = replace(first.kept, frozen=replace(first.kept.frozen, is_accepted=True))
    return Before(frozen=accepted.frozen, kept=accepted, records=records)


def pairs(found: Continued) -> list[tuple[object, ...]]:
    return sorted(found.found.pairs().rows())


def test_a_first_build_trains(records: Relation) -> None:
    assert linked(records, Before()).how == "trained"


def test_a_model_of_few_records_that_nobody_accepted_is_trained_anew(records: Relation) -> None:
    first = linked(records, Before())
    again = linked(records, Before(frozen=first.kept.frozen, kept=first.kept, records=records))
    assert again.how == "trained"
    assert pairs(again) == pairs(first)


def test_another_policy_trains(records: Relation, before: Before) -> None:
    assert linked(records, before, replace(POLICY, preset_weight=9.0)).how == "trained"


def test_without_what_was_kept_everybody_is_linked_under_the_same_model(records: Relation, before: Before) -> None:
    found = linked(records, Before(frozen=before.frozen))
    assert found.how == "frozen"
    assert found.kept.frozen is before.frozen


def test_a_changed_value_a_new_record_and_a_withdrawn_one_are_changes(draw: Draw, before: Before) -> None:
    now = draw(
        RECORDS, {**PERSON, "record_id": "a"}, {**PERSON, "record_id": "b", "given_name": "ดี"},
        {**PERSON, "record_id": "c"}, *OTHERS[1:],
    )  # fmt: skip
    found = linked(now, before)
    assert (found.how, found.changed) == ("changes", 3)
    assert pairs(found) == pairs(linked(now, Before(frozen=before.frozen)))


def test_what_linkage_does_not_look_at_is_no_change(draw: Draw, before: Before) -> None:
    now = draw(RECORDS, {**PERSON, "record_id": "a", "title": "นาง"}, {**PERSON, "record_id": "b"}, *OTHERS)
    found = linked(now, before)
    assert (found.how, found.changed, found.moved) == ("changes", 0, 0)


def test_where_much_changed_everybody_is_linked(draw: Draw, before: Before, engine: Engine) -> None:
    now = draw(RECORDS, *({**each, "phone": "081"} for each in OTHERS))
    found = linked(now, before)
    assert found.how == "frozen"
    assert found.recorded()["why"] == "much of the records changed"
