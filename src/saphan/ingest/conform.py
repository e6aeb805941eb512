"""What does each delivered row say, in the words and kinds of Saphan? Nothing is judged here and no row is lost."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from saphan.contracts.meanings import Meaning
from saphan.contracts.model import Contract, Field
from saphan.ingest.lookups import PLACE_NAMES, PlaceNames, place_inputs
from saphan.ingest.normalise.columns import Column as ReadColumn
from saphan.ingest.normalise.readers import Reader, reader_of
from saphan.store import Relation, from_arrow
from saphan.store.query import ARROW_KINDS
from saphan.tables import Column, Kind, Table, Zone, conformed

if TYPE_CHECKING:
    from saphan.ingest.read import Reading

Said = Mapping[str, pa.Array]  # what a column says, by part: value, taken, class, rule, kind ...
# who says it first: the meaning of a column, and the part of its lookup that answers
_IDENTITY: dict[str, tuple[tuple[Meaning, str], ...]] = {
    "source_key": ((Meaning.RECORD_KEY, "value"),),
    "citizen_id": ((Meaning.CITIZEN_ID, "value"),),
    "citizen_id_kind": ((Meaning.CITIZEN_ID, "kind"),),
    "citizen_id_valid": ((Meaning.CITIZEN_ID, "is_valid"),),
    "other_number": ((Meaning.OTHER_NUMBER, "value"),),
    "title": ((Meaning.TITLE, "value"), (Meaning.GIVEN_NAME, "title"), (Meaning.FULL_NAME, "title")),
    "given_name": ((Meaning.GIVEN_NAME, "value"), (Meaning.FULL_NAME, "given")),
    "family_name": ((Meaning.FAMILY_NAME, "value"), (Meaning.FULL_NAME, "family")),
    "sex": (
        (Meaning.SEX, "value"), (Meaning.TITLE, "sex"), (Meaning.GIVEN_NAME, "sex"), (Meaning.FULL_NAME, "sex"),
    ),
    "birth_date": ((Meaning.BIRTH_DATE, "value"),),
    "birth_precision": ((Meaning.BIRTH_DATE, "precision"),),
    "house_number": ((Meaning.HOUSE_NUMBER, "value"),),
    "street": ((Meaning.STREET, "value"),),
    "locality": ((Meaning.LOCALITY, "value"),),
    "postcode": ((Meaning.POSTCODE, "value"),),
    "phone": ((Meaning.PHONE, "value"),),
    "household_key": ((Meaning.HOUSEHOLD_KEY, "value"),),
}  # fmt: skip
# parts of a given name's lookup, and how they read where no title stands beside the name
_ALONE = {
    "value": "alone_value", "taken": "alone_value", "rule": "alone_rule", "title": "alone_title", "sex": "alone_sex",
}  # fmt: skip
_AREA_CODES = (Meaning.SUBDISTRICT_CODE, Meaning.DISTRICT_CODE, Meaning.PROVINCE_CODE)


@dataclass(frozen=True)
class Conformed:
    """A delivery in Saphan's own words; its columns are named in `saphan.tables.conformed`."""

    rows: Relation


def conform(reading: Reading, contract: Contract, *, received_on: date) -> Conformed:
    """One row per row that was read: its texts, what they mean, and who the person in it is.

    `received_on` settles years of two digits: a birth does not lie after the file that tells of it.
    """
    meaning = Meant(contract, received_on)
    rows = meaning.read(reading.rows.arrow())
    return Conformed(from_arrow(rows, returns=meaning.table, engine=reading.rows.engine))


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
        self.table = _table(contract, readers)

    def read(self, rows: pa.Table) -> pa.Table:
        """The same rows in Saphan's words; texts that come again and again stand as codes."""
        said: dict[int, Said] = {at: each.read(_texts(rows, at)) for at, each in self.columns.items()}
        _beside_title(self.contract, said)
        places = self.places.read(rows) if self.places.inputs else {}
        days = pa.array(np.zeros(rows.num_rows, np.int32))
        found = {
            conformed.ROW_NUMBER: rows.column("row_number").combine_chunks(),
            conformed.RECEIVED_ON: pa.DictionaryArray.from_arrays(days, pa.array([self.received_on], pa.date32())),
        }
        found |= _identity(self.contract, said, places, rows.num_rows)
        for at, column in enumerate(self.contract.fields):
            found |= _five(at, column, _texts(rows, at), said.get(at), places)
        return pa.table([found[name] for name in self.table.names], names=list(self.table.names))


def _texts(rows: pa.Table, at: int) -> pa.Array:
    column = rows.column(f"f{at}").combine_chunks()
    return column if pa.types.is_string(column.type) else column.cast(pa.string())


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


def _five(
    at: int, column: Field, raw: pa.Array, said: Said | None, places: Mapping[str, pa.Array]
) -> dict[str, pa.Array]:
    """The five columns of one column of the file."""
    if column.meaning in PLACE_NAMES:
        part = PLACE_NAMES[column.meaning]
        said = {"value": places[part], "taken": places[part], "class": places[f"class_{part}"], "rule": places["rule"]}
    elif said is None:
        is_empty = pc.fill_null(pc.equal(pc.utf8_trim(raw, " "), ""), fill_value=True)
        kinds = pa.DictionaryArray.from_arrays(is_empty.cast(pa.int32()), pa.array(["ok", "empty"]))
        said = {"value": raw, "taken": _nothing(Kind.TEXT, len(raw)), "class": kinds, "rule": _none_of(len(raw))}
    return {
        conformed.raw(at): raw,
        conformed.value(at): said["value"],
        conformed.taken(at): said["taken"],
        conformed.value_class(at): said["class"],
        conformed.rule(at): said["rule"],
    }


def _identity(
    contract: Contract, said: Mapping[int, Said], places: Mapping[str, pa.Array], size: int
) -> dict[str, pa.Array]:
    """The columns of `records` that this contract's columns can say; the others are null."""
    at_of = {column.meaning: at for at, column in reversed(list(enumerate(contract.fields))) if at in said}
    kinds = {column.name: column.kind for column in conformed.IDENTITY_COLUMNS}
    answers = {
        name: _first([said[at_of[meaning]][part] for meaning, part in says if meaning in at_of], kinds[name], size)
        for name, says in _IDENTITY.items()
    }
    inside: pa.Array | None = None
    for level, width in (("subdistrict", 6), ("district", 4), ("province", 2)):
        codes = [said[at_of[code]][level] for code in _AREA_CODES if code in at_of]
        if places:
            codes.append(places[level])
        if inside is not None and codes:
            # a district always follows from the subdistrict that was taken, so that the two never disagree
            codes.insert(0, pc.utf8_slice_codeunits(_decoded(inside), 0, width))
        inside = _first(codes, Kind.TEXT, size)
        answers[f"{level}_code"] = inside
    return answers


def _beside_title(contract: Contract, said: dict[int, Said]) -> None:
    """Where a row's own column of titles is empty, its given name is taken as one that a title may be glued to."""
    at_of = {column.meaning: at for at, column in reversed(list(enumerate(contract.fields)))}
    if Meaning.TITLE not in at_of or Meaning.GIVEN_NAME not in at_of:
        return
    title, given = said[at_of[Meaning.TITLE]], said[at_of[Meaning.GIVEN_NAME]]
    no_title = pc.is_null(title["value"])
    if not pc.any(no_title).as_py():
        return
    alone = {part: pc.if_else(no_title, _decoded(given[as_]), _decoded(given[part])) for part, as_ in _ALONE.items()}
    said[at_of[Meaning.GIVEN_NAME]] = {**given, **alone}


def _first(answers: list[pa.Array], kind: Kind, size: int) -> pa.Array:
    """Of several answers the first that is given."""
    if not answers:
        return _nothing(kind, size)
    if len(answers) == 1 or not answers[0].null_count:
        return answers[0]
    return pc.coalesce(*(_decoded(answer) for answer in answers))


def _decoded(answer: pa.Array) -> pa.Array:
    return answer.dictionary_decode() if pa.types.is_dictionary(answer.type) else answer


def _nothing(kind: Kind, size: int) -> pa.Array:
    return pa.nulls(size, ARROW_KINDS[kind])


def _none_of(size: int) -> pa.Array:
    return pa.DictionaryArray.from_arrays(pa.array(np.zeros(size, np.int32)), pa.array([""]))
