"""Does a stated precision hold? 500 verdicts, two in a hundred of them wrong, against the truth of generated files.

    python benchmarks/linkage/calibration.py [--records 200000 1000000] [--seeds 31 47 59] [--worse] [--keep DIRECTORY]

For each file: link once, then several reviewers each judge a sample of their own, by the truth but for their slips.
`--worse` doubles every rate of error of the sources: a mix that nothing was tuned on.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pyarrow.compute as pc
import pyarrow.parquet as pq
from held_out import times
from run import measured, prepared

from saphan import linkage
from saphan.linkage.calibrating import Calibration, calibrate, draw_sample
from saphan.linkage.deciding import BY_WEIGHT
from saphan.store import Engine, Relation, empty
from saphan.synth import errormix
from saphan.tables import CLEAN_SOURCES, RECORDS, VERDICTS

VERDICTS_GIVEN, WRONG = 500, 0.02
BAR = 0.005
Flags = npt.NDArray[np.bool_]
Reals = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Linked:
    """The pairs of one file that weight decides on, and the truth of each."""

    weights: Reals
    same: Flags
    linked_precision: float  # of clusters, over all pairs of records


def main() -> None:
    """Every size, seed and reviewer, one line each."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--records", type=int, nargs="+", default=[200_000, 1_000_000])
    asked.add_argument("--seeds", type=int, nargs="+", default=[31, 47, 59])
    asked.add_argument("--reviewers", type=int, default=10)
    asked.add_argument("--worse", action="store_true")
    asked.add_argument("--keep", type=Path, help="where files are made and kept")
    wanted = asked.parse_args()
    with tempfile.TemporaryDirectory() as given:
        keep = wanted.keep or Path(given)
        mix = times(errormix.benchmark(), 2) if wanted.worse else None
        for records in wanted.records:
            for seed in wanted.seeds:
                place = keep / f"{records}-{seed}{'-worse' if wanted.worse else ''}"
                place.mkdir(parents=True, exist_ok=True)
                files = prepared(place, records, seed, mix)
                report(f"{records:,} records, seed {seed}", *files, wanted.reviewers)


def report(name: str, file: Path, truth: Path, reviewers: int) -> None:
    """Link the file, let each reviewer judge a sample, and print what was stated beside what is true."""
    began = time.perf_counter()
    found = linked(file, truth)
    print(f"{name}: {len(found.weights):,} pairs that weight decides on, {time.perf_counter() - began:.1f} s;"
          f" clusters by the preset: precision {found.linked_precision:.4f}")  # fmt: skip
    apart, inside, at99 = [], 0, []
    for reviewer in range(reviewers):
        said = judged(found, reviewer)
        true = float(found.same[found.weights >= said.cut].mean())
        recall = float(found.same[found.weights >= said.cut].sum() / found.same.sum())
        lower = stated_at(found, said)
        apart.append(said.precision - true)
        inside += said.lowest <= true <= said.highest
        at99.append(0.99 - lower)
        print(
            f"   reviewer {reviewer}: cut {said.cut:+.2f} bits, stated {said.precision:.4f}"
            f" [{said.lowest:.4f}, {said.highest:.4f}], true {true:.4f};"
            f" found stated {said.found:.4f}, true {recall:.4f};"
            f" where 99 % is stated {lower:.4f} is true; verdict error {said.verdict_error:.2f};"
            f" disagreements {len(said.disagreements)}"
        )
    for what, gaps in (("stated at the cut", apart), ("99 % stated", at99)):
        far = np.abs(gaps)
        print(f"   {what}: furthest from the truth {far.max():.4f}, root mean square {np.sqrt(np.mean(far**2)):.4f},"
              f" within the bar {int((far <= BAR).sum())} of {reviewers}")  # fmt: skip
    print(f"   truth inside the stated interval: {inside} of {reviewers}", flush=True)


def linked(file: Path, truth: Path) -> Linked:
    """The file linked without verdicts."""
    with Engine(memory_limit="4GB", scratch=file.parent / "scratch", may_read=[file.parent]) as engine:
        engine.open_parquet("linked_file", file)
        records = Relation(RECORDS, "linked_file", engine)
        found = linkage.link(records, empty(VERDICTS, engine), empty(CLEAN_SOURCES, engine), linkage.default_policy())
        engine.copy_out(found.clusters(), file.parent / "saphan.parquet")
    known = pq.read_table(truth)
    where = pc.index_in(found.record_ids, known["record_id"].combine_chunks()).to_numpy()
    person = known["person"].to_numpy()[where]
    decided = found.decided
    weighs = np.isin(decided.rulings, BY_WEIGHT)
    same = (person[decided.one] == person[decided.other])[weighs]
    return Linked(decided.weights[weighs], same, measured(truth, file.parent / "saphan.parquet")[0])


def judged(found: Linked, reviewer: int) -> Calibration:
    """What one reviewer's verdicts say."""
    sample = draw_sample(found.weights, size=VERDICTS_GIVEN, seed=reviewer)
    slips = np.random.default_rng(100 + reviewer).random(len(sample)) < WRONG
    said = calibrate(found.weights[sample], found.same[sample] ^ slips, found.weights, seed=reviewer)
    assert said is not None
    return said


def stated_at(found: Linked, said: Calibration) -> float:
    """The true precision from the lowest weight on at which the calibration states 99 %."""
    order = np.argsort(-found.weights)
    stated = np.cumsum(said.probability(found.weights[order])) / np.arange(1, len(order) + 1)
    last = int(np.flatnonzero(stated >= said.wanted)[-1]) + 1
    return float(found.same[order[:last]].mean())


if __name__ == "__main__":
    main()
