"""Which pairs of records are worth comparing? Those that share a key of some rule."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from saphan.linkage.policy import Policy
from saphan.linkage.sounds import sound_of
from saphan.store import Relation, from_rows, query
from saphan.tables import CANDIDATES, Table, Zone
from saphan.tables.shape import integer, text

SQL = Path(__file__).parent

RULES = Table(
    name="rules",
    doc="One row: a blocking rule of the policy.",
    zone=Zone.WITHIN_BUILD,
    key=("place",),
    columns=(text("rule", "its name in block_keys.sql"), integer("place", "the lower, the earlier")),
)
SOUNDS = Table(
    name="sounds",
    doc="One row: a name that occurs, and what it sounds like.",
    zone=Zone.WITHIN_BUILD,
    key=("name",),
    columns=(text("name", "given or family name"), text("sound", "its key by sound")),
)
BLOCK_KEYS = Table(
    name="block_keys",
    doc="One row: a record and one key by which a rule may bring it together with others.",
    zone=Zone.WITHIN_BUILD,
    key=("rule", "key_value", "record_id"),
    columns=(
        text("record_id", "the record"),
        text("rule", "the blocking rule"),
        text("key_value", "what another record must share"),
    ),
)
CUT_BLOCKS = Table(
    name="cut_blocks",
    doc="One row: a blocking rule, and what the guard on block size kept it from bringing together.",
    zone=Zone.WITHIN_BUILD,
    key=("rule",),
    columns=(
        text("rule", "the blocking rule"),
        integer("key_values", "key values that too many records share"),
        integer("records", "records that share them"),
        integer("largest", "records that share the commonest of them"),
    ),
)


def block(records: Relation, policy: Policy) -> Relation:
    """One row per two records that some rule brings together, with the first rule that does."""
    return query(
        SQL / "block_pairs.sql",
        returns=CANDIDATES,
        inputs={"block_keys": _block_keys(records), "rules": _rules(records, policy)},
        params={"largest_block": policy.largest_block},
    )


def cut_blocks(records: Relation, policy: Policy) -> Relation:
    """One row per rule that the guard on block size limited, with how many records it concerns."""
    return query(
        SQL / "cut_blocks.sql",
        returns=CUT_BLOCKS,
        inputs={"block_keys": _block_keys(records), "rules": _rules(records, policy)},
        params={"largest_block": policy.largest_block},
    )


def _block_keys(records: Relation) -> Relation:
    return query(SQL / "block_keys.sql", returns=BLOCK_KEYS, inputs={"records": records, "sounds": _sounds(records)})


def _rules(records: Relation, policy: Policy) -> Relation:
    return from_rows([(rule, at) for at, rule in enumerate(policy.blocking)], returns=RULES, engine=records.engine)


def _sounds(records: Relation) -> Relation:
    names = _distinct(records.arrow(), "given_name", "family_name")
    return from_rows([(name, sound_of(name)) for name in names], returns=SOUNDS, engine=records.engine)


def _distinct(rows: pa.Table, *columns: str) -> list[str]:
    return sorted({name for column in columns for name in pc.unique(rows.column(column)).to_pylist() if name})
