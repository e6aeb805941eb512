"""What is really so? Written apart from every delivery, so that only tests and teachers look.

- `people`: one row a person on the last day; households whose people carry an `institution` are institutions.
- `records`: one row a delivered row, whom it is about and what was planted in it.
- `owed`: one row a day, person and benefit she is owed, with the reason where she does not get it.
- `facts`: one row a day, person and planted fact.
- `events`: one row a thing that happened.
"""

from __future__ import annotations

from datetime import date

import numpy as np
import pyarrow as pa

from saphan.synth.draw import Ints, Texts, texts
from saphan.synth.life import Events
from saphan.synth.listing import NOBODY, TOTAL_ROW, Listing
from saphan.synth.owed import Owed
from saphan.synth.people import People

INSTITUTIONS = np.array(["", "temple", "children_home", "older_home", "prison"], dtype=object)
_EVENTS = pa.schema([("until", pa.date32()), ("truth_id", pa.string()), ("event", pa.string())])
_RECORDS = pa.schema(
    [
        ("dataset", pa.string()),
        ("file", pa.string()),
        ("row_number", pa.int64()),
        ("truth_id", pa.string()),
        ("planted", pa.string()),
    ]
)
NO_EVENTS = _EVENTS.empty_table()


def truth_ids(keys: Ints) -> Texts:
    """The keys as the truth writes them."""
    return texts([f"t{key:07d}" for key in keys.tolist()])


def people(everyone: People) -> pa.Table:
    """Who they are."""
    codes, districts = everyone.places.codes, everyone.places.district_codes
    return pa.table(
        {
            "truth_id": pa.array(truth_ids(everyone.key), pa.string()),
            "citizen_id": pa.array([number or None for number in everyone.citizen_id], pa.string()),
            "given_name": pa.array(everyone.given_name, pa.string()),
            "family_name": pa.array(everyone.family_name, pa.string()),
            "maiden_name": pa.array(everyone.maiden_name, pa.string()),
            "sex": pa.array(np.where(everyone.is_woman, "f", "m").tolist(), pa.string()),
            "birth_date": pa.array(everyone.birth, pa.date32()),
            "birth_precision": pa.array(np.where(everyone.birth_unknown, "year", "day").tolist(), pa.string()),
            "age": pa.array(everyone.age),
            "death_date": pa.array(everyone.death, pa.date32()),
            "is_thai": pa.array(everyone.is_thai),
            "is_married": pa.array(everyone.is_married),
            "household": pa.array(everyone.home_key),
            "subdistrict_code": pa.array(codes[everyone.subdistrict], pa.string()),
            "district_code": pa.array(districts[everyone.subdistrict], pa.string()),
            "actual_subdistrict_code": pa.array(codes[everyone.actual_subdistrict], pa.string()),
            "institution": pa.array(INSTITUTIONS[everyone.institution], pa.string()),
            "household_income_per_person": pa.array(everyone.income),
            "disability_kind": pa.array(everyone.disability),
            "dropped_out": pa.array(everyone.dropped_out),
            "lost_caregiver": pa.array(everyone.lost_caregiver),
            "pregnant_since": pa.array(everyone.pregnant_since, pa.date32()),
            "violence_on": pa.array(everyone.violence_on, pa.date32()),
            "homeless_since": pa.array(everyone.homeless_since, pa.date32()),
        }
    )


def records(file: str, rows: Listing, everyone: People) -> pa.Table:
    """Whom each row of a part is about; numbered within the part."""
    nobody = rows.person == NOBODY
    keys = everyone.key[np.where(nobody, 0, rows.person)]
    return pa.table(
        {
            "dataset": pa.array([rows.dataset] * len(rows), pa.string()),
            "file": pa.array([file] * len(rows), pa.string()),
            "row_number": pa.array(np.arange(1, len(rows) + 1, dtype=np.int64)),
            "truth_id": pa.array(truth_ids(keys), pa.string(), mask=nobody),
            "planted": pa.array(rows.planted, pa.string()),
        }
    )


def total_row(file: str, dataset: str, row_number: int) -> pa.Table:
    """The last row of a file, which is about nobody."""
    row = {"dataset": dataset, "file": file, "row_number": row_number, "truth_id": None, "planted": TOTAL_ROW}
    return pa.Table.from_pylist([row], schema=_RECORDS)


def owed(everyone: People, one: Owed) -> pa.Table:
    """Who is owed one benefit, and whether she receives it."""
    who: Ints = np.flatnonzero(one.is_eligible).astype(np.int64)
    return pa.table(
        {
            "as_of": pa.array([everyone.as_of] * len(who), pa.date32()),
            "truth_id": pa.array(truth_ids(everyone.key[who]), pa.string()),
            "benefit": pa.array([one.benefit] * len(who), pa.string()),
            "state": pa.array(np.where(one.is_missing[who], "missing", "receiving").tolist(), pa.string()),
            "reason": pa.array(one.reason[who], pa.string()),
            "monthly_baht": pa.array(one.monthly_baht[who]),
            "district_code": pa.array(everyone.places.district_codes[everyone.subdistrict][who], pa.string()),
        }
    )


def events(happened: Events, until: date) -> pa.Table:
    """What happened in the month that ended on the day."""
    columns = {
        "until": pa.array([until] * len(happened.key), pa.date32()),
        "truth_id": pa.array(truth_ids(happened.key), pa.string()),
        "event": pa.array(happened.kind, pa.string()),
    }
    return pa.table(columns, schema=_EVENTS)
