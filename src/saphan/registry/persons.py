"""What does the register say about each person: her content, and apart from it her identifiers?"""

from __future__ import annotations

from pathlib import Path

from saphan.store import Relation, empty, query
from saphan.tables import CORRECTIONS, IDENTIFIERS, PERSONS

SQL = Path(__file__).parent


def persons(
    records: Relation,
    facts: Relation,
    identity: Relation,
    provenance: Relation,
    pairs: Relation,
    *,
    words: Relation | None = None,
    corrections: Relation | None = None,
) -> Relation:
    """One row per person, holding what her believed records say, and whether her identity is in doubt.

    `words` are the records and what corrections say beside them; without it, the records.
    """
    return query(
        SQL / "persons.sql",
        returns=PERSONS,
        inputs={
            "records": records,
            "words": words or records,
            "facts": facts,
            "identity": identity,
            "provenance": provenance,
            "pairs": pairs,
            "corrections": corrections or empty(CORRECTIONS, records.engine),
        },
    )


def identifiers(
    records: Relation, provenance: Relation, identity: Relation, *, words: Relation | None = None
) -> Relation:
    """One row per person: number, name, house number and telephone, each from the record believed for it."""
    return query(
        SQL / "identifiers.sql",
        returns=IDENTIFIERS,
        inputs={"records": records, "words": words or records, "provenance": provenance, "identity": identity},
    )
