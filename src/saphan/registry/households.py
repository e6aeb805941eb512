"""Who lives with whom, by the word of which agency?"""

from __future__ import annotations

from pathlib import Path

from saphan.registry.keys import MINTED, mint
from saphan.registry.trust import require_ranked
from saphan.store import Relation, from_rows, query
from saphan.tables import HOUSEHOLDS, MEMBERSHIPS, Table, Zone
from saphan.tables.shape import text

SQL = Path(__file__).parent

DWELLINGS = Table(
    name="dwellings",
    doc="One row: one house or household as one dataset knows it.",
    zone=Zone.WITHIN_BUILD,
    key=("dataset", "household_key"),
    columns=(
        text("dataset", "the dataset"),
        text("household_key", "its own key of the house or household"),
        text("founding_record", "the first seen of the records that carry the key"),
    ),
)


def memberships(records: Relation, identity: Relation, trust: Relation) -> Relation:
    """One row per person who has a household: that of the most trusted dataset that knows one.

    Raises:
        UnknownSource: some record's dataset has no rank in `trust`.
    """
    require_ranked(records, trust)
    dwellings = query(SQL / "dwellings.sql", returns=DWELLINGS, inputs={"records": records})
    founders = [founder for _, _, founder in dwellings.rows()]
    # a household's key has no release before it to clash with, only the others of this build
    keys = mint(founders, letter="H", used=lambda _: set())
    minted = from_rows(keys, returns=MINTED, engine=records.engine)
    return query(
        SQL / "memberships.sql",
        returns=MEMBERSHIPS,
        inputs={"records": records, "identity": identity, "trust": trust, "dwellings": dwellings, "minted": minted},
    )


def households(memberships: Relation, persons: Relation) -> Relation:
    """One row per household, placed where most of its members live."""
    return query(SQL / "households.sql", returns=HOUSEHOLDS, inputs={"memberships": memberships, "persons": persons})
