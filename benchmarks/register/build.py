"""What does a month's change cost a whole build, beside the same build made anew? And are both the same?

    python benchmarks/register/build.py [--records 5000000] [--share 0.01] [--runs 1] [--keep DIR] [--only STEP]

A project with so many records in ten deliveries of five agencies is built; a month later each of them sends a
hundredth more. Both sides start from the same project with the new files in its inbox and end with a published release
and its return sheets: one is `saphan build`, the other `saphan build --full`, each in a process of its own, in turn;
compilation is apart. A tenth of the month's files tells the fixed cost from that by record. `--only` does one step of
several (make, first, month, tenth, full, same), for a machine that others wait for; it needs `--keep`.
"""

from __future__ import annotations

import argparse
import json
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from statistics import median
from typing import Any

from build_site import NEXT, lay, project, twin

HERE = Path(__file__).resolve().parent
STEPS = ("make", "first", "month", "tenth", "full", "same", "report")


def main() -> None:
    """Make the project, build both ways, print what came of it."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--records", type=int, default=5_000_000)
    asked.add_argument("--share", type=float, default=0.01)
    asked.add_argument("--runs", type=int, default=1)
    asked.add_argument("--keep", type=Path, help="where files are made and kept")
    asked.add_argument("--only", choices=STEPS)
    wanted = asked.parse_args()
    with tempfile.TemporaryDirectory() as given:
        place = wanted.keep or Path(given)
        place.mkdir(parents=True, exist_ok=True)
        steps = (
            [wanted.only]
            if wanted.only
            else ["make", "first", *["month", "tenth", "full"] * wanted.runs, "same", "report"]
        )
        for step in steps:
            take(step, place, wanted.records, wanted.share)


def take(step: str, place: Path, records: int, share: float) -> None:
    """Do one step; what it found is added to a file."""
    if step == "make":
        run("build_site.py", place, records, share)
    elif step == "first":
        shutil.rmtree(place / "site", ignore_errors=True)
        (place / "found.jsonl").unlink(missing_ok=True)
        project(place, place / "site")
        note(place, step, run("build_side.py", place / "site"))
    elif step in ("month", "tenth", "full"):
        root = place / f"site-{step}"
        twin(place / "site", root)
        lay(place / ("tenth" if step == "tenth" else "month"), root, day=NEXT)
        note(place, step, run("build_side.py", root, *(["full"] if step == "full" else [])))
    elif step == "same":
        differing = json.loads(run("build_same.py", place / "site-month", place / "site-full"))
        note(place, step, json.dumps({"differing": differing}))
    else:
        report([json.loads(line) for line in (place / "found.jsonl").read_text("utf-8").splitlines()])


def note(place: Path, step: str, said: str) -> None:
    """Add what a step said to what was found."""
    with (place / "found.jsonl").open("a", encoding="utf-8") as found:
        found.write(json.dumps({"step": step, **json.loads(said)}) + "\n")


def run(script: str, *arguments: object) -> str:
    """What a script says last."""
    ran = subprocess.run([sys.executable, str(HERE / script), *map(str, arguments)],
                         check=True, stdout=subprocess.PIPE, text=True)  # fmt: skip
    return ran.stdout.strip().splitlines()[-1] if ran.stdout.strip() else "{}"


def report(found: list[dict[str, Any]]) -> None:
    """Print medians by step, and the shares."""
    middle: dict[str, float] = {}
    count: dict[str, int] = {}
    for step in ("first", "full", "month", "tenth"):
        of = [each for each in found if each["step"] == step]
        if of:
            middle[step], count[step] = median(each["total"] for each in of), of[0]["records"]
            print(f"{step}: {count[step]:,} records, {of[0]['persons']:,} persons, {of[0]['linked']['how']}; "
                  f"{middle[step]:.1f} s of {[round(each['total'], 1) for each in of]}, "
                  f"processor {median(each['cpu'] for each in of):.1f} s, {of[0]['memory']:,} MiB, "
                  f"load {[round(each['load'], 1) for each in of]}")  # fmt: skip
            print("   ", {name: round(median(each["laps"].get(name, 0) for each in of), 1) for name in of[0]["laps"]})
    if {"full", "month", "tenth", "first"} <= middle.keys():
        slope = (middle["month"] - middle["tenth"]) / (count["month"] - count["tenth"])
        new = count["month"] - count["first"]
        print(f"the change costs {middle['month'] / middle['full']:.1%} of the full build; "
              f"fixed {middle['month'] - slope * new:.1f} s, by new record {slope * 1e6:.0f} microseconds")  # fmt: skip
    for each in found:
        if each["step"] == "same":
            print("tables and files that differ from those of the full build:", each["differing"] or "none")


if __name__ == "__main__":
    main()
