"""By what is everybody found? Of a few whom something changed about, laid over the index of the release before."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from saphan.registry.lookup.index import LAYOUT, write_index
from saphan.registry.lookup.opened import Index
from saphan.registry.lookup.renewed import Few, renewed
from saphan.store import Relation, query, write_arrays
from saphan.tables import Table, Zone
from saphan.tables.shape import text

SQL = Path(__file__).parent

MATES = Table(
    name="mates",
    doc="One row: a household of somebody who is reckoned anew, and one who is in it and is not.",
    zone=Zone.WITHIN_BUILD,
    key=("household_id",),
    columns=(text("household_id", "the household"), text("person_id", "the person")),
)


@dataclass(frozen=True)
class Over:
    """An index that still holds for all but a few."""

    index: Index
    without: Relation  # PERSON_IDS: the keys that the few have and had
    mates: Relation


@dataclass(frozen=True)
class Sought:
    """What an index is made of."""

    rows: Relation  # LOOKUP: of everybody, or of the few who are laid over another index
    over: Over | None = None

    def write(self, path: Path, sound_of: Callable[[str], str]) -> None:
        """Write the index of everybody: the same bytes either way."""
        if self.over is None:
            write_index(self.rows, path, sound_of)
            return
        without = self.over.without.arrow()["person_id"]
        few = Few(self.rows.arrow(), without, self.over.mates.arrow())
        write_arrays(path, renewed(self.over.index, few, sound_of), layout=LAYOUT)


def sought_over(index: Index, rows: Relation, *, anew: Relation, memberships: Relation) -> Sought:
    """What everybody is found by, where `rows` (LOOKUP) are those of the people in `anew` (PERSON_IDS).

    `memberships` are everybody's: households have numbers in an index, and those of others tell which.
    """
    inputs = {"memberships": memberships, "few": rows, "anew": anew}
    return Sought(rows, Over(index, anew, query(SQL / "mates.sql", returns=MATES, inputs=inputs)))
