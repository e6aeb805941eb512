"""How good was a delivery, against the one before, and which three things put right would raise it most?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

_FIXES: Final = 3


@dataclass(frozen=True)
class Fix:
    """One check, and by how many points the score would rise if nothing failed it."""

    check_id: str
    points: float


@dataclass(frozen=True)
class Scorecard:
    """A delivery's score: of 100 rows, how many came without any finding."""

    score: float
    before: float | None  # of the delivery before; None where there was none
    fixes: tuple[Fix, ...]  # the largest gain first


def scorecard(delivered: int, clean: int, alone: Mapping[str, int], *, before: float | None) -> Scorecard:
    """The score of a delivery of so many rows, of which `clean` have no finding.

    `alone` says for each check how many rows have findings of that check and of no other: these, and only these, would
    be clean if the check held.
    """
    each = sorted(alone.items(), key=lambda pair: (-pair[1], pair[0]))[:_FIXES]
    fixes = tuple(Fix(check_id, _share(rows, delivered)) for check_id, rows in each if rows)
    return Scorecard(_share(clean, delivered), before, fixes)


def before_each(
    own: Mapping[str, tuple[str, float]], older: Mapping[str, tuple[str, float]], order: Mapping[str, int]
) -> dict[str, float]:
    """Of each delivery the score of the one of its dataset that arrived last before it.

    Where there is none, its own in the release before: then its rows were put right since. `own` and `older` say of
    each delivery of a release its dataset and its score.
    """
    found: dict[str, float] = {}
    for delivery_id, (dataset, _) in own.items():
        came = order.get(delivery_id, 0)
        earlier = [
            (order.get(other, 0), score)
            for other, (of, score) in {**older, **own}.items()
            if of == dataset and order.get(other, 0) < came
        ]
        if earlier:
            found[delivery_id] = max(earlier)[1]
        elif delivery_id in older:
            found[delivery_id] = older[delivery_id][1]
    return found


def _share(rows: int, delivered: int) -> float:
    return round(100 * rows / delivered, 1) if delivered else 0.0
