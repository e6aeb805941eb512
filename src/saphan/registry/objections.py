"""Which records does an accepted objection (PDPA s.32) keep out of the register?"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from sqlglot import exp

from saphan.store import Relation, empty, query, select
from saphan.tables import IDENTITY, OBJECTIONS, Table, Zone
from saphan.tables.shape import text

SQL = Path(__file__).parent

MARKS = Table(
    name="marks",
    doc="One row: one mark of one record.",
    zone=Zone.WITHIN_BUILD,
    key=("record_id", "mark"),
    columns=(text("record_id", "the record"), text("mark", "64 digits of a keyed SHA-256")),
)


@dataclass(frozen=True)
class Marked:
    """By what new records of those who objected are known."""

    marks: Relation  # OBJECTION_MARKS
    secret: str  # the key that made them


def marks(records: Relation, secret: str, *, is_hers: bool) -> Relation:
    """The marks of each record; of somebody who objects (`is_hers`) also that of her number alone."""
    return query(
        SQL / "marks.sql",
        returns=MARKS,
        inputs={"records": records},
        params={"secret": secret, "is_hers": is_hers},
    )


def objected_keys(objections: Relation, person_keys: Relation) -> Relation:
    """Those who objected, under the keys they were known by in the release before."""
    inputs = {"objections": objections, "person_keys": person_keys}
    return query(SQL / "objected_keys.sql", returns=OBJECTIONS, inputs=inputs)


def left_out(
    records: Relation, known: Relation, objections: Relation, person_keys: Relation, *, marked: Marked
) -> Relation:
    """The records that stay out, and whose each is: known by key or by mark. Without objections nothing is read."""
    if not objections.count():
        return empty(IDENTITY, records.engine)
    return query(
        SQL / "left_out.sql",
        returns=IDENTITY,
        inputs={
            "records": records,
            "known": known,
            "objections": objections,
            "objection_marks": marked.marks,
            "marks": marks(records, marked.secret, is_hers=False),
            "person_keys": person_keys,
        },
    )


def without(relation: Relation, left_out: Relation) -> Relation:
    """The relation without the rows of records that stay out; the relation itself where none does."""
    if not left_out.count():
        return relation
    columns = [exp.column(name, table="r") for name in relation.table.names]
    kept_out = exp.select("1").from_(exp.to_table("left_out").as_("l")).where("l.record_id = r.record_id")
    tree = exp.select(*columns).from_(exp.to_table("whole").as_("r")).where(exp.Not(this=exp.Exists(this=kept_out)))
    return select(tree, returns=relation.table, inputs={"whole": relation, "left_out": left_out}, where="left_out")
