"""What is in an agency's file, row by row, and whom is each row about?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from saphan.synth.dirt import letter_in_number
from saphan.synth.draw import Ints, Texts, texts

# Why a row is there that should not be, or cannot be taken as it stands.
NUMBER_UNREADABLE, NUMBER_CUT = "number_unreadable", "number_cut"  # letters in it; twelve digits
NUMBER_AS_FLOAT = "number_as_float"  # 1.56061E+12
DATE_UNREADABLE, NAME_MISSING = "date_unreadable", "name_missing"
REPEATED_ROW, PAID_TWICE, TOTAL_ROW = "repeated_row", "paid_twice", "total_row"
LEGEND_ROW = "legend_row"
MUST_WAIT = (
    NUMBER_UNREADABLE,
    NUMBER_CUT,
    NUMBER_AS_FLOAT,
    DATE_UNREADABLE,
    NAME_MISSING,
)  # rows that quarantine must hold
BYTES_UNREADABLE = "bytes_unreadable"  # bytes that stand for nothing in the file's encoding: the reader refuses the row
_NO_CHARACTER = "\udcdb\udcfc"  # 0xDB and 0xFC are undefined in code page 874; carried as lone surrogates until written
NOBODY = -1


@dataclass(frozen=True, kw_only=True)
class Listing:
    """The rows of one file in order: a header and a cell per column and row."""

    dataset: str
    columns: Mapping[str, Texts]
    person: Ints  # whom the row is about: a position in the people, or NOBODY
    planted: Texts  # empty, or one of the reasons above

    def __len__(self) -> int:
        return len(self.person)

    def take(self, rows: Ints) -> Listing:
        """These rows, in this order."""
        columns = {header: cells[rows] for header, cells in self.columns.items()}
        return replace(self, columns=columns, person=self.person[rows], planted=self.planted[rows])

    def insert(self, rows: Listing, rng: np.random.Generator) -> Listing:
        """With other rows put among its own, each in a place drawn."""
        at = rng.integers(0, len(self) + 1, len(rows))
        columns = {header: np.insert(cells, at, rows.columns[header]) for header, cells in self.columns.items()}
        return replace(
            self,
            columns=columns,
            person=np.insert(self.person, at, rows.person),
            planted=np.insert(self.planted, at, rows.planted),
        )


def listing(dataset: str, columns: Mapping[str, Texts], person: Ints) -> Listing:
    """Rows as an agency would send them, nothing planted yet."""
    return Listing(dataset=dataset, columns=columns, person=person, planted=texts([""] * len(person)))


@dataclass(frozen=True, kw_only=True)
class Unreadable:
    """Where a file's rows can be made unreadable, and by what."""

    number: str  # header of the citizen number
    name: str  # header of a name that must be there
    birth: str  # header of the birth date
    no_such_day: str  # 31 February as this agency writes dates


def with_unreadable(rows: Listing, spoil: Unreadable, rng: np.random.Generator) -> Listing:
    """Six rows more that must wait for the agency: copies of good rows, so that nobody is lost by them.

    Rows whose number had lost its first digit must wait too, and are marked.
    """
    cut = [len(str(number)) == 12 for number in rows.columns[spoil.number]]
    as_float = ["E+" in str(number) for number in rows.columns[spoil.number]]
    planted = np.where(as_float, NUMBER_AS_FLOAT, np.where(cut, NUMBER_CUT, rows.planted))
    rows = replace(rows, planted=planted.astype(object))
    reasons = (NUMBER_UNREADABLE, NUMBER_UNREADABLE, DATE_UNREADABLE, DATE_UNREADABLE, NAME_MISSING, NAME_MISSING)
    whole = np.flatnonzero([len(str(number)) == 13 for number in rows.columns[spoil.number]])
    if not len(whole):
        return rows
    copies = rows.take(whole[rng.integers(0, len(whole), len(reasons))])
    columns = {header: cells.copy() for header, cells in copies.columns.items()}
    for row, reason in enumerate(reasons):
        if reason == NUMBER_UNREADABLE:
            columns[spoil.number][row] = letter_in_number(columns[spoil.number][row], int(rng.integers(0, 6)))
        elif reason == DATE_UNREADABLE:
            columns[spoil.birth][row] = spoil.no_such_day
        else:
            columns[spoil.name][row] = ""
    return rows.insert(replace(copies, columns=columns, planted=texts(reasons)), rng)


def with_bytes_unreadable(rows: Listing, count: int, *, header: str, rng: np.random.Generator) -> Listing:
    """`count` rows more whose second character in one column is a byte of no character: copies, so nobody is lost."""
    plain = np.flatnonzero((rows.planted == "") & (rows.columns[header] != ""))
    if not count or not len(plain):
        return rows
    copies = rows.take(plain[rng.integers(0, len(plain), count)])
    bytes_ = rng.integers(0, len(_NO_CHARACTER), count).tolist()
    spoilt = [
        cell[:1] + _NO_CHARACTER[at] + cell[2:]
        for cell, at in zip(copies.columns[header].tolist(), bytes_, strict=True)
    ]
    columns = {**copies.columns, header: texts(spoilt)}
    return rows.insert(replace(copies, columns=columns, planted=texts([BYTES_UNREADABLE] * count)), rng)


def with_repeats(rows: Listing, count: int, rng: np.random.Generator) -> Listing:
    """With `count` rows sent twice, letter for letter."""
    plain = np.flatnonzero(rows.planted == "")
    if not len(plain):
        return rows
    copies = rows.take(plain[rng.integers(0, len(plain), count)])
    return rows.insert(replace(copies, planted=texts([REPEATED_ROW] * count)), rng)


def with_total(rows: Listing, *, label: tuple[str, str], total: tuple[str, object]) -> Listing:
    """With a last row that is no person: a label in one column and a sum in another, each given with its header."""
    columns = {
        header: np.append(cells, texts([""]))  # a row of empty cells, filled below
        for header, cells in rows.columns.items()
    }
    for header, cell in (label, total):
        columns[header][-1] = cell
    return replace(
        rows,
        columns=columns,
        person=np.append(rows.person, NOBODY),
        planted=np.append(rows.planted, texts([TOTAL_ROW])),
    )


def with_legend(rows: Listing, *, header: str, words: str) -> Listing:
    """With a remark under the data, in one cell of an otherwise empty row."""
    columns = {name: np.append(cells, texts([words if name == header else ""])) for name, cells in rows.columns.items()}
    return replace(
        rows,
        columns=columns,
        person=np.append(rows.person, NOBODY),
        planted=np.append(rows.planted, texts([LEGEND_ROW])),
    )
