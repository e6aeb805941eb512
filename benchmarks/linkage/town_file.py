"""Seven registers of one make-believe American town, from the samples that pseudopeople carries: records and truth.

Runs in an environment of its own, since it brings half of scientific Python: `pip install pseudopeople==1.3.1`.
City, state and postcode are left out: they are one value throughout.
"""

from __future__ import annotations

import re
import sys
from datetime import date
from pathlib import Path

import pandas as pd
import pseudopeople
import pyarrow as pa
import pyarrow.parquet as pq

SEED = 2475
REGISTERS = {
    "census": pseudopeople.generate_decennial_census,
    "community_survey": pseudopeople.generate_american_community_survey,
    "population_survey": pseudopeople.generate_current_population_survey,
    "women_infants_children": pseudopeople.generate_women_infants_and_children,
    "social_security": pseudopeople.generate_social_security,
    "employers": pseudopeople.generate_taxes_w2_and_1099,
    "taxes": pseudopeople.generate_taxes_1040,
}
FORMS = (("ymd", r"(\d{4})-?(\d\d)-?(\d\d)"), ("mdy", r"(\d\d)/?(\d\d)/?(\d{4})"))


def written(value: object) -> str | None:
    """The text of a cell, in small letters."""
    return str(value).strip().lower() or None if pd.notna(value) else None


def day(value: object) -> date | None:
    """The day of a date in one of the three forms the registers use."""
    text = written(value) or ""
    # eight digits that begin with a year from 1900 on are year, month, day
    for form, shape in FORMS:
        found = re.fullmatch(shape, text)
        if found and (form == "mdy" or text[:2] in {"19", "20"}):
            year, month, of_month = found.groups() if form == "ymd" else (found[3], found[1], found[2])
            try:
                return date(int(year), int(month), int(of_month))
            except ValueError:
                continue
    return None


def main(out: Path) -> None:
    """Write records.parquet and linkage_truth.parquet."""
    rows, truth = [], []
    for name, generate in REGISTERS.items():
        register = generate(seed=SEED)
        if name == "social_security":
            register = register[register["event_type"] == "creation"]
        for at, row in enumerate(register.to_dict("records")):
            record_id = f"{name}:{at:06}"
            truth.append((record_id, row["simulant_id"]))
            rows.append({
                "record_id": record_id,
                "dataset": name,
                "other_number": written(row.get("ssn")),
                "given_name": written(row.get("first_name")),
                "family_name": written(row.get("last_name")),
                "sex": (written(row.get("sex")) or "")[:1] or None,
                "birth_date": day(row.get("date_of_birth")),
                "house_number": written(row.get("street_number", row.get("mailing_address_street_number"))),
                "street": written(row.get("street_name", row.get("mailing_address_street_name"))),
            })  # fmt: skip
    out.mkdir(parents=True, exist_ok=True)
    pq.write_table(pa.Table.from_pylist(rows), out / "drawn.parquet")
    pq.write_table(pa.table({"record_id": [of[0] for of in truth], "person": [of[1] for of in truth]}),
                   out / "linkage_truth.parquet")  # fmt: skip


if __name__ == "__main__":
    main(Path(sys.argv[1]))
