"""What does a build know of the releases before it: whose each record was, and what became of every key?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from saphan.store import Relation, empty, laid_together, query
from saphan.tables import AWAY, DWELLINGS, IDENTITY, PERSON_KEYS, RECORDS

SQL = Path(__file__).parent


@dataclass(frozen=True, kw_only=True)
class Memory:
    """What the release before left to the next; every relation of it is a declared input of a build."""

    identity: Relation  # IDENTITY
    person_keys: Relation  # PERSON_KEYS: none of them is given again
    away: Relation  # AWAY: whose those records were that are not in it
    records: Relation  # RECORDS: so that a file sent again hands its keys on
    dwellings: Relation  # DWELLINGS: a household keeps its key


def remembered(
    identity: Relation,
    *,
    person_keys: Relation | None = None,
    away: Relation | None = None,
    records: Relation | None = None,
    dwellings: Relation | None = None,
    since: date,
) -> Memory:
    """The memory of a release; what one of an older version did not keep is found from its identity table, or empty.

    `since` is the day that release speaks of.
    """
    engine = identity.engine
    return Memory(
        identity=identity,
        person_keys=person_keys
        or query(
            SQL / "keys_of_identity.sql",
            returns=PERSON_KEYS,
            inputs={"identity": identity},
            params={"since": since},
        ),
        away=away or empty(AWAY, engine),
        records=records or empty(RECORDS, engine),
        dwellings=dwellings or empty(DWELLINGS, engine),
    )


def known(memory: Memory, records: Relation, *, differing: tuple[Relation, Relation] | None = None) -> Relation:
    """Whose each record was: of the release before, of those who are away, and of rows that were sent again.

    `differing` are the records now and before of the deliveries that are others, where that is known.
    """
    engine = records.engine
    away = query(SQL / "known.sql", returns=IDENTITY, inputs={"identity": memory.identity, "away": memory.away})
    before = laid_together([memory.identity, away], returns=IDENTITY, engine=engine)
    now, then = differing or (records, memory.records)
    handed_on = query(
        SQL / "handed_on.sql", returns=IDENTITY, inputs={"records_before": then, "records": now, "known": before}
    )
    return laid_together([memory.identity, away, handed_on], returns=IDENTITY, engine=engine)
