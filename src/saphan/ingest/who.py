"""Who is the person in each row? Several columns can say so: the first that does is taken."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Final

import pyarrow as pa
import pyarrow.compute as pc

from saphan.contracts.meanings import Meaning
from saphan.contracts.model import Contract
from saphan.ingest.normalise.codes import spread, told

Said = Mapping[str, pa.Array]  # what a column says, by part: raw, value, taken, class, rule, kind ...
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
    "value": "alone_value", "rule": "alone_rule", "title": "alone_title", "sex": "alone_sex",
}  # fmt: skip
_LEVELS: Final = (("subdistrict", 6), ("district", 4), ("province", 2))  # and how many digits a code of each has
_AREA_CODES: Final = (Meaning.SUBDISTRICT_CODE, Meaning.DISTRICT_CODE, Meaning.PROVINCE_CODE)


def who_says(
    contract: Contract, read: Collection[int], *, has_places: bool
) -> tuple[dict[str, list[int]], frozenset[str]]:
    """By column of who a person is the columns of the file whose value says so; and those that more is asked for."""
    at_of = _first_of_each(contract, read)
    values: dict[str, list[int]] = {}
    others: set[str] = set()
    for name, says in _IDENTITY.items():
        found = [(at_of[meaning], part) for meaning, part in says if meaning in at_of]
        if all(part == "value" for _, part in found):
            values[name] = [at for at, _ in found]
        else:
            others.add(name)
    if has_places or any(code in at_of for code in _AREA_CODES):
        others |= {f"{level}_code" for level, _ in _LEVELS}
    return values, frozenset(others)


def identity(
    contract: Contract, said: Mapping[int, Said], places: Mapping[str, pa.Array], wanted: Collection[str]
) -> dict[str, pa.Array]:
    """The columns of `records` that are wanted, as far as this contract's columns can say them."""
    at_of = _first_of_each(contract, said)
    answers = {
        name: _first([said[at_of[meaning]][part] for meaning, part in says if meaning in at_of])
        for name, says in _IDENTITY.items()
        if name in wanted
    }
    inside: pa.Array | None = None
    for level, width in _LEVELS:
        codes = [said[at_of[code]][level] for code in _AREA_CODES if code in at_of]
        if places:
            codes.append(places[level])
        if not codes:
            break  # then no level has any
        if inside is not None:
            # a district always follows from the subdistrict that was taken, so that the two never disagree
            codes.insert(0, _beginning(inside, width))
        answers[f"{level}_code"] = inside = _first(codes)
    return answers


def beside_title(contract: Contract, said: dict[int, Said]) -> None:
    """Where a row's own column of titles is empty, its given name is taken as one that a title may be glued to."""
    at_of = _first_of_each(contract, said)
    if Meaning.TITLE not in at_of or Meaning.GIVEN_NAME not in at_of:
        return
    title, given = said[at_of[Meaning.TITLE]], said[at_of[Meaning.GIVEN_NAME]]
    no_title = pc.is_null(title["value"])
    if not pc.any(no_title).as_py():
        return
    alone = {part: pc.if_else(no_title, _decoded(given[as_]), _decoded(given[part])) for part, as_ in _ALONE.items()}
    said[at_of[Meaning.GIVEN_NAME]] = {**given, **alone, **told(_decoded(given["raw"]), alone["value"])}


def _first_of_each(contract: Contract, read: Collection[int]) -> dict[Meaning | None, int]:
    """The first column of each meaning, of those that are read."""
    return {column.meaning: at for at, column in reversed(list(enumerate(contract.fields))) if at in read}


def _beginning(codes: pa.Array, width: int) -> pa.Array:
    if pa.types.is_dictionary(codes.type):
        return spread(codes, pc.utf8_slice_codeunits(codes.dictionary, 0, width))
    return pc.utf8_slice_codeunits(codes, 0, width)


def _first(answers: list[pa.Array]) -> pa.Array:
    """Of several answers the first that is given."""
    if len(answers) == 1 or not answers[0].null_count:
        return answers[0]
    return pc.coalesce(*(_decoded(answer) for answer in answers))


def _decoded(answer: pa.Array) -> pa.Array:
    return answer.dictionary_decode() if pa.types.is_dictionary(answer.type) else answer
