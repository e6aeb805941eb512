"""Whose word is taken when two datasets disagree, and which of them hold nobody twice?"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from sqlglot import exp

from saphan.contracts.model import Contract
from saphan.errors import BrokenPromise
from saphan.store import Engine, Relation, from_rows, query, view
from saphan.tables import CLEAN_SOURCES, RECORDS, TRUST
from saphan.words import say

SQL = Path(__file__).parent


class UnknownSource(BrokenPromise):
    """Records come from a dataset that has no place in the order of trust, and would vanish from the register."""


def trust_order(contracts: Iterable[Contract], engine: Engine) -> Relation:
    """Each dataset and its rank, as the contracts say."""
    return from_rows([(each.dataset, each.trust) for each in contracts], returns=TRUST, engine=engine)


def clean_sources(contracts: Iterable[Contract], engine: Engine) -> Relation:
    """The datasets whose contracts promise one row a person."""
    clean = [(each.dataset,) for each in contracts if each.one_row_per_person]
    return from_rows(clean, returns=CLEAN_SOURCES, engine=engine)


def by_delivery(records: Relation) -> Relation:
    """The records, each under its delivery in place of its dataset: what holds nobody twice is one file, not all."""
    columns = [
        exp.alias_(exp.column("delivery_id"), "dataset") if name == "dataset" else exp.column(name)
        for name in RECORDS.names
    ]
    tree = exp.select(*columns).from_(exp.to_table("records"))
    return view(tree, returns=RECORDS, inputs={"records": records}, where="by_delivery")


def clean_deliveries(records: Relation, contracts: Iterable[Contract]) -> Relation:
    """The deliveries that hold nobody twice, as their contracts promise."""
    clean = clean_sources(contracts, records.engine)
    inputs = {"records": records, "clean_sources": clean}
    return query(SQL / "clean_deliveries.sql", returns=CLEAN_SOURCES, inputs=inputs)


def require_ranked(records: Relation, trust: Relation) -> None:
    """Nothing, when every dataset of the records has a rank.

    Raises:
        UnknownSource: some dataset has none.
    """
    unranked = query(
        SQL / "unranked_sources.sql", returns=CLEAN_SOURCES, inputs={"records": records, "trust": trust}
    ).rows()
    if unranked:
        names = ", ".join(dataset for (dataset,) in unranked)
        raise UnknownSource(
            say("No contract says how far to trust: {datasets}.", datasets=names),
            where="saphan.trust",
            cure=say("Add the contract of each of these datasets, or leave its deliveries out."),
        )
