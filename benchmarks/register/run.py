"""The register at the size of a country's poor: how long does it take to open a release, and to turn to another?

`python benchmarks/register/run.py [part ...] [--people N] [--lake DIR]`: all parts unless some are named. A part is a
function of the lake, its releases' names and the number of people; add one to PARTS. Opening is measured in a process
of its own each time, imports left out; no peer has releases, so these are figures and no ratios.
"""

from __future__ import annotations

import argparse
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from made import lake_of

from saphan.store import open_release, releases, roll_back

RUNS = 20
OPENING = """
import sys, time
from pathlib import Path
from saphan.store import Engine, lease_current
from saphan.store.query import read

lake, question = Path(sys.argv[1]), Path(sys.argv[2])
begun, working = time.perf_counter(), time.process_time()
held = lease_current(lake)
leased = time.perf_counter()
engine = Engine(threads=2, memory_limit="1GB", may_read=[held.release.root])
relations = held.release.relations(engine)
opened, worked = time.perf_counter(), time.process_time()
read(question, inputs=relations, params={"person_id": "P0000000000000000"})
print(opened - begun, time.perf_counter() - opened, leased - begun, worked - working)
"""
QUESTION = Path(__file__).resolve().parents[2] / "src" / "saphan" / "services" / "place_of_person.sql"


def opening(lake: Path, _names: tuple[str, str], people: int) -> None:
    """A reader in a new process: lease, manifest, engine, relations named; then its first question."""
    command = [sys.executable, "-c", OPENING, str(lake), str(QUESTION)]
    said = [subprocess.run(command, check=True, capture_output=True, text=True).stdout.split() for _ in range(RUNS)]
    opened, asked, leased, worked = zip(*([float(each) for each in line] for line in said), strict=True)
    _line(f"open a release of {people:,} people", opened, bar=0.1)
    _line("    of this, lease and manifest (the rest: the engine starts)", leased)
    _line("    processor time of the opening", worked)
    _line("    the first question after that", asked)


def turning(lake: Path, names: tuple[str, str], people: int) -> None:
    """From the call until the pointer is on the disk, there and back."""
    taken = []
    for at in range(RUNS):
        begun = time.perf_counter()
        roll_back(lake, names[at % 2])
        taken.append(time.perf_counter() - begun)
    _line(f"turn to another release of {people:,} people", taken, bar=1.0)


PARTS: dict[str, Callable[[Path, tuple[str, str], int], None]] = {"open": opening, "rollback": turning}


def _line(what: str, seconds: Sequence[float], *, bar: float | None = None) -> None:
    ordered = sorted(seconds)
    p95 = ordered[int(0.95 * (len(ordered) - 1))]
    median, last = statistics.median(ordered), ordered[-1]
    told = f"{what}: median {median * 1e3:.1f} ms, p95 {p95 * 1e3:.1f} ms, worst {last * 1e3:.1f} ms"
    verdict = f", bar {bar * 1e3:.0f} ms: {'kept' if p95 <= bar else 'MISSED'}" if bar else ""
    print(told + verdict, flush=True)


def main() -> None:
    """Make the lake, unless it is there, and run the parts that were asked for."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("parts", nargs="*", choices=[[], *PARTS], help="open, rollback")
    asked.add_argument("--people", type=int, default=5_000_000)
    asked.add_argument("--lake", type=Path, help="keep the lake here for other runs")
    chosen = asked.parse_args()
    with tempfile.TemporaryDirectory() as aside:
        lake = chosen.lake or Path(aside) / "lake"
        lake.mkdir(parents=True, exist_ok=True)
        there = releases(lake)
        names = (there[0].release_id, there[1].release_id) if len(there) == 2 else lake_of(lake, chosen.people)
        size = sum(sum(open_release(lake, name).weight) for name in names) / 2e6
        print(f"two releases of {size:,.0f} MB each; {RUNS} runs, of which p95 counts", flush=True)
        for part in chosen.parts or PARTS:
            PARTS[part](lake, names, chosen.people)


if __name__ == "__main__":
    main()
