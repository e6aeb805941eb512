"""What a relation that crosses a stage must look like."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """The kinds a column may have, by their DuckDB names (Spark has the same under its own)."""

    TEXT = "VARCHAR"
    INTEGER = "BIGINT"
    REAL = "DOUBLE"
    DAY = "DATE"
    YES_NO = "BOOLEAN"
    BAHT = "DECIMAL(12,2)"


class Zone(StrEnum):
    """Which of the two directories of a release a table lies in, or neither."""

    IDENTIFIERS = "identifiers"  # numbers, names, house numbers: those who link and review
    CONTENT = "content"  # welfare content under person_id: casework and statistics
    WITHIN_BUILD = "within_build"  # never leaves the build


@dataclass(frozen=True)
class Column:
    """One column; `doc` is its line in the reference, and says the unit where there is one."""

    name: str
    kind: Kind
    doc: str


@dataclass(frozen=True, kw_only=True)
class Table:
    """A declared relation: what one row is, its columns in order, the key it is unique and sorted by."""

    name: str
    doc: str
    zone: Zone
    key: tuple[str, ...]
    columns: tuple[Column, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """The column names, in order."""
        return tuple(column.name for column in self.columns)

    @property
    def kinds(self) -> tuple[Kind, ...]:
        """The column kinds, in order."""
        return tuple(column.kind for column in self.columns)


def text(name: str, doc: str) -> Column:
    """A column of text."""
    return Column(name, Kind.TEXT, doc)


def integer(name: str, doc: str) -> Column:
    """A column of whole numbers."""
    return Column(name, Kind.INTEGER, doc)


def real(name: str, doc: str) -> Column:
    """A column of real numbers; never money."""
    return Column(name, Kind.REAL, doc)


def day(name: str, doc: str) -> Column:
    """A column of calendar days, Common Era."""
    return Column(name, Kind.DAY, doc)


def yes_no(name: str, doc: str) -> Column:
    """A column of true and false."""
    return Column(name, Kind.YES_NO, doc)


def baht(name: str, doc: str) -> Column:
    """A column of money in baht, with satang."""
    return Column(name, Kind.BAHT, doc)
