"""What does the register say about each person: her content, and apart from it her identifiers?"""

from __future__ import annotations

from pathlib import Path

from saphan.store import Relation, query
from saphan.tables import IDENTIFIERS, PERSONS

SQL = Path(__file__).parent


def persons(records: Relation, facts: Relation, identity: Relation, provenance: Relation, pairs: Relation) -> Relation:
    """One row per person, holding what her believed records say, and whether her identity is in doubt."""
    return query(
        SQL / "persons.sql",
        returns=PERSONS,
        inputs={"records": records, "facts": facts, "identity": identity, "provenance": provenance, "pairs": pairs},
    )


def identifiers(records: Relation, provenance: Relation, identity: Relation) -> Relation:
    """One row per person: number, name, house number and telephone, each from the record believed for it."""
    return query(
        SQL / "identifiers.sql",
        returns=IDENTIFIERS,
        inputs={"records": records, "provenance": provenance, "identity": identity},
    )
