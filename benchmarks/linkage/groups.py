"""Do the rates that a release carries hold, group by group? Estimated from 500 verdicts, beside the truth.

    python benchmarks/linkage/groups.py [--records 200000] [--seed 31] [--keep DIRECTORY]

For every group: precision and recall as `linkage_quality` states them, the same counted on the truth of the compared
pairs, and those of the clusters over all pairs of records, which also miss what no blocking rule brings together.
"""

from __future__ import annotations

import argparse
import tempfile
from datetime import date
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from calibration import WRONG
from run import numbers, prepared

from saphan import linkage
from saphan.linkage.deciding import LINKS
from saphan.linkage.rates import DIMENSIONS, SQL, rates
from saphan.store import Engine, Relation, empty, from_rows, read
from saphan.tables import CLEAN_SOURCES, RECORDS, REVIEWED, VERDICTS

AS_OF = date(2026, 11, 22)
Ints = npt.NDArray[np.int64]


def main() -> None:
    """One file, one reviewer, one line a group."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--records", type=int, default=200_000)
    asked.add_argument("--seed", type=int, default=31)
    asked.add_argument("--keep", type=Path, help="where files are made and kept")
    wanted = asked.parse_args()
    with tempfile.TemporaryDirectory() as given:
        place = (wanted.keep or Path(given)) / f"{wanted.records}-{wanted.seed}"
        place.mkdir(parents=True, exist_ok=True)
        file, truth = prepared(place, wanted.records, wanted.seed)
        with Engine(memory_limit="4GB", scratch=place / "scratch", may_read=[place]) as engine:
            engine.open_parquet("groups_file", file)
            report(Relation(RECORDS, "groups_file", engine), truth)


def report(records: Relation, truth: Path) -> None:
    """Every group, stated and true."""
    known = pq.read_table(truth)
    linked, persons = judged(records, known)
    found = linked.decided
    same, is_linked = persons[found.one] == persons[found.other], np.isin(found.rulings, LINKS)
    stated = {(row["dimension"], row["category"]): row
              for row in rates(linked, records, as_of=AS_OF).arrow().to_pylist()}  # fmt: skip
    inside = told = 0
    groups = read(SQL / "groups.sql", inputs={"records": records}, params={"as_of": AS_OF})
    place = pc.index_in(linked.record_ids, groups["record_id"].combine_chunks())
    everyone = pa.array(["total"] * len(persons))
    for dimension in ("all", *DIMENSIONS):
        column = everyone if dimension == "all" else groups[dimension].combine_chunks().take(place)
        names = sorted(set(column.to_pylist()))
        of = pc.index_in(column, pa.array(names)).to_numpy().astype(np.int64)
        clusters = {each.group: each for each in linkage.evaluate_groups(linked.cluster_ids, persons, of, names)}
        for at, name in enumerate(names):
            row = stated[dimension, name]
            ends = ((of[found.one] == at).astype(float) + (of[found.other] == at)) / 2
            right = float(ends[same & is_linked].sum())
            true = (right / max(1e-9, ends[is_linked].sum()), right / max(1e-9, ends[same].sum()))
            line, held = compared(row, true)
            inside, told = inside + held, told + 2 * (row["precision"] is not None)
            whole = clusters[name]
            print(f"{dimension:7} {name:16} {line} | clusters: precision {interval(whole.precision)},"
                  f" recall {interval(whole.recall)}, missed {whole.missed:,.0f}")  # fmt: skip
    print(f"truth inside the stated interval: {inside} of {told}")


def judged(records: Relation, known: pa.Table) -> tuple[linkage.Linked, Ints]:
    """The file linked after 500 verdicts of which some are wrong, and the person of each row."""
    engine, policy = records.engine, linkage.default_policy()
    clean = empty(CLEAN_SOURCES, engine)
    drawn = linkage.sample(linkage.link(records, empty(VERDICTS, engine), clean, policy).pairs(), size=500, seed=0)
    person = dict(zip(known["record_id"].to_pylist(), known["person"].to_pylist(), strict=True))
    slips = np.random.default_rng(100).random(len(drawn)) < WRONG
    rows = sorted(
        (pair.record_a, pair.record_b,
         "same" if (person[pair.record_a] == person[pair.record_b]) ^ bool(slip) else "different",
         pair.pattern, pair.given_name_rarity, pair.family_name_rarity)
        for pair, slip in zip(drawn, slips, strict=True)
    )  # fmt: skip
    verdicts = from_rows([row[:3] for row in rows], returns=VERDICTS, engine=engine)
    reviewed = from_rows(rows, returns=REVIEWED, engine=engine)
    linked = linkage.link(records, verdicts, clean, policy, reviewed=reviewed)
    where = pc.index_in(linked.record_ids, known["record_id"].combine_chunks()).to_numpy()
    return linked, numbers(known["person"])[where]


def compared(row: dict[str, float], true: tuple[float, float]) -> tuple[str, int]:
    """A group's stated rates beside the true ones, and how many of the two intervals hold them."""
    if row["precision"] is None:
        return "too few pairs to say", 0
    words, held = [], 0
    for name, share in zip(("precision", "recall"), true, strict=True):
        low, high = row[f"{name}_low"], row[f"{name}_high"]
        held += low <= share <= high
        words.append(f"{name} {interval((row[name], low, high))} true {share:.4f}")
    return ", ".join(words), held


def interval(of: tuple[float, float, float]) -> str:
    """A share and the ends of its interval."""
    return f"{of[0]:.4f} [{of[1]:.4f}, {of[2]:.4f}]"


if __name__ == "__main__":
    main()
