"""Who lives with whom, by the word of which agency, and from when to when?"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

import pyarrow.compute as pc

from saphan.contracts.model import Contract
from saphan.registry.identity import KEYS
from saphan.registry.keys import MINTED, mint
from saphan.registry.trust import require_ranked
from saphan.store import Relation, empty, from_rows, query
from saphan.tables import DWELLINGS, HOUSEHOLDS, IDENTITY, MEMBERSHIPS, RESIDENCES, Table, Zone
from saphan.tables.shape import text

SQL = Path(__file__).parent

FOUNDERS = Table(
    name="founders",
    doc="One row: one house or household as one dataset knows it, and the record that founds it.",
    zone=Zone.WITHIN_BUILD,
    key=("dataset", "household_key"),
    columns=(
        text("dataset", "the dataset"),
        text("household_key", "its own key of the house or household"),
        text("founding_record", "the first seen of the records that carry the key"),
        text("household_id", "the key it had before; null for a new one"),
    ),
)
KEPT_OUT = Table(
    name="kept_out",
    doc="One row: a household that a record names which an objection keeps out.",
    zone=Zone.WITHIN_BUILD,
    key=("dataset", "household_key"),
    columns=(text("dataset", "the dataset"), text("household_key", "its own key of the house or household")),
)
KINDS = Table(
    name="kinds",
    doc="One row: which kind of residence a dataset knows.",
    zone=Zone.WITHIN_BUILD,
    key=("dataset",),
    columns=(text("dataset", "the dataset"), text("kind", "registered or actual")),
)


def dwellings(
    records: Relation,
    before: Relation | None = None,
    *,
    delivered: Relation | None = None,
    left_out: Relation | None = None,
    turns: int = 0,
) -> Relation:
    """Every household a dataset names, under a key that lasts.

    `before` are those of the release before; `delivered` the records with those that objections keep out; `turns` as
    for the keys of persons.
    """
    engine = records.engine
    known = before or empty(DWELLINGS, engine)
    founders = query(SQL / "founders.sql", returns=FOUNDERS, inputs={"records": records, "dwellings_before": known})

    def used(keys: Sequence[str]) -> set[str]:
        asked = from_rows([(key,) for key in sorted(set(keys))], returns=KEYS, engine=engine)
        inputs = {"asked": asked, "dwellings_before": known}
        return {key for (key,) in query(SQL / "used_households.sql", returns=KEYS, inputs=inputs).rows()}

    found = founders.arrow()
    new = found.filter(pc.is_null(found["household_id"]))["founding_record"].to_pylist()
    kept_out = query(
        SQL / "kept_out_dwellings.sql",
        returns=KEPT_OUT,
        inputs={"records": delivered or records, "left_out": left_out or empty(IDENTITY, engine)},
    )
    minted = from_rows(mint(new, letter="H", used=used, turns=turns), returns=MINTED, engine=engine)
    inputs = {"founders": founders, "minted": minted, "dwellings_before": known, "kept_out": kept_out}
    return query(SQL / "dwellings.sql", returns=DWELLINGS, inputs=inputs)


def memberships(records: Relation, identity: Relation, trust: Relation, houses: Relation | None = None) -> Relation:
    """One row per person who has a household: that of the most trusted dataset that knows one.

    Raises:
        UnknownSource: some record's dataset has no rank in `trust`.
    """
    require_ranked(records, trust)
    inputs = {"records": records, "identity": identity, "trust": trust, "dwellings": houses or dwellings(records)}
    return query(SQL / "memberships.sql", returns=MEMBERSHIPS, inputs=inputs)


def residences(records: Relation, identity: Relation, houses: Relation, contracts: Iterable[Contract]) -> Relation:
    """Who lived in which household from when to when; registered and actual residence apart, as the contracts say."""
    kinds = from_rows([(each.dataset, each.residence) for each in contracts], returns=KINDS, engine=records.engine)
    inputs = {"records": records, "identity": identity, "dwellings": houses, "kinds": kinds}
    return query(SQL / "residences.sql", returns=RESIDENCES, inputs=inputs)


def households(memberships: Relation, persons: Relation) -> Relation:
    """One row per household, placed where most of its members live."""
    return query(SQL / "households.sql", returns=HOUSEHOLDS, inputs={"memberships": memberships, "persons": persons})
