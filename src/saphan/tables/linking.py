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
        text("rule", "what decided: citizen_id, calibrated, preset, doubtful, contradiction, low_weight, verdict"),
        real("given_name_rarity", "bits in the weight because the shared given name is rarer or commoner than usual"),
        real("family_name_rarity", "bits in the weight because the shared family name is rarer or commoner than usual"),
    ),
)

REVIEWED = Table(
    name="reviewed",
    doc="One row: a pair of the review sample that was judged, and how its records agreed when it was drawn.",
    zone=Zone.WITHIN_BUILD,
    key=("record_a", "record_b"),
    columns=(
        text("record_a", "the smaller record id"),
        text("record_b", "the larger record id"),
        text("verdict", "same, different or cannot_tell"),
        integer("pattern", "agreement levels, 3 bits a field"),
        real("given_name_rarity", "bits, as in pairs"),
        real("family_name_rarity", "bits, as in pairs"),
    ),
)

LINKAGE_QUALITY = Table(
    name="linkage_quality",
    doc="One row: how right the linkage is estimated to be in one group of records; a pair counts half in the group of "
    "each of its records. Holds no value of a person.",
    zone=Zone.CONTENT,
    key=("dimension", "category"),
    columns=(
        text("dimension", "all, rule, age, sex, region or number"),
        text("category", "which group; total where the dimension is all"),
        text("basis", "verdicts: estimated from a judged sample; none: nobody judged one; few: too few pairs to say"),
        real("linked", "pairs taken for one person by a rule or a verdict; null where too few"),
        real("precision", "of them, the share that is one person"),
        real("precision_low", "lower end of its 95 % interval"),
        real("precision_high", "upper end"),
        real("recall", "of the compared pairs that are one person, the share that is linked"),
        real("recall_low", "lower end of its 95 % interval"),
        real("recall_high", "upper end"),
        real("missed", "compared pairs that are one person and are not linked, estimated"),
        integer("verdicts", "judged pairs that touch the group"),
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
