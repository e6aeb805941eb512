"""Who lives with whom, by the word of which agency, and from when to when?"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path

import pyarrow.compute as pc

from saphan.contracts.model import Contract
from saphan.registry.homes import CROWDED, homes
from saphan.registry.identity import KEYS
from saphan.registry.keys import MINTED, mint
from saphan.registry.trust import require_ranked
from saphan.store import Relation, empty, from_rows, query
from saphan.tables import DWELLINGS, HOUSEHOLDS, IDENTITY, MEMBERSHIPS, RESIDENCES, Table, Zone
from saphan.tables.shape import day, text

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
DAYS = Table(
    name="days",
    doc="One row: a day on which records of a dataset came.",
    zone=Zone.WITHIN_BUILD,
    key=("dataset", "seen_on"),
    columns=(text("dataset", "the dataset"), day("seen_on", "the day")),
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
    """Every household that a dataset names, by its own key or by an address, under a key that lasts.

    `before` are those of the release before; `delivered` the records with those that objections keep out; `turns` as
    for the keys of persons.
    """
    engine = records.engine
    known = before or empty(DWELLINGS, engine)
    inputs = {"homes": homes(records), "dwellings_before": known}
    founders = query(SQL / "founders.sql", returns=FOUNDERS, inputs=inputs)

    def used(keys: Sequence[str]) -> set[str]:
        asked = from_rows([(key,) for key in sorted(set(keys))], returns=KEYS, engine=engine)
        inputs = {"asked": asked, "dwellings_before": known}
        return {key for (key,) in query(SQL / "used_households.sql", returns=KEYS, inputs=inputs).rows()}

    found = founders.arrow()
    new = found.filter(pc.is_null(found["household_id"]))["founding_record"].to_pylist()
    kept_out = query(
        SQL / "kept_out_dwellings.sql",
        returns=KEPT_OUT,
        inputs={"homes": homes(delivered or records), "left_out": left_out or empty(IDENTITY, engine)},
    )
    minted = from_rows(mint(new, letter="H", used=used, turns=turns), returns=MINTED, engine=engine)
    inputs = {"founders": founders, "minted": minted, "dwellings_before": known, "kept_out": kept_out}
    return query(SQL / "dwellings.sql", returns=DWELLINGS, inputs=inputs)


def memberships(
    records: Relation,
    identity: Relation,
    trust: Relation,
    houses: Relation | None = None,
    *,
    crowded: Relation | None = None,
) -> Relation:
    """One row per person who has a household: that of the most trusted dataset that knows one, by key or by address.

    `crowded` (CROWDED) are the addresses that are nobody's household.

    Raises:
        UnknownSource: some record's dataset has no rank in `trust`.
    """
    require_ranked(records, trust)
    inputs = {"homes": homes(records), "identity": identity, "trust": trust}
    inputs["dwellings"] = houses or dwellings(records)
    inputs["crowded"] = crowded or empty(CROWDED, records.engine)
    return query(SQL / "memberships.sql", returns=MEMBERSHIPS, inputs=inputs)


def residences(
    records: Relation,
    identity: Relation,
    houses: Relation,
    contracts: Iterable[Contract],
    *,
    everything: Relation | None = None,
    crowded: Relation | None = None,
) -> Relation:
    """Who lived in which household from when to when; registered and actual residence apart, as the contracts say.

    `everything` are the records of everybody, where `records` are of some: by them it is known when a dataset came.
    """
    kinds = from_rows([(each.dataset, each.residence) for each in contracts], returns=KINDS, engine=records.engine)
    inputs = {"homes": homes(records), "identity": identity, "dwellings": houses, "kinds": kinds}
    inputs["everything"] = everything or records
    inputs["crowded"] = crowded or empty(CROWDED, records.engine)
    return query(SQL / "residences.sql", returns=RESIDENCES, inputs=inputs)


def households(memberships: Relation, persons: Relation) -> Relation:
    """One row per household, placed where most of its members live."""
    return query(SQL / "households.sql", returns=HOUSEHOLDS, inputs={"memberships": memberships, "persons": persons})


def days_since(records: Relation, before: Relation) -> Relation | None:
    """Of each dataset the first day after those before; None where a day went, or one came between."""
    now, then = (_days(each) for each in (records, before))
    if any(not days <= now.get(dataset, set()) for dataset, days in then.items()):
        return None
    since = {dataset: days - then.get(dataset, set()) for dataset, days in now.items()}
    if any(dataset in then and days and min(days) < max(then[dataset]) for dataset, days in since.items()):
        return None
    rows = [(dataset, min(days)) for dataset, days in sorted(since.items()) if days]
    return from_rows(rows, returns=DAYS, engine=records.engine)


def residences_continued(found: Relation, before: Relation, people: Relation, days: Relation) -> Relation:
    """Everybody's residences, where these were found of these people, and the datasets came again on these days."""
    inputs = {"found": found, "before": before, "people": people, "days": days}
    return query(SQL / "residences_continued.sql", returns=RESIDENCES, inputs=inputs)


def _days(records: Relation) -> dict[str, set[date]]:
    days: dict[str, set[date]] = {}
    for dataset, came in query(SQL / "delivery_days.sql", returns=DAYS, inputs={"records": records}).rows():
        days.setdefault(dataset, set()).add(came)
    return days
