"""What could an attacker work out? The lowest and highest value of every withheld cell, from all that is shown.

Withheld cells fall into groups that share no equation, and each group is a small linear programme of its own. The
programmes are written anew from the counts, and not from the moves that chose the cells: a second opinion.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import highspy
import numpy as np
from numpy.typing import NDArray

from saphan.disclosure.attackers import Attacker, Flags, Steps, attackers
from saphan.disclosure.moves import WHOLE, Numbers, best_values, programme, rows_of, settled, solver
from saphan.disclosure.policy import Policy
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


def intervals(system: System, withheld: Flags, cells: Iterable[int], attacker: Attacker) -> dict[int, Interval]:
    """For each of `cells`, all withheld, what an attacker can work out."""
    found: dict[int, Interval] = {}
    wanted = {int(cell) for cell in cells}
    for group in _groups(system, withheld):
        asked = [cell for cell in group.tolist() if cell in wanted]
        if asked:
            found |= _group_intervals(system, group, asked, attacker)
    return found


def narrow(system: System, withheld: Flags, small: Flags, policy: Policy) -> list[int]:
    """The small counts some attacker can place more closely than the policy allows; empty if all is well."""
    return sorted(
        {
            cell
            for attacker in attackers(system, small, policy)
            for cell, interval in intervals(system, withheld, attacker.wanted, attacker).items()
            if not all(_is_possible(int(system.counts[cell]), steps, interval) for steps in attacker.wanted[cell])
        }
    )


def _is_possible(count: int, steps: Steps, interval: Interval) -> bool:
    return any(interval.low - WHOLE <= count + step <= interval.high + WHOLE for step in steps)


def _group_intervals(system: System, group: Numbers, asked: list[int], attacker: Attacker) -> dict[int, Interval]:
    rows = rows_of(system, group)
    sums = np.zeros(len(rows[0]) - 1)
    held = rows[2] * system.counts[group][rows[1]]
    np.add.at(sums, np.repeat(np.arange(len(sums)), np.diff(rows[0])), held)
    model = solver()
    model.passModel(programme(rows, attacker.lowest[group], attacker.highest[group], sums))
    place = {int(cell): at for at, cell in enumerate(group)}
    return {cell: Interval(_extreme(model, place[cell], 1.0), _extreme(model, place[cell], -1.0)) for cell in asked}


def _extreme(model: highspy.Highs, column: int, cost: float) -> float:
    model.changeColCost(column, cost)
    status = settled(model)
    unbounded = status in (highspy.HighsModelStatus.kUnbounded, highspy.HighsModelStatus.kUnboundedOrInfeasible)
    values = None if unbounded else best_values(model, status)
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
