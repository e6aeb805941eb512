"""What does an index still say of those about whom nothing changed? From which dataset each of it is known."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa

from saphan.registry.lookup.opened import open_index
from saphan.store import Engine, Relation, from_arrow
from saphan.tables import Table, Zone
from saphan.tables.shape import text

KNOWN_FROM = Table(
    name="known_from",
    doc="One row: a person, and what the register held of her from which dataset.",
    zone=Zone.WITHIN_BUILD,
    key=("person_id",),
    columns=(text("person_id", "the person"), text("known_from", "as in the rows of the look-up")),
)


def known_from(path: Path, engine: Engine) -> Relation | None:
    """From what everybody was known who is in that index; None when another version of Saphan wrote it."""
    index = open_index(path)
    if index is None:
        return None
    people = index.person.cast(pa.binary()).cast(pa.string())
    said = index.known_from_words.take(pa.array(index.known_from))
    return from_arrow(pa.table({"person_id": people, "known_from": said}), returns=KNOWN_FROM, engine=engine)
