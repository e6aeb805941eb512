"""What became of the persons of one release in another: gained, lost, merged, split, and why?"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from saphan.store import Relation, query
from saphan.tables import Table, Zone
from saphan.tables.shape import integer, text

SQL = Path(__file__).parent

KINDS = ("gained", "lost", "merged", "split", "rekeyed")
CAUSES = ("verdict", "records_came", "records_went", "decided_anew")

HANDED_OVER = Table(
    name="handed_over",
    doc="One row: records that one person had in the earlier release and one has in the later.",
    zone=Zone.WITHIN_BUILD,
    key=("earlier_id", "later_id"),
    columns=(
        text("earlier_id", "whose they were; empty: they were not there"),
        text("later_id", "whose they are; empty: they are gone"),
        integer("records", "how many"),
    ),
)
PERSON_CHANGES = Table(
    name="person_changes",
    doc="One row: what became of a person between two releases.",
    zone=Zone.WITHIN_BUILD,
    key=("kind", "person_id", "other_id"),
    columns=(
        text("kind", "gained, lost, merged, split, rekeyed"),
        text("person_id", "the person: of the later release where gained or merged, else of the earlier"),
        text("other_id", "merged: one who she was; split, rekeyed: one who she is now; else empty"),
        text("cause", "verdict, records_came, records_went, decided_anew"),
    ),
)


@dataclass(frozen=True)
class Known:
    """What has to be known of a release to compare its persons with another's."""

    identity: Relation  # IDENTITY
    pairs: Relation  # PAIRS: which of them somebody decided


def person_changes(earlier: Known, later: Known) -> Relation:
    """One row per person who is not the same in both, and per other person whom it concerns."""
    handed_over = query(
        SQL / "handed_over.sql", returns=HANDED_OVER, inputs={"earlier": earlier.identity, "later": later.identity}
    )
    inputs = {
        "handed_over": handed_over,
        "later": later.identity,
        "earlier_pairs": earlier.pairs,
        "later_pairs": later.pairs,
    }
    return query(SQL / "person_changes.sql", returns=PERSON_CHANGES, inputs=inputs)
