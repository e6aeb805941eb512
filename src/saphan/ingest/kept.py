"""How is a conformed delivery kept while a build lasts? Each text once; what follows from it is told when it is read.

Most values are the text itself, most classes `ok`, most rules none, and who a person is says the same once more. To
write all of that costs more than to read the file. So the columns of `saphan.tables.conformed` are a view, and kept
are for the contract's column number n: `raw_n`; `value_n`, of a column of texts only where `differs_n`; `class_n`
unless it is ok; `rule_n` where one changed the text. What has no value is null, and takes no place.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from sqlglot import exp

from saphan.store.query import ARROW_KINDS
from saphan.tables import Column, Kind, Table, Zone, conformed

OK, UNCHANGED = "ok", ""
ROWS = "kept"  # what the view is made of


@dataclass(frozen=True)
class Shape:
    """What has to be kept of one delivery: it depends on its contract."""

    kinds: Sequence[Kind | None]  # of the values, by column of the contract; None: the value is the text itself
    places: frozenset[int]  # columns of names of places: their value is a code, and never the text
    values_of: Mapping[str, Sequence[int]]  # by column of who the person is: the values that say so, the first first
    identity: frozenset[str]  # such columns that follow from no value, and are kept

    def is_kept_whole(self, at: int) -> bool:
        """Whether the values of a column are kept beside its texts, each of them."""
        return self.kinds[at] in (Kind.REAL, Kind.DAY) or at in self.places

    def names(self) -> list[Column]:
        """The columns that are kept."""
        found = [Column(conformed.ROW_NUMBER, Kind.INTEGER, "row of the file, the first data row being 1")]
        found += [column for column in conformed.IDENTITY_COLUMNS if column.name in self.identity]
        for at, kind in enumerate(self.kinds):
            found += [Column(name, of, "see ingest/kept.py") for name, of in self._of_one(at, kind)]
        return found

    def table(self) -> Table:
        """The shape of what is kept."""
        doc = "One row: one delivered row, of which each text is kept once."
        key = (conformed.ROW_NUMBER,)
        return Table(name=ROWS, doc=doc, zone=Zone.WITHIN_BUILD, key=key, columns=tuple(self.names()))

    def told(self, received_on: date) -> exp.Select:
        """The columns of a conformed delivery, of those that are kept."""
        chosen: dict[str, exp.Expr] = {
            conformed.ROW_NUMBER: _kept(conformed.ROW_NUMBER),
            conformed.RECEIVED_ON: exp.cast(exp.Literal.string(received_on.isoformat()), Kind.DAY.value),
        }
        chosen |= {column.name: self._who(column) for column in conformed.IDENTITY_COLUMNS}
        for at, kind in enumerate(self.kinds):
            chosen |= self._five(at, kind)
        return exp.select(*(tree.as_(name) for name, tree in chosen.items())).from_(exp.to_table(ROWS).as_("k"))

    def _of_one(self, at: int, kind: Kind | None) -> list[tuple[str, Kind]]:
        found = [(conformed.raw(at), Kind.TEXT), (conformed.value_class(at), Kind.TEXT)]
        if kind is not None:
            found += [(conformed.value(at), kind), (conformed.rule(at), Kind.TEXT)]
        if kind is Kind.TEXT and at not in self.places:
            found.append((differs(at), Kind.YES_NO))
        if kind is Kind.REAL:
            found.append((conformed.taken(at), Kind.TEXT))
        return found

    def _who(self, column: Column) -> exp.Expr:
        if column.name in self.identity:
            return _kept(column.name)
        values = [self._value(at) for at in self.values_of.get(column.name, ())]
        if not values:
            return exp.cast(exp.Null(), column.kind.value)
        return values[0] if len(values) == 1 else exp.func("coalesce", *values)

    def _five(self, at: int, kind: Kind | None) -> dict[str, exp.Expr]:
        value_class = exp.func("coalesce", _kept(conformed.value_class(at)), exp.Literal.string(OK))
        taken: exp.Expr = exp.cast(exp.Null(), Kind.TEXT.value)
        rule: exp.Expr = exp.cast(exp.Literal.string(UNCHANGED), Kind.TEXT.value)
        if kind is not None:
            has_rule = exp.Not(this=exp.Is(this=_kept(conformed.rule(at)), expression=exp.Null()))
            rule = exp.func("coalesce", _kept(conformed.rule(at)), exp.Literal.string(UNCHANGED))
            text = _kept(conformed.taken(at)) if kind is Kind.REAL else exp.cast(self._value(at), Kind.TEXT.value)
            taken = exp.case().when(has_rule, text)
        return {
            conformed.raw(at): _kept(conformed.raw(at)),
            conformed.value(at): self._value(at),
            conformed.taken(at): taken,
            conformed.value_class(at): value_class,
            conformed.rule(at): rule,
        }

    def _value(self, at: int) -> exp.Expr:
        kind = self.kinds[at]
        if kind is None:
            return _kept(conformed.raw(at))
        if self.is_kept_whole(at):
            return _kept(conformed.value(at))
        return exp.case().when(_kept(differs(at)), _kept(conformed.value(at))).else_(_kept(conformed.raw(at)))


def differs(at: int) -> str:
    """Whether the value of a column of texts is not the text itself; null where none is not."""
    return f"differs_{at}"


def unless(answer: pa.Array, usual: str) -> pa.Array:
    """The answers as codes, null where they are the usual one."""
    coded = answer if pa.types.is_dictionary(answer.type) else answer.dictionary_encode()
    names = coded.dictionary.to_pylist()
    if usual not in names:
        return coded
    at = names.index(usual)
    codes = np.asarray(pc.fill_null(coded.indices, at))
    is_usual = codes == at
    if is_usual.all():
        return pa.nulls(len(answer), pa.string())
    return pa.DictionaryArray.from_arrays(pa.array(codes, mask=is_usual), coded.dictionary)


def filled(found: Mapping[str, pa.Array], table: Table, size: int) -> pa.Table:
    """All columns of the table, null where nothing was found."""
    columns = [
        found[column.name] if column.name in found else pa.nulls(size, ARROW_KINDS[column.kind])
        for column in table.columns
    ]
    return pa.table(columns, names=list(table.names))


def _kept(name: str) -> exp.Column:
    return exp.column(name, "k")
