"""Which cells are withheld, so that the small ones stay unknown?

Small counts first (primary). Then, one small count after another, the cheapest move that raises it and the cheapest
that lowers it: every shown cell such a move touches is withheld too (secondary). The same again for an attacker who
has read the policy, for whom one way is enough. A cell already withheld costs
nothing, so the moves share cells. What is withheld therefore always suffices, by construction; `audit` asks again.

A first round looks for moves among a province's own districts, which is fast and keeps the province's totals; what
has none there is protected in the whole system. A second round starts afresh, last cell first, with only the
withheld cells of the first, and usually needs fewer.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from saphan.disclosure.attackers import Attacker, Flags, Reals, Steps, attackers
from saphan.disclosure.moves import CheapestMove, Numbers, mover
from saphan.disclosure.policy import Policy
from saphan.disclosure.system import REST, TOTAL, Cell, System
from saphan.errors import BrokenPromise
from saphan.words import say


class CannotProtect(BrokenPromise):
    """No pattern of withheld cells hides a small count: the table cannot be shown at this level of detail."""


def small_counts(system: System, policy: Policy) -> Flags:
    """Which cells are too small to be known, shown or not."""
    return np.array([policy.is_small(int(count)) for count in system.counts], dtype=np.bool_)


def withhold(system: System, small: Flags, policy: Policy) -> Flags:
    """Which cells nobody may be shown: the small ones, and those needed to hide them. Unshown cells count as withheld.

    Raises:
        CannotProtect: a small count stays known whatever else is withheld.
    """
    against = list(attackers(system, small, policy))
    order = np.flatnonzero(small).tolist()
    anywhere = np.ones(len(system.cells), dtype=np.bool_)
    task = _Task(system=system, costs=_costs(system, policy), parts=_parts(system))
    first = _round(task, small, against, order=order, may_move=anywhere)
    second = _round(task, small, against, order=order[::-1], may_move=first)
    return second if second.sum() < first.sum() else first


@dataclass(frozen=True, kw_only=True)
class _Task:
    system: System
    costs: Reals
    parts: tuple[Numbers, ...]


def _round(task: _Task, small: Flags, against: Sequence[Attacker], *, order: Sequence[int], may_move: Flags) -> Flags:
    """What is withheld once every small count is hidden from every attacker, first within its province."""
    system, counts = task.system, task.system.counts
    withheld = small | ~system.is_published
    whole = np.arange(len(system.cells))
    for attacker in against:
        lowest = np.where(may_move, attacker.lowest, counts)
        highest = np.where(may_move, attacker.highest, counts)
        left = set(order)
        for within in (*task.parts, whole):
            inside = set(within.tolist())
            cells = [cell for cell in order if cell in left and cell in inside]
            if cells:
                cheapest = mover(system, within, lowest=lowest, highest=highest)
                left -= _hide(cells, cheapest, withheld, attacker=attacker, costs=task.costs)
        if left:
            raise _cannot_protect(system.cells[min(left)])
    return withheld


def _hide(
    cells: Sequence[int], cheapest: CheapestMove, withheld: Flags, *, attacker: Attacker, costs: Reals
) -> set[int]:
    """Adds to `withheld` what hides each cell from the attacker; returns those cells that are hidden now."""
    hidden = set(cells)
    met: set[tuple[int, Steps]] = set()
    for cell in cells:
        for wanted in attacker.wanted[cell]:
            if (cell, wanted) in met:
                continue
            price = np.where(withheld, 0.0, costs)
            found = [move for step in wanted if (move := cheapest(cell, step, price)) is not None]
            if not found:
                hidden.discard(cell)
                break
            move = min(found, key=lambda move: float(np.abs(move) @ price))  # used before it changes
            withheld |= move != 0
            met.update(_met_by(move, cells, attacker))
    return hidden


def _met_by(move: Reals, cells: Sequence[int], attacker: Attacker) -> set[tuple[int, Steps]]:
    """What else a move made for one small count happens to keep possible."""
    return {
        (cell, wanted)
        for cell in cells
        if move[cell]
        for wanted in attacker.wanted[cell]
        if any(move[cell] * np.sign(step) >= abs(step) for step in wanted)
    }


def _costs(system: System, policy: Policy) -> Reals:
    """Larger counts and totals are dearer; of equal ones the later code, by a trifle, so that ties fall one way."""
    base = np.log1p(system.counts.astype(np.float64)) + 1.0
    is_total = np.array([_is_total(cell) for cell in system.cells], dtype=np.bool_)
    trifle = 1.0 + 1e-6 * np.arange(len(system.cells))
    return np.asarray(base * np.where(is_total, policy.weight_of_totals, 1.0) * trifle)


def _is_total(cell: Cell) -> bool:
    return TOTAL in (cell.row_code, cell.column_code)


def _parts(system: System) -> tuple[Numbers, ...]:
    """The cells of each province's own districts, over all tables."""
    parts: dict[str, list[int]] = defaultdict(list)
    for at, cell in enumerate(system.cells):
        area = cell.row_code.removeprefix(REST)
        if area[:2].isdigit() and (len(area) > 2 or area != cell.row_code):
            parts[area[:2]].append(at)
    return tuple(np.array(parts[province], dtype=np.intp) for province in sorted(parts))


def _cannot_protect(cell: Cell) -> CannotProtect:
    return CannotProtect(
        say("A small count of table `{table}` cannot be hidden.", table=cell.table_id),
        where=f"{cell.row_code}, {cell.column_code}",
        cure=say("Count larger areas or fewer groups. Nothing was released."),
    )
