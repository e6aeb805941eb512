"""What happens to keys between two releases, drawn: each kind of event, each cause, and what an old key resolves to."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

import pytest

from saphan import registry
from saphan.store import Relation, empty
from saphan.tables import (
    CLUSTERS,
    IDENTITY,
    OBJECTION_MARKS,
    OBJECTIONS,
    OUTCOMES,
    RECORDS,
    VERDICTS,
)

Draw = Callable[..., Relation]
DAY = date(2026, 11, 22)


@dataclass(frozen=True)
class Build:
    """What one small build left: enough for the next to go on from."""

    memory: registry.Memory
    events: list[tuple[str, str, str | None, str | None, str | None]]  # kind, cause, by, before, after: distinct
    moved: list[tuple[str, str, str | None, str | None]]  # record, kind, before, after

    @property
    def whose(self) -> dict[str, str]:
        return dict(self.memory.identity.rows())

    def key(self, person_id: str) -> tuple[str, str | None]:
        return next((state, to) for each, state, to, _, _ in self.memory.person_keys.rows() if each == person_id)


def first(draw: Draw) -> Build:
    return Build(registry.remembered(draw(IDENTITY), since=DAY), [], [])


def build(
    draw: Draw,
    before: Build,
    *groups: str,
    verdicts: tuple[tuple[str, str, str], ...] = (),
    objected: tuple[str, ...] = (),
    said: dict[str, dict[str, object]] | None = None,
) -> Build:
    """The next release, with these groups of records; `said` is what a record says besides its id."""
    memory = before.memory
    rows = [
        {"record_id": record, "dataset": record.split(":")[0][:1], **(said or {}).get(record, {})}
        for group in groups
        for record in group.split()
    ]
    delivered = draw(RECORDS, *rows)
    known = registry.known(memory, delivered)
    objections = registry.objected_keys(draw(OBJECTIONS, *({"person_id": key} for key in objected)), memory.person_keys)
    marked = registry.Marked(draw(OBJECTION_MARKS), "secret")
    out = registry.left_out(delivered, known, objections, memory.person_keys, marked=marked)
    gone = {record for record, _ in out.rows()}
    records = registry.without(delivered, out)
    parts = [{r for r in group.split() if r not in gone} for group in groups]
    clusters = draw(
        CLUSTERS, *({"record_id": record, "cluster_id": at} for at, part in enumerate(parts) for record in part)
    )
    identity = registry.assign_identity(clusters, known, memory.person_keys)
    moved = registry.moves(identity, known, memory)
    said_so = draw(VERDICTS, *({"record_a": a, "record_b": b, "verdict": word} for a, b, word in verdicts))
    events = registry.explain_events(moved, identity, known, memory, verdicts=said_so, left_out=out)
    keys = registry.person_keys(moved, identity, memory, as_of=DAY)
    away = registry.away(keys, memory, left_out=out, objections=objections)
    kept = registry.remembered(identity, person_keys=keys, away=away, records=records, since=DAY)
    told = sorted({row[2:] for row in events.rows()}, key=str)
    return Build(kept, told, [(row[1], row[2], row[5], row[6]) for row in events.rows()])


def test_a_first_release_has_keys_and_no_events(draw: Draw) -> None:
    one = build(draw, first(draw), "a:1 b:1", "a:2")
    assert one.events == []
    assert {state for _, state, *_ in one.memory.person_keys.rows()} == {"living"}


def test_the_same_again_has_no_events(draw: Draw) -> None:
    one = build(draw, first(draw), "a:1 b:1", "a:2")
    again = build(draw, one, "a:1 b:1", "a:2")
    assert again.events == []
    assert again.whose == one.whose
    assert again.memory.person_keys.rows() == one.memory.person_keys.rows()


def test_a_new_delivery_that_ties_two_people_merges_them_and_is_named(draw: Draw) -> None:
    one = build(draw, first(draw), "a:1 b:1", "a:2")
    two = build(draw, one, "a:1 a:2 b:1 c:9")
    kept, gone = one.whose["a:1"], one.whose["a:2"]
    assert two.events == [("merge", "new_delivery", "c", gone, kept)]
    assert two.moved == [("a:2", "merge", gone, kept)]
    assert two.key(gone) == ("merged", kept)


def test_a_verdict_is_the_cause_where_it_came_true(draw: Draw) -> None:
    one = build(draw, first(draw), "a:1 b:1", "a:2")
    two = build(draw, one, "a:1 a:2 b:1 c:9", verdicts=(("a:1", "a:2", "same"),))
    assert [each[:3] for each in two.events] == [("merge", "verdict", "a:1")]
    three = build(draw, two, "a:1 b:1 c:9", "a:2", verdicts=(("a:1", "a:2", "different"),))
    assert [each[:2] for each in three.events] == [("split", "verdict")]


def test_a_key_that_merged_is_not_given_again_and_follows_its_record_when_the_merge_is_undone(draw: Draw) -> None:
    one = build(draw, first(draw), "a:1 b:1", "a:2")
    two = build(draw, one, "a:1 a:2 b:1")
    three = build(draw, two, "a:1 b:1", "a:2")
    gone = one.whose["a:2"]
    assert three.whose["a:2"] not in {*one.whose.values(), *two.whose.values()}
    assert three.key(gone) == ("merged", three.whose["a:2"])
    assert three.events == [("split", "linkage", None, one.whose["a:1"], three.whose["a:2"])]


def test_an_old_key_resolves_through_two_merges(draw: Draw) -> None:
    one = build(draw, first(draw), "a:1", "b:1 b:2", "c:1 c:2 c:3 c:4")
    two = build(draw, one, "a:1 b:1 b:2", "c:1 c:2 c:3 c:4")
    three = build(draw, two, "a:1 b:1 b:2 c:1 c:2 c:3 c:4")
    assert three.key(one.whose["a:1"]) == ("merged", one.whose["c:1"])
    assert three.key(one.whose["b:1"]) == ("merged", one.whose["c:1"])


def test_a_split_because_the_record_between_was_withdrawn(draw: Draw) -> None:
    one = build(draw, first(draw), "a:1 b:1 c:1")
    two = build(draw, one, "a:1", "c:1")
    assert two.events == [("split", "withdrawn_delivery", "b", one.whose["a:1"], two.whose["c:1"])]


def test_a_record_that_goes_from_one_person_to_another_is_a_move(draw: Draw) -> None:
    one = build(draw, first(draw), "a:1 b:1 c:1", "a:2 b:2")
    two = build(draw, one, "a:1 b:1", "a:2 b:2 c:1")
    assert two.moved == [("c:1", "move", one.whose["a:1"], one.whose["a:2"])]


def test_somebody_new_is_born_of_her_delivery(draw: Draw) -> None:
    one = build(draw, first(draw), "a:1")
    two = build(draw, one, "a:1", "b:1")
    assert two.events == [("birth", "new_delivery", "b", None, two.whose["b:1"])]


def test_who_leaves_with_a_delivery_comes_back_with_it_under_her_own_key(draw: Draw) -> None:
    one = build(draw, first(draw), "a:1", "b:1 b:2")
    two = build(draw, one, "a:1")
    key = one.whose["b:1"]
    assert two.events == [("leave", "withdrawn_delivery", "b", key, None)]
    assert two.key(key) == ("away", None)
    three = build(draw, two, "a:1")
    assert three.events == []
    four = build(draw, three, "a:1", "b:1 b:2")
    assert four.events == [("return", "returned_delivery", "b", None, key)]
    assert four.whose == one.whose
    assert four.memory.away.rows() == []


def test_a_file_sent_again_hands_its_keys_on(draw: Draw) -> None:
    said: dict[str, dict[str, object]] = {
        "a1:1": {"source_key": "k1"},
        "a2:2": {"source_key": "k1"},
        "a1:2": {"citizen_id": "n", "given_name": "ก"},
        "a2:1": {"citizen_id": "n", "given_name": "ก"},
    }
    one = build(draw, first(draw), "a1:1", "a1:2", said=said)
    two = build(draw, one, "a2:1", "a2:2", said=said)
    assert two.events == []
    assert two.whose == {"a2:2": one.whose["a1:1"], "a2:1": one.whose["a1:2"]}


def test_where_two_rows_could_be_meant_no_key_is_handed_on(draw: Draw) -> None:
    said: dict[str, dict[str, object]] = {name: {"citizen_id": "n"} for name in ("a1:1", "a1:2", "a2:1", "a2:2")}
    one = build(draw, first(draw), "a1:1", "a1:2", said=said)
    two = build(draw, one, "a2:1", "a2:2", said=said)
    assert {kind for kind, *_ in two.events} == {"birth", "leave"}


def test_who_objects_leaves_and_comes_back_when_she_withdraws_it(draw: Draw) -> None:
    one = build(draw, first(draw), "a:1 b:1", "a:2")
    key = one.whose["a:1"]
    two = build(draw, one, "a:1 b:1", "a:2", objected=(key,))
    assert two.events == [("leave", "objection", None, key, None)]
    assert two.whose == {"a:2": one.whose["a:2"]}
    assert {row[2] for row in two.memory.away.rows()} == {"objection"}
    three = build(draw, two, "a:1 b:1", "a:2", objected=(key,))
    assert three.events == []
    assert three.whose == two.whose
    back = build(draw, three, "a:1 b:1", "a:2")
    assert back.events == [("return", "objection_withdrawn", None, None, key)]
    assert back.whose == one.whose


def test_an_objection_under_a_key_that_merged_since_keeps_its_successor_out(draw: Draw) -> None:
    one = build(draw, first(draw), "a:1 b:1", "a:2")
    two = build(draw, one, "a:1 a:2 b:1")
    three = build(draw, two, "a:1 a:2 b:1", objected=(one.whose["a:2"],))
    assert three.whose == {}
    assert three.key(one.whose["a:1"])[0] == "away"


def test_what_was_recorded_under_a_key_that_merged_is_about_who_she_is_now(draw: Draw) -> None:
    one = build(draw, first(draw), "a:1 b:1", "a:2")
    two = build(draw, one, "a:1 a:2 b:1")
    gone, kept = one.whose["a:2"], one.whose["a:1"]
    said = draw(
        OUTCOMES,
        {"person_id": gone, "benefit": "x", "outcome": "moved", "recorded_on": date(2026, 5, 2)},
        {"person_id": kept, "benefit": "x", "outcome": "refused", "recorded_on": date(2026, 5, 1)},
        {"person_id": "P-elsewhere", "benefit": "x", "outcome": "reached", "recorded_on": date(2026, 5, 1)},
    )
    found = registry.outcomes_now(said, two.memory.person_keys).rows()
    assert [row[:3] for row in found] == sorted([(kept, "x", "moved"), ("P-elsewhere", "x", "reached")])


def test_a_release_of_an_older_version_is_taken_up_with_every_key_living(draw: Draw) -> None:
    old = registry.remembered(draw(IDENTITY, {"record_id": "a:1", "person_id": "P1"}), since=DAY)
    assert old.person_keys.rows() == [("P1", "living", None, None, DAY)]
    assert old.away.count() == empty(RECORDS, old.identity.engine).count() == 0
    two = build(draw, Build(old, [], []), "a:1", "b:1")
    assert [each[0] for each in two.events] == ["birth"]


@pytest.mark.parametrize("turn", [1, 2])
def test_an_event_has_one_name_whatever_runs_again(draw: Draw, turn: int) -> None:
    one = build(draw, first(draw), "a:1 b:1", "a:2")
    del turn
    again = [build(draw, one, "a:1 a:2 b:1") for _ in range(2)]
    assert again[0].moved == again[1].moved
