"""Is the linkage benchmark the same for everybody, and what its committed error mix says?"""

from __future__ import annotations

from collections import Counter
from hashlib import sha256
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from saphan.synth import errormix, write_benchmark
from saphan.synth.benchmark import RECORDS, TRUTH

COUNT = 90_000  # more than one share makes


def made(directory: Path, *, records: int = COUNT, hands: int = 1, seed: int = 1) -> Path:
    write_benchmark(directory, records=records, seed=seed, hands=hands, tell=lambda _what, _far: None)
    return directory


@pytest.fixture(scope="module")
def benchmark(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return made(tmp_path_factory.mktemp("benchmark"))


@pytest.mark.parametrize("name", [RECORDS, TRUTH])
def test_two_hands_write_the_same_bytes_as_one(benchmark: Path, tmp_path: Path, name: str) -> None:
    assert (made(tmp_path, hands=2) / name).read_bytes() == (benchmark / name).read_bytes()


def test_the_benchmark_is_the_one_that_was_fixed(benchmark: Path) -> None:
    """Its bytes were fixed before linkage was tuned: a change is a decision, and every benchmark runs again."""
    records = pq.read_table(benchmark / RECORDS).slice(0, 1_000).to_pylist()
    told = "\n".join("|".join(str(value) for value in row.values()) for row in records)
    assert sha256(told.encode()).hexdigest()[:16] == "7eb386d8739209c6"


def test_there_are_as_many_records_as_asked_for_and_no_two_have_one_key(benchmark: Path) -> None:
    records, truth = pq.read_table(benchmark / RECORDS), pq.read_table(benchmark / TRUTH)
    assert len(records) == len(truth) == COUNT
    assert records["record_id"].to_pylist() == truth["record_id"].to_pylist()
    assert len(set(records["record_id"].to_pylist())) == COUNT
    assert "person" not in records.column_names


def test_another_seed_gives_other_people_and_the_same_sources(benchmark: Path, tmp_path: Path) -> None:
    first, other = (pq.read_table(each / RECORDS) for each in (benchmark, made(tmp_path, seed=2)))
    assert not set(first["citizen_id"].to_pylist()) & set(other["citizen_id"].to_pylist()) - {None}
    shares = [Counter(table["source"].to_pylist()) for table in (first, other)]
    assert all(shares[0][source] == pytest.approx(shares[1][source], rel=0.05) for source in shares[0])


def test_a_household_never_stands_in_two_shares(benchmark: Path) -> None:
    truth = pq.read_table(benchmark / TRUTH).to_pylist()
    sizes: dict[int, set[int]] = {}
    for row in truth:
        sizes.setdefault(row["household"], set()).add(row["person"])
    assert max(len(people) for people in sizes.values()) <= 7
    assert all(max(people) - min(people) < 7 for people in sizes.values())


@pytest.mark.parametrize("source", errormix.benchmark().sources, ids=lambda source: source.name)
def test_a_source_covers_repeats_and_forgets_as_the_error_mix_says(benchmark: Path, source: errormix.Source) -> None:
    records, truth = pq.read_table(benchmark / RECORDS).to_pylist(), pq.read_table(benchmark / TRUTH).to_pylist()
    first_share = {
        row["record_id"]: row["person"] for row in truth if row["person"] < 25_000
    }  # whole; the second is cut
    mine = [row for row in records if row["source"] == source.name and row["record_id"] in first_share]
    known = {first_share[row["record_id"]] for row in mine}
    assert len(known) / 25_000 == pytest.approx(source.covers / 10_000, abs=0.012)
    assert len(mine) / len(known) - 1 == pytest.approx(source.twice / 10_000, abs=0.012)
    assert sum(row["birth_date"] is None for row in mine) / len(mine) == pytest.approx(
        source.no_birth / 10_000, abs=0.012
    )
    no_number = sum(row["citizen_id"] is None for row in mine) / len(mine)
    assert no_number == pytest.approx(source.no_number / 10_000, abs=0.016)  # some people have none at all
