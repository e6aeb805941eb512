"""Where does a dataset lie that no file brings? A table or query of an agency's PostgreSQL, said without any secret."""

from __future__ import annotations

from dataclasses import dataclass

import sqlglot
from open_data_contract_standard.model import Server
from sqlglot import exp

from saphan.contracts.extras import OF_DATABASE, read_extras
from saphan.contracts.faults import Faults, Place
from saphan.words import say

_DIALECT = "postgres"
_WRITES = (exp.DML, exp.DDL, exp.Command, exp.Into, exp.Lock)


@dataclass(frozen=True, kw_only=True)
class Database:
    """A table, or a query where there is one. Who may connect stands among the installation's keys."""

    host: str
    port: int
    name: str
    schema: str
    table: str
    query: str = ""  # as it was understood, so that nothing else is ever sent


def read_database(server: Server, table: str, place: Place, faults: Faults) -> Database:
    """The source a contract's server of the type `postgres` describes; what it lacks is a fault."""
    extras = read_extras(server.customProperties, place, known=OF_DATABASE, faults=faults)
    said = {"host": server.host, "port": server.port, "database": server.database, "schema": server.schema_}
    for key, value in said.items():
        if value in (None, ""):
            what = say("`{key}` is missing.", key=key)
            faults.add((*place, key), what, say("Say where the database is: host, port, database and schema."))
    query = extras.text("saphan.query")
    understood = _understood(query) if query else ""
    if understood is None:
        what = say("The query is not one statement that only reads.")
        extras.wrong("saphan.query", what, say("Write one SELECT, without INTO and without locks."))
    port = server.port if isinstance(server.port, int) else 0
    return Database(
        host=server.host or "", port=port, name=server.database or "", schema=server.schema_ or "", table=table,
        query=understood or "",
    )  # fmt: skip


def _understood(query: str) -> str | None:
    """The query written again from what was understood of it; None where it is anything but one that reads."""
    try:
        trees = sqlglot.parse(query, read=_DIALECT)
    except sqlglot.errors.SqlglotError:
        return None
    tree = trees[0] if len(trees) == 1 else None
    if not isinstance(tree, exp.Query) or any(isinstance(node, _WRITES) for node in tree.walk()):
        return None
    return tree.sql(_DIALECT, comments=False)
