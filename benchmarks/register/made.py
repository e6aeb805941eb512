"""A lake of made-up releases of any size, for measuring what does not depend on who the people are."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from saphan.store import Engine, Relation, drafting, empty, from_arrow
from saphan.tables import IDENTIFIERS, IDENTITY, MEMBERSHIPS, PERSON_FACTS, PERSONS, TABLES, Table, Zone

RECORDS_EACH = 2  # records and facts a person
NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)


def lake_of(directory: Path, people: int) -> tuple[str, str]:
    """Two releases of that many people, the second with other people; their names, oldest first."""
    names = []
    with Engine(memory_limit="6GB", scratch=directory / "scratch", may_read=[directory]) as engine:
        for at in range(2):
            with drafting(directory) as draft:
                for relation in _relations(engine, people, first=at):
                    draft.add(relation)
                names.append(draft.publish(at=NOON.replace(minute=at), made_from={"as_of": "2026-11-22"}).release_id)
    return names[0], names[1]


def _relations(engine: Engine, people: int, *, first: int) -> list[Relation]:
    persons = _keys(people, seed=first)
    rows = RECORDS_EACH * people
    many = pc.take(persons, pa.array(np.arange(rows) // RECORDS_EACH))
    records = _joined("d0123456789ab:", pa.array(np.arange(rows)))
    given: dict[Table, dict[str, pa.Array]] = {
        IDENTITY: {"record_id": records, "person_id": many},
        PERSONS: {
            "person_id": persons,
            "sex": _repeated(("m", "f"), people),
            "province_code": _repeated(("56",), people),
        },
        IDENTIFIERS: {"person_id": persons, "citizen_id": _joined("1", pa.array(np.arange(people) + 10**11))},
        MEMBERSHIPS: {"person_id": persons, "household_id": _joined("H", pa.array(np.arange(people) // 3))},
        PERSON_FACTS: {"person_id": many, "record_id": records, "fact": _repeated(("benefit_start",), rows)},
    }
    made = {table.name: _filled(table, columns, engine) for table, columns in given.items()}
    kept = [table for table in TABLES if table.zone is not Zone.WITHIN_BUILD]
    return [made.get(table.name) or empty(table, engine) for table in kept]


def _filled(table: Table, columns: dict[str, pa.Array], engine: Engine) -> Relation:
    rows = len(next(iter(columns.values())))
    every = {name: columns.get(name, pa.nulls(rows)) for name in table.names}
    return from_arrow(pa.table(every), returns=table, engine=engine)


def _keys(people: int, *, seed: int) -> pa.Array:
    """Keys that look as drawn by chance, as the register's do: they are most of what a file's size is."""
    drawn = np.random.default_rng(seed).integers(0, 32, (people, 16), dtype=np.uint8)
    signs = np.frombuffer(b"0123456789ABCDEFGHJKMNPQRSTVWXYZ", dtype=np.uint8)[drawn]
    return pc.binary_join_element_wise("P", pc.cast(pa.array(signs.view("S16").ravel()), pa.string()), "")


def _joined(letters: str, numbers: pa.Array) -> pa.Array:
    return pc.binary_join_element_wise(letters, pc.utf8_lpad(pc.cast(numbers, pa.string()), 12, "0"), "")


def _repeated(values: tuple[str, ...], rows: int) -> pa.Array:
    return pc.take(pa.array(values), pa.array(np.arange(rows) % len(values)))
