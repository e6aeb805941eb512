"""What became of a person between two releases, drawn."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import pytest

from saphan.registry import Known, person_changes
from saphan.store import Relation
from saphan.tables import IDENTITY, PAIRS

Draw = Callable[..., Relation]
Pairs = Mapping[tuple[str, str], tuple[str, str]]  # decision and rule


def known(draw: Draw, persons: Mapping[str, str], pairs: Pairs) -> Known:
    identity = [{"record_id": record, "person_id": person} for record, person in persons.items()]
    judged = [
        {"record_a": a, "record_b": b, "pattern": 0, "weight": 0.0, "decision": decision, "rule": rule}
        for (a, b), (decision, rule) in pairs.items()
    ]
    return Known(draw(IDENTITY, *identity), draw(PAIRS, *judged))


DRAWN: Mapping[str, tuple[Mapping[str, str], Mapping[str, str], Pairs, list[tuple[str, str, str, str]]]] = {
    "nothing changed": ({"a:1": "P1", "a:2": "P1"}, {"a:1": "P1", "a:2": "P1"}, {}, []),
    "a record more of somebody known is no change of persons": ({"a:1": "P1"}, {"a:1": "P1", "b:1": "P1"}, {}, []),
    "all her records are new": ({}, {"b:1": "P1"}, {}, [("gained", "P1", "", "records_came")]),
    "all her records are gone": ({"a:1": "P1"}, {}, {}, [("lost", "P1", "", "records_went")]),
    "a new record made two one": (
        {"a:1": "P1", "a:2": "P2"},
        {"a:1": "P1", "a:2": "P1", "b:1": "P1"},
        {},
        [("merged", "P1", "P1", "records_came"), ("merged", "P1", "P2", "records_came")],
    ),
    "the same records were decided anew": (
        {"a:1": "P1", "a:2": "P2"},
        {"a:1": "P1", "a:2": "P1"},
        {},
        [("merged", "P1", "P1", "decided_anew"), ("merged", "P1", "P2", "decided_anew")],
    ),
    "a reviewer said same": (
        {"a:1": "P1", "a:2": "P2"},
        {"a:1": "P1", "a:2": "P1"},
        {("a:1", "a:2"): ("link", "verdict")},
        [("merged", "P1", "P1", "verdict"), ("merged", "P1", "P2", "verdict")],
    ),
    "a reviewer said different": (
        {"a:1": "P1", "a:2": "P1"},
        {"a:1": "P1", "a:2": "P2"},
        {("a:1", "a:2"): ("apart", "verdict")},
        [("split", "P1", "P1", "verdict"), ("split", "P1", "P2", "verdict")],
    ),
    "the record that held two together is gone": (
        {"a:1": "P1", "a:2": "P1", "a:3": "P1"},
        {"a:1": "P1", "a:3": "P2"},
        {},
        [("split", "P1", "P1", "records_went"), ("split", "P1", "P2", "records_went")],
    ),
    "another key and the same records": ({"a:1": "P1"}, {"a:1": "P2"}, {}, [("rekeyed", "P1", "P2", "decided_anew")]),
}


@pytest.mark.parametrize("name", DRAWN)
def test_what_became_of_a_person(draw: Draw, name: str) -> None:
    before, after, pairs, wanted = DRAWN[name]
    assert person_changes(known(draw, before, {}), known(draw, after, pairs)).rows() == wanted


def test_a_verdict_that_was_there_before_explains_nothing(draw: Draw) -> None:
    said: Pairs = {("a:1", "a:2"): ("link", "verdict")}
    before, after = {"a:1": "P1", "a:2": "P2"}, {"a:1": "P1", "a:2": "P1"}
    rows = person_changes(known(draw, before, said), known(draw, after, said)).rows()
    assert {cause for *_, cause in rows} == {"decided_anew"}
