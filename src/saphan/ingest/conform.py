"""What does each delivered row say, in the words and kinds of Saphan? Nothing is judged here and no row is lost."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from sqlglot import exp

from saphan.contracts.meanings import Meaning
from saphan.contracts.model import Contract, Field
from saphan.ingest.lookups import (
    PLACE_NAMES,
    column_lookup,
    odd_columns,
    place_inputs,
    place_lookup,
    place_reader,
    remembered,
    remembering,
)
from saphan.ingest.normalise.plain import plain_of
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
    meaning = Meant(contract, received_on)
    prepared = prepare(reading.rows, meaning)
    rows = select(
        prepared.tree,
        returns=meaning.table,
        inputs=prepared.inputs,
        params={"received_on": received_on},
        where=f"conform {contract.dataset}",
    )
    return Conformed(rows)


class Meant:
    """How the columns of one delivery are read, and what their odd texts were found to mean so far."""

    def __init__(self, contract: Contract, received_on: date) -> None:
        """For a file of `contract` that was received that day."""
        self.contract = contract
        self.readers = {
            at: remembering(reader_of(column, received_on))
            for at, column in enumerate(contract.fields)
            if _is_looked_up(column)
        }
        self.plain = {at: plain for at in self.readers if (plain := plain_of(contract.fields[at]))}
        self.places = place_inputs(contract)
        self.place = remembered(place_reader(self.places))
        self.table = _table(contract, self.readers)


@dataclass(frozen=True)
class Prepared:
    """A query over some rows of a delivery, and the relations it reads."""

    tree: exp.Query
    inputs: Mapping[str, Relation]


def prepare(rows: Relation, meant: Meant) -> Prepared:
    """The query that says what these rows mean: plain texts by the engine, the others as their readers found."""
    judged = _judged(rows, meant)
    odd = odd_columns(judged, meant.readers)
    lookups = {f"look_{at}": column_lookup(judged, f"f{at}", meant.readers[at], flag=f"is_{at}") for at in odd}
    if meant.places:
        lookups["place"] = place_lookup(judged, meant.places, meant.place)
    said = _Said(meant, frozenset(odd))
    contract = meant.contract
    tree = exp.select(
        exp.column(conformed.ROW_NUMBER, "r").as_(conformed.ROW_NUMBER),
        exp.cast(exp.Placeholder(this="received_on"), "DATE").as_(conformed.RECEIVED_ON),
        *_identity(contract, said),
        *(part for at, column in enumerate(contract.fields) for part in _five(at, column, said)),
    ).from_(exp.to_table("rows").as_("r"))
    for at in odd:
        same = exp.EQ(this=exp.column(f"f{at}", "r"), expression=exp.column("raw", f"l{at}"))
        tree = tree.join(exp.to_table(f"look_{at}").as_(f"l{at}"), on=same, join_type="left")
    if meant.places:
        tree = tree.join(exp.to_table("place").as_("p"), on=_same_place(meant.places), join_type="left")
    return Prepared(tree, {"rows": judged, **lookups})


def _judged(rows: Relation, meant: Meant) -> Relation:
    """The rows, and for each column that is read whether its text is plain: null where there is none."""
    texts = [f"f{at}" for at in range(len(meant.contract.fields))]
    chosen = [exp.column(name, "r").as_(name) for name in (conformed.ROW_NUMBER, *texts)]
    for at in meant.readers:
        plain = _over(meant.plain[at].condition, f"f{at}") if at in meant.plain else exp.false()
        raw = exp.column(f"f{at}", "r")
        is_blank = exp.EQ(this=exp.func("coalesce", raw, _text("")), expression=_text(""))
        flag = exp.case().when(is_blank, exp.Null()).else_(exp.paren(plain))
        chosen.append(exp.cast(flag, "BOOLEAN").as_(f"is_{at}"))
    columns = (
        Column(conformed.ROW_NUMBER, Kind.INTEGER, "row of the file"),
        *(Column(name, Kind.TEXT, "as it came") for name in texts),
        *(Column(f"is_{at}", Kind.YES_NO, "whether it is plain") for at in meant.readers),
    )
    table = Table(
        name="judged", doc="One row: one row of data.", zone=Zone.WITHIN_BUILD,
        key=(conformed.ROW_NUMBER,), columns=columns,
    )  # fmt: skip
    tree = exp.select(*chosen).from_(exp.to_table("rows").as_("r"))
    return select(tree, returns=table, inputs={"rows": rows}, where="plain texts")


def _over(plain: exp.Expr, column: str) -> exp.Expr:
    """An expression over `raw`, on a column of `r`."""
    tree = plain.copy()
    if isinstance(tree, exp.Column):
        return exp.column(column, "r")
    for raw in list(tree.find_all(exp.Column)):
        raw.replace(exp.column(column, "r"))
    return tree


@dataclass(frozen=True)
class _Said:
    """What the texts of a column say: by the engine where they are plain, by the lookup where they are odd."""

    meant: Meant
    odd: frozenset[int]

    def part(self, at: int, name: str, *, of_odd: exp.Expr | None = None) -> exp.Expr:
        """One part of what column `at` says; `of_odd` in place of what the lookup says."""
        looked_up = of_odd or (exp.column(name, f"l{at}") if at in self.odd else None)
        answer = self._of_plain(at, name)
        if answer is None:
            return looked_up or exp.Null()
        cases = exp.case().when(exp.column(f"is_{at}", "r"), answer)
        return cases.else_(looked_up) if looked_up is not None else cases

    def _of_plain(self, at: int, name: str) -> exp.Expr | None:
        plain = self.meant.plain.get(at)
        if plain is None:
            return None
        if name == "class":
            return _text("ok")
        known = {"value": plain.value, "taken": plain.taken, "rule": plain.rule, **plain.parts}
        return _over(known[name], f"f{at}") if name in known else None


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


def _five(at: int, column: Field, said: _Said) -> list[exp.Expr]:
    """The five columns of one column of the file."""
    raw = exp.column(f"f{at}", "r")
    if column.meaning in PLACE_NAMES:
        part = PLACE_NAMES[column.meaning]
        code = exp.column(part, "p")
        parts: tuple[exp.Expr, ...] = (code, code.copy(), exp.column(f"class_{part}", "p"), exp.column("rule", "p"))
    elif at in said.meant.readers:
        kind = str(said.meant.readers[at].kind.value)
        names = ("value", "taken", "class", "rule")
        parts = tuple(
            exp.cast(_beside_title(said, at, name), kind if name == "value" else "VARCHAR") for name in names
        )
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


def _identity(contract: Contract, said: _Said) -> list[exp.Expr]:
    """The columns of `records` that this contract's columns can say; the others are null."""
    at_of = {column.meaning: at for at, column in reversed(list(enumerate(contract.fields))) if at in said.meant.readers}
    answers: dict[str, exp.Expr] = {
        name: _first([_beside_title(said, at_of[meaning], part) for meaning, part in says if meaning in at_of])
        for name, says in _IDENTITY.items()
    }
    inside: exp.Expr | None = None
    for level, size in (("subdistrict", 6), ("district", 4), ("province", 2)):
        codes: list[exp.Expr] = [said.part(at_of[code], level) for code in _AREA_CODES if code in at_of]
        if said.meant.places:
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


def _beside_title(said: _Said, at: int, name: str) -> exp.Expr:
    """What a column says; a given name whose row has no title is read as one that a title may be glued to."""
    fields = said.meant.contract.fields
    title = next((place for place, column in enumerate(fields) if column.meaning is Meaning.TITLE), None)
    if fields[at].meaning is not Meaning.GIVEN_NAME or name not in _ALONE or title is None or at not in said.odd:
        return said.part(at, name)
    no_title = exp.Is(this=said.part(title, "value"), expression=exp.Null())
    alone = exp.case().when(no_title, exp.column(_ALONE[name], f"l{at}")).else_(exp.column(name, f"l{at}"))
    return said.part(at, name, of_odd=alone)


def _first(answers: list[exp.Expr]) -> exp.Expr:
    if not answers:
        return exp.cast(exp.Null(), _TEXT.copy())
    answers = [answer for answer in answers if not isinstance(answer, exp.Null)] or [exp.Null()]
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
