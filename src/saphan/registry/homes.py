"""Which house or household does a record name, and which addresses are no household's?"""

from __future__ import annotations

from pathlib import Path

from saphan.registry.touched import RECORD_IDS
from saphan.store import Relation, empty, query, view_of
from saphan.tables import Table, Zone
from saphan.tables.shape import day, integer, text

SQL = Path(__file__).parent

HOMES = Table(
    name="homes",
    doc="One row: the house or household that one record names.",
    zone=Zone.WITHIN_BUILD,
    key=("record_id",),
    columns=(
        text("record_id", "the record"),
        text("dataset", "its dataset"),
        day("seen_on", "the day of the delivery"),
        text("named_in", "where the key means something: its dataset; ':address' where the address is the key"),
        text("household_key", "the source's own key of the house or household, or the address"),
    ),
)
CROWDED = Table(
    name="crowded",
    doc="One row: an address that too many people share for it to be a household.",
    zone=Zone.WITHIN_BUILD,
    key=("household_key",),
    columns=(
        text("household_key", "the address, as homes have it"),
        integer("records", "how many records name it, and no other household"),
    ),
)


def homes(records: Relation) -> Relation:
    """What each record names: its source's key of a household, else an address that is precise enough."""
    return view_of(SQL / "homes.sql", returns=HOMES, inputs={"records": records})


def crowded(records: Relation, *, most: int) -> Relation:
    """The addresses that more than `most` people share, as far as records without a household key bear them."""
    return query(SQL / "crowded.sql", returns=CROWDED, inputs={"records": records}, params={"most": most})


def crossed(records: Relation, now: Relation, before: Relation) -> Relation:
    """The records whose address became too crowded since, or no longer is: what is said of them changes with others."""
    if now.rows() == before.rows():
        return empty(RECORD_IDS, records.engine)
    inputs = {"homes": homes(records), "crowded": now, "crowded_before": before}
    return query(SQL / "crossed.sql", returns=RECORD_IDS, inputs=inputs)
