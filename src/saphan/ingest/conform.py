"""What does each delivered row say, in the words and kinds of Saphan? Nothing is judged here and no row is lost."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from sqlglot import exp

from saphan.contracts.meanings import Meaning
from saphan.contracts.model import Contract, Field
from saphan.ingest.lookups import PLACE_NAMES, column_lookup, place_inputs, place_lookup
from saphan.ingest.normalise.readers import Reader, reader_of
from saphan.store import Relation, select
from saphan.tables import Column, Kind, Table, Zone, conformed

if TYPE_CHECKING:
    from saphan.ingest.read import Reading

_TEXT = exp.DataType.build("VARCHAR")
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
    readers = {at: reader_of(column, received_on) for at, column in enumerate(contract.fields) if _is_looked_up(column)}
    lookups = {f"look_{at}": column_lookup(reading.rows, f"f{at}", reader) for at, reader in readers.items()}
    places = place_inputs(contract)
    if places:
        lookups["place"] = place_lookup(reading.rows, places)
    tree = exp.select(
        exp.column(conformed.ROW_NUMBER, "r").as_(conformed.ROW_NUMBER),
        exp.cast(exp.Placeholder(this="received_on"), "DATE").as_(conformed.RECEIVED_ON),
        *_identity(contract, readers, has_places=bool(places)),
        *(part for at, column in enumerate(contract.fields) for part in _five(at, column, is_read=at in readers)),
    ).from_(exp.to_table("rows").as_("r"))
    for at in readers:
        same = exp.EQ(this=exp.column(f"f{at}", "r"), expression=exp.column("raw", f"l{at}"))
        tree = tree.join(exp.to_table(f"look_{at}").as_(f"l{at}"), on=same, join_type="left")
    if places:
        tree = tree.join(exp.to_table("place").as_("p"), on=_same_place(places), join_type="left")
    _read_beside_title(tree, contract)
    rows = select(
        tree,
        returns=_table(contract, readers),
        inputs={"rows": reading.rows, **lookups},
        params={"received_on": received_on},
        where=f"conform {contract.dataset}",
    )
    return Conformed(rows)


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


def _five(at: int, column: Field, *, is_read: bool) -> list[exp.Expr]:
    """The five columns of one column of the file."""
    raw = exp.column(f"f{at}", "r")
    if column.meaning in PLACE_NAMES:
        part = PLACE_NAMES[column.meaning]
        code = exp.column(part, "p")
        parts: tuple[exp.Expr, ...] = (code, code.copy(), exp.column(f"class_{part}", "p"), exp.column("rule", "p"))
    elif is_read:
        parts = tuple(exp.column(name, f"l{at}") for name in ("value", "taken", "class", "rule"))
    else:
        is_empty = exp.EQ(this=exp.Trim(this=exp.func("coalesce", raw.copy(), _text(""))), expression=_text(""))
        kind = exp.case().when(is_empty, _text("empty")).else_(_text("ok"))
        parts = (raw.copy(), raw.copy(), kind, _text(""))
    value, taken, value_class, rule = parts
    return [
        raw.as_(conformed.raw(at)),
        value.as_(conformed.value(at)),
        taken.as_(conformed.taken(at)),
        exp.func("coalesce", value_class, _text("empty")).as_(conformed.value_class(at)),
        exp.func("coalesce", rule, _text("")).as_(conformed.rule(at)),
    ]


def _identity(contract: Contract, readers: Mapping[int, Reader], *, has_places: bool) -> list[exp.Expr]:
    """The columns of `records` that this contract's columns can say; the others are null."""
    at_of = {column.meaning: at for at, column in reversed(list(enumerate(contract.fields))) if at in readers}
    answers: dict[str, exp.Expr] = {
        name: _first([exp.column(part, f"l{at_of[said]}") for said, part in says if said in at_of])
        for name, says in _IDENTITY.items()
    }
    inside: exp.Expr | None = None
    for level, size in (("subdistrict", 6), ("district", 4), ("province", 2)):
        codes: list[exp.Expr] = [exp.column(level, f"l{at_of[code]}") for code in _AREA_CODES if code in at_of]
        if has_places:
            codes.append(exp.column(level, "p"))
        if inside is not None:
            # a district always follows from the subdistrict that was taken, so that the two never disagree
            codes.insert(0, exp.func("substr", inside.copy(), exp.Literal.number(1), exp.Literal.number(size)))
        inside = _first(codes)
        answers[f"{level}_code"] = inside
    return [
        exp.cast(answers[column.name].copy(), str(column.kind.value)).as_(column.name)
        for column in conformed.IDENTITY_COLUMNS
    ]


def _read_beside_title(tree: exp.Query, contract: Contract) -> None:
    """Where a row's own column of titles is empty, take its given name as one that a title may be glued to."""
    at_of = {column.meaning: at for at, column in reversed(list(enumerate(contract.fields)))}
    if Meaning.TITLE not in at_of or Meaning.GIVEN_NAME not in at_of:
        return
    lookup = f"l{at_of[Meaning.GIVEN_NAME]}"
    no_title = exp.Is(this=exp.column("value", f"l{at_of[Meaning.TITLE]}"), expression=exp.Null())
    for column in list(tree.find_all(exp.Column)):
        if column.table == lookup and column.name in _ALONE:
            alone = exp.column(_ALONE[column.name], lookup)
            column.replace(exp.case().when(no_title.copy(), alone).else_(column.copy()))


def _first(answers: list[exp.Expr]) -> exp.Expr:
    if not answers:
        return exp.cast(exp.Null(), _TEXT.copy())
    return exp.func("coalesce", *answers) if len(answers) > 1 else answers[0]


def _same_place(places: Mapping[str, int]) -> exp.Expr:
    return exp.and_(
        *(
            exp.NullSafeEQ(this=exp.column(f"f{at}", "r"), expression=exp.column(f"raw_{part}", "p"))
            for part, at in places.items()
        )
    )


def _text(value: str) -> exp.Expr:
    return exp.Literal.string(value)
