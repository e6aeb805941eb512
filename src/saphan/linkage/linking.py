"""READ FIRST: which records are one person? The whole of linkage in one pass: records in, pairs and clusters out.

Everything between lives in arrays of whole numbers: a pair is two row numbers and a small code of how its
records agree. `pairs` and `clusters` turn what was found into relations.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from saphan.linkage.blocking import Blocks, block
from saphan.linkage.clustering import MOST_BITS, Evidence, grouped, numbered
from saphan.linkage.comparing import PATTERNS, compare_all
from saphan.linkage.compiled import ALL_HANDS
from saphan.linkage.deciding import DECISIONS, LINKS, RULES, Cuts, Ruling, Rulings, rule_codes
from saphan.linkage.encoding import Codes, Encoded, Ints, encode
from saphan.linkage.growing import APART, LINK, SAME, heard_of
from saphan.linkage.judging import Judged, calibrated, judged, weighed
from saphan.linkage.levels import ALL_MISSING
from saphan.linkage.model import Model
from saphan.linkage.policy import Policy
from saphan.linkage.rarity import Rarities, with_rarity
from saphan.linkage.training import train
from saphan.store import Engine, Relation, from_arrow
from saphan.tables import CLUSTERS, PAIRS

Reals = npt.NDArray[np.float64]
Weigh = Callable[[Ints, Ints], tuple[Ints, Reals]]  # patterns and weights of listed pairs of rows


@dataclass(frozen=True)
class Decided:
    """Pairs of rows with the weight of each and what is done with it."""

    one: Codes
    other: Codes
    patterns: Ints
    weights: Reals
    rulings: Rulings


@dataclass(frozen=True)
class Linked:
    """What linkage found, and how."""

    record_ids: pa.ChunkedArray
    decided: Decided
    cluster_ids: Ints
    model: Model
    blocks: Sequence[Blocks]
    rarities: Rarities
    judged: Judged | None  # the reviewed pairs, where there are any
    engine: Engine
    seconds: Mapping[str, float]  # how long each part took

    def pairs(self) -> Relation:
        """One row per candidate pair: its weight, and what is done with it."""
        found = self.decided
        ids = self.record_ids.combine_chunks()
        given, family = self.rarities.of(found.one, found.patterns)
        rows = pa.table({
            "record_a": ids.take(pa.array(found.one)), "record_b": ids.take(pa.array(found.other)),
            "pattern": found.patterns, "weight": found.weights,
            "decision": pa.array(DECISIONS).take(pa.array(found.rulings)),
            "rule": pa.array(RULES).take(pa.array(found.rulings)),
            "given_name_rarity": given, "family_name_rarity": family,
        })  # fmt: skip
        return from_arrow(rows, returns=PAIRS, engine=self.engine)

    def clusters(self) -> Relation:
        """One row per record: its cluster. Clusters are numbered in the order of their smallest record id."""
        rows = pa.table({"record_id": self.record_ids, "cluster_id": self.cluster_ids})
        return from_arrow(rows, returns=CLUSTERS, engine=self.engine)


def link(
    records: Relation, verdicts: Relation, clean_sources: Relation, policy: Policy, *,
    reviewed: Relation | None = None, hands: int = ALL_HANDS,
) -> Linked:  # fmt: skip
    """Which records are one person; `hands` cores work, and their number changes nothing in the result.

    `reviewed` (REVIEWED) are the pairs of the review sample with their verdicts: they calibrate the weights.
    """
    laps = _Laps()
    encoded = encode(records, hands=hands)
    laps.end("encode")
    blocks, groups = block(encoded, policy, hands=hands)
    laps.end("block")
    compared = compare_all(encoded, blocks, groups, hands=hands)
    del groups
    laps.end("compare")
    model = train(*compared.histogram(), records=compared.records(len(encoded)))
    laps.end("train")
    weights, rarities = with_rarity(model, compared, encoded, hands=hands)
    model = replace(model, rarity=rarities.measured)

    def ruled(cuts: Cuts) -> Rulings:
        return rule_codes(compared.codes, weights, PATTERNS, compared.occurring(), cuts, hands=hands)

    rulings, said = ruled(Cuts.of(policy, is_declared=model.route == "declared")), None
    if reviewed is not None and reviewed.count():
        said = judged(reviewed, encoded, model, rarities, policy)
        model = replace(model, calibration=calibrated(said, weights, rulings, policy))
        rulings = ruled(Cuts.of(policy, model.calibration, is_declared=model.route == "declared"))
    decided = Decided(compared.one, compared.other, PATTERNS[compared.codes], weights, rulings)
    decided = with_verdicts(decided, encoded.record_ids, verdicts, lambda a, b: weighed(a, b, encoded, model, rarities))
    laps.end("weigh")
    first = grouped(len(encoded), evidence(decided), clean_rows(encoded, clean_sources), hands=hands)
    laps.end("cluster")
    return Linked(
        encoded.record_ids, decided, numbered(first), model, blocks, rarities, said, records.engine, laps.seconds
    )


class _Laps:
    """How long each part took; said, and never part of a result."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}
        self._began = time.perf_counter()

    def end(self, part: str) -> None:
        now = time.perf_counter()
        self.seconds[part], self._began = now - self._began, now


def unweighed(a: Ints, b: Ints) -> tuple[Ints, Reals]:  # noqa: ARG001 - the second half of each pair
    """Of pairs that nothing compared nothing is known."""
    return np.full(len(a), ALL_MISSING), np.zeros(len(a))


def with_verdicts(
    decided: Decided, record_ids: pa.ChunkedArray, verdicts: Relation, weigh: Weigh = unweighed
) -> Decided:
    """The pairs with what reviewers said about them, and the pairs that only reviewers compared."""
    said = verdicts.arrow()
    one, other = (pc.index_in(said.column(side), record_ids) for side in ("record_a", "record_b"))
    known = pc.and_(pc.is_valid(one), pc.is_valid(other)).to_numpy().astype(bool)
    if not known.any():
        return decided
    a, b = (column.fill_null(0).to_numpy().astype(np.int64)[known] for column in (one, other))
    same = pc.equal(said.column("verdict"), "same").to_numpy().astype(bool)[known]
    ruling = np.where(same, Ruling.SAID_SAME, Ruling.SAID_DIFFERENT).astype(np.uint8)
    rulings = decided.rulings.copy()
    at = _places(decided, a, b, len(record_ids))
    rulings[at[at >= 0]] = ruling[at >= 0]
    new = at < 0
    patterns, weights = weigh(a[new], b[new])
    return Decided(
        one=np.concatenate([decided.one, a[new].astype(np.int32)]),
        other=np.concatenate([decided.other, b[new].astype(np.int32)]),
        patterns=np.concatenate([decided.patterns, patterns]),
        weights=np.concatenate([decided.weights, weights]),
        rulings=np.concatenate([rulings, ruling[new]]),
    )


def _places(decided: Decided, a: Ints, b: Ints, rows: int) -> Ints:
    """Where each wanted pair stands among the decided; -1 where nowhere."""
    wanted = np.zeros(rows, dtype=np.bool_)
    wanted[a] = True
    near = np.flatnonzero(wanted[decided.one])
    keys = (decided.one[near].astype(np.int64) << 32) | decided.other[near]
    order = np.argsort(keys)
    sought = (a << 32) | b
    found = np.searchsorted(keys[order], sought)
    places: Ints = np.full(len(sought), -1, dtype=np.int64)
    hit = found < len(keys)
    hit[hit] = keys[order[found[hit]]] == sought[hit]
    places[hit] = near[order[found[hit]]]
    return places


# by ruling: bits that are what they are whatever the weight, and marks of growing.py
_FIXED = {Ruling.SAID_SAME: MOST_BITS, Ruling.CITIZEN_ID: MOST_BITS, Ruling.SAID_DIFFERENT: -MOST_BITS,
          Ruling.CONTRADICTION: -MOST_BITS}  # fmt: skip
_MARKS: Mapping[Ruling, int] = {**dict.fromkeys(LINKS, LINK), Ruling.SAID_SAME: LINK | SAME,
                                Ruling.SAID_DIFFERENT: APART}  # fmt: skip
_BITS_OF = np.array([_FIXED.get(ruling, 0.0) for ruling in Ruling])
_MARKS_OF = np.array([_MARKS.get(ruling, 0) for ruling in Ruling], dtype=np.uint8)


def evidence(decided: Decided) -> Evidence:
    """What clustering hears of each pair."""
    bits, marks = heard_of(decided.weights, decided.rulings, _BITS_OF, _MARKS_OF, MOST_BITS)
    return Evidence(decided.one, decided.other, bits, marks)


def clean_rows(records: Encoded, clean_sources: Relation) -> Codes:
    """A row's source where that holds nobody twice, else -1."""
    clean = set(clean_sources.arrow().column("dataset").to_pylist())
    number = np.array([at if name in clean else -1 for at, name in enumerate(records.dataset_names)] + [-1], np.int32)
    return number[records.datasets]
