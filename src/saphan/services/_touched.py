"""What hangs on some persons' keys: tables, cases, and the released figures they are counted in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlglot import exp

from saphan import measures
from saphan.desk import queries
from saphan.desk.models import Outcome
from saphan.services import reading
from saphan.services.platform import Platform
from saphan.services.reading import Reading
from saphan.store import Relation, select
from saphan.tables import TABLES, Zone


@dataclass(frozen=True)
class Case:
    """One case about one person: on the worklist, or as a worker recorded it."""

    person_id: str
    benefit: str
    outcome: str
    on: date | None
    is_recorded: bool  # at the desk; else it stands on the worklist


@dataclass(frozen=True)
class Figure:
    """One released figure that one of the persons is counted in."""

    release_id: str
    table_id: str
    row_code: str
    column_code: str


@dataclass(frozen=True)
class Touched:
    """Everything that hangs on the keys."""

    tables: tuple[tuple[str, int], ...]  # of the current release, with how many rows
    cases: tuple[Case, ...]
    figures: tuple[Figure, ...]  # of every release since the event
    shown: int  # entries of the journal about them


def touched(platform: Platform, now: Reading, *, keys: Sequence[str], records: Sequence[str], since: str) -> Touched:
    """What a change of these keys touches; `since` is the release in which they came about."""
    figures: list[Figure] = []
    after = [each for each in reading.releases_until(platform) if each.release_id >= since]
    for release in after:
        with reading.opened_once(release) as then:
            figures += _figures(then, keys)
    standing = [
        Case(row["person_id"], row["benefit"], row["outcome"], row["outcome_on"], is_recorded=False)
        for row in now.rows("tasks_of_keys", persons=reading.listed(keys))
    ]
    return Touched(
        tables=tuple(_tables(now, keys, records)),
        cases=(*standing, *(case_of(row) for row in queries.outcomes_about(keys))),
        figures=tuple(figures),
        shown=queries.shown_to(keys),
    )


def case_of(row: Outcome) -> Case:
    """What a worker recorded."""
    return Case(row.person_id, row.benefit, row.outcome, row.recorded_on, is_recorded=True)


def _tables(now: Reading, keys: Sequence[str], records: Sequence[str]) -> list[tuple[str, int]]:
    counted = []
    for table in TABLES:
        column = next((name for name in ("person_id", "record_id", "record_a") if name in table.names), None)
        if table.zone is Zone.WITHIN_BUILD or column is None:
            continue
        asked = keys if column == "person_id" else records
        rows = _count(now.relations[table.name], column, asked)
        if rows:
            counted.append((table.name, rows))
    return counted


def _count(relation: Relation, column: str, values: Sequence[str]) -> int:
    listed = [exp.Literal.string(value) for value in values]
    tree = exp.select(exp.Count(this=exp.Star())).from_(exp.to_table(relation.physical))
    counted = relation.engine.arrow(tree.where(exp.In(this=exp.column(column), expressions=listed)))
    return int(counted.column(0)[0].as_py())


def _figures(then: Reading, keys: Sequence[str]) -> list[Figure]:
    # counted again for these persons alone: what is not zero is a figure that one of them is in
    theirs = {name: _of(then.relations[name], keys) for name in ("entitlements", "receiving", "worklist", "persons")}
    counted = measures.count_cells(
        measures.coverage(
            theirs["entitlements"], theirs["receiving"], theirs["worklist"], theirs["persons"], as_of=then.as_of
        )
    )
    return [
        Figure(then.release.release_id, row["table_id"], row["row_code"], row["column_code"])
        for row in counted.arrow().to_pylist()
        if row["count"]
    ]


def _of(relation: Relation, keys: Sequence[str]) -> Relation:
    listed = [exp.Literal.string(value) for value in keys]
    tree = exp.select(*relation.table.names).from_(exp.to_table("whole"))
    tree = tree.where(exp.In(this=exp.column("person_id"), expressions=listed))
    return select(tree, returns=relation.table, inputs={"whole": relation}, where="touched")
