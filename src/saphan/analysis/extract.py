"""How does an analyst read an extract? Its tables whole, or a question in SQL over them."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from types import TracebackType
from typing import Self

import pyarrow as pa

from saphan.clock import SystemClock, today
from saphan.errors import BrokenPromise, NotFound, Refused
from saphan.store.engine import Engine, Relation
from saphan.store.question import asked, parsed
from saphan.tables.extracted import EXTRACTS
from saphan.tables.shape import Column
from saphan.words import say

DESCRIBED = "extract.json"
MEMORY = "2GB"


class NoExtract(NotFound):
    """There is no extract at that place."""


class NotForUse(Refused):
    """The licence of the project has not begun, or has ended."""


class OtherShape(BrokenPromise):
    """The extract was made by another version of Saphan."""


@dataclass(frozen=True)
class Extract:
    """The tables of one project, open for questions; close it, or use it in a `with`."""

    project: str
    purpose: str
    release_id: str
    as_of: date
    begins: date
    ends: date
    relations: dict[str, Relation]
    engine: Engine

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Forget everything that was read."""
        self.engine.close()

    @property
    def tables(self) -> tuple[str, ...]:
        """The names of its tables."""
        return tuple(self.relations)

    def columns(self, table: str) -> tuple[Column, ...]:
        """The columns of a table, each with its line of explanation."""
        return self.relations[table].table.columns

    def table(self, name: str) -> pa.Table:
        """All rows of a table in the order of its key."""
        return self.relations[name].arrow()

    def ask(self, question: str) -> pa.Table:
        """The rows of one SELECT over the tables of the extract, and of nothing else.

        Raises:
            BadQuestion: it is not one SELECT.
            UnknownInput: it reads something that is no table of the extract.
        """
        return asked(parsed(question), inputs=self.relations, where="question")


def open_extract(directory: str | Path, *, on: date | None = None) -> Extract:
    """The extract in that directory, or the latest one of a project's directory; `on` is today unless said.

    Raises:
        NoExtract: there is none, or this account may not read it.
        NotForUse: its licence does not run on that day.
        OtherShape: another version of Saphan made it.
    """
    try:
        root = _latest(Path(directory))
    except PermissionError as closed:
        raise _none(directory) from closed
    said = json.loads((root / DESCRIBED).read_text("utf-8"))
    begins, ends = date.fromisoformat(said["begins"]), date.fromisoformat(said["ends"])
    day = on or today(SystemClock())
    if not begins <= day <= ends:
        raise NotForUse(
            say("This extract may be used from {begins} to {ends} only.", begins=begins, ends=ends),
            where=str(root),
            cure=say("Ask the parties to renew the licence, and the operator to make the extract again."),
        )
    if sorted(said["tables"]) != sorted(table.name for table in EXTRACTS):
        raise OtherShape(
            say("This extract was made by another version of Saphan."),
            where=str(root),
            cure=say("Ask the operator to make the extract again."),
        )
    engine = Engine(threads=0, memory_limit=MEMORY, may_read=[root])
    relations = {}
    for table in EXTRACTS:
        physical = engine.new_name(table)
        engine.open_parquet(physical, root / f"{table.name}.parquet")
        relations[table.name] = Relation(table, physical, engine)
    return Extract(
        project=said["project"], purpose=said["purpose"], release_id=said["release"],
        as_of=date.fromisoformat(said["as_of"]), begins=begins, ends=ends, relations=relations, engine=engine,
    )  # fmt: skip


def _latest(directory: Path) -> Path:
    if (directory / DESCRIBED).is_file():
        return directory
    found = sorted(path.parent for path in directory.glob(f"[!.]*/{DESCRIBED}")) if directory.is_dir() else []
    if not found:
        raise _none(directory)
    return found[-1]


def _none(directory: str | Path) -> NoExtract:
    return NoExtract(
        say("There is no extract here that this account may read."),
        where=str(directory),
        cure=say("Ask the operator to run `saphan extract make` for the project's licence."),
    )
