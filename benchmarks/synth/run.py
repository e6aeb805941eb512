"""How fast is a make-believe country made, and in how much memory? Prints rates; measures nothing else.

python benchmarks/synth/run.py            three runs at 100,000 people and records
python benchmarks/synth/run.py --all      also 1 and 5 million
"""

from __future__ import annotations

import argparse
import platform
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

SAPHAN = Path(sys.executable).with_name("saphan")
HANDS = 4
EVERYBODY = 66_052_615  # registered on 31 December 2566 (NSO Bulletin Q1/2567)
COUNTRY, BENCHMARK = "people, one month, eight agencies, 77 provinces", "records of the linkage benchmark"
SIZES = (100_000, 1_000_000, 5_000_000)


def megabytes_of_all(pid: int) -> float:
    """Resident memory of the process and its children together."""
    total = 0
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rpartition(")")[2].split()
            if int(stat.parent.name) == pid or int(fields[1]) == pid:
                total += int(fields[21]) * 4_096
        except OSError:  # it ended while we looked
            continue
    return total / 1e6


def run(arguments: list[str]) -> tuple[float, float]:
    """Seconds of wall time and the most memory, all processes together, interpreter start and imports included."""
    target = Path(tempfile.mkdtemp(prefix="saphan-synth-"))
    peak, done = 0.0, threading.Event()
    begun = time.monotonic()
    child = subprocess.Popen(
        [SAPHAN, "synth", target, *arguments, "--hands", str(HANDS)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )

    def watch() -> None:
        nonlocal peak
        while not done.wait(0.2):
            peak = max(peak, megabytes_of_all(child.pid))

    watcher = threading.Thread(target=watch)
    watcher.start()
    code = child.wait()
    seconds = time.monotonic() - begun
    done.set()
    watcher.join()
    shutil.rmtree(target)
    assert code == 0
    return seconds, peak


def measure(what: str, size: int, times: int) -> float:
    """Print best and median of some runs; give back the best rate."""
    arguments = ["--provinces", "all", "--people", str(size)] if what == COUNTRY else ["--linkage-benchmark", str(size)]
    runs = [run(arguments) for _ in range(times)]
    seconds = [each[0] for each in runs]
    best, middle, peak = min(seconds), statistics.median(seconds), max(each[1] for each in runs)
    print(f"| {size:,} {what} | {times} | {best:.1f} | {middle:.1f} | {size / best:,.0f} | {peak:,.0f} |", flush=True)
    return size / best


def main() -> None:
    """One row a size."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--all", action="store_true")
    asked.add_argument("--times", type=int, default=3)
    wish = asked.parse_args()
    print(f"Python {platform.python_version()}, {HANDS} processes\n")
    print("| what | runs | best s | median s | rate a second | peak MB, all processes |\n|---|---|---|---|---|---|")
    rate = 0.0
    for what in (COUNTRY, BENCHMARK):
        for size in SIZES if wish.all else SIZES[:1]:
            found = measure(what, size, wish.times)
            rate = found if what == COUNTRY else rate
    hours = EVERYBODY / rate / 3_600
    print(
        f"\nAt the rate of the largest country above, {EVERYBODY:,} people would take {hours:.1f} hours (extrapolated)."
    )


if __name__ == "__main__":
    main()
