"""In which files do a relation's rows lie as they are? What only picks columns of files can be read without the engine.

Whoever wants every row, and of each column its distinct values, reads a Parquet file's own dictionaries instead of
having the engine write out each text.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from sqlglot import exp

from saphan.store.engine import Engine, Relation

PICKING = frozenset({"expressions", "from_"})  # whatever else a SELECT says makes rows that lie nowhere

LAYING = frozenset({"this", "expression"})  # and UNION but for ALL, which is not said


@dataclass(frozen=True)
class Lying:
    """A Parquet file all of whose rows are meant, and what its columns are called in the relation."""

    path: Path
    columns: Mapping[str, str] | None  # by the relation's name, the file's; None where all have their own

    def named(self, column: str) -> str:
        """What the file calls a column of the relation."""
        return column if self.columns is None else self.columns[column]


def files_of(relation: Relation) -> tuple[Lying, ...] | None:
    """The files that hold a relation's rows, in their order; None where the engine has to make its rows."""
    return _of_name(relation.physical, relation.engine)


def _of_name(physical: str, engine: Engine) -> tuple[Lying, ...] | None:
    tree = engine.view_of(physical)
    return None if tree is None else _of(tree, engine)


def _of(tree: exp.Query, engine: Engine) -> tuple[Lying, ...] | None:
    parts: list[exp.Expr] = []
    while isinstance(tree, exp.Union) and not any(said for name, said in tree.args.items() if name not in LAYING):
        parts.append(tree.expression)
        tree = tree.this
    found: list[Lying] = []
    for part in (tree, *reversed(parts)):
        of_part = _picked(part, engine)
        if of_part is None:
            return None
        found.extend(of_part)
    return tuple(found)


def _picked(tree: exp.Expr, engine: Engine) -> tuple[Lying, ...] | None:
    if not isinstance(tree, exp.Select) or any(said for name, said in tree.args.items() if name not in PICKING):
        return None
    source = tree.args["from_"].this
    source = source.this if isinstance(source, exp.Alias) else source
    if isinstance(source, exp.ReadParquet):
        within: tuple[Lying, ...] | None = tuple(Lying(path, None) for path in _paths(source))
    else:
        within = _of_name(source.name, engine) if isinstance(source, exp.Table) else None
    columns = _columns(tree)
    if within is None or columns is None:
        return None
    return tuple(
        Lying(each.path, {name: each.named(of) for name, of in columns.items()} if columns else each.columns)
        for each in within
    )


def _paths(function: exp.ReadParquet) -> list[Path]:
    # further arguments only say that columns are known by their names
    files = function.expressions[0]
    return [Path(file.name) for file in (files.expressions if isinstance(files, exp.Array) else [files])]


def _columns(tree: exp.Select) -> dict[str, str] | None:
    """The columns that are picked, by the names they are given; empty where all are, None where one is reckoned."""
    if len(tree.expressions) == 1 and isinstance(tree.expressions[0], exp.Star):
        return {}
    picked = {each.alias_or_name: each.this if isinstance(each, exp.Alias) else each for each in tree.expressions}
    if not all(isinstance(each, exp.Column) for each in picked.values()):
        return None
    return {name: each.name for name, each in picked.items()}
