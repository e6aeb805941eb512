"""The steps of linkage one by one, as relations: to look at what each makes of drawn rows. A build uses `link`."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from saphan.linkage import blocking, comparing, training
from saphan.linkage.clustering import grouped, numbered
from saphan.linkage.compiled import ALL_HANDS
from saphan.linkage.deciding import DECISIONS, RULES, rule_of
from saphan.linkage.encoding import Ints, encode
from saphan.linkage.linking import clean_rows
from saphan.linkage.model import Model
from saphan.linkage.overruling import Decided, evidence, with_verdicts
from saphan.linkage.policy import Policy
from saphan.store import Relation, from_arrow
from saphan.tables import CANDIDATES, CLUSTERS, COMPARISONS, PAIRS, Table, Zone

SCORED = Table(
    name="scored",
    doc="One row: a candidate pair and its match weight, not yet decided.",
    zone=Zone.WITHIN_BUILD,
    key=PAIRS.key,
    columns=PAIRS.columns[:4],
)


def block(records: Relation, policy: Policy) -> Relation:
    """One row per two records that some rule brings together, with the first rule that does."""
    encoded = encode(records, hands=ALL_HANDS)
    blocks, groups = blocking.block(encoded, policy, hands=ALL_HANDS)
    found = comparing.compare_all(encoded, blocks, groups, hands=ALL_HANDS)
    ids = _ids(encoded.record_ids)
    rule = np.searchsorted(found.rule_ends, np.arange(len(found)), side="right")
    rows = pa.table({
        "record_a": ids.take(pa.array(found.one)), "record_b": ids.take(pa.array(found.other)),
        "rule": pa.array(policy.blocking, pa.string()).take(pa.array(rule)),
    })  # fmt: skip
    return from_arrow(rows, returns=CANDIDATES, engine=records.engine)


def cut_blocks(records: Relation, policy: Policy) -> Relation:
    """One row per rule that the guard on block size limited, with how many records it concerns."""
    blocks, _ = blocking.block(encode(records, hands=ALL_HANDS), policy, hands=ALL_HANDS)
    return blocking.cut_blocks(blocks, records.engine)


def compare(records: Relation, candidates: Relation) -> Relation:
    """One row per candidate pair: the pattern of how its two records agree."""
    encoded, pairs = encode(records, hands=ALL_HANDS), candidates.arrow()
    one, other = _rows(pairs, encoded.record_ids)
    patterns = comparing.compare(encoded, one, other)
    rows = pairs.select(["record_a", "record_b"]).append_column("pattern", pa.array(patterns))
    return from_arrow(rows, returns=COMPARISONS, engine=records.engine)


def train(comparisons: Relation) -> Model:
    """The model learned of these comparisons."""
    rows = comparisons.arrow()
    patterns, counts = np.unique(rows.column("pattern").to_numpy(), return_counts=True)
    records = pa.chunked_array([*rows.column("record_a").chunks, *rows.column("record_b").chunks], pa.string())
    return training.train(patterns, counts.astype(np.float64), records=len(pc.unique(records)))


def score(comparisons: Relation, model: Model) -> Relation:
    """One row per candidate pair with its match weight in bits."""
    rows = comparisons.arrow()
    weights = model.weights(rows.column("pattern").to_numpy())
    return from_arrow(rows.append_column("weight", pa.array(weights)), returns=SCORED, engine=comparisons.engine)


def decide(scored: Relation, records: Relation, verdicts: Relation, policy: Policy) -> Relation:
    """One row per pair: link, review or apart, and the rule that says so; a reviewer's verdict always wins."""
    rows, ids = scored.arrow(), records.arrow().column("record_id")
    one, other = _rows(rows, ids)
    patterns, weights = rows.column("pattern").to_numpy(), rows.column("weight").to_numpy()
    ruled = Decided(one.astype(np.int32), other.astype(np.int32), patterns, weights, rule_of(patterns, weights, policy))
    found, named = with_verdicts(ruled, ids, verdicts), _ids(ids)
    decided = pa.table({
        "record_a": named.take(pa.array(found.one)), "record_b": named.take(pa.array(found.other)),
        "pattern": found.patterns, "weight": found.weights,
        "decision": pa.array(DECISIONS).take(pa.array(found.rulings)),
        "rule": pa.array(RULES).take(pa.array(found.rulings)),
        "given_name_rarity": np.zeros(len(found.one)), "family_name_rarity": np.zeros(len(found.one)),
    })  # fmt: skip
    return from_arrow(decided, returns=PAIRS, engine=records.engine)


def cluster(records: Relation, pairs: Relation, clean_sources: Relation) -> Relation:
    """One row per record: its cluster. Clusters are numbered in the order of their smallest record id."""
    encoded, rows = encode(records, hands=ALL_HANDS), pairs.arrow()
    one, other = _rows(rows, encoded.record_ids)
    words = {words: ruling for ruling, words in enumerate(zip(DECISIONS, RULES, strict=True))}
    said = zip(rows.column("decision").to_pylist(), rows.column("rule").to_pylist(), strict=True)
    rulings = np.array([words[each] for each in said], dtype=np.uint8)
    decided = Decided(
        one.astype(np.int32), other.astype(np.int32), rows.column("pattern").to_numpy(),
        rows.column("weight").to_numpy(), rulings,
    )  # fmt: skip
    heard = evidence(decided, hands=ALL_HANDS)
    first = grouped(len(encoded), heard, clean_rows(encoded, clean_sources), hands=ALL_HANDS)
    found = pa.table({"record_id": encoded.record_ids, "cluster_id": numbered(first)})
    return from_arrow(found, returns=CLUSTERS, engine=records.engine)


def _rows(pairs: pa.Table, record_ids: pa.ChunkedArray) -> tuple[Ints, Ints]:
    one, other = (
        pc.index_in(pairs.column(side), record_ids).to_numpy().astype(np.int64) for side in ("record_a", "record_b")
    )
    return one, other


def _ids(record_ids: pa.ChunkedArray) -> pa.Array:
    whole = record_ids.combine_chunks()
    return pa.concat_arrays(whole.chunks) if isinstance(whole, pa.ChunkedArray) else whole
