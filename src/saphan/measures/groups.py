"""Into which groups are people counted? Closed lists, handed to the queries as relations."""

from __future__ import annotations

from saphan.store import Engine, Relation, from_rows
from saphan.tables import Table, Zone
from saphan.tables.shape import integer, text, yes_no

UNKNOWN = "unknown"
TOTAL = "total"
OLDEST = 90  # the last group is open: beyond it a district holds so few that an age would point at a person

AGE_GROUPS = Table(
    name="age_groups",
    doc="One row: one age group, in completed years, both ends included.",
    zone=Zone.WITHIN_BUILD,
    key=("from_age",),
    columns=(
        integer("from_age", "completed years, included"),
        integer("to_age", "completed years, included"),
        text("age_group", "its code"),
    ),
)
STATES = Table(
    name="states",
    doc="One row: one state a person who is owed a benefit can be in.",
    zone=Zone.WITHIN_BUILD,
    key=("state",),
    columns=(
        text("state", "receiving, open, or what a worker recorded"),
        yes_no("is_missing", "counts as missing the benefit"),
        yes_no("is_outcome", "is a column of the table of outcomes"),
    ),
)
TABLE_KINDS = Table(
    name="table_kinds",
    doc="One row: one kind of table of counts that every benefit gets.",
    zone=Zone.WITHIN_BUILD,
    key=("kind",),
    columns=(text("kind", "last part of the table's id"),),
)


def age_groups(engine: Engine) -> Relation:
    """Groups of ten years, the last one open."""
    closed = [(start, start + 9, f"{start}-{start + 9}") for start in range(0, OLDEST, 10)]
    return from_rows([*closed, (OLDEST, 999, f"{OLDEST}+")], returns=AGE_GROUPS, engine=engine)


def states(engine: Engine) -> Relation:
    """The states, and how each is counted.

    Missing are those whom help has not come to and who have not said no: not visited yet, not found, moved away.
    One who was reached counts as helped from then on, though the payment list shows her only months later.
    """
    return from_rows(
        [
            ("receiving", False, False),
            ("open", True, True),
            ("reached", False, True),
            ("refused", False, True),
            ("ineligible", False, True),
            ("moved", True, True),
            ("not_found", True, True),
        ],
        returns=STATES,
        engine=engine,
    )


def table_kinds(engine: Engine) -> Relation:
    """The three tables that every benefit gets: owed and missing by area and age, outcomes by area."""
    kinds = ("eligible.area_age", "missing.area_age", "outcome.area_outcome")
    return from_rows([(kind,) for kind in kinds], returns=TABLE_KINDS, engine=engine)
