"""How a step runs: one SELECT over logical names becomes one declared relation."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

import pyarrow as pa
import pyarrow.parquet as pq
import sqlglot
from sqlglot import exp

from saphan.errors import BrokenPromise
from saphan.store.engine import ENGINE_DIALECT, Engine, Relation
from saphan.tables import Kind, Table
from saphan.words import say

_BATCH: Final = 1 << 16  # cells written at a time
ARROW_KINDS: dict[Kind, pa.DataType] = {
    Kind.TEXT: pa.string(),
    Kind.INTEGER: pa.int64(),
    Kind.REAL: pa.float64(),
    Kind.DAY: pa.date32(),
    Kind.YES_NO: pa.bool_(),
    Kind.BAHT: pa.decimal128(12, 2),
}


class SchemaMismatch(BrokenPromise):
    """A relation does not have the columns and kinds its table declares."""


class UnknownInput(BrokenPromise):
    """A step file reads a table that it was not given."""


def query(
    file: Path, *, returns: Table, inputs: Mapping[str, Relation], params: Mapping[str, object] | None = None
) -> Relation:
    """The relation that the SELECT in `file` makes of `inputs`, checked against `returns`.

    Table names in the file are logical: the keys of `inputs`. Values are bound by name from `params`.

    Raises:
        UnknownInput: the file reads a name that is not in `inputs`.
        SchemaMismatch: columns or kinds differ from those declared.
    """
    return select(_parsed(file).copy(), returns=returns, inputs=inputs, params=params, where=file.name)


def read(file: Path, *, inputs: Mapping[str, Relation], params: Mapping[str, object] | None = None) -> pa.Table:
    """The rows of the SELECT in `file` over `inputs`, to be shown: they have no declared shape, and nothing is kept.

    Raises:
        UnknownInput: the file reads a name that is not in `inputs`.
    """
    engine, tree = _over(file, inputs)
    return engine.arrow(tree, params)


def read_by_parts(
    file: Path, *, inputs: Mapping[str, Relation], params: Mapping[str, object] | None = None, rows: int
) -> Iterator[pa.RecordBatch]:
    """As `read`, about so many rows at a time, for what is too large to hold."""
    engine, tree = _over(file, inputs)
    return engine.batches(tree, params, rows=rows)


def _over(file: Path, inputs: Mapping[str, Relation]) -> tuple[Engine, exp.Query]:
    tree = _parsed(file).copy()
    own = {cte.alias for cte in tree.find_all(exp.CTE)}
    # the first table that is read, and no other: `inputs` may open its relations when they are asked for
    first = next((table.name for table in tree.find_all(exp.Table) if table.name not in own), next(iter(inputs)))
    found = mapped(tree, inputs, file.name)
    return inputs[first].engine, found


def select(
    tree: exp.Query,
    *,
    returns: Table,
    inputs: Mapping[str, Relation],
    params: Mapping[str, object] | None = None,
    where: str = "built query",
) -> Relation:
    """As `query`, for a SELECT built as a tree because its shape depends on a contract."""
    engine = next(iter(inputs.values())).engine
    physical = engine.new_name(returns)
    engine.create(physical, mapped(tree, inputs, where), params)
    return checked(Relation(returns, physical, engine), where)


def write_part(rows: pa.Table, path: Path, *, is_first: bool) -> None:
    """Write rows aside as one part of a relation too large to hold; columns of codes stay codes.

    A column of nothing is left out, but for the first part, which says what columns there are.
    """
    kept = [each for each in rows.schema if is_first or rows.column(each.name).null_count < rows.num_rows]
    coded = [field.name for field in kept if pa.types.is_dictionary(field.type)]
    # of a column said to be full nothing is written for what is not null: a fifth of the work
    full = pa.schema([each.with_nullable(rows.column(each.name).null_count > 0) for each in kept])
    with pq.ParquetWriter(
        path,
        full,
        use_dictionary=coded,
        # what is no code seldom comes twice: to compress it takes three times as long, and saves a third
        compression={field.name: "SNAPPY" if field.name in coded else "NONE" for field in kept},
        write_statistics=False,
        store_schema=False,
        write_batch_size=_BATCH,
    ) as part:
        part.write_table(pa.table([rows.column(field.name) for field in full], schema=full))


def from_parts(paths: Sequence[Path], *, returns: Table, engine: Engine) -> Relation:
    """A relation of parts that were written aside, read where they lie."""
    physical = engine.new_name(returns)
    engine.open_parts(physical, paths)
    return checked(Relation(returns, physical, engine), "parts")


def view(tree: exp.Query, *, returns: Table, inputs: Mapping[str, Relation], where: str) -> Relation:
    """As `select`, but nothing is computed before it is read: for columns under other names."""
    engine = next(iter(inputs.values())).engine
    physical = engine.new_name(returns)
    engine.create_view(physical, mapped(tree, inputs, where))
    return checked(Relation(returns, physical, engine), where)


def view_of(file: Path, *, returns: Table, inputs: Mapping[str, Relation]) -> Relation:
    """As `query`, but nothing is computed before it is read."""
    return view(_parsed(file).copy(), returns=returns, inputs=inputs, where=file.name)


def from_arrow(rows: pa.Table, *, returns: Table, engine: Engine) -> Relation:
    """A relation of Arrow rows; columns are put in the declared order and cast to the declared kinds."""
    missing = set(returns.names) - set(rows.column_names)
    if missing:
        raise _mismatch(
            returns, "arrow rows", [(name, str(rows.schema.field(name).type)) for name in rows.column_names]
        )
    schema = pa.schema([(column.name, ARROW_KINDS[column.kind]) for column in returns.columns])
    physical = engine.new_name(returns)
    engine.take_arrow(physical, rows.select(list(returns.names)).cast(schema))
    return checked(Relation(returns, physical, engine), "arrow rows")


def from_rows(rows: Sequence[Sequence[Any]], *, returns: Table, engine: Engine) -> Relation:
    """A relation of Python rows, each with a value for every declared column in order."""
    columns = {
        column.name: pa.array([row[at] for row in rows], type=ARROW_KINDS[column.kind])
        for at, column in enumerate(returns.columns)
    }
    return from_arrow(pa.table(columns), returns=returns, engine=engine)


def empty(table: Table, engine: Engine) -> Relation:
    """A relation of no rows."""
    return from_rows([], returns=table, engine=engine)


def union(relations: Sequence[Relation], *, returns: Table, engine: Engine) -> Relation:
    """All rows of relations of one shape."""
    if not relations:
        return empty(returns, engine)
    tree, names = _all_rows(relations, returns)
    return select(tree, returns=returns, inputs=names, where="union")


def laid_together(relations: Sequence[Relation], *, returns: Table, engine: Engine) -> Relation:
    """As `union`, but nothing is copied: the rows are read where they are."""
    if not relations:
        return empty(returns, engine)
    tree, names = _all_rows(relations, returns)
    return view(tree, returns=returns, inputs=names, where="laid together")


def _all_rows(relations: Sequence[Relation], table: Table) -> tuple[exp.Query, dict[str, Relation]]:
    names = {f"part_{at}": relation for at, relation in enumerate(relations)}
    parts = [exp.select(*table.names).from_(exp.to_table(name)) for name in names]
    tree: exp.Query = parts[0]
    for part in parts[1:]:
        tree = exp.union(tree, part, distinct=False)
    return tree, names


@lru_cache(maxsize=256)
def _parsed(file: Path) -> exp.Query:
    tree = sqlglot.parse_one(file.read_text("utf-8"), read=ENGINE_DIALECT)
    if not isinstance(tree, exp.Query):
        raise TypeError(file)
    return tree


def mapped(tree: exp.Query, inputs: Mapping[str, Relation], where: str) -> exp.Query:
    """The tree over the engine's own names of `inputs`.

    Raises:
        UnknownInput: it reads a name that is not in `inputs`.
    """
    own = {cte.alias for cte in tree.find_all(exp.CTE)}
    for table in list(tree.find_all(exp.Table)):
        if table.name in own:
            continue
        if table.name not in inputs:
            raise UnknownInput(
                say("A step reads the table `{name}`, which it was not given.", name=table.name),
                where=where,
                cure=say("This is a fault in Saphan: please report it."),
            )
        table.set("this", exp.to_identifier(inputs[table.name].physical))
    return tree


def checked(relation: Relation, where: str) -> Relation:
    """The relation, found to have the columns and kinds its table declares; raises SchemaMismatch where it has not."""
    found = relation.engine.shape_of(relation.physical)
    declared = [(column.name, str(column.kind.value)) for column in relation.table.columns]
    if found != declared:
        raise _mismatch(relation.table, where, found)
    return relation


def _mismatch(table: Table, where: str, found: Sequence[tuple[str, str]]) -> SchemaMismatch:
    return SchemaMismatch(
        say(
            "The relation `{name}` came out as {found}, and is declared as {declared}.",
            name=table.name,
            found=", ".join(" ".join(pair) for pair in found),
            declared=", ".join(f"{column.name} {column.kind.value}" for column in table.columns),
        ),
        where=where,
        cure=say("This is a fault in Saphan: please report it."),
    )
