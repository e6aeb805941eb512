"""Which counts may anyone be shown? The only producer of released cells."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

import numpy as np

from saphan.disclosure.attackers import Flags
from saphan.disclosure.audit import narrow
from saphan.disclosure.policy import Policy
from saphan.disclosure.suppress import CannotProtect, small_counts, withhold
from saphan.disclosure.system import System, benefit_of, system_of
from saphan.store import Relation, from_rows
from saphan.tables import RELEASED_CELLS
from saphan.words import say

SHOWN = ("A", "F")
PRIMARY = ("Q", "C")
SECONDARY = ("Q", "D")
Row = tuple[str, str, str, int | None, str, str]


def protect(cells: Relation, policy: Policy) -> Relation:
    """Every cell of every table, its value empty where a small count could otherwise be worked out.

    All tables of one benefit are protected together, since a reader has all of them.

    Raises:
        NotAdditive: the counts do not add up.
        CannotProtect: a small count stays known whatever is withheld.
    """
    by_benefit = groupby(sorted(cells.rows()), key=lambda row: benefit_of(row[0]))
    released = [row for _, rows in by_benefit for row in _released(system_of(rows, policy), policy)]
    return from_rows(released, returns=RELEASED_CELLS, engine=cells.engine)


def _released(system: System, policy: Policy) -> Iterator[Row]:
    small = small_counts(system, policy)
    withheld = withhold(system, small, policy)
    _pass_audit(system, withheld, small, policy)
    for at in np.flatnonzero(system.is_published):
        is_secondary = policy.marks_tell_small and not small[at]
        marks = (SECONDARY if is_secondary else PRIMARY) if withheld[at] else SHOWN
        yield (*system.cells[at], None if withheld[at] else int(system.counts[at]), *marks)


def _pass_audit(system: System, withheld: Flags, small: Flags, policy: Policy) -> None:
    """A second opinion by other means than those that chose the cells; a release waits for it."""
    failing = narrow(system, withheld, small, policy)
    if failing:
        cell = system.cells[failing[0]]
        raise CannotProtect(
            say("The audit found a small count of table `{table}` that could be worked out.", table=cell.table_id),
            where=f"{cell.row_code}, {cell.column_code}",
            cure=say("This is a fault in Saphan: please report it. Nothing was released."),
        )
