"""What do reviewed pairs say about this build's weights? Each is weighed again by the model of the build.

A verdict is about two records, not about a number of bits: so verdicts outlive the model under which their pairs were
drawn. A pair whose records are gone is weighed by the pattern that was kept of it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from saphan.linkage.calibrating import Calibration, calibrate
from saphan.linkage.comparing import compare
from saphan.linkage.deciding import BY_WEIGHT, Rulings, rule_of
from saphan.linkage.encoding import Encoded, Ints
from saphan.linkage.model import Model
from saphan.linkage.policy import Policy
from saphan.linkage.rarity import Rarities
from saphan.store import Relation

Reals = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]
Weigh = Callable[[Ints, Ints], tuple[Ints, Reals]]  # patterns and weights of listed pairs of rows
Find = Callable[[pa.ChunkedArray], Ints]  # the row of each record by its id, -1 where it is gone


@dataclass(frozen=True)
class Judged:
    """Reviewed pairs: their weights under this model, what decides on such pairs, and what was said."""

    weights: Reals
    rulings: Rulings
    same: Flags
    one: Ints  # row of each record, -1 where it is gone
    other: Ints
    left_open: int  # pairs of which a reviewer could not tell

    @property
    def by_weight(self) -> Flags:
        """Which of them nothing but the weight decides on: those calibrate."""
        return np.isin(self.rulings, BY_WEIGHT)


def weighed(one: Ints, other: Ints, records: Encoded, model: Model, rarities: Rarities) -> tuple[Ints, Reals]:
    """Patterns and weights of listed pairs of rows, whatever rule may or may not bring them together."""
    patterns = compare(records, one, other)
    given, family = rarities.of(one.astype(np.int32), patterns)
    return patterns, model.weights(patterns, given, family)


def rows_among(record_ids: pa.ChunkedArray) -> Find:
    """Where records stand among these."""

    def find(ids: pa.ChunkedArray) -> Ints:
        rows: Ints = pc.index_in(ids, record_ids).fill_null(-1).to_numpy().astype(np.int64)
        return rows

    return find


def judged(reviewed: Relation | None, find: Find, weigh: Weigh, model: Model, policy: Policy) -> Judged | None:
    """The reviewed pairs, weighed by this model; None where there are none."""
    if reviewed is None or not reviewed.count():
        return None
    rows = reviewed.arrow()
    told = rows.filter(pc.is_in(rows.column("verdict"), pa.array(["same", "different"])))
    one, other = (find(told.column(side)) for side in ("record_a", "record_b"))
    here = (one >= 0) & (other >= 0)
    patterns = told.column("pattern").to_numpy().astype(np.int64)
    given, family = (told.column(kept).to_numpy() for kept in ("given_name_rarity", "family_name_rarity"))
    weights = model.weights(patterns, given, family)
    patterns, weights = patterns.copy(), weights.copy()
    patterns[here], weights[here] = weigh(one[here], other[here])
    same = pc.equal(told.column("verdict"), "same").to_numpy().astype(bool)
    rulings = rule_of(patterns, weights, policy)
    return Judged(weights, rulings, same, one, other, left_open=len(rows) - len(told))


def calibrated(said: Judged, weights: Reals, rulings: Rulings, policy: Policy) -> Calibration | None:
    """What the verdicts say about all pairs that weight decides on; None where they say too little."""
    chosen = said.by_weight
    everyone = weights[np.isin(rulings, BY_WEIGHT)]
    return calibrate(
        said.weights[chosen], said.same[chosen], everyone,
        wanted=policy.wanted_precision, asked=policy.asked_probability,
    )  # fmt: skip
