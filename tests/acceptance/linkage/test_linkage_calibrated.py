"""From a sample to a calibrated build: a reviewer who errs twice in a hundred, and a truth she never sees."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest

from saphan import linkage
from saphan.linkage.deciding import Ruling, is_contradicted
from saphan.linkage.levels import Number, field_named, level_of
from saphan.store import Engine, Relation, empty, from_rows, query
from saphan.synth.benchmark import RECORDS as WRITTEN
from saphan.synth.benchmark import TRUTH, write_benchmark
from saphan.tables import CLEAN_SOURCES, RECORDS, REVIEWED, VERDICTS, Table, Zone

NORMALISED = Path(__file__).resolve().parents[3] / "benchmarks" / "linkage" / "records.sql"
FILE = Table(name="file", doc="One row: a record.", zone=Zone.WITHIN_BUILD, key=("record_id",), columns=())
POLICY = linkage.default_policy()
REVIEWERS = (1, 2, 3)


@pytest.fixture(scope="module")
def country(engine: Engine, tmp_path_factory: pytest.TempPathFactory) -> tuple[Relation, dict[str, str]]:
    """Normalised records of a made-up country, and whom each is about."""
    place = tmp_path_factory.mktemp("country")
    write_benchmark(place, records=30_000, seed=83, hands=1, tell=lambda _words, _done: None)
    engine.open_parquet("calibrated_file", place / WRITTEN)
    records = query(NORMALISED, returns=RECORDS, inputs={"file": Relation(FILE, "calibrated_file", engine)})
    truth = pq.read_table(place / TRUTH)
    return records, dict(zip(truth["record_id"].to_pylist(), truth["person"].to_pylist(), strict=True))


def linked(records: Relation, reviewed: list[tuple[object, ...]]) -> linkage.Linked:
    engine = records.engine
    said = [row[:3] for row in reviewed if row[2] != "cannot_tell"]
    return linkage.link(
        records, from_rows(said, returns=VERDICTS, engine=engine), empty(CLEAN_SOURCES, engine), POLICY,
        reviewed=from_rows(reviewed, returns=REVIEWED, engine=engine),
    )  # fmt: skip


def judged(drawn: list[linkage.SampledPair], truth: dict[str, str], reviewer: int) -> list[tuple[object, ...]]:
    rng, rows = np.random.default_rng(reviewer), []
    for at, pair in enumerate(drawn):
        same = (truth[pair.record_a] == truth[pair.record_b]) ^ (rng.random() < 0.02)
        verdict = "cannot_tell" if at % 50 == 49 else "same" if same else "different"
        rows.append(
            (pair.record_a, pair.record_b, verdict, pair.pattern, pair.given_name_rarity, pair.family_name_rarity)
        )
    return sorted(rows)


def test_the_truth_lies_within_the_interval_that_a_calibrated_build_states(
    country: tuple[Relation, dict[str, str]],
) -> None:
    records, truth = country
    before = linked(records, [])
    assert not before.model.is_calibrated
    assert "calibrated" not in before.pairs().arrow().column("rule").to_pylist()
    inside = 0
    for reviewer in REVIEWERS:
        drawn = linkage.sample(before.pairs(), size=500, seed=reviewer)
        after = linked(records, judged(drawn, truth, reviewer))
        calibration = after.model.calibration
        assert calibration is not None
        pairs = after.pairs().arrow()
        rules = set(pairs.column("rule").to_pylist())
        assert "calibrated" in rules
        assert "preset" not in rules
        wanted = pc.and_(pc.greater_equal(pairs["weight"], calibration.cut), pc.invert(numbered(pairs)))
        rows = pairs.filter(wanted).select(["record_a", "record_b", "pattern"]).to_pylist()
        right = [truth[row["record_a"]] == truth[row["record_b"]] for row in rows if not against(row["pattern"])]
        inside += calibration.lowest <= sum(right) / len(right) <= calibration.highest
        assert abs(calibration.precision - sum(right) / len(right)) <= 0.005
    assert inside >= len(REVIEWERS) - 1  # an interval of 95 % may miss one


def test_verdicts_are_weighed_anew_and_a_pair_that_is_gone_by_the_pattern_kept_of_it(
    country: tuple[Relation, dict[str, str]],
) -> None:
    records, truth = country
    drawn = linkage.sample(linked(records, []).pairs(), size=300, seed=9)
    rows = judged(drawn, truth, 9)
    here = linked(records, rows).judged
    gone = linked(records, [(f"gone:{at}", f"gone:{at}x", *row[2:]) for at, row in enumerate(rows)]).judged
    assert here is not None
    assert gone is not None
    assert np.all(gone.one == -1)
    assert sorted(gone.weights) == pytest.approx(sorted(here.weights))
    assert here.left_open == gone.left_open == sum(row[2] == "cannot_tell" for row in rows)


def test_the_rates_of_all_pairs_hold_the_truth_and_groups_add_up(country: tuple[Relation, dict[str, str]]) -> None:
    records, truth = country
    drawn = linkage.sample(linked(records, []).pairs(), size=500, seed=4)
    after = linked(records, judged(drawn, truth, 4))
    rows = linkage.rates(after, records, as_of=date(2026, 11, 22)).arrow().to_pylist()
    total = next(row for row in rows if row["dimension"] == "all")
    pairs = after.pairs().arrow().to_pylist()
    same = [truth[pair["record_a"]] == truth[pair["record_b"]] for pair in pairs]
    is_linked = [pair["decision"] == "link" for pair in pairs]
    right = sum(one and other for one, other in zip(same, is_linked, strict=True))
    assert total["linked"] == sum(is_linked)
    # one draw of 500 verdicts, whose interval of 95 in 100 may miss by a little
    assert total["precision_low"] - 0.001 <= right / sum(is_linked) <= total["precision_high"] + 0.001
    assert total["recall"] == pytest.approx(right / sum(same), abs=0.02)
    for dimension in ("age", "sex", "region", "number"):
        parts = [row["linked"] for row in rows if row["dimension"] == dimension]
        if None not in parts:
            assert sum(parts) == total["linked"]
    assert {row["dimension"] for row in rows} == {"all", "rule", "age", "sex", "region", "number"}
    assert all(row["basis"] == "few" or row["precision"] is not None for row in rows)


def test_the_rates_of_women_are_the_sum_over_their_pairs_one_by_one(country: tuple[Relation, dict[str, str]]) -> None:
    records, truth = country
    after = linked(records, judged(linkage.sample(linked(records, []).pairs(), size=500, seed=4), truth, 4))
    calibration, said = after.model.calibration, after.judged
    assert calibration is not None
    assert said is not None
    sex = {row["record_id"]: row["sex"] for row in records.arrow().select(["record_id", "sex"]).to_pylist()}
    error = calibration.verdict_error

    def of_kind(ruling: Ruling) -> float:
        words = [bool(word) for word, each in zip(said.same, said.rulings, strict=True) if each == ruling]
        return min(1.0, max(0.0, ((sum(words) + 0.5) / (len(words) + 1) - error) / (1 - 2 * error)))

    right = linked_pairs = missed = 0.0
    for pair in after.pairs().arrow().to_pylist():
        share = ((sex[pair["record_a"]] == "f") + (sex[pair["record_b"]] == "f")) / 2
        probable = calibration.probability(np.array([pair["weight"]]))[0]
        if pair["rule"] == "verdict":
            a, b = (1 - error, error) if pair["decision"] == "link" else (error, 1 - error)
            probable = probable * a / (probable * a + (1 - probable) * b)
        elif pair["rule"] in ("citizen_id", "contradiction"):
            probable = of_kind(Ruling.CITIZEN_ID if pair["rule"] == "citizen_id" else Ruling.CONTRADICTION)
        if pair["decision"] == "link":
            right, linked_pairs = right + share * probable, linked_pairs + share
        else:
            missed += share * probable
    rows = linkage.rates(after, records, as_of=date(2026, 11, 22)).arrow().to_pylist()
    (women,) = [row for row in rows if (row["dimension"], row["category"]) == ("sex", "f")]
    assert women["linked"] == linked_pairs
    assert women["precision"] == pytest.approx(right / linked_pairs, abs=2e-4)  # tenths of a bit are counted together
    assert women["missed"] == pytest.approx(missed, rel=0.03)


def numbered(pairs: pa.Table) -> pa.Array:
    field = field_named("citizen_id")
    return pa.array([level_of(pattern, field) == Number.EQUAL for pattern in pairs["pattern"].to_pylist()])


def against(pattern: int) -> bool:
    return bool(is_contradicted(np.array([pattern]))[0])
