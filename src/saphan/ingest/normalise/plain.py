"""Which texts need no second look, and what do they mean, said as expressions an engine computes by the column?

Most cells are written as agreed. For those the engine itself says what the readers in Python would say; every other text
goes to them. tests/property/ingest/test_normalise_plain.py holds both against each other.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final

import sqlglot
from sqlglot import exp

from saphan.contracts.meanings import DATE_MEANINGS, NUMBER_MEANINGS, Meaning
from saphan.contracts.model import Field
from saphan.ingest.normalise.text import NOTHING_WRITTEN
from saphan.ingest.normalise.titles import BEGINNINGS

# one letter with the marks it can bear, in their order and each once; a text is such letters and single spaces
_LETTER: Final = "\u0e40?[!-~\u0e01-\u0e30\u0e32\u0e41-\u0e46][\u0e31\u0e34-\u0e3a]?[\u0e47-\u0e4c]?\u0e33?"
_CLEAN: Final = f"^({_LETTER})+( ({_LETTER})+)*$"
_NAME_LETTER: Final = "[\u0e01-\u0e2eA-Za-z]"


@dataclass(frozen=True, kw_only=True)
class Plain:
    """Expressions over `raw`: which texts are plain, and what those mean. Their class is `ok`."""

    condition: exp.Expr
    value: exp.Expr
    taken: exp.Expr
    rule: exp.Expr
    parts: Mapping[str, exp.Expr] = field(default_factory=dict)  # others are null


def plain_of(column: Field) -> Plain | None:
    """The plain texts of a column; None where none can be told without the reader."""
    meaning = column.meaning
    if meaning in DATE_MEANINGS:
        return _day(column.pattern)
    if meaning in NUMBER_MEANINGS:
        return _NUMBER
    if meaning is None:
        return _TEXT
    return _BY_MEANING.get(meaning)


@lru_cache(maxsize=256)
def _sql(text: str) -> exp.Expr:
    """An expression from its text; `$name` stands for a pattern of `_WORDS`."""
    tree = sqlglot.parse_one(text, read="duckdb")
    for asked in list(tree.find_all(exp.Placeholder)):
        asked.replace(exp.Literal.string(_WORDS[asked.name]))
    return tree


def _same(condition: str) -> Plain:
    """Texts that are their own value."""
    return Plain(condition=_sql(condition), value=_sql("raw"), taken=_sql("raw"), rule=_sql("''"))


def _day(pattern: str) -> Plain:
    """Days with a year of four digits, Buddhist or Common Era, in the order that the text itself or the contract tells."""
    if pattern == "yyyymmdd":
        found, year, month, day = "regexp_matches(raw, $yyyymmdd)", (1, 4), (5, 2), (7, 2)
        return _by_parts(found, *(f"substr(raw, {at}, {size})" for at, size in (year, month, day)))
    is_last = "substr(raw, 3, 1) IN ('/', '-')"
    parts = (
        f"CASE WHEN {is_last} THEN substr(raw, 7, 4) ELSE substr(raw, 1, 4) END",
        f"CASE WHEN {is_last} THEN substr(raw, 4, 2) ELSE substr(raw, 6, 2) END",
        f"CASE WHEN {is_last} THEN substr(raw, 1, 2) ELSE substr(raw, 9, 2) END",
    )
    return _by_parts("length(raw) = 10 AND regexp_matches(raw, $four_digit_year)", *parts)


def _by_parts(found: str, year: str, month: str, day: str) -> Plain:
    is_buddhist = f"({year}) >= '2400'"
    common = f"CASE WHEN {is_buddhist} THEN CAST(TRY_CAST({year} AS INT) - 543 AS VARCHAR) ELSE ({year}) END"
    value = f"TRY_CAST({common} || '-' || ({month}) || '-' || ({day}) AS DATE)"
    precision = f"CASE WHEN {is_buddhist} AND ({year}) <= '2483' AND ({month}) <= '03' THEN 'year_ambiguous' ELSE 'day' END"
    return Plain(
        condition=_sql(f"coalesce({found} AND {value} IS NOT NULL, FALSE)"),
        value=_sql(value),
        taken=_sql(f"CAST({value} AS VARCHAR)"),
        rule=_sql(f"CASE WHEN {is_buddhist} THEN 'buddhist_year' ELSE '' END"),
        parts={"precision": _sql(precision)},
    )


def _check_digit_sql() -> str:
    number = "TRY_CAST(raw AS BIGINT)"
    weighed = " + ".join(f"{13 - at} * (({number} // {10 ** (12 - at)}) % 10)" for at in range(12))
    return f"(11 - ({weighed}) % 11) % 10 = {number} % 10"


_WORDS: Final = {
    "clean": _CLEAN,
    "name_letter": _NAME_LETTER,
    "beginnings": f"(?i)^({'|'.join(BEGINNINGS)})",
    "yyyymmdd": "^(2[45][0-9]{2}|19[0-9]{2}|20[0-2][0-9])[01][0-9][0-3][0-9]$",
    "four_digit_year": (
        "^([0-3][0-9][/][01][0-9][/](2[45][0-9]{2}|19[0-9]{2}|20[0-2][0-9])"
        "|[0-3][0-9]-[01][0-9]-(2[45][0-9]{2}|19[0-9]{2}|20[0-2][0-9])"
        "|(2[45][0-9]{2}|19[0-9]{2}|20[0-2][0-9])-[01][0-9]-[0-3][0-9])$"
    ),
    "thirteen": "^[0-9]{13}$",
    "number": r"^(0|[1-9][0-9]{0,9})(\.[0-9]{1,4})?$",
    "zeros": r"\.?0+$",
    "phone": "^0[0-9]{8,9}$",
    "postcode": "^[0-9]{5}$",
    "digits": "^[0-9]{1,18}$",
    "house": "^[0-9]{1,6}([/-][0-9]{1,6})?$",
}
_NOTHING_SQL: Final = ", ".join(f"'{word}'" for word in sorted(NOTHING_WRITTEN))
_IS_CLEAN: Final = (
    f"(regexp_matches(raw, $digits) OR (regexp_matches(raw, $clean) AND NOT lower(raw) IN ({_NOTHING_SQL})))"
)
_TEXT: Final = _same(_IS_CLEAN)
_NAME: Final = _same(
    f"regexp_matches(raw, $clean) AND NOT lower(raw) IN ({_NOTHING_SQL}) AND regexp_matches(raw, $name_letter)"
)
_GIVEN_CONDITION: Final = exp.and_(_NAME.condition.copy(), exp.Not(this=_sql("regexp_matches(raw, $beginnings)")))
_GIVEN: Final = Plain(
    condition=_GIVEN_CONDITION,
    value=_sql("raw"),
    taken=_sql("raw"),
    rule=_sql("''"),
    parts={"alone_value": _sql("raw"), "alone_rule": _sql("''")},
)
_NUMBER: Final = Plain(
    condition=_sql("regexp_matches(raw, $number)"),
    value=_sql("TRY_CAST(raw AS DOUBLE)"),
    taken=_sql("CASE WHEN strpos(raw, '.') > 0 THEN regexp_replace(raw, $zeros, '') ELSE raw END"),
    rule=_sql("''"),
)
_CITIZEN_ID: Final = Plain(
    condition=_sql("regexp_matches(raw, $thirteen) AND raw <> '0000000000000'"),
    value=_sql("raw"),
    taken=_sql("raw"),
    rule=_sql("''"),
    parts={"kind": _sql("substr(raw, 1, 1)"), "is_valid": _sql(_check_digit_sql())},
)
_BY_MEANING: Final[dict[Meaning, Plain]] = {
    Meaning.RECORD_KEY: _TEXT,
    Meaning.OTHER_NUMBER: _TEXT,
    Meaning.HOUSEHOLD_KEY: _TEXT,
    Meaning.HOUSE_NUMBER: _same(f"regexp_matches(raw, $house) OR {_IS_CLEAN}"),
    Meaning.STREET: _TEXT,
    Meaning.LOCALITY: _TEXT,
    Meaning.DISABILITY_KIND: _TEXT,
    Meaning.NATIONALITY: _TEXT,
    Meaning.CITIZEN_ID: _CITIZEN_ID,
    Meaning.GUARDIAN_ID: _CITIZEN_ID,
    Meaning.GIVEN_NAME: _GIVEN,
    Meaning.FAMILY_NAME: _NAME,
    Meaning.POSTCODE: _same("regexp_matches(raw, $postcode)"),
    Meaning.PHONE: _same("regexp_matches(raw, $phone)"),
}
