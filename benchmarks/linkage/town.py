"""Person linkage beside Splink 5 on the samples that pseudopeople carries: accuracy only, for the file is small.

    python benchmarks/linkage/town.py --peer PYTHON --people PYTHON [--keep DIRECTORY]

Nothing was tuned on it, and no contract names it: names, dates, a number and an address are compared as everywhere.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from run import HERE, THRESHOLDS, measured, side

from saphan.store import Engine, empty
from saphan.tables import RECORDS

BLOCKING = ("numbers and names", "and addresses", "and years")  # of splink_town_side.py


def main() -> None:
    """Make the file, run both sides, print what each is worth."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--peer", required=True, help="a Python that has splink")
    asked.add_argument("--people", required=True, help="a Python that has pseudopeople")
    asked.add_argument("--keep", type=Path, help="where files are made and kept")
    wanted = asked.parse_args()
    with tempfile.TemporaryDirectory() as given:
        place = wanted.keep or Path(given)
        subprocess.run([wanted.people, str(HERE / "town_file.py"), str(place)], check=True)
        file, truth = shaped(place), place / "linkage_truth.parquet"
        for rules in BLOCKING:
            side(wanted.peer, "splink_town_side.py", file, place / "splink", rules)
            found = {weight: measured(truth, place / f"splink.{weight}.parquet") for weight in THRESHOLDS}
            at = max(found, key=lambda weight: found[weight][2])
            print(f"Splink, {rules}: at {at:g} bits", told(found[at]))
        side(sys.executable, "saphan_side.py", file, place / "saphan.parquet")
        print("Saphan:", told(measured(truth, place / "saphan.parquet")))


def told(quality: tuple[float, float, float]) -> str:
    """Precision, recall and F1 in words."""
    return "precision {:.4f}, recall {:.4f}, F1 {:.4f}".format(*quality)


def shaped(place: Path) -> Path:
    """The drawn rows as records of a build: what they do not say is not known."""
    drawn = pq.read_table(place / "drawn.parquet")
    with Engine(threads=1) as engine:
        schema = empty(RECORDS, engine).arrow().schema
    columns = [
        drawn[field.name].cast(field.type) if field.name in drawn.column_names else pa.nulls(len(drawn), field.type)
        for field in schema
    ]
    rows = pa.table(columns, schema=schema)
    day = pc.if_else(pc.is_valid(rows["birth_date"]), "day", pa.scalar(None, pa.string()))
    rows = rows.set_column(rows.column_names.index("birth_precision"), "birth_precision", day)
    pq.write_table(rows, place / "records.parquet")
    return place / "records.parquet"


if __name__ == "__main__":
    main()
