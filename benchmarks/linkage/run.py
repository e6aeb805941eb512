"""Person linkage beside Splink 5: the same file, comparison levels and machine; alternating runs, medians.

    python benchmarks/linkage/run.py [--records 1000000] [--runs 3] [--peer PYTHON] [--keep DIRECTORY]

Both sides read the same Parquet of normalised records and write record_id, cluster_id. Splink gets Thai mapped to
one byte a character on distinct values, term frequencies, capped training, and of the blocking rules in
splink_side.py and of ten thresholds those that are best on the truth; Saphan chooses without truth. The peer lives in
an environment of its own, made from splink.txt.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from statistics import median
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from saphan.store import Engine, Relation, query
from saphan.synth.benchmark import write_benchmark
from saphan.synth.errormix import Benchmark
from saphan.tables import RECORDS, Table, Zone

HERE = Path(__file__).resolve().parent
REPORTING_SEED = 2475  # synth/errors.yaml: nothing was tuned on it
BLOCKING = ("eight", "tight", "years", "widest")  # sets of splink_side.py
THRESHOLDS = (0.0, 2.0, 4.0, 6.0, 8.0, 10.0, 12.0, 14.0, 16.0, 18.0)  # as in splink_side.py
FILE = Table(
    name="file", doc="One row: a record of the benchmark.", zone=Zone.WITHIN_BUILD, key=("record_id",), columns=()
)


def main() -> None:
    """Make the file, run both sides, print medians."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--records", type=int, default=1_000_000)
    asked.add_argument("--runs", type=int, default=3)
    asked.add_argument("--seed", type=int, default=REPORTING_SEED)
    asked.add_argument("--peer", help="a Python that has splink; left out: one is made from splink.txt")
    asked.add_argument("--alone", action="store_true", help="without the peer")
    asked.add_argument("--blocking", nargs="+", default=BLOCKING, help="the peer's sets of blocking rules to try")
    asked.add_argument("--keep", type=Path, help="where files are made and kept")
    wanted = asked.parse_args()
    with tempfile.TemporaryDirectory() as given:
        place = wanted.keep or Path(given)
        place.mkdir(parents=True, exist_ok=True)
        file, truth = prepared(place, wanted.records, wanted.seed)
        peer = None if wanted.alone else wanted.peer or made(place)
        report(place, file, truth, peer=peer, runs=wanted.runs, blocking=wanted.blocking)


def prepared(
    place: Path, records: int, seed: int, mix: Benchmark | None = None, *, hands: int = 4
) -> tuple[Path, Path]:
    """The file both sides read, and its truth."""
    file, truth = place / "records.parquet", place / "linkage_truth.parquet"
    if not file.is_file():
        write_benchmark(place, records=records, seed=seed, hands=hands, tell=lambda *_: None, mix=mix)
        with Engine(memory_limit="6GB", scratch=place / "scratch", may_read=[place]) as engine:
            engine.open_parquet("file", place / "linkage_records.parquet")
            given = Relation(FILE, "file", engine)
            engine.copy_out(query(HERE / "records.sql", returns=RECORDS, inputs={"file": given}), file)
    return file, truth


def made(place: Path) -> str:
    """The peer's own environment."""
    python = place / "peer" / "bin" / "python"
    if not python.is_file():
        subprocess.run([sys.executable, "-m", "venv", str(place / "peer")], check=True)
        subprocess.run([str(python), "-m", "pip", "install", "-q", "--require-hashes", "-r", str(HERE / "splink.txt")],
                       check=True)  # fmt: skip
    return str(python)


def report(place: Path, file: Path, truth: Path, *, peer: str | None, runs: int, blocking: Sequence[str]) -> None:
    """Run both sides in turn and print what came of it."""
    ours: list[dict[str, Any]] = []
    theirs: list[dict[str, Any]] = []
    best, rules, quality = 0.0, "", (0.0, 0.0, 0.0)
    for tried in blocking if peer else ():
        ran = side(str(peer), "splink_side.py", file, place / "splink", "all", tried)  # to find what is best for it
        found = {weight: measured(truth, place / f"splink.{weight}.parquet") for weight in THRESHOLDS}
        at = max(found, key=lambda weight: found[weight][2])
        before_clusters = ran["seconds"]["predict"]
        print(
            f"Splink, {tried}: F1 {found[at][2]:.4f} at {at:g} bits; {before_clusters:.1f} s until clusters", flush=True
        )
        if found[at][2] > quality[2]:
            best, rules, quality = at, tried, found[at]
    for _ in range(runs):
        ours.append(side(sys.executable, "saphan_side.py", file, place / "saphan.parquet"))
        if peer:
            theirs.append(side(peer, "splink_side.py", file, place / "splink", str(best), rules))
    mine = measured(truth, place / "saphan.parquet")
    said("Saphan", ours, mine)
    if peer:
        said(f"Splink (best of {len(THRESHOLDS)} thresholds: {best:g} bits; rules: {rules})", theirs, quality)
        faster = middle(theirs, "total") / middle(ours, "total")
        work = median(run["cpu"] for run in theirs) / median(run["cpu"] for run in ours)
        error = (1 - mine[2]) / (1 - quality[2])
        print(f"times faster: {faster:.1f} (by processor time {work:.1f}); cluster error: {error:.2f} of the peer's")


def side(python: str, script: str, *arguments: object) -> dict[str, Any]:
    """What one run of one side says of itself."""
    ran = subprocess.run([python, str(HERE / script), *map(str, arguments)], check=True, capture_output=True, text=True)
    result: dict[str, Any] = json.loads(ran.stdout.strip().splitlines()[-1])
    result["load"] = os.getloadavg()[0]
    return result


def middle(runs: list[dict[str, Any]], lap: str) -> float:
    """The median of a lap in seconds."""
    return median(run["seconds"][lap] for run in runs)


def said(name: str, runs: list[dict[str, Any]], quality: tuple[float, float, float]) -> None:
    """Print one side's runs."""
    totals, loads = ([round(run["seconds"]["total"], 1) for run in runs], [round(run["load"], 1) for run in runs])
    peak = max(run["peak_gb"] for run in runs)
    print(f"{name}: median {middle(runs, 'total'):.1f} s of {totals}, peak {peak:.2f} GB, machine's load {loads}")
    print("   processor seconds", [round(run["cpu"], 1) for run in runs])
    print("   laps", {lap: round(middle(runs, lap), 2) for lap in runs[0]["seconds"]})
    print("   clusters: precision {:.4f}, recall {:.4f}, F1 {:.4f}".format(*quality), flush=True)


def measured(truth: Path, clusters: Path) -> tuple[float, float, float]:
    """Precision, recall and F1 over all pairs of records."""
    known, found = pq.read_table(truth), pq.read_table(clusters)
    where = pc.index_in(found["record_id"], known["record_id"].combine_chunks()).to_numpy()
    person = numbers(known["person"])[where]
    cluster = numbers(found["cluster_id"])
    said_pairs, true_pairs = pairs(cluster), pairs(person)
    both = pairs(cluster * (person.max() + 1) + person)
    return both / said_pairs, both / true_pairs, 2 * both / (said_pairs + true_pairs)


def numbers(column: pa.ChunkedArray) -> npt.NDArray[np.int64]:
    """Distinct values numbered."""
    return pc.index_in(column, pc.unique(column)).to_numpy().astype(np.int64)


def pairs(groups: npt.NDArray[np.int64]) -> float:
    """How many pairs lie within groups."""
    sizes = np.unique(groups, return_counts=True)[1].astype(np.float64)
    return float((sizes * (sizes - 1) / 2).sum())


if __name__ == "__main__":
    main()
