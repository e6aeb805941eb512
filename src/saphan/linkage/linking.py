"""READ FIRST: which records are one person? The whole of linkage in one pass: records in, pairs and clusters out.

Everything between lives in arrays of whole numbers: a pair is two row numbers and a small code of how its
records agree. `pairs` and `clusters` turn what was found into relations.
"""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from saphan.linkage.blocking import Blocks, block
from saphan.linkage.clustering import MOST_BITS, Evidence, grouped, numbered
from saphan.linkage.comparing import PATTERNS, compare_all
from saphan.linkage.compiled import ALL_HANDS
from saphan.linkage.deciding import DECISIONS, LINKS, RULES, Ruling, Rulings, rule_codes
from saphan.linkage.encoding import Codes, Encoded, Ints, encode
from saphan.linkage.freezing import Frozen, crowded
from saphan.linkage.growing import APART, LINK, SAME, heard_of
from saphan.linkage.levels import ALL_MISSING
from saphan.linkage.model import Model
from saphan.linkage.policy import Policy
from saphan.linkage.rarity import count_names, with_rarity
from saphan.linkage.training import train
from saphan.store import Engine, Relation, from_arrow
from saphan.tables import CLUSTERS, PAIRS

Reals = npt.NDArray[np.float64]


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

    encoded: Encoded
    codes: Codes  # dense codes of the pairs that were compared, which come first in `decided`
    machine: Rulings  # what the rules say of them, whatever reviewers said
    decided: Decided
    first: Codes  # for each record the first of its cluster
    frozen: Frozen
    blocks: Sequence[Blocks]
    engine: Engine
    seconds: Mapping[str, float]  # how long each part took

    @property
    def record_ids(self) -> pa.ChunkedArray:
        """The records in the order of their ids."""
        return self.encoded.record_ids

    @property
    def cluster_ids(self) -> Ints:
        """Each record's cluster."""
        return numbered(self.first)

    @property
    def model(self) -> Model:
        """What was learned, or was frozen."""
        return self.frozen.model

    def pairs(self) -> Relation:
        """One row per candidate pair: its weight, and what is done with it."""
        return pairs_of(self.record_ids, self.decided, self.engine)

    def clusters(self) -> Relation:
        """One row per record: its cluster. Clusters are numbered in the order of their smallest record id."""
        return clusters_of(self.record_ids, self.first, self.engine)


def pairs_of(record_ids: pa.ChunkedArray, found: Decided, engine: Engine) -> Relation:
    """Decided pairs of rows as a relation."""
    ids = record_ids.combine_chunks()
    rows = pa.table({
        "record_a": ids.take(pa.array(found.one)), "record_b": ids.take(pa.array(found.other)),
        "pattern": found.patterns, "weight": found.weights,
        "decision": pa.array(DECISIONS).take(pa.array(found.rulings)),
        "rule": pa.array(RULES).take(pa.array(found.rulings)),
    })  # fmt: skip
    return from_arrow(rows, returns=PAIRS, engine=engine)


def clusters_of(record_ids: pa.ChunkedArray, first: Codes, engine: Engine) -> Relation:
    """Clusters by their first rows as a relation."""
    rows = pa.table({"record_id": record_ids, "cluster_id": numbered(first)})
    return from_arrow(rows, returns=CLUSTERS, engine=engine)


def link(
    records: Relation,
    verdicts: Relation,
    clean_sources: Relation,
    policy: Policy,
    *,
    frozen: Frozen | None = None,
    hands: int = ALL_HANDS,
) -> Linked:
    """Which records are one person; `hands` cores work, and their number changes nothing in the result.

    With a `frozen` model nothing is trained or counted: names are as rare, and keys are cut, as they were then.
    """
    laps = Laps()
    encoded = encode(records, hands=hands)
    laps.end("encode")
    blocks, groups = block(encoded, policy, cut=frozen.cut if frozen else None, hands=hands)
    laps.end("block")
    compared = compare_all(encoded, blocks, groups, hands=hands)
    del groups
    laps.end("compare")
    if frozen is None:
        model = train(*compared.histogram(), records=compared.records(len(encoded)))
        rarity = count_names(model.weights(PATTERNS), compared, encoded, hands=hands)
        frozen = Frozen(model, rarity, crowded(blocks), policy, len(encoded))
    laps.end("train")
    weights = with_rarity(frozen.model.weights(PATTERNS), frozen.rarity, compared, encoded, hands=hands)
    rulings = rule_codes(compared.codes, weights, PATTERNS, compared.occurring(), policy, hands=hands)
    machine = Decided(compared.one, compared.other, PATTERNS[compared.codes], weights, rulings)
    decided = with_verdicts(machine, encoded.record_ids, verdicts)
    laps.end("weigh")
    first = grouped(len(encoded), evidence(decided), clean_rows(encoded, clean_sources), hands=hands)
    laps.end("cluster")
    return Linked(encoded, compared.codes, rulings, decided, first, frozen, blocks, records.engine, laps.seconds)


class Laps:
    """How long each part took; said, and never part of a result."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}
        self._began = time.perf_counter()

    def end(self, part: str) -> None:
        """The part that began when the one before it ended is done."""
        now = time.perf_counter()
        self.seconds[part], self._began = now - self._began, now


def with_verdicts(decided: Decided, record_ids: pa.ChunkedArray, verdicts: Relation) -> Decided:
    """The pairs with what reviewers said about them, and the pairs that only reviewers compared."""
    said = verdicts.arrow()
    if not len(said):
        return decided
    one, other = (pc.index_in(said.column(side), record_ids) for side in ("record_a", "record_b"))
    known = pc.and_(pc.is_valid(one), pc.is_valid(other)).to_numpy().astype(bool)
    a, b = (column.fill_null(0).to_numpy().astype(np.int64)[known] for column in (one, other))
    same = pc.equal(said.column("verdict"), "same").to_numpy().astype(bool)[known]
    return overruled(decided, a, b, same, rows=len(record_ids))


def overruled(decided: Decided, a: Ints, b: Ints, same: npt.NDArray[np.bool_], *, rows: int) -> Decided:
    """As `with_verdicts`, of verdicts on pairs of rows."""
    if not len(a):
        return decided
    ruling = np.where(same, Ruling.SAID_SAME, Ruling.SAID_DIFFERENT).astype(np.uint8)
    rulings = decided.rulings.copy()
    at = _places(decided, a, b, rows)
    rulings[at[at >= 0]] = ruling[at >= 0]
    new = at < 0
    return Decided(
        one=np.concatenate([decided.one, a[new].astype(np.int32)]),
        other=np.concatenate([decided.other, b[new].astype(np.int32)]),
        patterns=np.concatenate([decided.patterns, np.full(new.sum(), ALL_MISSING)]),
        weights=np.concatenate([decided.weights, np.zeros(new.sum())]),
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
