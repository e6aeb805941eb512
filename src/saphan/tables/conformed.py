"""How the columns of a conformed delivery are called: `conform` writes them, `quality` and `accept` read them.

Its shape depends on the contract. Each row holds `row_number`, `received_on`, the columns of `records` that
say who a person is, and for the contract's column number n (from 0) the five named here.
"""

from __future__ import annotations

from collections.abc import Iterator

from saphan.tables.intake import RECORDS
from saphan.tables.shape import Column, Kind

ROW_NUMBER = "row_number"
RECEIVED_ON = "received_on"
_NOT_FROM_THE_ROW = ("record_id", "dataset", "agency", "delivery_id", "row_number", "seen_on")
IDENTITY_COLUMNS: tuple[Column, ...] = tuple(
    column for column in RECORDS.columns if column.name not in _NOT_FROM_THE_ROW
)


def raw(at: int) -> str:
    """The column's text as it stood in the file."""
    return f"raw_{at}"


def value(at: int) -> str:
    """What was taken from it, in the kind its meaning has; null where nothing could be."""
    return f"value_{at}"


def taken(at: int) -> str:
    """The value as text, for REPAIRS."""
    return f"taken_{at}"


def value_class(at: int) -> str:
    """What kind of text it was: ok, empty, unreadable, twelve_digits ..."""
    return f"class_{at}"


def rule(at: int) -> str:
    """Names of the rules that changed it; empty if none did."""
    return f"rule_{at}"


def columns_of(at: int, kind: Kind) -> Iterator[Column]:
    """The five columns of the contract's column number `at`, whose value has that kind."""
    yield Column(raw(at), Kind.TEXT, "as it stood in the file")
    yield Column(value(at), kind, "what was taken from it")
    yield Column(taken(at), Kind.TEXT, "the value as text")
    yield Column(value_class(at), Kind.TEXT, "ok, or what kind of text it was")
    yield Column(rule(at), Kind.TEXT, "what changed it")
