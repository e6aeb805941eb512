"""What did people put right on evidence? It wins over every delivery, and changes none of them."""

from __future__ import annotations

from pathlib import Path

from sqlglot import exp

from saphan.store import Relation, query, view
from saphan.tables import CORRECTIONS, PROVENANCE, RECORDS

SQL = Path(__file__).parent
DATASET = "correction"  # what provenance names where a correction is believed
FIELDS = (
    "citizen_id", "title", "given_name", "family_name", "sex", "birth_date", "residence", "phone", "death_date",
)  # fmt: skip


def corrections_now(corrections: Relation, person_keys: Relation) -> Relation:
    """The corrections, under the keys their persons are known by now."""
    inputs = {"corrections": corrections, "person_keys": person_keys}
    return query(SQL / "corrections_now.sql", returns=CORRECTIONS, inputs=inputs)


def with_corrections(records: Relation, corrections: Relation) -> Relation:
    """All that is said about people: what deliveries say, and the corrections in the shape of records."""
    said = query(SQL / "corrected_words.sql", returns=RECORDS, inputs={"corrections": corrections})
    parts = [exp.select(*RECORDS.names).from_(exp.to_table(name)) for name in ("records", "said")]
    tree = exp.union(parts[0], parts[1], distinct=False)
    return view(tree, returns=RECORDS, inputs={"records": records, "said": said}, where="words")


def overrule(provenance: Relation, corrections: Relation, identity: Relation) -> Relation:
    """Whose word is taken for each value, a correction's before all."""
    inputs = {"provenance": provenance, "corrections": corrections, "identity": identity}
    return query(SQL / "corrected_provenance.sql", returns=PROVENANCE, inputs=inputs)
