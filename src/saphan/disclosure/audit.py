"""What could an attacker work out? The lowest and highest value of every withheld cell, from all that is shown.

The attacker knows every shown cell, every sum, and that no count is below zero. Withheld cells fall into groups that
share no equation, and each group is a small linear programme of its own.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import highspy
import numpy as np
from numpy.typing import NDArray

from saphan.disclosure.moves import WHOLE, Numbers, optimum, programme, rows_of, solver
from saphan.disclosure.policy import Policy
from saphan.disclosure.suppress import Flags, steps
from saphan.disclosure.system import System


@dataclass(frozen=True)
class Interval:
    """Between which values an attacker can place one cell."""

    low: float
    high: float

    @property
    def is_known(self) -> bool:
        """Only one value is possible."""
        return self.high - self.low < WHOLE


def intervals(system: System, withheld: Flags, cells: Iterable[int]) -> dict[int, Interval]:
    """For each of `cells`, all withheld, what an attacker can work out."""
    found: dict[int, Interval] = {}
    wanted = {int(cell) for cell in cells}
    for group in _groups(system, withheld):
        asked = [cell for cell in group.tolist() if cell in wanted]
        if asked:
            found |= _group_intervals(system, group, asked)
    return found


def narrow(system: System, withheld: Flags, small: Flags, policy: Policy) -> list[int]:
    """The small counts an attacker can place more closely than the policy allows; empty if all is well."""
    found = intervals(system, withheld, np.flatnonzero(small).tolist())
    return [cell for cell, interval in sorted(found.items()) if _is_narrow(int(system.counts[cell]), interval, policy)]


def _is_narrow(count: int, interval: Interval, policy: Policy) -> bool:
    wanted = [count + step for step in steps(count, policy)]
    return interval.high < max(wanted) - WHOLE or interval.low > min(*wanted, count) + WHOLE


def _group_intervals(system: System, group: Numbers, asked: list[int]) -> dict[int, Interval]:
    rows = rows_of(system, group)
    signs = np.zeros(len(rows[0]) - 1)
    held = rows[2] * system.counts[group][rows[1]]
    np.add.at(signs, np.repeat(np.arange(len(signs)), np.diff(rows[0])), held)
    model = solver()
    size = len(group)
    model.passModel(programme(rows, np.zeros(size), np.full(size, highspy.kHighsInf), signs))
    place = {int(cell): at for at, cell in enumerate(group)}
    return {cell: Interval(_extreme(model, place[cell], 1.0), _extreme(model, place[cell], -1.0)) for cell in asked}


def _extreme(model: highspy.Highs, column: int, cost: float) -> float:
    model.changeColCost(column, cost)
    model.run()
    unbounded = model.getModelStatus() in (
        highspy.HighsModelStatus.kUnbounded,
        highspy.HighsModelStatus.kUnboundedOrInfeasible,
    )
    values = None if unbounded else optimum(model)
    model.changeColCost(column, 0.0)
    return float("inf") if values is None else float(values[column])


def _groups(system: System, withheld: Flags) -> list[Numbers]:
    """Withheld cells that some chain of equations joins."""
    leader = np.arange(len(system.cells))

    def root(cell: int) -> int:
        while leader[cell] != cell:
            leader[cell] = leader[leader[cell]]
            cell = int(leader[cell])
        return cell

    for terms in system.equations:
        held = [cell for cell, _ in terms if withheld[cell]]
        for cell in held[1:]:
            leader[root(cell)] = root(held[0])
    roots = np.array([root(cell) for cell in range(len(leader))])
    members: NDArray[np.intp] = np.flatnonzero(withheld)
    return [members[roots[members] == lead] for lead in np.unique(roots[members])]
