"""How fast, and how surely, is one person found among millions while other work uses every core?

    python benchmarks/register/lookup.py [PERSONS] [--records FILE] [--home DIR] [--fts5]

Takes the records of the linkage benchmark for persons and writes the index; then eight readers look people up at
once, by number and by names with one misspelling, while another process of the same priority aggregates the records
with four threads in a loop, as the widest steps of a build do. Three ways: the bare index by eight threads; the whole
service with its journal by eight processes; and by eight threads of one process, as `saphan serve` has them. The
service is asked back to back, and with PAUSE seconds before each look-up. The desk is SQLite, or where DATABASE_URL
says. With `--build ROOT` a project that `build.py --keep` made is built in full over and over instead.
The peers: a scan by DuckDB with jaro_winkler_similarity and, if asked for, SQLite's FTS5 with trigrams.
Prints p50, p95, recall and the load; the bars hold for each line of the service.
"""

from __future__ import annotations

import argparse
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from lookup_side import EACH, drawn_questions, province

from saphan.linkage.sounds import sound_of
from saphan.registry import lookup
from saphan.registry.lookup import Index, Limits, Question, find, open_index
from saphan.registry.lookup.index import LAYOUT, arrays_of
from saphan.store import write_arrays

READERS = 8
PAUSE = 0.2  # seconds: forty look-ups a second in all, thirty times what a hundred workers make
BARS = {"number": 50.0, "name": 150.0}  # p95, milliseconds
BUSY = """
import duckdb, sys
connection = duckdb.connect(config={"threads": "4", "memory_limit": "3GB"})
connection.execute("SET enable_progress_bar = false")
while True:
    connection.execute(
        "SELECT family_name, count(*), count(DISTINCT citizen_id), min(birth_date) FROM read_parquet($file)"
        " GROUP BY family_name ORDER BY 2 DESC", {"file": sys.argv[1]},
    ).fetchall()
"""
BUILDING = """
import subprocess, sys
while True:
    subprocess.run([sys.executable, *sys.argv[1:], "full"], check=True, stdout=subprocess.DEVNULL)
"""


def rows_of(records: pa.Table) -> pa.Table:
    """The records of the benchmark as persons."""
    known = "|" + "".join(f"civil_registration.{field}|" for field in
                          ("citizen_id", "given_name", "family_name", "birth_date", "residence"))  # fmt: skip
    nothing = pa.nulls(len(records), pa.string())
    keys = pc.binary_join_element_wise("P", pc.utf8_upper(records["record_id"]), "")
    return pa.table({
        "person_id": keys, "household_id": nothing, "citizen_id": records["citizen_id"], "title": nothing,
        "given_name": records["given_name"], "family_name": records["family_name"],
        "house_number": records["house_number"], "birth_date": records["birth_date"],
        "birth_precision": pc.if_else(pc.is_valid(records["birth_date"]), "day", None),
        "area": records["subdistrict_code"],
        "known_from": pa.array([known] * len(records)),
    }).sort_by("person_id")  # fmt: skip


def timed(
    readers: int, work: Callable[[Question], Any], asked: Sequence[Sequence[tuple[Question, int]]]
) -> list[float]:
    """Milliseconds of every look-up, all readers at once."""
    taken: list[float] = []

    def reader(mine: Sequence[tuple[Question, int]]) -> None:
        own = []
        for question, _ in mine:
            begun = time.perf_counter()
            work(question)
            own.append((time.perf_counter() - begun) * 1_000)
        taken.extend(own)

    threads = [threading.Thread(target=reader, args=(asked[at],)) for at in range(readers)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return taken


def told(name: str, kind: str, taken: list[float], used: float | None = None) -> None:
    """One line: p50, p95, worst, the processors' time for each, the bar and the load."""
    ordered = sorted(taken)
    p50, p95 = ordered[len(ordered) // 2], ordered[int(len(ordered) * 0.95)]
    verdict = "met" if p95 <= BARS[kind] else "MISSED"
    worked = "" if used is None else f"; processors {used:.2f} ms each"
    print(f"{name:>22} by {kind:<6}  p50 {p50:7.2f} ms  p95 {p95:7.2f} ms  worst {ordered[-1]:7.2f} ms"
          f"  ({len(taken)} look-ups; bar {BARS[kind]:.0f} ms {verdict}{worked}; load {os.getloadavg()[0]:.1f})",
          flush=True)  # fmt: skip


@contextmanager
def build_beside(records: Path, project: Path | None) -> Iterator[None]:
    """Another process that uses every core, as a build does."""
    side = Path(__file__).with_name("build_side.py")
    work = [BUILDING, str(side), str(project)] if project else [BUSY, str(records)]
    process = subprocess.Popen([sys.executable, "-c", *work], start_new_session=True)
    try:
        time.sleep(2)
        yield
    finally:
        assert process.poll() is None, "nothing ran beside it"
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def through_the_service(home: Path, kind: str, *, processes: int, pause: float) -> tuple[list[float], float]:
    """Milliseconds of eight readers all at once, and of the processors for each look-up."""
    words = [sys.executable, str(Path(__file__).with_name("lookup_side.py")), str(home), kind]
    threads = READERS // processes
    readers = [
        subprocess.Popen(
            [*words, str(at), str(threads), str(pause)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        for at in range(processes)
    ]
    for reader in readers:
        assert reader.stdout
        reader.stdout.readline()
    for reader in readers:
        assert reader.stdin
        reader.stdin.write("go\n")
        reader.stdin.flush()
    said = [[float(line) for line in reader.communicate()[0].split()] for reader in readers]
    taken = [each for lines in said for each in lines[:-1]]
    return taken, sum(lines[-1] for lines in said) / len(taken)


def peer_scan(records: Path, asked: Sequence[tuple[Question, int]]) -> list[float]:
    """Milliseconds of a scan by DuckDB with all cores, nothing beside it."""
    connection = duckdb.connect()
    connection.execute("CREATE TABLE everybody AS SELECT record_id, given_name, family_name FROM read_parquet($file)",
                       {"file": str(records)})  # fmt: skip
    taken = []
    for question, _ in asked:
        begun = time.perf_counter()
        connection.execute(
            "SELECT record_id FROM everybody ORDER BY jaro_winkler_similarity(given_name, $given)"
            " + jaro_winkler_similarity(family_name, $family) DESC NULLS LAST LIMIT 20",
            {"given": question.given, "family": question.family},
        ).fetchall()
        taken.append((time.perf_counter() - begun) * 1_000)
    return taken


def peer_trigrams(index: Index, asked: Sequence[tuple[Question, int]]) -> tuple[float, list[float], int]:
    """Seconds to index, milliseconds of a search, and how many were found, by SQLite's FTS5 with trigrams."""
    base = sqlite3.connect(":memory:")
    base.execute("CREATE VIRTUAL TABLE named USING fts5(name, tokenize='trigram', content='')")
    names = [*index.names.to_pylist(), ""]
    begun = time.perf_counter()
    both = enumerate(zip(index.given.tolist(), index.family.tolist(), strict=True))
    whole = ((row, f"{names[given]} {names[family]}") for row, (given, family) in both)
    base.executemany("INSERT INTO named(rowid, name) VALUES (?, ?)", whole)
    made, taken, found = time.perf_counter() - begun, list[float](), 0
    for question, row in asked:
        words = f"{question.given} {question.family}"
        grams = " OR ".join(f'"{words[at : at + 3]}"' for at in range(len(words) - 2))
        begun = time.perf_counter()
        hits = base.execute("SELECT rowid FROM named WHERE named MATCH ? ORDER BY rank LIMIT 20", (grams,)).fetchall()
        taken.append((time.perf_counter() - begun) * 1_000)
        found += (row,) in hits
    return made, taken, found


def main() -> None:
    """Every line of the comparison."""
    asked_for = argparse.ArgumentParser()
    asked_for.add_argument("persons", nargs="?", type=int, default=5_000_000)
    asked_for.add_argument("--records", type=Path, help="a file that `saphan synth --linkage-benchmark` made before")
    asked_for.add_argument("--home", type=Path, help="keep the index and the province here for other runs")
    asked_for.add_argument("--build", type=Path, help="a project to build in full beside it, in place of the aggregate")
    asked_for.add_argument("--fts5", action="store_true")
    given = asked_for.parse_args()
    home = given.home or Path(tempfile.mkdtemp(prefix="lookup-"))
    try:
        run(home, given.persons, given.records, given.build, with_trigrams=given.fts5)
    finally:
        if not given.home:
            shutil.rmtree(home)


def made(home: Path, persons: int, records: Path | None) -> Path:
    """The records; the index and the province made of them, unless they are there."""
    home.mkdir(parents=True, exist_ok=True)
    if records is None:
        records = home / "linkage_records.parquet"
        synth = [sys.executable, "-m", "saphan", "synth", str(home), "--linkage-benchmark", str(persons)]
        if not records.exists():
            subprocess.run(synth, check=True, capture_output=True)
    path = home / lookup.FILE
    if not path.exists():
        rows = rows_of(pq.read_table(records))
        begun = time.perf_counter()
        write_arrays(path, arrays_of(rows, sound_of), layout=LAYOUT)
        took, size = time.perf_counter() - begun, path.stat().st_size / 1e6
        print(f"{len(rows):,} persons: index written in {took:.1f} s, {size:,.0f} MB", flush=True)
    if not (home / "province").exists():
        province(home / "province", path)
    return records


def run(home: Path, persons: int, given: Path | None, project: Path | None, *, with_trigrams: bool) -> None:
    """The comparison, in a directory of its own."""
    records, path = made(home, persons, given), home / lookup.FILE
    begun = time.perf_counter()
    index = open_index(path)
    assert index is not None
    opened = (time.perf_counter() - begun) * 1_000
    print(f"{len(index.number):,} persons, {len(index.names):,} different names; opened in {opened:.2f} ms")
    asked = {kind: [drawn_questions(index, kind, EACH, at) for at in range(READERS)] for kind in BARS}
    with build_beside(records, project):
        for kind in BARS:
            bare = timed(READERS, lambda question: find(index, question, sound_of, Limits()), asked[kind])
            told("bare index", kind, bare)
        for processes, pause in ((READERS, 0.0), (1, 0.0), (READERS, PAUSE)):
            for kind in BARS:
                taken, used = through_the_service(home, kind, processes=processes, pause=pause)
                how = f"{processes} x {READERS // processes}{', paced' if pause else ''}"
                told(f"service, {how}", kind, taken, used)
    sample = drawn_questions(index, "name", 1_000, 4_711)
    begun = time.perf_counter()
    found = sum(row in {hit.row for hit in find(index, question, sound_of, Limits())} for question, row in sample)
    each = (time.perf_counter() - begun) / len(sample) * 1_000
    recall = found / len(sample)
    print(f"one misspelling in one name: recall@20 {recall:.4f} of {len(sample):,}; {each:.2f} ms each", flush=True)
    peers(index, records, sample, each, with_trigrams=with_trigrams)


def peers(
    index: Index, records: Path, sample: Sequence[tuple[Question, int]], each: float, *, with_trigrams: bool
) -> None:
    """What others take for the same questions, with nothing beside them."""
    scan = sorted(peer_scan(records, sample[:5]))[2]
    print(f"peer, DuckDB scan: {scan:.0f} ms a name, {scan / each:.0f} times ours", flush=True)
    if with_trigrams:
        some = sample[:50]
        took, taken, hits = peer_trigrams(index, some)
        print(
            f"peer, SQLite FTS5 trigrams: indexed in {took:.0f} s, {sum(taken) / len(taken):.0f} ms a name,"
            f" recall@20 {hits / len(some):.2f} of {len(some)}"
        )


if __name__ == "__main__":
    main()
