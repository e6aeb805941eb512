"""What may an attacker know besides the shown cells, and what must remain possible for him?

The *reader* knows every shown cell, every sum, and that no count is below zero. The *insider* has read the policy as
well: where zeros are shown, a blank holds at least 1; where the marks tell, C holds 1 to 4 and D at least 5. Marks
tell too much: two cells marked C below a total of 8 are four and four, and a total marked C over four cells marked C
is 1+1+1+1, whatever else is withheld. Tried on made-up provinces, an insider who had the marks worked out up to a
third of all small counts. So all blanks bear one mark unless a policy says otherwise.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from saphan.disclosure.policy import Policy
from saphan.disclosure.system import REST, System

Flags = NDArray[np.bool_]
Reals = NDArray[np.float64]
Steps = tuple[int, ...]  # how far a count must be able to move: one of these is enough


@dataclass(frozen=True, kw_only=True)
class Attacker:
    """Between which values each withheld cell lies for all he knows, and what he must not be able to rule out."""

    lowest: Reals
    highest: Reals
    wanted: dict[int, tuple[Steps, ...]]  # by small cell: every one of these must be possible


def attackers(system: System, small: Flags, policy: Policy) -> Iterator[Attacker]:
    """The reader, then the insider."""
    cells = np.flatnonzero(small).tolist()
    counts = system.counts.astype(np.float64)
    is_rest = np.array([cell.row_code.startswith(REST) for cell in system.cells], dtype=np.bool_)
    # a rest of nobody is taken as known: most tables have none. So are zeros, where everybody is shown them
    is_fixed = (counts == 0) & (is_rest | (system.is_published & policy.zeros_are_public & ~small))
    highest = np.where(is_fixed, 0.0, np.inf)
    yield Attacker(
        lowest=np.zeros(len(system.cells)),
        highest=highest,
        wanted={cell: _both_ways(int(system.counts[cell]), policy) for cell in cells},
    )
    is_marked = system.is_published & small & policy.marks_tell_small
    least = np.where(is_marked | (not policy.marks_tell_small), 1, policy.threshold)
    yield Attacker(
        lowest=np.where(system.is_published & policy.zeros_are_public, np.minimum(least, counts), 0.0),
        highest=np.where(is_marked, policy.threshold - 1.0, highest),
        wanted=dict.fromkeys(cells, ((1, -1),)),
    )


def _both_ways(count: int, policy: Policy) -> tuple[Steps, ...]:
    """So far up, and so far down where it is above zero."""
    down = min(policy.possible_below, count)
    return tuple((step,) for step in (policy.possible_above, -down) if step)
