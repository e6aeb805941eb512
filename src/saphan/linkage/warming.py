"""Is the machine code ready? Two made-believe people linked once, so that the first build does not wait for it."""

from __future__ import annotations

from saphan.linkage.linking import link
from saphan.linkage.policy import default_policy
from saphan.store import Engine, empty, from_rows
from saphan.tables import CLEAN_SOURCES, RECORDS, VERDICTS

_PEOPLE = (
    {"record_id": "a", "citizen_id": "1", "given_name": "ก", "family_name": "ขค", "phone": "1", "sex": "m"},
    {"record_id": "b", "citizen_id": "2", "given_name": "ก", "family_name": "ขง", "phone": "1", "sex": "m"},
    {"record_id": "c", "citizen_id": "2", "given_name": "ก", "family_name": "ขค", "other_number": "1"},
)


def warm() -> None:
    """Compile everything that linkage needs, unless that was done on this machine before."""
    rows = [[person.get(name) for name in RECORDS.names] for person in _PEOPLE]
    with Engine(threads=1, memory_limit="256MB") as engine:
        records = from_rows(rows, returns=RECORDS, engine=engine)
        link(records, empty(VERDICTS, engine), empty(CLEAN_SOURCES, engine), default_policy(), hands=1)
