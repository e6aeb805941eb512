"""Which cells are withheld, so that the small ones stay unknown?

Small counts first (primary). Then, one small count after another, the cheapest move that raises it and the cheapest
that lowers it: every shown cell such a move touches is withheld too (secondary). A cell already withheld costs
nothing, so the moves share cells. What is withheld therefore always suffices, by construction; `audit` asks again.

A first round looks for moves among a province's own districts, which is fast and keeps the province's totals; what
has none there is protected in the whole system. A second round starts afresh, last cell first, with only the
withheld cells of the first, and usually needs fewer.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from saphan.disclosure.moves import CheapestMove, Numbers, Reals, mover
from saphan.disclosure.policy import Policy
from saphan.disclosure.system import REST, TOTAL, Cell, System
from saphan.errors import BrokenPromise
from saphan.words import say

Flags = NDArray[np.bool_]


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
    may_move = _may_move(system, small, policy)
    order = np.flatnonzero(small)
    first = _round(system, small, may_move, order, policy)
    second = _round(system, small, may_move & first, order[::-1], policy)
    return second if second.sum() < first.sum() else first


def steps(count: int, policy: Policy) -> tuple[int, ...]:
    """How far up, and how far down where it is above zero, a count must be able to move."""
    down = min(policy.possible_below, count)
    return tuple(step for step in (policy.possible_above, -down) if step)


def _may_move(system: System, small: Flags, policy: Policy) -> Flags:
    """Zeros that everybody is shown stay put; so does an unshown rest of zero, since most tables have none."""
    is_rest = np.array([cell.row_code.startswith(REST) for cell in system.cells], dtype=np.bool_)
    shown_zero = (system.counts == 0) & system.is_published & policy.zeros_are_public & ~small
    return np.asarray(~shown_zero & ~((system.counts == 0) & is_rest))


def _round(system: System, small: Flags, may_move: Flags, order: Numbers, policy: Policy) -> Flags:
    costs = _costs(system, policy)
    withheld = small | ~system.is_published
    left: list[int] = []
    for within in _parts(system):
        members = set(within.tolist())
        local = [int(cell) for cell in order if int(cell) in members]
        if local:
            left += _hide(local, mover(system, within, may_move), withheld, system=system, costs=costs, policy=policy)
    everywhere = set(order.tolist()) - {int(cell) for within in _parts(system) for cell in within}
    wide = [int(cell) for cell in order if int(cell) in everywhere or int(cell) in left]
    if wide:
        whole = np.arange(len(system.cells))
        unhidden = _hide(wide, mover(system, whole, may_move), withheld, system=system, costs=costs, policy=policy)
        if unhidden:
            raise _cannot_protect(system.cells[unhidden[0]])
    return withheld


def _hide(
    cells: Sequence[int], cheapest: CheapestMove, withheld: Flags, *, system: System, costs: Reals, policy: Policy
) -> list[int]:
    """Adds to `withheld` what hides each cell; returns those that no move hides."""
    unhidden: list[int] = []
    done: set[tuple[int, int]] = set()
    for cell in cells:
        for step in steps(int(system.counts[cell]), policy):
            if (cell, step) in done:
                continue
            move = cheapest(cell, step, np.where(withheld, 0.0, costs))
            if move is None:
                unhidden.append(cell)
                break
            withheld |= move != 0
            done.update(_hidden_by(move, cells, system, policy))
    return unhidden


def _hidden_by(move: Reals, cells: Iterable[int], system: System, policy: Policy) -> set[tuple[int, int]]:
    """The small counts that a move made for one of them happens to hide as well."""
    return {
        (cell, step)
        for cell in cells
        for step in steps(int(system.counts[cell]), policy)
        if move[cell] * np.sign(step) >= abs(step)
    }


def _costs(system: System, policy: Policy) -> Reals:
    """Larger counts and totals are dearer; of equal ones the later code, by a trifle, so that ties fall one way."""
    base = np.log1p(system.counts.astype(np.float64)) + 1.0
    is_total = np.array([_is_total(cell) for cell in system.cells], dtype=np.bool_)
    trifle = 1.0 + 1e-6 * np.arange(len(system.cells))
    return np.asarray(base * np.where(is_total, policy.weight_of_totals, 1.0) * trifle)


def _is_total(cell: Cell) -> bool:
    return TOTAL in (cell.row_code, cell.column_code)


def _parts(system: System) -> list[Numbers]:
    """The cells of each province's own districts, over all tables."""
    parts: dict[str, list[int]] = defaultdict(list)
    for at, cell in enumerate(system.cells):
        area = cell.row_code.removeprefix(REST)
        if area[:2].isdigit() and (len(area) > 2 or area != cell.row_code):
            parts[area[:2]].append(at)
    return [np.array(parts[province], dtype=np.intp) for province in sorted(parts)]


def _cannot_protect(cell: Cell) -> CannotProtect:
    return CannotProtect(
        say("A small count of table `{table}` cannot be hidden.", table=cell.table_id),
        where=f"{cell.row_code}, {cell.column_code}",
        cure=say("Count larger areas or fewer groups. Nothing was released."),
    )
