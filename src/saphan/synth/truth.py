"""What is really so? Written apart from every delivery, so that only tests and teachers look.

`people`: one row a person. `records`: one row a delivered row, whom it is about and what was planted in it. `owed`: one
row a person and benefit she is owed, with the reason where she does not receive it.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from saphan.synth.draw import Ints, Texts, texts
from saphan.synth.listing import NOBODY, Listing
from saphan.synth.owed import Owed
from saphan.synth.people import People


def write_truth(
    directory: Path, people: People, owed: Sequence[Owed], delivered: Sequence[tuple[str, Listing]]
) -> None:
    """`people.parquet`, `records.parquet` and `owed.parquet`; `delivered` names each listing's file."""
    directory.mkdir(parents=True, exist_ok=True)
    keys = texts([f"t{at:07d}" for at in range(len(people))])
    pq.write_table(_people(people, keys), directory / "people.parquet")
    pq.write_table(
        pa.concat_tables([_records(file, rows, keys) for file, rows in delivered]), directory / "records.parquet"
    )
    pq.write_table(pa.concat_tables([_owed(people, one, keys) for one in owed]), directory / "owed.parquet")


def _people(people: People, keys: Texts) -> pa.Table:
    return pa.table(
        {
            "truth_id": pa.array(keys, pa.string()),
            "citizen_id": pa.array([number or None for number in people.citizen_id], pa.string()),
            "given_name": pa.array(people.given_name, pa.string()),
            "family_name": pa.array(people.family_name, pa.string()),
            "sex": pa.array(np.where(people.is_woman, "f", "m").tolist(), pa.string()),
            "birth_date": pa.array(people.birth, pa.date32()),
            "birth_precision": pa.array(np.where(people.birth_unknown, "year", "day").tolist(), pa.string()),
            "age": pa.array(people.age),
            "death_date": pa.array(people.death, pa.date32()),
            "is_thai": pa.array(people.is_thai),
            "household": pa.array(people.members.household),
            "subdistrict_code": pa.array(people.places.codes[people.subdistrict], pa.string()),
            "district_code": pa.array(people.places.district_codes[people.subdistrict], pa.string()),
            "household_income_per_person": pa.array(people.income),
            "disability_kind": pa.array(people.disability),
        }
    )


def _records(file: str, rows: Listing, keys: Texts) -> pa.Table:
    return pa.table(
        {
            "dataset": pa.array([rows.dataset] * len(rows), pa.string()),
            "file": pa.array([file] * len(rows), pa.string()),
            "row_number": pa.array(np.arange(1, len(rows) + 1, dtype=np.int64)),
            "truth_id": pa.array(keys[rows.person], pa.string(), mask=rows.person == NOBODY),
            "planted": pa.array(rows.planted, pa.string()),
        }
    )


def _owed(people: People, owed: Owed, keys: Texts) -> pa.Table:
    who: Ints = np.flatnonzero(owed.is_eligible).astype(np.int64)
    return pa.table(
        {
            "truth_id": pa.array(keys[who], pa.string()),
            "benefit": pa.array([owed.benefit] * len(who), pa.string()),
            "state": pa.array(np.where(owed.is_missing[who], "missing", "receiving").tolist(), pa.string()),
            "reason": pa.array(owed.reason[who], pa.string()),
            "monthly_baht": pa.array(owed.monthly_baht[who]),
            "district_code": pa.array(people.places.district_codes[people.subdistrict][who], pa.string()),
        }
    )
