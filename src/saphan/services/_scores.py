"""How good was each delivery of a release, and what would raise its score most?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from saphan import quality
from saphan.services.reading import Reading
from saphan.words import Words


@dataclass(frozen=True)
class Fix:
    """One thing to put right, and by how many points of 100 the score would rise."""

    words: Words
    points: float


@dataclass(frozen=True)
class Scored:
    """A delivery's scorecard, and which dataset it is of."""

    dataset: str
    card: quality.Scorecard

    @property
    def score(self) -> float:
        """Of 100 rows, how many came without any finding."""
        return self.card.score


def scores(now: Reading) -> dict[str, Scored]:
    """The scorecard of each delivery of a release."""
    alone: dict[str, dict[str, int]] = {}
    for row in now.rows("rows_with_one_fault"):
        alone.setdefault(row["delivery_id"], {})[row["check_id"]] = row["found"]
    found: dict[str, Scored] = {}
    for row in now.rows("deliveries_of_release"):
        faults = alone.get(row["delivery_id"], {})
        clean = row["rows_delivered"] - sum(faults.values())
        named = {check_id: rows for check_id, rows in faults.items() if check_id}
        card = quality.scorecard(row["rows_delivered"], clean, named, before=None)
        found[row["delivery_id"]] = Scored(row["dataset"], card)
    return found


def scores_before(now: Reading, before: Reading | None, order: Mapping[str, int]) -> dict[str, float]:
    """The score each delivery is held against; `order` says of each how manieth it arrived."""
    older = scores(before) if before else {}
    own = {delivery_id: (each.dataset, each.score) for delivery_id, each in scores(now).items()}
    return quality.before_each(own, {key: (each.dataset, each.score) for key, each in older.items()}, order)


def fixes_of(card: quality.Scorecard) -> tuple[Fix, ...]:
    """What would raise the score most, in words."""
    known = quality.catalogue()
    return tuple(
        Fix(known[fix.check_id].reason if fix.check_id in known else Words(fix.check_id), fix.points)
        for fix in card.fixes
    )


def columns_of(now: Reading) -> dict[tuple[str, str], tuple[str, ...]]:
    """By delivery and check, the names of columns that a file has too many or too few."""
    found: dict[tuple[str, str], tuple[str, ...]] = {}
    for row in now.rows("columns_of_release"):
        key = row["delivery_id"], row["check_id"]
        found[key] = (*found.get(key, ()), row["column_name"])
    return found
