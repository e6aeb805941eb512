"""What do the distinct texts of a column mean? Each is read once, in Python, and joined back by the engine."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from typing import Final

import pyarrow as pa
from sqlglot import exp

from saphan.contracts.meanings import Meaning
from saphan.contracts.model import Contract
from saphan.ingest.normalise.places import match_names
from saphan.ingest.normalise.readers import Reader
from saphan.store import Relation, from_arrow, select
from saphan.store.query import ARROW_KINDS
from saphan.tables import Column, Kind, Table, Zone

PLACE_NAMES: dict[Meaning, str] = {
    Meaning.SUBDISTRICT_NAME: "subdistrict",
    Meaning.DISTRICT_NAME: "district",
    Meaning.PROVINCE_NAME: "province",
}
_PLACE_INPUTS: dict[Meaning, str] = {**PLACE_NAMES, Meaning.POSTCODE: "postcode"}
_REMEMBERED: Final = 200_000  # texts of one column, so that memory does not grow with the file
_HEAD = (("value", None), ("taken", Kind.TEXT), ("class", Kind.TEXT), ("rule", Kind.TEXT))


def remembered(read: Callable[..., Sequence[object]]) -> Callable[..., Sequence[object]]:
    """The same reader, which reads a text once though it comes in many blocks."""
    known: dict[tuple[str | None, ...], Sequence[object]] = {}

    def recall(*raws: str | None) -> Sequence[object]:
        found = known.get(raws)
        if found is None:
            found = read(*raws)
            if len(known) < _REMEMBERED:
                known[raws] = found
        return found

    return recall


def remembering(reader: Reader) -> Reader:
    """The same reader, which reads a text once."""
    recall = remembered(lambda raw: reader.read(raw or ""))
    return replace(reader, read=lambda text: tuple(recall(text)))


def odd_columns(rows: Relation, columns: Iterable[int]) -> list[int]:
    """The columns in which some text is not plain: their flag `is_n` is false."""
    at = list(columns)
    if not at:
        return []
    counts = [
        exp.cast(exp.func("coalesce", exp.Max(this=exp.cast(exp.Not(this=exp.column(f"is_{each}", "r")), "BIGINT")),
                          exp.Literal.number(0)), "BIGINT").as_(f"odd_{each}")
        for each in at
    ]  # fmt: skip
    table = _table("odd", {f"odd_{each}": Kind.INTEGER for each in at})
    tree = exp.select(*counts).from_(exp.to_table("rows").as_("r"))
    found = select(tree, returns=table, inputs={"rows": rows})
    row = found.rows()[0]
    found.engine.drop(found)
    return [each for each, is_odd in zip(at, row, strict=True) if is_odd]


def column_lookup(rows: Relation, column: str, reader: Reader, *, flag: str) -> Relation:
    """One row: one distinct text of a column whose flag says that it is not plain, and what it means."""
    texts = _distinct(rows, {column: "raw"}, exp.Not(this=exp.column(flag, "r")))
    kinds = {name: kind or reader.kind for name, kind in _HEAD} | dict(reader.parts)
    return _lookup(rows, texts, kinds, lambda raw: reader.read(raw or ""))


def place_inputs(contract: Contract) -> dict[str, int]:
    """Which columns of the contract name a place together: the part each plays, and its number."""
    if not any(column.meaning in PLACE_NAMES for column in contract.fields):
        return {}
    return {
        _PLACE_INPUTS[column.meaning]: at
        for at, column in enumerate(contract.fields)
        if column.meaning in _PLACE_INPUTS
    }


def place_reader(inputs: dict[str, int]) -> Callable[..., Sequence[object]]:
    """What place names mean together: for each level its code and class, and the rule."""

    def read(*raws: str | None) -> Sequence[object]:
        names = dict(zip(inputs, (raw or "" for raw in raws), strict=True))
        place = match_names(**names)
        found = (place.subdistrict, place.district, place.province)
        pairs = zip(PLACE_NAMES.values(), found, strict=True)
        each = [part for level, code in pairs for part in (code, _class(names.get(level, ""), code))]
        return [*each, place.rule]

    return read


def place_lookup(rows: Relation, inputs: dict[str, int], read: Callable[..., Sequence[object]]) -> Relation:
    """One row: one distinct combination of place names, and the codes they mean."""
    texts = _distinct(rows, {f"f{at}": f"raw_{part}" for part, at in inputs.items()})
    kinds = {
        name: Kind.TEXT
        for part in PLACE_NAMES.values()
        for name in (part, f"class_{part}")
    } | {"rule": Kind.TEXT}  # fmt: skip
    return _lookup(rows, texts, kinds, read)


def _class(name: str, code: str | None) -> str:
    return "empty" if not name.strip() else "ok" if code else "unknown_place"


def _distinct(rows: Relation, columns: dict[str, str], condition: exp.Expr | None = None) -> pa.Table:
    """The distinct combinations of some columns, under new names."""
    chosen = [exp.column(column, "r").as_(name) for column, name in columns.items()]
    tree = exp.select(*chosen).distinct().from_(exp.to_table("rows").as_("r"))
    if condition is not None:
        tree = tree.where(condition)
    table = _table("texts", dict.fromkeys(columns.values(), Kind.TEXT))
    found = select(tree, returns=table, inputs={"rows": rows})
    texts = found.arrow()
    found.engine.drop(found)
    return texts


def _lookup(rows: Relation, texts: pa.Table, kinds: dict[str, Kind], read: Callable[..., Sequence[object]]) -> Relation:
    meant = [read(*raws) for raws in zip(*(texts[name].to_pylist() for name in texts.column_names), strict=True)]
    columns = {name: texts[name] for name in texts.column_names}
    for at, (name, kind) in enumerate(kinds.items()):
        columns[name] = pa.array([row[at] for row in meant], type=ARROW_KINDS[kind])
    table = _table("meant", dict.fromkeys(texts.column_names, Kind.TEXT) | kinds, key=tuple(texts.column_names))
    return from_arrow(pa.table(columns), returns=table, engine=rows.engine)


def _table(name: str, kinds: dict[str, Kind], key: tuple[str, ...] = ()) -> Table:
    return Table(
        name=name,
        doc="One row: one distinct text, and what it means.",
        zone=Zone.WITHIN_BUILD,
        key=key or tuple(kinds),
        columns=tuple(Column(column, kind, "see the reader of its meaning") for column, kind in kinds.items()),
    )
