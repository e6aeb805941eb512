"""Which columns of which datasets may be used for a purpose? Pure: contracts and agreements in force go in."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from saphan.contracts.meanings import Meaning
from saphan.contracts.model import Agreement, Contract, Field

Opened = Mapping[str, frozenset[str]]  # by dataset, the meanings that may be used

_PLACE = (
    Meaning.HOUSE_NUMBER, Meaning.STREET, Meaning.LOCALITY, Meaning.POSTCODE, Meaning.SUBDISTRICT_CODE,
    Meaning.DISTRICT_CODE, Meaning.PROVINCE_CODE, Meaning.SUBDISTRICT_NAME, Meaning.DISTRICT_NAME,
    Meaning.PROVINCE_NAME,
)  # fmt: skip
# what the register knows from a column, where it is not called as the column is; a residence is taken whole
_GIVES: Mapping[Meaning, tuple[str, ...]] = {
    Meaning.FULL_NAME: ("title", "given_name", "family_name"),
    **dict.fromkeys(_PLACE, ("residence",)),
}
# a benefit goes by age: without anybody's birth date nothing can be said about it
REQUIRED_OF_ALL = Meaning.BIRTH_DATE


def opened(contracts: Mapping[str, Contract], agreements: Iterable[Agreement], purpose: str = "") -> Opened:
    """The columns that the agreements open for that purpose, or for any; sensitive ones need a ground of s.26."""
    found: dict[str, set[str]] = {}
    for agreement in agreements:
        for each in (purpose,) if purpose else agreement.purposes:
            for dataset in agreement.datasets if each in agreement.purposes else ():
                contract = contracts.get(dataset)
                meanings = found.setdefault(dataset, set())
                meanings.update(_opened_by(agreement, each, contract) if contract else ())
    return {dataset: frozenset(meanings) for dataset, meanings in found.items()}


def narrowed(contract: Contract, meanings: frozenset[str]) -> Contract:
    """The contract with every column closed that no agreement opens: it is passed over when the file is read."""
    fields = tuple(_closed(column) if _is_closed(column, meanings) else column for column in contract.fields)
    return replace(contract, fields=fields)


def closed_columns(contract: Contract, meanings: frozenset[str]) -> tuple[str, ...]:
    """The meanings of the columns that no agreement opens."""
    return tuple(str(column.meaning) for column in contract.fields if _is_closed(column, meanings))


def known_from(contract: Contract, closed: Iterable[str]) -> frozenset[str]:
    """What the register knows from these columns of that contract, as provenance calls it."""
    fields: set[str] = set()
    for name in closed:
        meaning = Meaning(name)
        fields.update(_GIVES.get(meaning, (name,)))
        is_only_word = contract.field_meaning(Meaning.SEX) is None
        if is_only_word and meaning in (Meaning.TITLE, Meaning.GIVEN_NAME, Meaning.FULL_NAME):
            fields.add("sex")
    return frozenset(fields)


def _opened_by(agreement: Agreement, purpose: str, contract: Contract) -> Iterable[str]:
    for column in contract.fields:
        may = not column.sensitive or bool(agreement.sensitive_basis)
        if column.meaning and may and agreement.opens(purpose, contract.dataset, column.meaning):
            yield str(column.meaning)


def _is_closed(column: Field, meanings: frozenset[str]) -> bool:
    return column.meaning is not None and str(column.meaning) not in meanings


def _closed(column: Field) -> Field:
    return replace(column, meaning=None, required=False, unique=False, rules=(), is_closed=True)
