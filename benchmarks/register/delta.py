"""What does a month's change cost, beside linking everybody anew? And does it change anybody's key?

    python benchmarks/register/delta.py [--records 5000000] [--share 0.01] [--runs 3] [--keep DIRECTORY]
    python benchmarks/register/delta.py --months 12 --records 1000000

Both sides start from Parquet and kept files on disk, and end with clusters and kept files on disk, in processes of
their own, in turn; compilation is apart. The cost by record comes from a tenth of the change beside all of it.
The months: each brings a share of new records and takes some away; what linking the change finds is compared with
linking everybody under the same model, and keys are followed from month to month.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from statistics import median
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "linkage"))

from run import prepared  # type: ignore[import-not-found]  # noqa: E402  # the same file as the linkage benchmark's

SEED = 2475
KEPT = "kept for the next (not in the total)"  # as delta_side.py calls it


def main() -> None:
    """Make the files, run both sides, print medians."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--records", type=int, default=5_000_000)
    asked.add_argument("--share", type=float, default=0.01)
    asked.add_argument("--runs", type=int, default=3)
    asked.add_argument("--months", type=int, default=0)
    asked.add_argument("--keep", type=Path, help="where files are made and kept")
    wanted = asked.parse_args()
    with tempfile.TemporaryDirectory() as given:
        place = wanted.keep or Path(given)
        place.mkdir(parents=True, exist_ok=True)
        file, _ = prepared(place, wanted.records, SEED)
        if wanted.months:
            print(side("months", file, wanted.months, wanted.share)["told"])
        else:
            report(split(file, place, wanted.share), file, runs=wanted.runs)


def split(file: Path, place: Path, share: float) -> dict[str, Path]:
    """The file without a share of its records, drawn at random, and that share; and a tenth of it."""
    rows = pq.read_table(file)
    drawn = np.random.default_rng(SEED).random(len(rows))
    parts = {"old": drawn >= share, "new": drawn < share, "tenth": drawn < share / 10}
    paths = {name: place / f"delta-{name}.parquet" for name in parts}
    for name, of in parts.items():
        pq.write_table(rows.filter(pa.array(of)), paths[name], compression="zstd", row_group_size=1_000_000)
    return paths


def report(parts: dict[str, Path], file: Path, *, runs: int) -> None:
    """Run the sides in turn and print what came of it."""
    side("keep", parts["old"])
    whole, month, tenth = [], [], []
    for _ in range(runs):
        whole.append(side("whole", file))
        month.append(side("change", parts["old"], parts["new"]))
        tenth.append(side("change", parts["old"], parts["tenth"]))
    for name, found in (("everybody", whole), ("a change", month), ("a tenth of it", tenth)):
        totals = [round(each["total"], 2) for each in found]
        loads = [each["load"] for each in found]
        print(f"{name}: {found[0]['records']:,} records, {found[0]['pairs']:,} pairs compared; ", end="")
        print(f"median {median(totals):.2f} s of {totals}, machine's load {loads}")
        print("   laps", {lap: round(median(each["laps"][lap] for each in found), 2) for lap in found[0]["laps"]})
    one, ten = median(each["total"] for each in tenth), median(each["total"] for each in month)
    more = month[0]["records"] - tenth[0]["records"]
    everybody = median(each["total"] for each in whole)
    kept = median(each["laps"][KEPT] for each in whole)
    slope = (ten - one) / more
    fixed = ten - slope * month[0]["records"]
    print(f"the change costs {ten / (everybody + kept):.1%} of everybody, both from files to clusters and kept files")
    print(f"or {ten / everybody:.1%} if only everybody's side leaves out what it keeps ({kept:.2f} s)")
    print(f"fixed {fixed:.2f} s, by record {slope * 1e6:.1f} microseconds")
    print(side("equal", file, parts["old"], parts["new"])["told"])


def side(*arguments: object) -> dict[str, Any]:
    """What one run of one side says of itself."""
    ran = subprocess.run([sys.executable, str(HERE / "delta_side.py"), *map(str, arguments)],
                         check=True, stdout=subprocess.PIPE, text=True)  # fmt: skip
    result: dict[str, Any] = json.loads(ran.stdout.strip().splitlines()[-1])
    result["load"] = round(os.getloadavg()[0], 1)
    return result


if __name__ == "__main__":
    main()
