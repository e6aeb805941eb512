"""How long does the whole route take on a make-believe province? Generation, build, and rows a second.

No peer does the whole route, so this prints figures and no ratio; parts that have a peer have their own folder.
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

PEOPLE = (5_000, 20_000)
RUNS = 3


def saphan(*words: str) -> float:
    """Seconds that one command takes as a whole process."""
    begun = time.monotonic()
    subprocess.run([sys.executable, "-m", "saphan", *words], check=True, capture_output=True)
    return time.monotonic() - begun


def main() -> None:
    """A line for each size: median and range."""
    for people in PEOPLE:
        first, again = [], []
        for _ in range(RUNS):
            with tempfile.TemporaryDirectory() as directory:
                root = str(Path(directory) / "province")
                first.append(saphan("demo", root, "--people", str(people), "--no-serve"))
                again.append(saphan("build", root))
        print(
            f"{people:>7,} people: make and build {statistics.median(first):5.1f} s"
            f" ({min(first):.1f}-{max(first):.1f}), build again {statistics.median(again):5.1f} s"
            f" ({min(again):.1f}-{max(again):.1f}), {RUNS} runs"
        )


if __name__ == "__main__":
    main()
