"""Each check, held against the same rule in plain Python; and what a contract gets without asking."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import date

import pytest

from saphan.contracts.meanings import Meaning
from saphan.contracts.model import Contract, Field, FileShape, Rule
from saphan.quality import MissingParameter, UnknownCheck, catalogue, check
from saphan.quality.run import CHECKS
from saphan.store import Engine, Relation, from_rows
from saphan.tables import Column, Kind, Table, Zone, conformed

RECEIVED = date(2026, 11, 1)
READERS_OWN = {
    "undescribed_column",
    "missing_column",
    "another_format",
    "beside_table",
    "cells_too_many",
    "cells_too_few",
    "truncated_last_row",
    "unreadable_bytes",
    "unclosed_quote",
    "line_too_long",
    "total_row",
    "note_row",
    "repeated_header",
    "no_object",
    "not_waiting",
}
Cell = tuple[str | None, object, str]  # as it stood, as taken, its class


def rows_of(engine: Engine, cells: list[Cell], kind: Kind) -> Relation:
    table = Table(
        name="conformed",
        doc="One row: one delivered row.",
        zone=Zone.WITHIN_BUILD,
        key=("row_number",),
        columns=(
            Column("row_number", Kind.INTEGER, "row"),
            Column("received_on", Kind.DAY, "day"),
            *conformed.columns_of(0, kind),
        ),
    )
    rows = [
        (at, RECEIVED, raw, value, None if value is None else str(value), value_class, "")
        for at, (raw, value, value_class) in enumerate(cells, 1)
    ]
    return from_rows(rows, returns=table, engine=engine)


def contract_of(*rules: Rule, **field: object) -> Contract:
    column = Field(name="คอลัมน์", description={}, rules=rules, **field)  # type: ignore[arg-type]  # drawn by each test
    file = FileShape(format="csv", pattern="*.csv")
    return Contract(
        dataset="drawn",
        version="1",
        agency="dla",
        title={},
        description={},
        file=file,
        fields=(column,),
        source="c.yaml",
    )


def taken(value: object) -> Cell:
    return (str(value), value, "ok")


EMPTY: Cell = ("", None, "empty")
UNREADABLE: Cell = ("x", None, "unreadable")
TEXTS = [taken(text) for text in ("1101700207366", "1101700207367", "0000000000001", "12", "ก", "ค. ๑", "?", "ก")]
TEXTS += [EMPTY, UNREADABLE]
DAYS = [taken(day) for day in (date(1900, 1, 1), date(1906, 12, 31), date(1905, 12, 31), RECEIVED, date(2026, 11, 2))]
DAYS += [EMPTY, UNREADABLE]
AMOUNTS = [taken(amount) for amount in (-0.01, 0.0, 600.0, 1000.0, 1000.01)] + [EMPTY, UNREADABLE]


def says_something(cell: Cell) -> bool:
    return cell[2] != "empty"


def has_check_digit(digits: str) -> bool:
    if len(digits) != 13 or not digits.isdigit():
        return True
    total = sum(int(digit) * weight for digit, weight in zip(digits, range(13, 1, -1), strict=False))
    return (11 - total % 11) % 10 == int(digits[12])


IS_FINE: dict[str, tuple[list[Cell], Kind, Callable[[Cell], bool]]] = {
    "required": (TEXTS, Kind.TEXT, says_something),
    "unique": (TEXTS, Kind.TEXT, lambda cell: cell[1] is None or Counter(each[1] for each in TEXTS)[cell[1]] == 1),
    "readable": (TEXTS, Kind.TEXT, lambda cell: cell[1] is not None or not says_something(cell)),
    "citizen_id_readable": (
        TEXTS,
        Kind.TEXT,
        lambda cell: not says_something(cell) or (cell[1] is not None and len(str(cell[1])) == 13),
    ),
    "citizen_id_checksum": (TEXTS, Kind.TEXT, lambda cell: cell[1] is None or has_check_digit(str(cell[1]))),
    "date_readable": (DAYS, Kind.DAY, lambda cell: cell[1] is not None or not says_something(cell)),
    "date_not_future": (DAYS, Kind.DAY, lambda cell: not isinstance(cell[1], date) or cell[1] <= RECEIVED),
    "birth_date_plausible": (DAYS, Kind.DAY, lambda cell: not isinstance(cell[1], date) or cell[1].year >= 1906),
    "one_of": (TEXTS, Kind.TEXT, lambda cell: cell[1] is None or cell[1] in {"12", "ก"}),
    "in_range": (AMOUNTS, Kind.REAL, lambda cell: not isinstance(cell[1], float) or 0 <= cell[1] <= 1000),
    "amount_not_negative": (AMOUNTS, Kind.REAL, lambda cell: not isinstance(cell[1], float) or cell[1] >= 0),
    "area_code_known": (TEXTS, Kind.TEXT, lambda cell: cell[1] is not None or not says_something(cell)),
    "name_has_letters": (
        TEXTS,
        Kind.TEXT,
        lambda cell: not says_something(cell) or any(letter.isalpha() for letter in str(cell[1] or "")),
    ),
    "matches_length": (TEXTS, Kind.TEXT, lambda cell: cell[1] is None or len(str(cell[1])) == 13),
}
PARAMS: dict[str, dict[str, str | int | float | tuple[str, ...]]] = {
    "one_of": {"allowed": ("12", "ก")},
    "in_range": {"low": 0, "high": 1000},
    "matches_length": {"length": 13},
}


@pytest.mark.parametrize("check_id", sorted(path.stem for path in CHECKS.glob("*.sql")))
def test_a_check_finds_the_rows_that_plain_python_finds(engine: Engine, check_id: str) -> None:
    cells, kind, is_fine = IS_FINE[check_id]
    contract = contract_of(Rule(check_id=check_id, severity="warn", params=PARAMS.get(check_id, {})))
    found = check(rows_of(engine, cells, kind), contract, "d1").rows()
    assert [row[2] for row in found] == [at for at, cell in enumerate(cells, 1) if not is_fine(cell)]
    assert {row[4] for row in found} == {check_id}


def test_every_check_is_in_the_catalogue_with_a_reason_and_a_cure() -> None:
    assert set(catalogue()) == {path.stem for path in CHECKS.glob("*.sql")} | READERS_OWN
    assert all(str(each.reason) and str(each.cure) for each in catalogue().values())


def test_a_finding_names_the_class_of_a_value_and_never_the_value(engine: Engine) -> None:
    cells: list[Cell] = [("1101700207360", "1101700207360", "ok"), ("12345678901", None, "too_short")]
    found = check(rows_of(engine, cells, Kind.TEXT), contract_of(meaning=Meaning.CITIZEN_ID), "d1").rows()
    assert found == [
        ("d1", "drawn", 1, "คอลัมน์", "citizen_id_checksum", "warn", "wrong_check_digit"),
        ("d1", "drawn", 2, "คอลัมน์", "citizen_id_readable", "quarantine", "too_short"),
    ]


def test_a_contract_may_say_how_grave_an_automatic_check_is(engine: Engine) -> None:
    lenient = Rule(check_id="citizen_id_readable", severity="warn")
    contract = contract_of(lenient, meaning=Meaning.CITIZEN_ID)
    found = check(rows_of(engine, [("1", None, "too_short")], Kind.TEXT), contract, "d1").rows()
    assert [row[5] for row in found] == ["warn"]


def test_a_column_nobody_asks_about_is_not_checked(engine: Engine) -> None:
    assert check(rows_of(engine, TEXTS, Kind.TEXT), contract_of(), "d1").count() == 0


def test_an_unknown_check_and_a_missing_parameter_are_named(engine: Engine) -> None:
    rows = rows_of(engine, TEXTS, Kind.TEXT)
    with pytest.raises(UnknownCheck, match="no_such_check"):
        check(rows, contract_of(Rule(check_id="no_such_check", severity="warn")), "d1")
    with pytest.raises(MissingParameter, match="allowed"):
        check(rows, contract_of(Rule(check_id="one_of", severity="warn")), "d1")
