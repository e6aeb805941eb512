"""Is the machine code ready? Two made-believe people linked once, so that the first build does not wait for it."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

import pyarrow as pa

from saphan.linkage.linking import link
from saphan.linkage.policy import default_policy
from saphan.linkage.rates import rates_kept
from saphan.linkage.relinking import kept_of, relink
from saphan.linkage.storing import FILES, read_kept, write_kept
from saphan.store import Engine, empty, from_rows
from saphan.tables import CLEAN_SOURCES, RECORDS, VERDICTS

_DAY = date(2026, 1, 1)
_PEOPLE = (  # not in the order of their ids, so that what puts them into it is compiled too
    {"record_id": "b", "citizen_id": "2", "given_name": "ก", "family_name": "ขง", "phone": "1", "sex": "m"},
    {"record_id": "a", "citizen_id": "1", "given_name": "ก", "family_name": "ขค", "phone": "1", "sex": "m"},
    {"record_id": "c", "citizen_id": "2", "given_name": "ก", "family_name": "ขค", "other_number": "1"},
)


def warm() -> None:
    """Compile everything that linkage needs, unless that was done on this machine before."""
    rows = [[person.get(name) for name in RECORDS.names] for person in _PEOPLE]
    with Engine(threads=1, memory_limit="256MB") as engine:
        records = from_rows(rows, returns=RECORDS, engine=engine)
        said, clean = empty(VERDICTS, engine), empty(CLEAN_SOURCES, engine)
        with TemporaryDirectory() as place:
            first = kept_of(link(records, said, clean, default_policy(), hands=1), said, clean)
            rates_kept(first, None, as_of=_DAY, engine=engine, hands=1)
            # kept and read again, since arrays in files are of another kind to the compiler
            write_kept(first, Path(place))
            for _ in range(2):
                kept = read_kept({name: Path(place) / name for name in FILES})
                if kept is not None:
                    now = relink(kept, records, pa.array([], pa.string()), said, clean, hands=1).kept
                    rates_kept(now, None, as_of=_DAY, engine=engine, hands=1)
                    write_kept(now, Path(place))
