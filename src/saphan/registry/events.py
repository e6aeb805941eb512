"""What happened to people's keys since the release before, and why?"""

from __future__ import annotations

from datetime import date
from pathlib import Path

from saphan.registry.memory import Memory
from saphan.registry.touched import PERSON_IDS
from saphan.store import Relation, query
from saphan.tables import AWAY, IDENTITY_EVENTS, OUTCOMES, PERSON_KEYS, Table, Zone
from saphan.tables.shape import text

SQL = Path(__file__).parent

MOVES = Table(
    name="moves",
    doc="One row: a record whose key is another than before, and how it came about.",
    zone=Zone.WITHIN_BUILD,
    key=("record_id",),
    columns=(
        text("record_id", "the record"),
        text("kind", "merge, split, move, birth, leave, return"),
        text("key_before", "the key it had"),
        text("key_after", "the key it has"),
    ),
)


def moves(identity: Relation, known: Relation, memory: Memory) -> Relation:
    """Every record that an event took from one key to another."""
    return query(
        SQL / "moves.sql",
        returns=MOVES,
        inputs={"now": identity, "known": known, "before": memory.identity, "keys_before": memory.person_keys},
    )


def explain_events(
    moved: Relation, identity: Relation, known: Relation, memory: Memory, *, verdicts: Relation, left_out: Relation
) -> Relation:
    """Every event, with the keys before and after, the records that moved, and the cause."""
    return query(
        SQL / "events.sql",
        returns=IDENTITY_EVENTS,
        inputs={
            "moves": moved,
            "now": identity,
            "known": known,
            "before": memory.identity,
            "away_before": memory.away,
            "verdicts": verdicts,
            "left_out": left_out,
        },
    )


def keys_asked(people: Relation, keys: Relation) -> Relation:
    """The keys of which it must be asked what became of them, where only these people are reckoned anew."""
    return query(SQL / "keys_asked.sql", returns=PERSON_IDS, inputs={"people": people, "keys_before": keys})


def person_keys(
    moved: Relation, identity: Relation, memory: Memory, *, found: Relation | None = None, as_of: date
) -> Relation:
    """What became of every key that was ever given.

    Where only some people are reckoned anew, `found` is their identity, and `memory` holds the keys asked about.
    """
    return query(
        SQL / "person_keys.sql",
        returns=PERSON_KEYS,
        inputs={"moves": moved, "found": found or identity, "now": identity, "keys_before": memory.person_keys},
        params={"as_of": as_of},
    )


def away(person_keys: Relation, memory: Memory, *, left_out: Relation, objections: Relation) -> Relation:
    """The records of those who are away, so that they come back under their own keys."""
    return query(
        SQL / "away.sql",
        returns=AWAY,
        inputs={
            "person_keys": person_keys,
            "away_before": memory.away,
            "before": memory.identity,
            "left_out": left_out,
            "objections": objections,
        },
    )


def outcomes_now(outcomes: Relation, person_keys: Relation) -> Relation:
    """What workers recorded, under the keys people are known by now."""
    inputs = {"outcomes": outcomes, "person_keys": person_keys}
    return query(SQL / "outcomes_now.sql", returns=OUTCOMES, inputs=inputs)
