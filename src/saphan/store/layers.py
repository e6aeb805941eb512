"""How is a large table kept so that a month's change costs what changed? As files of rows, the later over the earlier.

A layer is a file of rows, and may come with a file of keys: no row with such a key counts that stands in a layer below.
Files are named by their checksums, so releases share those that stayed the same.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlglot import exp

from saphan.errors import BrokenPromise
from saphan.store.durable import checksum
from saphan.store.engine import ENGINE_DIALECT, Engine, Relation
from saphan.store.query import checked
from saphan.tables import Table
from saphan.words import say


class NoScratch(BrokenPromise):
    """Layers were asked for of an engine that has nowhere to write them."""


@dataclass(frozen=True)
class LayerFile:
    """A file of a layer, and the checksum it was written with."""

    path: Path
    sha256: str

    @classmethod
    def of(cls, path: Path) -> LayerFile:
        """A file that was just written."""
        return cls(path, checksum(path))

    def name_in(self, table: Table) -> str:
        """What it is called within a release, without the ending."""
        return f"{table.name}-{self.sha256[:16]}"


@dataclass(frozen=True)
class Layer:
    """Rows, and the keys that no longer count in the layers below."""

    rows: LayerFile
    without: LayerFile | None = None
    by: tuple[str, ...] = ()  # the columns of `without`

    @property
    def files(self) -> tuple[LayerFile, ...]:
        """What it consists of."""
        return (self.rows, self.without) if self.without else (self.rows,)


def written_aside(relation: Relation) -> Layer:
    """The rows as a layer, in a file that is there as long as the engine."""
    path = relation.engine.new_part(relation.table)
    if path is None:
        raise NoScratch(
            say("An engine without a directory of its own cannot write a table aside."),
            where=relation.table.name,
            cure=say("This is a fault in Saphan: please report it."),
        )
    relation.engine.copy_out(relation, path)
    return Layer(LayerFile.of(path))


def described(layers: Sequence[Layer], table: Table) -> list[dict[str, object]]:
    """What a manifest says of the layers, the lowest first."""
    return [
        {"rows": each.rows.name_in(table)}
        | ({"without": each.without.name_in(table), "by": list(each.by)} if each.without else {})
        for each in layers
    ]


def read_layers(entry: Mapping[str, Any], directory: Path) -> tuple[Layer, ...]:
    """The layers that a manifest's entry of a table names."""

    def file(name: str) -> LayerFile:
        return LayerFile(directory / f"{name}.parquet", entry["parts"][name])

    return tuple(
        Layer(file(each["rows"]), file(each["without"]) if "without" in each else None, tuple(each.get("by", ())))
        for each in entry["layers"]
    )


def open_layers(layers: Sequence[Layer], table: Table, engine: Engine) -> Relation:
    """The rows that count, read where they lie."""
    physical = engine.new_name(table)
    parts = [_counting(layers[low:high], layers[high:], table) for low, high in _spans(layers)]
    tree: exp.Query = parts[0]
    for part in parts[1:]:
        tree = exp.union(tree, part, distinct=False)
    engine.create_view(physical, tree)
    return checked(Relation(table, physical, engine), "layers")


def _spans(layers: Sequence[Layer]) -> list[tuple[int, int]]:
    """Neighbours over which the same keys are laid: they are read as one."""
    begins = [0, *(at for at, layer in enumerate(layers) if at and layer.without)]
    return list(zip(begins, [*begins[1:], len(layers)], strict=True))


def _counting(layers: Sequence[Layer], above: Sequence[Layer], table: Table) -> exp.Select:
    tree = exp.select(*(exp.column(name, "r") for name in table.names)).from_(
        _read([each.rows.path for each in layers]).as_("r", dialect=ENGINE_DIALECT)
    )
    laid_over: dict[tuple[str, ...], list[Path]] = {}
    for each in above:
        if each.without:
            laid_over.setdefault(each.by, []).append(each.without.path)
    for by, paths in laid_over.items():
        same = exp.and_(*(exp.EQ(this=exp.column(name, "w"), expression=exp.column(name, "r")) for name in by))
        gone = exp.select("1").from_(_read(paths).as_("w", dialect=ENGINE_DIALECT)).where(same)
        tree = tree.where(exp.Not(this=exp.Exists(this=gone)))
    return tree


def _read(paths: Sequence[Path]) -> exp.Func:
    files = exp.array(*(exp.Literal.string(str(path.resolve())) for path in paths), dialect=ENGINE_DIALECT)
    return exp.func("read_parquet", files)
