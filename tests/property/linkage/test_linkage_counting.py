"""The groups that kept arrays give a record are those that its own values say."""

from __future__ import annotations

import random
from datetime import date
from pathlib import Path

import pyarrow as pa
import pytest

from saphan import linkage
from saphan.linkage.counting import NAMES, groups_of, place_in
from saphan.linkage.relinking import kept_of
from saphan.store import Engine, empty, from_rows, read
from saphan.tables import CLEAN_SOURCES, RECORDS, VERDICTS

SQL = Path(linkage.__file__).parent
DAYS = (date(2026, 3, 1), date(2026, 2, 28), date(2024, 2, 29))


@pytest.mark.parametrize("as_of", DAYS)
def test_each_record_stands_in_the_groups_its_values_say(as_of: date, engine: Engine) -> None:
    rng, rows = random.Random(as_of.toordinal()), []
    for at in range(600):
        number = rng.choice([None, f"{rng.randint(0, 9)}{rng.randint(10**11, 10**12 - 1)}"])
        years = rng.choice([0, 14, 15, 24, 25, 59, 60, 79, 80, 101])
        born = date(as_of.year - years, rng.choice([1, 2, 2, 3, 12]), rng.choice([1, 27, 28]))
        rows.append({
            "record_id": f"r{at:03}", "dataset": "civil", "citizen_id": number,
            "citizen_id_kind": number and number[0], "citizen_id_valid": rng.choice([None, False, True, True]),
            "sex": rng.choice([None, "f", "m"]), "birth_date": rng.choice([None, born, born]),
            "birth_precision": rng.choice(["day", "day", "month", "year", "year_ambiguous"]),
            "province_code": rng.choice([None, *(f"{code:02}" for code in range(100))]),
        })  # fmt: skip
    table = pa.Table.from_pylist([{name: row.get(name) for name in RECORDS.names} for row in rows])
    records = from_rows(list(zip(*table.to_pydict().values(), strict=True)), returns=RECORDS, engine=engine)
    none, clean = empty(VERDICTS, engine), empty(CLEAN_SOURCES, engine)
    kept = kept_of(linkage.link(records, none, clean, linkage.default_policy()), none, clean)
    found = groups_of(kept.base, as_of=as_of)
    told = read(SQL / "groups.sql", inputs={"records": records}, params={"as_of": as_of}).sort_by("record_id")
    for dimension, names in NAMES.items():
        assert [names[at] for at in place_in(found, dimension)] == told.column(dimension).to_pylist()
