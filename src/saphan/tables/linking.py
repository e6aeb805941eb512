"""Which records are one person: candidates, scored pairs, clusters, identity."""

from __future__ import annotations

from saphan.tables.shape import Table, Zone, integer, real, text

CANDIDATES = Table(
    name="candidates",
    doc="One row: two records that some blocking rule brings together; record_a < record_b.",
    zone=Zone.WITHIN_BUILD,
    key=("record_a", "record_b"),
    columns=(
        text("record_a", "the smaller record id"),
        text("record_b", "the larger record id"),
        text("rule", "the first blocking rule that found the pair"),
    ),
)

COMPARISONS = Table(
    name="comparisons",
    doc="One row: how two candidate records agree, field by field, packed into one integer.",
    zone=Zone.WITHIN_BUILD,
    key=("record_a", "record_b"),
    columns=(
        text("record_a", "the smaller record id"),
        text("record_b", "the larger record id"),
        integer("pattern", "agreement levels, 3 bits a field, 7 = missing; layout in linkage/levels.py"),
    ),
)

PAIRS = Table(
    name="pairs",
    doc="One row: a candidate pair, its match weight, and what is done with it.",
    zone=Zone.IDENTIFIERS,
    key=("record_a", "record_b"),
    columns=(
        text("record_a", "the smaller record id"),
        text("record_b", "the larger record id"),
        integer("pattern", "agreement levels, 3 bits a field"),
        real("weight", "match weight in bits: log2 posterior odds among candidate pairs"),
        text("decision", "link, review (ask a person), or apart"),
        text("rule", "what decided: citizen_id, preset, doubtful, contradiction, low_weight, verdict"),
    ),
)

VERDICTS = Table(
    name="verdicts",
    doc="One row: what a named person decided about a doubtful pair. Comes from the desk and always wins.",
    zone=Zone.WITHIN_BUILD,
    key=("record_a", "record_b"),
    columns=(
        text("record_a", "the smaller record id"),
        text("record_b", "the larger record id"),
        text("verdict", "same or different"),
    ),
)

CLUSTERS = Table(
    name="clusters",
    doc="One row: which group a record belongs to in this build.",
    zone=Zone.WITHIN_BUILD,
    key=("record_id",),
    columns=(
        text("record_id", "the record"),
        integer("cluster_id", "a number that means nothing outside this build"),
    ),
)

IDENTITY = Table(
    name="identity",
    doc="One row: whose record it is. The next build reads it, so that a person keeps her key.",
    zone=Zone.IDENTIFIERS,
    key=("record_id",),
    columns=(
        text("record_id", "the record"),
        text("person_id", "P and 16 letters and digits that carry no information"),
    ),
)
