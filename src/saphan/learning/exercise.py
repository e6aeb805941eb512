"""What can be known from an exercise's table? Right answers are worked out here, never typed into a course.

The table is one of two dimensions, the last row and the last column being totals; a withheld cell is None.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

Known = int | None
Answer = Callable[["Exercise", str, str, int], str]


@dataclass(frozen=True)
class Exercise:
    """A small protected table with its codes; `counts` goes row by row."""

    rows: tuple[str, ...]
    columns: tuple[str, ...]
    counts: tuple[tuple[Known, ...], ...]

    def count(self, row: str, column: str) -> Known:
        """What one cell shows."""
        return self.counts[self.rows.index(row)][self.columns.index(column)]


def withheld_in_row(exercise: Exercise, row: str, column: str, number: int) -> str:  # noqa: ARG001  # one signature for all
    """How many people the withheld cells of a row hold together: its total less what is shown."""
    return str(_hidden(exercise.counts[exercise.rows.index(row)]))


def row_total(exercise: Exercise, row: str, column: str, number: int) -> str:  # noqa: ARG001  # one signature for all
    """The row's total."""
    return str(exercise.counts[exercise.rows.index(row)][-1])


def shown_in_row(exercise: Exercise, row: str, column: str, number: int) -> str:
    """What the row shows without its total."""
    total = int(row_total(exercise, row, column, number))
    return str(total - int(withheld_in_row(exercise, row, column, number)))


def highest_possible(exercise: Exercise, row: str, column: str, number: int) -> str:  # noqa: ARG001  # as above
    """The most a cell can hold: no more than either its row or its column leaves."""
    return str(_bounds(exercise, row, column)[1])


def left_by_row(exercise: Exercise, row: str, column: str, number: int) -> str:
    """What the row alone leaves for its withheld cells: the answer of someone who forgot the column."""
    return withheld_in_row(exercise, row, column, number)


def meaning(exercise: Exercise, row: str, column: str, number: int) -> str:  # noqa: ARG001  # as above
    """What a cell says: withheld, nobody, or people."""
    shown = exercise.count(row, column)
    if shown is None:
        return "withheld"
    return "people" if shown else "nobody"


def certainty_of_more_than(exercise: Exercise, row: str, column: str, number: int) -> str:
    """Whether a cell surely holds more than `number` people: sure, surely_not, or cannot_tell."""
    low, high = _bounds(exercise, row, column)
    if low > number:
        return "sure"
    return "surely_not" if high <= number else "cannot_tell"


ANSWERS: Mapping[str, Answer] = {
    function.__name__: function
    for function in (
        withheld_in_row, row_total, shown_in_row, highest_possible, left_by_row, meaning, certainty_of_more_than,
    )
}  # fmt: skip


def _hidden(line: tuple[Known, ...]) -> int:
    *cells, total = line
    return int(total or 0) - sum(cell for cell in cells if cell is not None)


def _bounds(exercise: Exercise, row: str, column: str) -> tuple[int, int]:
    """The lowest and the highest a cell can be, for at most two withheld cells in its row and in its column."""
    shown = exercise.count(row, column)
    if shown is not None:
        return shown, shown
    at = exercise.columns.index(column)
    in_row = _hidden(exercise.counts[exercise.rows.index(row)])
    in_column = _hidden(tuple(line[at] for line in exercise.counts))
    beside = [each for each in exercise.columns[:-1] if each != column and exercise.count(row, each) is None]
    most_beside = sum(_hidden(tuple(line[exercise.columns.index(each)] for line in exercise.counts)) for each in beside)
    below = [each for each in exercise.rows[:-1] if each != row and exercise.count(each, column) is None]
    most_below = sum(_hidden(exercise.counts[exercise.rows.index(each)]) for each in below)
    return max(0, in_row - most_beside, in_column - most_below), min(in_row, in_column)
