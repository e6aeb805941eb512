"""The engine of one machine: DuckDB, closed to the network and to files outside the given directories."""

from __future__ import annotations

import itertools
import shutil
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import mkdtemp
from types import TracebackType
from typing import Any, Self

import duckdb
import pyarrow as pa
from sqlglot import exp
from sqlglot.dialects.duckdb import DuckDB

from saphan.errors import BrokenPromise, Unavailable
from saphan.tables import Table
from saphan.words import say

ENGINE_DIALECT = DuckDB  # the class: it is loaded with this module, and not by a reader's first question
CLOSING_PAUSES = (0.001, 0.01, 0.1, 1.0)  # seconds
# the engine gives the operating system's own words, and no error number
NO_ROOM = ("No space left on device", "File too large", "Disk quota exceeded", "failed to offload")


class EngineFull(Unavailable):
    """The disk or the memory given to the engine is used up; nothing was published."""


class QueryFailed(BrokenPromise):
    """A statement of ours did not run: a fault of the software, not of the data."""


@dataclass(frozen=True)
class Relation:
    """A table in an engine, and the shape it was declared with."""

    table: Table
    physical: str
    engine: Engine

    def arrow(self) -> pa.Table:
        """All rows in the order of the table's key."""
        return self.engine.arrow(exp.select("*").from_(exp.to_table(self.physical)).order_by(*_key(self.table)))

    def rows(self) -> list[tuple[Any, ...]]:
        """All rows in the order of the table's key, as Python values."""
        columns = self.arrow().to_pydict()
        return list(zip(*columns.values(), strict=True)) if columns else []

    def count(self) -> int:
        """How many rows; counted once."""
        return self.engine.count(self.physical)


class Engine:
    """One DuckDB in memory that spills to `scratch`; close it, or use it in a `with`."""

    def __init__(
        self, *, threads: int = 0, memory_limit: str = "4GB", scratch: Path | None = None, may_read: Sequence[Path] = ()
    ) -> None:
        """`may_read` are the only directories whose files it can reach, besides `scratch`."""
        config: dict[str, Any] = {
            "autoinstall_known_extensions": "false",
            "autoload_known_extensions": "false",
            "memory_limit": memory_limit,
            "preserve_insertion_order": "true",
        }
        if threads:
            config["threads"] = str(threads)
        config["temp_directory"] = str(scratch) if scratch is not None else ""  # without one it never spills
        with _faults_named("connect"):
            self._connection = duckdb.connect(":memory:", config=config)
        self._parts = Path(mkdtemp(prefix="parts-", dir=_made(scratch))) if scratch is not None else None
        allowed = [str(path.resolve()) for path in (*may_read, *([scratch] if scratch else []))]
        self._connection.execute("SET allowed_directories = $paths", {"paths": allowed})
        self._connection.execute("SET TimeZone = 'UTC'")
        self._connection.execute("SET enable_external_access = false")
        self._connection.execute("SET lock_configuration = true")
        self._numbers = itertools.count(1)
        self._counts: dict[str, int] = {}
        self._views: dict[str, exp.Query] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Forget every table, and the parts of those that were too large to hold."""
        try:
            self._close()
        finally:
            if self._parts is not None:
                shutil.rmtree(self._parts, ignore_errors=True)

    def _close(self) -> None:
        # a thread that a Ctrl-C left behind may be asking for a cursor just now: closing is refused, briefly
        for pause in CLOSING_PAUSES:
            try:
                self._connection.close()
            except duckdb.ResourceInUseException:
                time.sleep(pause)
            else:
                return
        self._connection.close()

    def new_part(self, table: Table) -> Path | None:
        """Where a part of a table can be written aside; None where the engine was given no scratch."""
        return None if self._parts is None else self._parts / f"{self.new_name(table)}.parquet"

    def new_name(self, table: Table) -> str:
        """A physical name nothing else has."""
        return f"{table.name}_{next(self._numbers)}"

    def arrow(self, tree: exp.Query, params: Mapping[str, object] | None = None) -> pa.Table:
        """The rows of a query built as a tree over physical names."""
        with _faults_named(sql := tree.sql(ENGINE_DIALECT)):
            # a cursor of its own, so that threads of the portal read at the same time
            return self._connection.cursor().sql(sql, params=dict(params) if params else None).to_arrow_table()

    def batches(
        self, tree: exp.Query, params: Mapping[str, object] | None = None, *, rows: int
    ) -> Iterator[pa.RecordBatch]:
        """As `arrow`, about so many rows at a time, while the engine makes the next; one batch at least."""
        with _faults_named(sql := tree.sql(ENGINE_DIALECT)):
            cursor = self._connection.cursor()
            reader = cursor.sql(sql, params=dict(params) if params else None).to_arrow_reader(rows)
            yield pa.record_batch([pa.array([], field.type) for field in reader.schema], schema=reader.schema)
            yield from reader

    def count(self, physical: str) -> int:
        """How many rows a table has: it never changes once it is made."""
        if physical not in self._counts:
            counted = self.arrow(exp.select(exp.Count(this=exp.Star())).from_(exp.to_table(physical)))
            self._counts[physical] = int(counted.column(0)[0].as_py())
        return self._counts[physical]

    def known_count(self, physical: str, rows: int) -> None:
        """That many rows it has: for tables whose rows were counted while they were made."""
        self._counts[physical] = rows

    def create(self, physical: str, tree: exp.Query, params: Mapping[str, object] | None = None) -> None:
        """Make a table of a query's rows."""
        created = exp.Create(this=exp.to_table(physical), kind="TABLE", expression=tree)
        self._run(created.sql(ENGINE_DIALECT), params)

    def create_view(self, physical: str, tree: exp.Query) -> None:
        """Make a view of a query's rows; nothing can be bound in it."""
        created = exp.Create(this=exp.to_table(physical), kind="VIEW", expression=tree)
        self._run(created.sql(ENGINE_DIALECT))
        self._views[physical] = tree.copy()  # whoever gave it may go on with it

    def view_of(self, physical: str) -> exp.Query | None:
        """The query over physical names that a view was made of; None of a table."""
        return self._views.get(physical)

    def shape_of(self, physical: str) -> list[tuple[str, str]]:
        """Column names and engine types of a physical table, in order."""
        described = self._run(exp.Describe(this=exp.to_table(physical)).sql(ENGINE_DIALECT))
        return [(str(row[0]), str(row[1])) for row in described]

    def copy_out(self, relation: Relation, path: Path) -> None:
        """Write a relation to Parquet, sorted by its key, the same bytes every time."""
        tree = exp.select(*relation.table.names).from_(exp.to_table(relation.physical)).order_by(*_key(relation.table))
        copied = exp.Copy(
            this=exp.Subquery(this=tree),
            kind=False,
            files=[exp.Literal.string(str(path))],
            params=[
                exp.CopyParameter(this=exp.var("FORMAT"), expression=exp.var("PARQUET")),
                exp.CopyParameter(this=exp.var("COMPRESSION"), expression=exp.var("ZSTD")),
            ],
        )
        self._run(copied.sql(ENGINE_DIALECT))

    def open_parts(self, physical: str, paths: Sequence[Path]) -> None:
        """Make a view of Parquet files in their order; a column that one of them has not is null there."""
        files = exp.array(*(exp.Literal.string(str(path.resolve())) for path in paths), dialect=ENGINE_DIALECT)
        by_name = exp.EQ(this=exp.column("union_by_name"), expression=exp.true())
        self.create_view(physical, exp.select("*").from_(exp.func("read_parquet", files, by_name)))

    def take_arrow(self, physical: str, rows: pa.Table) -> None:
        """Make a table of Arrow rows."""
        created = exp.Create(
            this=exp.to_table(physical), kind="TABLE", expression=exp.select("*").from_(exp.to_table("incoming_rows"))
        ).sql(ENGINE_DIALECT)
        with _faults_named(created):
            cursor = self._connection.cursor()  # what is registered on it is seen by nobody else
            cursor.register("incoming_rows", rows)
            cursor.execute(created).fetchall()
            cursor.close()

    def open_parquet(self, physical: str, path: Path) -> None:
        """Make a view of a Parquet file, which must lie in a directory given as `may_read`."""
        file = exp.Literal.string(str(path.resolve()))
        self.create_view(physical, exp.select("*").from_(exp.func("read_parquet", file)))

    def _run(self, sql: str, params: Mapping[str, object] | None = None) -> list[tuple[Any, ...]]:
        with _faults_named(sql):
            # a cursor of its own, so that several blocks of a file are worked on at the same time
            return self._connection.cursor().execute(sql, dict(params) if params else None).fetchall()


def _made(directory: Path) -> Path:
    directory.mkdir(mode=0o700, parents=True, exist_ok=True)
    return directory


@contextmanager
def _faults_named(sql: str) -> Iterator[None]:
    try:
        yield
    except (duckdb.InterruptException, RuntimeError) as stopped:
        # the engine looks for a Ctrl-C while it works, and tells of one as of a fault of its own
        if isinstance(stopped, duckdb.InterruptException) or "interrupted" in str(stopped).lower():
            raise KeyboardInterrupt from stopped
        raise
    except duckdb.Error as failed:
        if isinstance(failed, duckdb.OutOfMemoryException) or any(sign in str(failed) for sign in NO_ROOM):
            raise EngineFull(
                say("The engine ran out of room: {reason}", reason=type(failed).__name__),
                where=_first_line(failed),
                cure=say("Free disk space or raise memory_limit in saphan.toml, then run the same command again."),
            ) from failed
        # the statement is ours and holds no value of a record; what was bound to it is never shown
        raise QueryFailed(
            say("A statement could not be run: {reason}", reason=type(failed).__name__),
            where=sql,
            cure=say("This is a fault in Saphan: please report it with the statement above."),
        ) from failed


def _key(table: Table) -> Iterable[exp.Expression]:
    return [exp.column(name) for name in table.key]


def _first_line(error: Exception) -> str:
    return str(error).splitlines()[0] if str(error) else type(error).__name__
