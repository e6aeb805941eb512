"""Keys over many releases against a second, plain-Python reading of the rules, on groups nobody drew."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from saphan import registry
from saphan.store import Relation
from saphan.tables import CLUSTERS, IDENTITY, OBJECTION_MARKS, OBJECTIONS, RECORDS, VERDICTS

Draw = Callable[..., Relation]
Groups = dict[str, int]
RECORD_IDS = [f"d{file}:{row}" for file in "12" for row in range(1, 6)]
DAY = date(2026, 11, 22)

# a release: which records are there, and in which of few groups, so that merges, splits and returns all come up
groups = st.fixed_dictionaries({key: st.sampled_from([None, 0, 0, 1, 1, 2, 3]) for key in RECORD_IDS}).map(
    lambda of: {key: group for key, group in of.items() if group is not None}
)
releases = st.lists(st.tuples(groups.filter(bool), st.integers(0, 5)), min_size=2, max_size=6)


@dataclass
class Plain:
    """The second reading: what is known after a release, in dictionaries."""

    whose: dict[str, str] = field(default_factory=dict)
    state: dict[str, str] = field(default_factory=dict)
    successor: dict[str, str] = field(default_factory=dict)
    anchor: dict[str, str] = field(default_factory=dict)
    away: dict[str, str] = field(default_factory=dict)


Moved = tuple[str, str, str | None, str | None]  # record, kind, key before, key after


def plain_release(before: Plain, now: Mapping[str, str]) -> tuple[Plain, set[Moved]]:  # noqa: C901, PLR0912 - the rules, as read
    """Events and key states that follow from the keys before and now, one record at a time."""
    known = {**before.away, **before.whose}
    living, old = set(now.values()), set(before.state)
    events: set[Moved] = set()
    went: dict[str, Counter[str]] = defaultdict(Counter)
    for record, key in now.items():
        if record in known:
            went[known[record]][key] += 1
    main = {}
    for key, places in went.items():
        if key not in living:
            most = max(places.values())
            main[key] = min(
                (min(r for r, k in now.items() if known.get(r) == key and k == to), to)
                for to, count in places.items()
                if count == most
            )[1]
    after = Plain(whose=dict(now))
    for record, key in now.items():
        was = known.get(record)
        if was is not None and was != key:
            kind = "merge" if main.get(was) == key else "move" if key in old else "split"
            events.add((record, kind, was, key))
        elif before.state.get(key) == "away":
            events.add((record, "return", None, key))
        elif old and key not in old and not any(known.get(r) and k == key for r, k in now.items()):
            events.add((record, "birth", None, key))
    for key in old | living:
        after.state[key] = "living" if key in living else "away"
        if key in living:
            continue
        if key in main:
            after.state[key], after.successor[key] = "merged", main[key]
            after.anchor[key] = min(r for r, k in now.items() if known.get(r) == key and k == main[key])
        elif before.state.get(key) == "merged":
            after.state[key], after.anchor[key] = "merged", before.anchor[key]
            followed = before.successor[key]
            after.successor[key] = now.get(before.anchor[key]) or main.get(followed) or followed
        elif before.state[key] == "living":
            events |= {(record, "leave", key, None) for record, whose in before.whose.items() if whose == key}
    after.away = {r: k for r, k in {**before.away, **before.whose}.items() if after.state[k] == "away"}
    return after, events


@settings(max_examples=40, deadline=None)
@given(drawn=releases)
def test_events_and_keys_are_those_of_the_plain_reading(draw: Draw, drawn: list[tuple[Groups, int]]) -> None:
    memory, plain = registry.remembered(draw(IDENTITY), since=DAY), Plain()
    ever: dict[str, int] = {}  # the release in which each key was first given
    for turn, (group, whom) in enumerate(drawn):
        living_before = {key for key, state in plain.state.items() if state == "living"}
        objected = sorted(living_before)[whom : whom + 1] if whom > 3 else []
        memory, now, told = _release(draw, memory, group, objected)
        plain_before = plain
        plain, events = plain_release(plain_before, now)

        assert {row[:2] + row[2:4] for row in told} == events
        found = {key: (state, to, by) for key, state, to, by, _ in memory.person_keys.rows()}
        assert {key: state for key, (state, _, _) in found.items()} == plain.state
        assert {key: to for key, (_, to, _) in found.items() if to} == plain.successor
        assert {row[0]: row[1] for row in memory.away.rows()} == plain.away

        # keys of records that no event names never change
        named = {record for record, _, before, after in told if before and after}
        for record, key in plain_before.whose.items():
            if record in now and record not in named:
                assert now[record] == key
        # the events, applied to the old keys, give the new
        applied = {record: key for record, key in {**plain_before.away, **plain_before.whose}.items() if record in now}
        applied |= {record: after for record, _, _, after in told if after}
        joined = {record: key for record, key in now.items() if record not in applied}
        assert {**applied, **joined} == now
        assert set(joined.values()) <= set(plain_before.state) | set(applied.values()) or turn == 0
        # no key that was merged is anybody's again, none that is new was anybody's before
        for key in set(now.values()):
            assert plain_before.state.get(key) != "merged"
            ever.setdefault(key, turn)
        # an old key always resolves to one that is not merged itself
        for key, to in plain.successor.items():
            assert plain.state[to] != "merged", key


def _release(
    draw: Draw, memory: registry.Memory, group: Groups, objected: list[str]
) -> tuple[registry.Memory, dict[str, str], list[Moved]]:
    delivered = draw(RECORDS, *({"record_id": record, "dataset": "d"} for record in group))
    known = registry.known(memory, delivered)
    objections = draw(OBJECTIONS, *({"person_id": key} for key in objected))
    marked = registry.Marked(draw(OBJECTION_MARKS), "secret")
    out = registry.left_out(delivered, known, objections, memory.person_keys, marked=marked)
    gone = {record for record, _ in out.rows()}
    rows = [{"record_id": record, "cluster_id": at} for record, at in group.items() if record not in gone]
    identity = registry.assign_identity(draw(CLUSTERS, *rows), known, memory.person_keys)
    moved = registry.moves(identity, known, memory)
    events = registry.explain_events(moved, identity, known, memory, verdicts=draw(VERDICTS), left_out=out)
    keys = registry.person_keys(moved, identity, memory, as_of=DAY)
    away = registry.away(keys, memory, left_out=out, objections=objections)
    for record, key in out.rows():
        assert key in objected, record
    kept = registry.remembered(identity, person_keys=keys, away=away, records=delivered, since=DAY)
    assert len({row[0] for row in events.rows()}) == len({(row[2], row[5], row[6]) for row in events.rows()})
    return kept, dict(identity.rows()), [(row[1], row[2], row[5], row[6]) for row in events.rows()]
