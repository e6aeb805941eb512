"""How right is the linkage, for whom? Precision, recall and missed links by group, estimated from judged pairs.

A linked pair is right with the probability that the verdicts give its weight; a pair linked by number, or one that is
contradicted, with the share of judged pairs of its kind that were called one person. A pair counts half in the group of
each of its two records. Recall is among compared pairs: what no blocking rule brings together is not seen here.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from saphan.linkage.calibrating import HIGHEST, LOWEST, Calibration
from saphan.linkage.compiled import ALL_HANDS
from saphan.linkage.counting import BINS, CONTRADICTED, DIFFERENT, KINDS, NAMES, NUMBER, SAME, Groups, counted, place_in
from saphan.linkage.deciding import LINKS, RULES, Ruling
from saphan.linkage.judging import Judged
from saphan.linkage.keeping import Kept
from saphan.linkage.linking import Whole
from saphan.linkage.model import Model
from saphan.store import Engine, Relation, from_rows, read
from saphan.tables import LINKAGE_QUALITY

SQL = Path(__file__).parent
DIMENSIONS = ("age", "sex", "region", "number")
BY_RULE = ("citizen_id", "verdict", "calibrated", "preset")
FEWEST = 30  # linked pairs: of fewer nothing is told, since a rate of theirs says little and might say who
# bits by which the curve of one group may lie apart from that of all, one standard deviation: children agree with their
# brothers and sisters, people without a birth date with nobody; 500 verdicts are too few to tell for each group
GROUP_SPREAD = 1.0
SEED = 20  # of the resampled shares; the same verdicts give the same intervals

Reals = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Chances:
    """How probably a pair of each kind is one person: the estimate first, then resampled ones.

    A kind is a tenth of a bit where weight decides; then so many again for pairs said to be one person, and for pairs
    said to be two; last stand pairs linked by number, and contradicted ones.
    """

    by_kind: Reals  # kinds x (1 + resamples)
    by_kind_of_group: Reals  # as above; resampled with a curve that may lie apart from that of all pairs


def rates_kept(kept: Kept, said: Judged | None, *, as_of: date, engine: Engine, hands: int = ALL_HANDS) -> Relation:
    """LINKAGE_QUALITY of everything that is kept: one row a group; `said` are the judged pairs of kept rows."""
    chances = _chances(kept.frozen.model, said)
    rows = [
        _row(dimension, name, cells, chances, verdicts)
        for dimension, name, cells, verdicts in _counted_kept(kept, said, as_of=as_of, hands=hands)
    ]
    return from_rows(rows, returns=LINKAGE_QUALITY, engine=engine)


def _counted_kept(kept: Kept, said: Judged | None, *, as_of: date, hands: int) -> Iterator[tuple[str, str, Reals, int]]:
    """As `_counted`."""
    found = counted(kept, as_of=as_of, hands=hands)
    yield "all", "total", found.by_ruling.sum(axis=0), 0 if said is None else len(said.same)
    for rule in BY_RULE:
        cells = found.by_ruling[[at for at, name in enumerate(RULES) if name == rule]].sum(axis=0)
        if cells.any():
            yield "rule", rule, cells, 0 if said is None else _judged_by(said, rule)
    for dimension, names in NAMES.items():
        for at in np.flatnonzero(found.present[dimension]).tolist():
            yield dimension, names[at], found.ends[dimension][at], _touching_kept(said, found.groups, dimension, at)


def rates(linked: Whole, records: Relation, *, as_of: date) -> Relation:
    """LINKAGE_QUALITY of a linkage that lies open: the same, told from the records themselves."""
    chances = _chances(linked.model, linked.judged)
    kinds, is_linked = _kinds(linked), np.isin(linked.decided.rulings, LINKS)
    rows = [
        _row(dimension, name, counted, chances, verdicts)
        for dimension, name, counted, verdicts in _counted(linked, records, kinds, is_linked, as_of=as_of)
    ]
    return from_rows(rows, returns=LINKAGE_QUALITY, engine=records.engine)


def _counted(
    linked: Whole, records: Relation, kinds: Ints, is_linked: Flags, *, as_of: date
) -> Iterator[tuple[str, str, Reals, int]]:
    """Each group with its pairs by kind, not linked and linked, and the judged pairs that touch it."""
    cells = kinds * 2 + is_linked
    said = linked.judged
    everyone = np.bincount(cells, minlength=KINDS * 2).astype(np.float64)
    yield "all", "total", everyone, 0 if said is None else len(said.same)
    for rule in BY_RULE:
        of = np.isin(linked.decided.rulings, [at for at, name in enumerate(RULES) if name == rule])
        if of.any():
            counted = np.bincount(cells[of], minlength=KINDS * 2).astype(np.float64)
            yield "rule", rule, counted, 0 if said is None else _judged_by(said, rule)
    groups = read(SQL / "groups.sql", inputs={"records": records}, params={"as_of": as_of})
    place = pc.index_in(linked.record_ids, groups.column("record_id").combine_chunks())
    for dimension in DIMENSIONS:
        coded = groups.column(dimension).combine_chunks().dictionary_encode()
        coded = coded.combine_chunks() if isinstance(coded, pa.ChunkedArray) else coded
        of = coded.indices.take(place).to_numpy().astype(np.int64)
        names = coded.dictionary.to_pylist()
        ends = np.zeros(len(names) * KINDS * 2)
        for side in (linked.decided.one, linked.decided.other):
            ends += np.bincount(of[side] * KINDS * 2 + cells, minlength=len(ends)) / 2
        for at, name in sorted(enumerate(names), key=lambda known: str(known[1])):
            yield dimension, str(name), ends[at * KINDS * 2 : (at + 1) * KINDS * 2], _touching(said, of, at)


def _judged_by(said: Judged, rule: str) -> int:
    if rule == "citizen_id":
        return int((said.rulings == Ruling.CITIZEN_ID).sum())
    return int(said.by_weight.sum()) if rule in ("calibrated", "preset") else 0


def _touching(said: Judged | None, of: Ints, group: int) -> int:
    if said is None:
        return 0
    here = (said.one >= 0) & (said.other >= 0)
    return int(((of[said.one[here]] == group) | (of[said.other[here]] == group)).sum())


def _touching_kept(said: Judged | None, groups: Groups, dimension: str, group: int) -> int:
    if said is None:
        return 0
    here = (said.one >= 0) & (said.other >= 0)
    one, other = (place_in(groups[side[here]], dimension) for side in (said.one, said.other))
    return int(((one == group) | (other == group)).sum())


def _kinds(linked: Whole) -> Ints:
    found = linked.decided
    kinds = ((np.clip(found.weights, LOWEST, HIGHEST) - LOWEST) * 10 + 1e-9).astype(np.int64)
    for ruling, first in ((Ruling.SAID_SAME, SAME), (Ruling.SAID_DIFFERENT, DIFFERENT)):
        kinds[found.rulings == ruling] += first
    for ruling, kind in ((Ruling.CITIZEN_ID, NUMBER), (Ruling.CONTRADICTION, CONTRADICTED)):
        kinds[found.rulings == ruling] = kind
    return kinds


def _chances(model: Model, said: Judged | None) -> Chances | None:
    calibration = model.calibration
    if calibration is None or said is None:
        return None
    rng, draws = np.random.default_rng(SEED), len(calibration.curves)
    others = {
        kind: _share(said, ruling, calibration, draws, rng)
        for ruling, kind in ((Ruling.CITIZEN_ID, NUMBER), (Ruling.CONTRADICTION, CONTRADICTED))
    }
    curves = np.array([(calibration.intercept, calibration.slope, calibration.top), *calibration.curves])
    apart = curves.copy()
    apart[1:, 0] += curves[1:, 1] * rng.normal(0, GROUP_SPREAD, draws)
    return Chances(_by_kind(curves, others, calibration), _by_kind(apart, others, calibration))


def _by_kind(curves: Reals, others: Mapping[int, Reals], calibration: Calibration) -> Reals:
    bits = LOWEST + (np.arange(BINS) + 0.5) / 10
    chances = np.full((KINDS, len(curves)), np.nan)
    chances[:BINS] = curves[:, 2] / (1 + np.exp(-np.clip(curves[:, 0] + curves[:, 1] * bits[:, None], -40, 40)))
    # a verdict, of which some are wrong, is evidence beside the weight
    right, wrong, before = 1 - calibration.verdict_error, calibration.verdict_error, chances[:BINS]
    chances[SAME:DIFFERENT] = before * right / (before * right + (1 - before) * wrong)
    chances[DIFFERENT:NUMBER] = before * wrong / (before * wrong + (1 - before) * right)
    for kind, shares in others.items():
        chances[kind] = shares
    return chances


def _share(said: Judged, ruling: Ruling, calibration: Calibration, draws: int, rng: np.random.Generator) -> Reals:
    """Of the judged pairs of that kind, how many are one person: what was said, less what is said wrongly."""
    of = said.rulings == ruling
    count, same = int(of.sum()), int(said.same[of].sum())
    if not count:
        return np.full(1 + draws, np.nan)
    drawn = rng.beta(same + 0.5, count - same + 0.5, draws)
    middle = (same + 0.5) / (count + 1)  # twenty of twenty does not make it certain
    error = calibration.verdict_error
    shares: Reals = np.clip((np.append(middle, drawn) - error) / (1 - 2 * error), 0, 1)
    return shares


def _row(dimension: str, name: str, counted: Reals, chances: Chances | None, verdicts: int) -> tuple[object, ...]:
    cells = counted.reshape(KINDS, 2)
    linked = float(cells[:, 1].sum())
    if linked < FEWEST:
        return (dimension, name, "few", *[None] * 8, verdicts)
    if chances is None:
        return (dimension, name, "none", linked, *[None] * 7, verdicts)
    there = cells.sum(axis=1) > 0
    of = chances.by_kind_of_group if dimension in DIMENSIONS else chances.by_kind
    among = np.where(there[:, None], of, 0.0)
    right, missed = among.T @ cells[:, 1], among.T @ cells[:, 0]
    precision, recall = right / linked, right / np.maximum(right + missed, 1e-9)
    # every linked pair has the same rule where a rule is the group: nothing is missed by it
    told = (*_interval(precision), *(_interval(recall) if dimension != "rule" else (None,) * 3))
    lost = None if dimension == "rule" or np.isnan(missed[0]) else float(missed[0])
    return (dimension, name, "verdicts", linked, *told, lost, verdicts)


def _interval(shares: Reals) -> tuple[float | None, float | None, float | None]:
    """The estimate and the middle 95 % of the resampled ones; nothing where a kind was never judged."""
    if np.isnan(shares).any():
        return None, None, None
    estimate, again = float(shares[0]), shares[1:]
    low, high = np.percentile(again, [2.5, 97.5])
    return estimate, float(min(low, estimate)), float(max(high, estimate))
