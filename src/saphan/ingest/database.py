"""What does a table of an agency's PostgreSQL hold today? A file of it, received like any other delivery.

One snapshot in one transaction that cannot write, read row by row by a cursor of the server, so that neither side
holds the table in memory. Every value is the text the server writes for it; the contract says what it means.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import psycopg
import pyarrow as pa
import pyarrow.parquet as pq
from psycopg import sql

from saphan.contracts.database import Database
from saphan.contracts.model import Contract
from saphan.errors import BrokenPromise, Unavailable
from saphan.ingest.header import find_header, undescribed
from saphan.ingest.header_names import folded
from saphan.words import Words, say

_AT_ONCE: Final = 20_000  # rows held
_TIMEOUT: Final = 10  # seconds to be let in
# days as year-month-day, times as in Thailand: the same row is the same text whatever the server is set to
_SETTINGS: Final = "-c default_transaction_read_only=on -c datestyle=ISO,YMD -c timezone=Asia/Bangkok"
_NOT_RUN: Final = (
    psycopg.errors.SyntaxErrorOrAccessRuleViolation, psycopg.errors.ReadOnlySqlTransaction,
    psycopg.errors.FeatureNotSupported, psycopg.DataError,
)  # fmt: skip


class SourceUnavailable(Unavailable):
    """The agency's database was not reached, or broke off; nothing was taken."""


class SourceRefuses(BrokenPromise):
    """The agency's database does not hold what the contract says, or lets us in as somebody who could write."""


@dataclass(frozen=True)
class Snapshot:
    """A table as it was at one moment, written to a file."""

    rows: int
    undescribed: tuple[str, ...]  # its columns that the contract does not name: nothing of them was read


def snapshot(contract: Contract, database: Database, *, connection: str, into: Path) -> Snapshot:
    """The rows of the contract's table or query, written to a Parquet file of texts.

    Raises:
        SourceUnavailable: the server was not reached or broke off.
        SourceRefuses: another database, a role that could write, no such table, or no right to read it.
        HeaderMismatch: the table lacks columns that the contract requires.
    """
    with _connected(connection, contract) as server:
        _require_harmless(server, database, contract)
        source = _source(database)
        names = _names(server, source)
        found = find_header([names], contract, contract.dataset)
        taken = [names[place] for place in found.places if place is not None]
        rows = _write(_batches(server, source, taken, contract), taken, into)
    return Snapshot(rows, undescribed(found, contract))


@contextmanager
def _connected(connection: str, contract: Contract) -> Iterator[psycopg.Connection]:
    try:
        with psycopg.connect(connection, connect_timeout=_TIMEOUT, options=_SETTINGS, client_encoding="utf8") as server:
            server.read_only = True
            server.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
            yield server
            server.rollback()  # there is nothing to keep
    except psycopg.errors.InsufficientPrivilege as closed:
        raise _refuses(contract, say("The role of Saphan may not read it.")) from closed
    except (psycopg.errors.UndefinedTable, psycopg.errors.InvalidSchemaName) as absent:
        raise _refuses(contract, say("There is no such table.")) from absent
    except _NOT_RUN as wrong:
        raise _refuses(contract, say("The server does not run the query.")) from wrong
    except psycopg.ProgrammingError as misspelt:
        raise _refuses(contract, say("The key of the source cannot be read as a connection.")) from misspelt
    except psycopg.Error as broken:  # its own words can hold a value of the row it stopped at
        raise SourceUnavailable(
            say(
                "The database of {dataset} was not reached, or broke off. Nothing was taken.", dataset=contract.dataset
            ),
            where=contract.dataset,
            cure=say("Check the key of the source and the network, then run the same command again."),
        ) from broken


def _require_harmless(server: psycopg.Connection, database: Database, contract: Contract) -> None:
    """The database the contract names, and a role that is not the one that may do everything."""
    if server.info.dbname != database.name:
        what = say("The key leads to the database `{found}`, and the contract names `{named}`.",
                   found=server.info.dbname, named=database.name)  # fmt: skip
        raise _refuses(contract, what)
    if server.info.parameter_status("is_superuser") == "on":
        raise _refuses(contract, say("The key is that of a role that may do everything."))


def _refuses(contract: Contract, what: Words) -> SourceRefuses:
    cure = say("Ask the agency for a role that can only read this table, and correct the contract {source} or the key.",
               source=contract.source or contract.dataset)  # fmt: skip
    return SourceRefuses(what, where=contract.dataset, cure=cure)


def _source(database: Database) -> sql.Composable:
    if database.query:
        return sql.SQL("({}) AS source").format(sql.SQL(database.query))  # one statement, written by our own parser
    return sql.SQL("{} AS source").format(sql.Identifier(database.schema, database.table))


def _names(server: psycopg.Connection, source: sql.Composable) -> list[str]:
    with server.cursor(name="names") as cursor:  # a cursor of the server takes one statement and no more
        cursor.execute(sql.SQL("SELECT * FROM {} LIMIT 0").format(source))
        return [column.name for column in cursor.description or ()]


def _batches(
    server: psycopg.Connection, source: sql.Composable, taken: Sequence[str], contract: Contract
) -> Iterator[Sequence[Sequence[str | None]]]:
    """The rows, some at a time, in an order that is the same as long as they are the same."""
    unique = {folded(field.name) for field in contract.fields if field.unique}
    by = [name for name in taken if folded(name) in unique] or taken
    texts = [sql.SQL("source.{}::text").format(sql.Identifier(name)) for name in taken]
    order = [sql.SQL('source.{}::text COLLATE "C"').format(sql.Identifier(name)) for name in by]
    asked = sql.SQL("SELECT {} FROM {} ORDER BY {}").format(
        sql.SQL(", ").join(texts), source, sql.SQL(", ").join(order)
    )
    with server.cursor(name="rows") as cursor:
        cursor.execute(asked)
        while rows := cursor.fetchmany(_AT_ONCE):
            yield rows


def _write(batches: Iterator[Sequence[Sequence[str | None]]], names: Sequence[str], into: Path) -> int:
    shape, written = pa.schema([(name, pa.string()) for name in names]), 0
    with pq.ParquetWriter(into, shape, compression="zstd") as file:
        for rows in batches:
            columns = [pa.array(column, pa.string()) for column in zip(*rows, strict=True)]
            file.write_table(pa.table(columns, schema=shape))
            written += len(rows)
    return written
