"""Which other tables would look the same to an attacker? Whole-number tables with every sum unchanged.

A *move* adds to some cells and takes from others so that every equation of the system still holds and no count falls
below zero. If every cell that moves is withheld, the moved table looks like the true one; so a withheld count that
some move raises and another lowers is known to nobody. The cheapest move is a linear programme; in tables of two
dimensions its answer is whole by itself, and where it is not it is asked for again in whole numbers.
"""

from __future__ import annotations

from collections.abc import Callable

import highspy
import numpy as np
from numpy.typing import NDArray

from saphan.disclosure.system import System
from saphan.errors import BrokenPromise
from saphan.words import say

Reals = NDArray[np.float64]
Numbers = NDArray[np.intp]
CheapestMove = Callable[[int, int, Reals], Reals | None]
WHOLE = 1e-6  # nearer to a whole number than this is one: the solver's own tolerance is 1e-7


class NotSolved(BrokenPromise):
    """The solver ended without an answer."""


def mover(system: System, within: Numbers, *, lowest: Reals, highest: Reals) -> CheapestMove:
    """A function of a cell, a step and the cost of moving each cell: the cheapest move, or None where there is none.

    Only cells of `within` move, between the bounds given. The move has a number for every cell of the system.
    """
    model = solver()
    size = len(within)
    place = {int(cell): at for at, cell in enumerate(within)}
    upper = highest[within] - system.counts[within]
    lower = system.counts[within] - lowest[within]
    model.passModel(_programme(system, within, np.concatenate([upper, lower])))
    every = np.arange(2 * size, dtype=np.int32)

    def cheapest(cell: int, step: int, costs: Reals) -> Reals | None:
        raised, lowered = place[cell], size + place[cell]
        must, mustnt = (raised, lowered) if step > 0 else (lowered, raised)
        if abs(step) > (upper if step > 0 else lower)[place[cell]]:
            return None
        model.changeColsCost(2 * size, every, np.concatenate([costs[within], costs[within]]))
        model.changeColBounds(must, abs(step), abs(step))
        model.changeColBounds(mustnt, 0.0, 0.0)
        values = _whole_solution(model, every)
        model.changeColBounds(raised, 0.0, upper[place[cell]])
        model.changeColBounds(lowered, 0.0, lower[place[cell]])
        if values is None:
            return None
        move = np.zeros(len(system.cells))
        move[within] = values[:size] - values[size:]
        return move

    return cheapest


def solver() -> highspy.Highs:
    """A silent solver on one thread, so that equal questions get equal answers."""
    options = highspy.HighsOptions()
    options.output_flag = False
    options.threads = 1
    model = highspy.Highs()  # type: ignore[no-untyped-call]  # highspy leaves its constructor without types
    model.passOptions(options)
    return model


def settled(model: highspy.Highs) -> highspy.HighsModelStatus:
    """How the solver ended; from a start of its own where it knows no answer from where the question before left it."""
    model.run()
    if model.getModelStatus() == highspy.HighsModelStatus.kUnknown:
        model.clearSolver()
        model.run()
    return model.getModelStatus()


def optimum(model: highspy.Highs) -> Reals | None:
    """The best values of the model's columns; None where nothing satisfies it."""
    return best_values(model, settled(model))


def best_values(model: highspy.Highs, status: highspy.HighsModelStatus) -> Reals | None:
    """As `optimum`, of a solver that ended so."""
    if status in (highspy.HighsModelStatus.kInfeasible, highspy.HighsModelStatus.kUnboundedOrInfeasible):
        return None
    if status != highspy.HighsModelStatus.kOptimal:
        raise NotSolved(
            say("The protection of a table was not worked out: {reason}.", reason=status.name),
            cure=say("This is a fault in Saphan: please report it. Nothing was released."),
        )
    return np.asarray(model.getSolution().col_value, dtype=np.float64)


def rows_of(system: System, within: Numbers) -> tuple[NDArray[np.int32], NDArray[np.int32], Reals]:
    """The equations that touch the cells of `within`, row by row: starts, columns, coefficients."""
    place = {int(cell): at for at, cell in enumerate(within)}
    starts, columns, signs = [0], [], []
    for number in sorted({number for cell in place for number in system.equations_of[cell]}):
        held = [(place[cell], sign) for cell, sign in system.equations[number] if cell in place]
        columns += [at for at, _ in held]
        signs += [sign for _, sign in held]
        starts.append(len(columns))
    return np.array(starts, np.int32), np.array(columns, np.int32), np.array(signs, np.float64)


def programme(
    rows: tuple[NDArray[np.int32], NDArray[np.int32], Reals], lower: Reals, upper: Reals, sums: Reals
) -> highspy.HighsLp:
    """A linear programme over columns within bounds, whose rows come to the given sums; costs are set later."""
    built = highspy.HighsLp()
    built.num_col_, built.num_row_ = len(lower), len(rows[0]) - 1
    built.col_cost_ = np.zeros(len(lower))
    built.col_lower_, built.col_upper_ = lower, upper
    built.row_lower_ = built.row_upper_ = sums
    built.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    built.a_matrix_.start_, built.a_matrix_.index_, built.a_matrix_.value_ = rows
    return built


def _programme(system: System, within: Numbers, upper: Reals) -> highspy.HighsLp:
    """Each cell has two columns: what is added to it and what is taken from it."""
    starts, columns, signs = rows_of(system, within)
    both = (
        2 * starts,
        np.stack([columns, columns + len(within)], axis=1).ravel().astype(np.int32),
        np.stack([signs, -signs], axis=1).ravel(),
    )
    return programme(both, np.zeros(len(upper)), upper, np.zeros(len(starts) - 1))


def _whole_solution(model: highspy.Highs, every: NDArray[np.int32]) -> Reals | None:
    values = optimum(model)
    if values is None or np.abs(values - np.rint(values)).max(initial=0.0) <= WHOLE:
        return values if values is None else np.rint(values)
    model.changeColsIntegrality(len(every), every, np.full(len(every), 1, np.uint8))
    values = optimum(model)
    model.changeColsIntegrality(len(every), every, np.zeros(len(every), np.uint8))
    return values if values is None else np.rint(values)
