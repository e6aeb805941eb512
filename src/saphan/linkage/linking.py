"""READ FIRST: which records are one person? The whole of linkage in one pass: records in, pairs and clusters out.

Everything between lives in arrays of whole numbers: a pair is two row numbers and a small code of how its
records agree. `pairs` and `clusters` turn what was found into relations.
"""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import pyarrow as pa

from saphan.linkage.blocking import NOTHING_CUT, Blocks, block, disown_fillers
from saphan.linkage.clustering import grouped, numbered
from saphan.linkage.coding import Codes
from saphan.linkage.comparing import PATTERNS, Compared, compare_all
from saphan.linkage.compiled import ALL_HANDS, hands_at_work
from saphan.linkage.deciding import DECISIONS, RULES, Cuts, Rulings, rule_codes
from saphan.linkage.encoding import Encoded, Ints, encode
from saphan.linkage.freezing import Frozen, crowded, marked
from saphan.linkage.judging import Judged, Reals, calibrated, judged, rows_among, weighed
from saphan.linkage.model import Model
from saphan.linkage.overruling import Decided, evidence, with_verdicts
from saphan.linkage.policy import Policy
from saphan.linkage.rarity import Rarities, borne_by, count_names, rarities_of, with_rarity
from saphan.linkage.training import train
from saphan.store import Engine, Relation, from_arrow
from saphan.tables import CLUSTERS, PAIRS


@dataclass(frozen=True)
class Whole:
    """What linkage found of everybody, whichever way it was found."""

    record_ids: pa.ChunkedArray  # in their order: the place of each is its row
    decided: Decided
    first: Codes  # for each record the first of its cluster
    model: Model
    rarities: Rarities
    judged: Judged | None  # the reviewed pairs, where there are any
    engine: Engine

    @property
    def cluster_ids(self) -> Ints:
        """Each record's cluster."""
        return numbered(self.first)

    def pairs(self) -> Relation:
        """One row per candidate pair: its weight, and what is done with it."""
        found, ids = self.decided, self.record_ids.combine_chunks()
        sides = ids.take(pa.array(found.one)), ids.take(pa.array(found.other))
        return pairs_told(found, sides, self.rarities.of(found.one, found.patterns), self.engine)

    def clusters(self) -> Relation:
        """One row per record: its cluster. Clusters are numbered in the order of their smallest record id."""
        rows = pa.table({"record_id": self.record_ids, "cluster_id": self.cluster_ids})
        return from_arrow(rows, returns=CLUSTERS, engine=self.engine)


def pairs_told(
    found: Decided, ids: Sequence[pa.Array | pa.ChunkedArray], rarities: tuple[Reals, Reals], engine: Engine
) -> Relation:
    """PAIRS of these pairs, whose records have these ids and whose names add so many bits."""
    rows = pa.table({
        "record_a": ids[0], "record_b": ids[1], "pattern": found.patterns, "weight": found.weights,
        "decision": pa.array(DECISIONS).take(pa.array(found.rulings)),
        "rule": pa.array(RULES).take(pa.array(found.rulings)),
        "given_name_rarity": rarities[0], "family_name_rarity": rarities[1],
    })  # fmt: skip
    return from_arrow(rows, returns=PAIRS, engine=engine)


@dataclass(frozen=True)
class Linked(Whole):
    """What linking everybody found, and how."""

    frozen: Frozen  # the model, and what was counted beside it
    encoded: Encoded
    codes: Codes  # dense codes of the pairs that were compared, which come first in `decided`
    machine: Rulings  # what the rules say of them, whatever reviewers said
    blocks: Sequence[Blocks]
    seconds: Mapping[str, float]  # how long each part took


def link(
    records: Relation, verdicts: Relation, clean_sources: Relation, policy: Policy, *,
    frozen: Frozen | None = None, reviewed: Relation | None = None, hands: int = ALL_HANDS,
) -> Linked:  # fmt: skip
    """Which records are one person; `hands` cores work, and their number changes nothing in the result.

    `reviewed` (REVIEWED) are the pairs of the review sample with their verdicts: they calibrate the weights.
    With a `frozen` model nothing is trained or counted: names are as rare, and keys are cut, as they were then, and
    weights mean what they meant as long as the reviewed pairs are the same.
    """
    laps = Laps()
    encoded = encode(records, hands=hands)
    laps.end("encode")
    blocks, groups = block(encoded, policy, cut=frozen.cut if frozen else None, hands=hands)
    # under a frozen model what it cut, and no more: whoever adds records to these must find the same
    disown_fillers(encoded, (frozen.cut if frozen else crowded(blocks)).get("citizen_id", NOTHING_CUT))
    laps.end("block")
    compared = compare_all(encoded, blocks, groups, hands=hands)
    del groups
    laps.end("compare")
    frozen = frozen or _trained(compared, encoded, blocks, policy, hands=hands)
    laps.end("train")
    rarities = rarities_of(frozen.bearers, encoded, hands=hands)
    weights = with_rarity(frozen.model, rarities, compared, encoded, hands=hands)
    model = frozen.model

    def weigh(one: Ints, other: Ints) -> tuple[Ints, Reals]:
        return weighed(one, other, encoded, model, rarities)

    said = judged(reviewed, rows_among(encoded.record_ids), weigh, model, policy)
    frozen = _calibrated(frozen, reviewed, said, compared, weights, hands=hands)
    rulings = _ruled(compared, weights, frozen.cuts, hands=hands)
    machine = Decided(compared.one, compared.other, compared.patterns(hands=hands), weights, rulings)
    decided = with_verdicts(machine, encoded.record_ids, verdicts, weigh)
    laps.end("weigh")
    first = grouped(len(encoded), evidence(decided, hands=hands), clean_rows(encoded, clean_sources), hands=hands)
    laps.end("cluster")
    return Linked(
        record_ids=encoded.record_ids, decided=decided, first=first, model=frozen.model, rarities=rarities,
        judged=said, engine=records.engine, frozen=frozen, encoded=encoded, codes=compared.codes, machine=rulings,
        blocks=blocks, seconds=laps.seconds,
    )  # fmt: skip


class Laps:
    """How long each part took; said, and never part of a result."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}
        self._began = time.perf_counter()

    def end(self, part: str) -> None:
        """The part that began when the one before it ended is done."""
        now = time.perf_counter()
        self.seconds[part], self._began = now - self._began, now


def _trained(compared: Compared, records: Encoded, blocks: Sequence[Blocks], policy: Policy, *, hands: int) -> Frozen:
    with hands_at_work(1) as pool:
        borne = pool.submit(borne_by, records, hands=hands)  # which asks nothing of the model that one core learns
        model = train(*compared.histogram(), records=compared.records(len(records), hands=hands))
    bearers = count_names(model, borne.result(), compared, records, hands=hands)
    return Frozen(replace(model, rarity=bearers.measured), bearers, crowded(blocks), policy, len(records))


def _calibrated(
    frozen: Frozen, reviewed: Relation | None, said: Judged | None, compared: Compared, weights: Reals, *, hands: int
) -> Frozen:
    """The same, with the cuts that today's verdicts on the review sample give."""
    mark = marked(reviewed)
    if mark == frozen.reviewed:
        return frozen
    bare = replace(frozen, model=replace(frozen.model, calibration=None), reviewed=mark)
    if said is None:
        return bare
    calibration = calibrated(said, weights, _ruled(compared, weights, bare.cuts, hands=hands), frozen.policy)
    return replace(bare, model=replace(bare.model, calibration=calibration))


def _ruled(compared: Compared, weights: Reals, cuts: Cuts, *, hands: int) -> Rulings:
    return rule_codes(compared.codes, weights, PATTERNS, compared.occurring(), cuts, hands=hands)


def clean_rows(records: Encoded, clean_sources: Relation) -> Codes:
    """A row's source where that holds nobody twice, else -1."""
    clean = set(clean_sources.arrow().column("dataset").to_pylist())
    number = np.array([at if name in clean else -1 for at, name in enumerate(records.dataset_names)] + [-1], np.int32)
    return number[records.datasets]
