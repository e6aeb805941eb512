"""Keys that last: whose record each is, what became of every key, and what people decided about a person."""

from __future__ import annotations

from saphan.tables.shape import Table, Zone, day, text

PERSON_KEYS = Table(
    name="person_keys",
    doc="One row: a key that somebody has or had. None is ever given again; the next build reads it.",
    zone=Zone.IDENTIFIERS,
    key=("person_id",),
    columns=(
        text("person_id", "the key"),
        text("state", "living; merged: she is known by another key; away: none of her records is in the release"),
        text("successor", "of a merged key the one she is known by; null for others"),
        text("followed_by", "of a merged key the record by which it is followed; null for others"),
        day("since", "the day of the release in which this state began"),
    ),
)

AWAY = Table(
    name="away",
    doc="One row: a record of somebody who is away, and her key: should it come back, so does she. Holds no value.",
    zone=Zone.IDENTIFIERS,
    key=("record_id",),
    columns=(
        text("record_id", "the record"),
        text("person_id", "the key it had"),
        text("reason", "withdrawn: its delivery is not in the release; objection: she objected"),
    ),
)

IDENTITY_EVENTS = Table(
    name="identity_events",
    doc="One row: one record that an event since the release before took from one key to another.",
    zone=Zone.IDENTIFIERS,
    key=("event_id", "record_id"),
    columns=(
        text("event_id", "E and 16 digits: all rows of one event carry it"),
        text("record_id", "the record"),
        text("kind", "merge, split, move, birth, leave, return"),
        text("cause", "verdict, new_delivery, withdrawn_delivery, returned_delivery, objection, objection_withdrawn, "
             "or linkage: nothing of hers came or went, but the model, a policy or what others' records say"),
        text("caused_by", "the delivery or the first record of the pair that was decided; null where neither"),
        text("key_before", "the key it had; null of one that is born or returns"),
        text("key_after", "the key it has; null of one that leaves"),
    ),
)  # fmt: skip

OBJECTIONS = Table(
    name="objections",
    doc="One row: a person whose objection (PDPA s.32) was accepted. Comes from the desk and always wins.",
    zone=Zone.WITHIN_BUILD,
    key=("person_id",),
    columns=(text("person_id", "the person"),),
)

OBJECTION_MARKS = Table(
    name="objection_marks",
    doc="One row: a mark by which new records of somebody who objected are known; a keyed digest, not a value.",
    zone=Zone.WITHIN_BUILD,
    key=("mark", "person_id"),
    columns=(text("mark", "64 digits of a keyed SHA-256"), text("person_id", "the person")),
)

CORRECTIONS = Table(
    name="corrections",
    doc="One row: a value that a named person put right on evidence. Comes from the desk and always wins.",
    zone=Zone.WITHIN_BUILD,
    key=("person_id", "field"),
    columns=(
        text("correction_id", "correction:, and its number at the desk"),
        text("person_id", "the person"),
        text("field", "as provenance calls it, or death_date"),
        text("value", "the right value; a day as yyyy-mm-dd; a residence as area code, space, house number"),
        day("decided_on", "the day it was decided"),
    ),
)
