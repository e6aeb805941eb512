"""What does each delivered row say, in the words and kinds of Saphan? Nothing is judged here and no row is lost."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.compute as pc

from saphan.contracts.model import Contract, Field
from saphan.ingest.kept import OK, ROWS, UNCHANGED, Shape, differs, filled, unless
from saphan.ingest.lookups import PLACE_NAMES, PlaceNames, place_inputs
from saphan.ingest.normalise.codes import as_written, coded_once, spread
from saphan.ingest.normalise.columns import Column as ReadColumn
from saphan.ingest.normalise.readers import Reader, reader_of
from saphan.ingest.who import Said, beside_title, identity, who_says
from saphan.store import Relation, from_arrow, view
from saphan.tables import Column, Kind, Table, Zone, conformed

if TYPE_CHECKING:
    from saphan.ingest.read import Reading


@dataclass(frozen=True)
class Conformed:
    """A delivery in Saphan's own words; its columns are named in `saphan.tables.conformed`."""

    rows: Relation


def conform(reading: Reading, contract: Contract, *, received_on: date) -> Conformed:
    """One row per row that was read: its texts, what they mean, and who the person in it is.

    `received_on` settles years of two digits: a birth does not lie after the file that tells of it.
    """
    meant = Meant(contract, received_on)
    kept = meant.read(reading.rows.arrow())
    return meant.told(from_arrow(kept, returns=meant.kept, engine=reading.rows.engine))


class Meant:
    """How the columns of one delivery are read, and what their texts were found to mean so far."""

    def __init__(self, contract: Contract, received_on: date) -> None:
        """For a file of `contract` that was received that day."""
        self.contract = contract
        self.received_on = received_on
        readers = {
            at: reader_of(column, received_on) for at, column in enumerate(contract.fields) if _is_looked_up(column)
        }
        self.columns = {at: ReadColumn(contract.fields[at], reader) for at, reader in readers.items()}
        self.places = PlaceNames(place_inputs(contract))
        self.shape = _shape(contract, readers, has_places=bool(self.places.inputs))
        self.kept = self.shape.table()
        self.table = _table(contract, readers)

    def read(self, rows: pa.Table) -> pa.Table:
        """What is kept of these rows; texts that come again and again stand as codes."""
        said: dict[int, Said] = {at: each.read(_texts(rows, at)) for at, each in self.columns.items()}
        beside_title(self.contract, said)
        places = self.places.read(rows) if self.places.inputs else {}
        found = {conformed.ROW_NUMBER: rows.column("row_number").combine_chunks()}
        found |= identity(self.contract, said, places, self.shape.identity)
        for at, column in enumerate(self.contract.fields):
            part = PLACE_NAMES.get(column.meaning) if column.meaning else None
            of_column = _of_place(places, part, _texts(rows, at)) if part else said.get(at) or _plain(_texts(rows, at))
            found |= _kept(at, of_column, is_whole=self.shape.is_kept_whole(at))
        return filled(found, self.kept, rows.num_rows)

    def told(self, kept: Relation) -> Conformed:
        """The delivery in Saphan's words, of what is kept of it."""
        tree = self.shape.told(self.received_on)
        return Conformed(view(tree, returns=self.table, inputs={ROWS: kept}, where="conformed rows"))


def _texts(rows: pa.Table, at: int) -> pa.Array:
    column = rows.column(f"f{at}").combine_chunks()
    return column.cast(pa.string()) if pa.types.is_large_string(column.type) else column


def _is_looked_up(column: Field) -> bool:
    """Whether anything asks what the column's texts mean; place names are read together, not each alone."""
    if column.meaning in PLACE_NAMES:
        return False
    return bool(column.meaning or column.rules or column.required or column.unique)


def _table(contract: Contract, readers: Mapping[int, Reader]) -> Table:
    values = [
        part
        for at in range(len(contract.fields))
        for part in conformed.columns_of(at, readers[at].kind if at in readers else Kind.TEXT)
    ]
    return Table(
        name="conformed",
        doc="One row: one delivered row, in Saphan's own words.",
        zone=Zone.WITHIN_BUILD,
        key=(conformed.ROW_NUMBER,),
        columns=(
            Column(conformed.ROW_NUMBER, Kind.INTEGER, "row of the file, the first data row being 1"),
            Column(conformed.RECEIVED_ON, Kind.DAY, "the day the file was received"),
            *conformed.IDENTITY_COLUMNS,
            *values,
        ),
    )


def _shape(contract: Contract, readers: Mapping[int, Reader], *, has_places: bool) -> Shape:
    places = frozenset(at for at, column in enumerate(contract.fields) if column.meaning in PLACE_NAMES)
    kinds = (readers[at].kind if at in readers else None for at in range(len(contract.fields)))
    told_by, kept = who_says(contract, readers, has_places=has_places)
    return Shape([Kind.TEXT if at in places else kind for at, kind in enumerate(kinds)], places, told_by, kept)


def _of_place(places: Mapping[str, pa.Array], part: str, raw: pa.Array) -> Said:
    return {"raw": raw, "value": places[part], "class": places[f"class_{part}"], "rule": places["rule"]}


def _plain(raw: pa.Array) -> Said:
    """A column of which nothing asks what it means."""
    coded = coded_once(raw, None)
    texts = raw if coded is None else coded.dictionary
    is_empty = pc.fill_null(pc.equal(pc.utf8_trim(texts, " "), ""), fill_value=True)
    if not pc.any(is_empty).as_py():
        return {"raw": as_written(raw, coded)}
    kinds = pa.DictionaryArray.from_arrays(is_empty.cast(pa.int32()), pa.array([OK, "empty"]))
    return {"raw": as_written(raw, coded), "class": kinds if coded is None else spread(coded, kinds)}


def _kept(at: int, said: Said, *, is_whole: bool) -> Said:
    """What is kept of one column of the file."""
    found = {conformed.raw(at): said["raw"]}
    if "class" in said:
        found[conformed.value_class(at)] = unless(said["class"], OK)
    if "rule" in said:
        found[conformed.rule(at)] = unless(said["rule"], UNCHANGED)
    if is_whole:
        found[conformed.value(at)] = said["value"]
    elif "differs" in said:
        found |= {differs(at): said["differs"], conformed.value(at): said["told"]}
    if "taken" in said:
        found[conformed.taken(at)] = said["taken"]
    return found
