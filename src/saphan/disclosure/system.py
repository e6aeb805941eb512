"""What does someone who holds all tables of one benefit know? Cells, and the sums that bind them.

Every relation between cells is one equation that comes to zero: columns add up to their total, areas to the larger
area, and tables to each other where the policy says so. A cell nobody is shown but anyone can subtract (`eligible`
less `missing`; people of a province whose district is unknown) is in the system too, and never published.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from saphan.disclosure.policy import Policy
from saphan.errors import BrokenPromise
from saphan.words import say

TOTAL = "total"
REST = "rest of "
Equation = tuple[tuple[int, int], ...]  # cell number and coefficient; the sum of coefficient x count is zero
Counts = dict[tuple[str, str], int]  # row_code, column_code -> count


class NotAdditive(BrokenPromise):
    """The counts of a table do not add up, so that nothing can be promised about it."""


class Cell(NamedTuple):
    """Where a count stands."""

    table_id: str
    row_code: str
    column_code: str


@dataclass(frozen=True, kw_only=True)
class System:
    """Cells in the order of their codes, their true counts, and the equations that hold between them."""

    cells: tuple[Cell, ...]
    counts: NDArray[np.int64]
    is_published: NDArray[np.bool_]  # False: no table shows it, but it can be computed from those that do
    equations: tuple[Equation, ...]

    @cached_property
    def equations_of(self) -> tuple[tuple[int, ...], ...]:
        """By cell, the numbers of the equations it stands in: a country has seven thousand, a cell four."""
        held: list[list[int]] = [[] for _ in self.cells]
        for number, terms in enumerate(self.equations):
            for cell, _ in terms:
                held[cell].append(number)
        return tuple(map(tuple, held))


@dataclass
class _Draft:
    counts: dict[Cell, int] = field(default_factory=dict)
    sums: list[list[tuple[Cell, int]]] = field(default_factory=list)

    def add_difference(self, whole: list[Cell], parts: list[Cell], rest: Cell) -> None:
        """Binds `whole` = `parts` + `rest`, where `rest` is what remains and is not shown."""
        remains = sum(self.counts[cell] for cell in whole) - sum(self.counts[cell] for cell in parts)
        if remains < 0:
            raise _not_additive(rest)
        self.counts[rest] = remains
        self.add_sum(whole, [*parts, rest])

    def add_sum(self, whole: list[Cell], parts: list[Cell]) -> None:
        """Binds `whole` = `parts`."""
        if sum(self.counts[cell] for cell in whole) != sum(self.counts[cell] for cell in parts):
            raise _not_additive(whole[0])
        self.sums.append([*((cell, 1) for cell in whole), *((cell, -1) for cell in parts)])


def system_of(rows: Iterable[tuple[str, str, str, int]], policy: Policy) -> System:
    """The system of one benefit's tables; each row is table_id, row_code, column_code, count.

    Raises:
        NotAdditive: a total differs from the sum of its parts.
    """
    tables: dict[str, Counts] = defaultdict(dict)
    for table_id, row_code, column_code, count in rows:
        tables[table_id][row_code, column_code] = count
    draft = _Draft({Cell(table_id, *at): count for table_id, counts in tables.items() for at, count in counts.items()})
    published = set(draft.counts)
    for table_id, counts in sorted(tables.items()):
        _bind_columns(draft, table_id, counts)
        _bind_areas(draft, table_id, counts)
    _bind_tables(draft, tables, policy)
    cells = tuple(sorted(draft.counts))
    number = {cell: at for at, cell in enumerate(cells)}
    return System(
        cells=cells,
        counts=np.array([draft.counts[cell] for cell in cells], dtype=np.int64),
        is_published=np.array([cell in published for cell in cells], dtype=np.bool_),
        equations=tuple(tuple((number[cell], sign) for cell, sign in terms) for terms in draft.sums),
    )


def benefit_of(table_id: str) -> str:
    """The benefit a table is about: the part of its name before the first dot."""
    return table_id.partition(".")[0]


def ancestors(row_code: str) -> Iterator[str]:
    """The areas an area lies in, nearest first: district, province, the whole."""
    yield from (row_code[:length] for length in (4, 2) if len(row_code) > length and row_code[:length].isdigit())
    if row_code != TOTAL:
        yield TOTAL


def _bind_columns(draft: _Draft, table_id: str, counts: Counts) -> None:
    columns: dict[str, list[Cell]] = defaultdict(list)
    for row_code, column_code in sorted(counts):
        if column_code != TOTAL:
            columns[row_code].append(Cell(table_id, row_code, column_code))
    for row_code, parts in columns.items():
        if (row_code, TOTAL) in counts:
            draft.add_sum([Cell(table_id, row_code, TOTAL)], parts)


def _bind_areas(draft: _Draft, table_id: str, counts: Counts) -> None:
    """A larger area is the sum of the areas in it, and of people whose smaller area is not known."""
    areas = {row_code for row_code, _ in counts}
    within: dict[str, list[str]] = defaultdict(list)
    for row_code in sorted(areas):
        parent = next((area for area in ancestors(row_code) if area in areas), None)
        if parent is not None:
            within[parent].append(row_code)
    for parent, parts in within.items():
        columns = sorted({column for row, column in counts if row == parent or row in parts})
        for column in columns:
            whole = [Cell(table_id, parent, column)] if (parent, column) in counts else []
            held = [Cell(table_id, row, column) for row in parts if (row, column) in counts]
            draft.add_difference(whole, held, Cell(table_id, REST + parent, column))


def _bind_tables(draft: _Draft, tables: Mapping[str, Counts], policy: Policy) -> None:
    for benefit in sorted({benefit_of(table_id) for table_id in tables}):
        for pair in policy.differences:
            whole_id, part_id = f"{benefit}.{pair.whole}", f"{benefit}.{pair.part}"
            if whole_id in tables and part_id in tables:
                _bind_difference(draft, (whole_id, tables[whole_id]), (part_id, tables[part_id]), pair.columns)
        for link in policy.links:
            whole_id, part_id = f"{benefit}.{link.total_of}", f"{benefit}.{link.table}"
            if whole_id in tables and part_id in tables:
                _bind_link(draft, (whole_id, tables[whole_id]), (part_id, tables[part_id]), link.columns)


def _bind_difference(
    draft: _Draft, whole: tuple[str, Counts], part: tuple[str, Counts], columns: tuple[str, ...]
) -> None:
    (whole_id, wholes), (part_id, parts) = whole, part
    for at in sorted(at for at in set(wholes) | set(parts) if not columns or at[1] in columns):
        held = [Cell(whole_id, *at)] if at in wholes else []
        less = [Cell(part_id, *at)] if at in parts else []
        draft.add_difference(held, less, Cell(f"{whole_id} less {part_id}", *at))


def _bind_link(draft: _Draft, whole: tuple[str, Counts], parts: tuple[str, Counts], columns: tuple[str, ...]) -> None:
    (whole_id, wholes), (parts_id, counts) = whole, parts
    for row in sorted({row for row, _ in wholes} & {row for row, _ in counts}):
        if (row, TOTAL) in wholes:
            held = [Cell(parts_id, row, column) for column in columns if (row, column) in counts]
            draft.add_sum([Cell(whole_id, row, TOTAL)], held)


def _not_additive(cell: Cell) -> NotAdditive:
    return NotAdditive(
        say("The counts of table `{table}` do not add up.", table=cell.table_id),
        where=f"{cell.row_code}, {cell.column_code}",
        cure=say("This is a fault in Saphan: please report it. Nothing was released."),
    )
