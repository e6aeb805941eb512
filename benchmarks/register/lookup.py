"""How fast, and how surely, is one person found among millions while a build runs beside it?

    python benchmarks/register/lookup.py [PERSONS] [--fts5]

Makes the records of the linkage benchmark and takes each for one person; writes the index; then eight readers look
people up at once, by number and by names with one misspelling, while another process aggregates the records with four
threads in a loop. Twice: the bare index by eight threads, and the whole service with its
journal on SQLite by eight processes. Beside it the peers: a
scan by DuckDB with jaro_winkler_similarity and, if asked for, SQLite's FTS5 with trigrams. Prints p50, p95, recall.
"""

from __future__ import annotations

import argparse
import random
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from saphan.linkage.sounds import sound_of
from saphan.registry import lookup
from saphan.registry.lookup import Index, Limits, Question, find, open_index
from saphan.registry.lookup.index import LAYOUT, arrays_of
from saphan.store import write_arrays

READERS, EACH = 8, 150
PAUSE = 0.2  # seconds between two look-ups of one reader of the service: forty a second in all
BARS = {"number": 50.0, "name": 150.0}  # p95, milliseconds
DAY = date(2026, 11, 22)
SEED = 2569
LETTERS = "กขคงจชซญดตถทนบปพฟมยรลวสหอ"
ALIKE = {"ณ": "น", "น": "ณ", "ศ": "ส", "ส": "ศ", "ร": "ล", "ล": "ร", "พ": "ภ", "ภ": "พ", "ธ": "ท", "ท": "ธ", "ญ": "ย"}
MARKS = "่้๊๋์็"
BUSY = """
import duckdb, sys
connection = duckdb.connect(config={"threads": "4", "memory_limit": "3GB"})
while True:
    connection.execute(
        "SELECT family_name, count(*), count(DISTINCT citizen_id), min(birth_date) FROM read_parquet($file)"
        " GROUP BY family_name ORDER BY 2 DESC", {"file": sys.argv[1]},
    ).fetchall()
"""


def misspelled(name: str, drawn: random.Random) -> str:
    """The name with one slip of the hand or the ear."""
    at = drawn.randrange(len(name))
    ways = [
        lambda: name[:at] + name[at + 1 :],
        lambda: name[:at] + name[at] + name[at:],
        lambda: name[:at] + drawn.choice(LETTERS) + name[at + 1 :],
        lambda: name[: max(at - 1, 0)] + name[at] + name[max(at - 1, 0) : at] + name[at + 1 :],
        lambda: "".join(letter for letter in name if letter not in MARKS),
        lambda: "".join(ALIKE.get(letter, letter) if place == at else letter for place, letter in enumerate(name)),
    ]
    for _ in range(30):
        wrong = drawn.choice(ways)()
        if wrong not in (name, ""):
            return wrong
        at = drawn.randrange(len(name))
    return name + name[-1]


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


def drawn_questions(index: Index, kind: str, count: int, seed: int) -> list[tuple[Question, int]]:
    """Questions of one kind about people drawn evenly, and the row of the one meant."""
    drawn, asked = random.Random(seed), list[tuple[Question, int]]()  # noqa: S311  # seeded questions, not secrets
    while len(asked) < count:
        row = drawn.randrange(len(index.number))
        number, given, family = (
            int(index.number[row]),
            index.name(int(index.given[row])),
            index.name(int(index.family[row])),
        )
        if kind == "number" and number >= 0:
            asked.append((Question(number=f"{number:013d}"), row))
        elif kind != "number" and given and family and min(len(given), len(family)) > 2:
            is_given = drawn.random() < 0.5
            wrong = (misspelled(given, drawn), family) if is_given else (given, misspelled(family, drawn))
            asked.append((Question(given=wrong[0], family=wrong[1]), row))
    return asked


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


def told(name: str, kind: str, taken: list[float]) -> None:
    """One line: p50, p95, worst, and the bar."""
    ordered = sorted(taken)
    p50, p95 = ordered[len(ordered) // 2], ordered[int(len(ordered) * 0.95)]
    verdict = "met" if p95 <= BARS[kind] else "MISSED"
    print(f"{name:>22} by {kind:<6}  p50 {p50:7.2f} ms  p95 {p95:7.2f} ms  worst {ordered[-1]:7.2f} ms"
          f"  ({len(taken)} look-ups; bar {BARS[kind]:.0f} ms {verdict})", flush=True)  # fmt: skip


@contextmanager
def build_beside(records: Path) -> Iterator[None]:
    """Another process that uses every core, as a build does."""
    process = subprocess.Popen([sys.executable, "-c", BUSY, str(records)])
    try:
        time.sleep(2)
        yield
    finally:
        process.kill()
        process.wait()


def province(home: Path, index: Path) -> None:
    """A small province, built, whose index is exchanged for the large one."""
    from saphan.access.actor import Asker  # noqa: PLC0415 - Django is set up below
    from saphan.services import projects  # noqa: PLC0415 - likewise
    from saphan.services.platform import open_platform  # noqa: PLC0415 - likewise

    projects.init(home, training_ground=True, today=DAY)
    with (home / "saphan.toml").open("a") as settings:
        settings.write("\nlookups_per_hour = 1_000_000\n")
    platform = open_platform(home, {})
    from saphan.services import builds, reading, training_grounds  # noqa: PLC0415 - Django is set up just above

    operator = Asker("os:bench", "link_records", frozenset({"operator"}))
    training_grounds.fill(operator, home, people=1_500, seed=SEED, as_of=DAY, tell=lambda *_: None)
    builds.build(operator, platform, as_of=DAY, tell=lambda *_: None)
    place = reading.open_current(platform).release.attached(lookup.FILE)
    assert place
    place.unlink()
    place.symlink_to(index)


def serve(home: Path, kind: str, number: int) -> None:
    """One reader as a process of its own, through the whole service: waits for the word, prints milliseconds."""
    from saphan.access.actor import Asker  # noqa: PLC0415 - Django is set up below
    from saphan.services.platform import open_platform  # noqa: PLC0415 - likewise

    platform = open_platform(home / "province", {})
    from saphan.services.lookup import Sought, search  # noqa: PLC0415 - Django is set up just above

    index = open_index(home / lookup.FILE)
    assert index
    worker = Asker(f"user:bench{number}", "casework", frozenset({"social_worker"}))
    search(worker, platform, Sought(number="1234567890121"))
    asked = drawn_questions(index, kind, EACH, number)
    print("ready", flush=True)
    sys.stdin.readline()
    for question, _ in asked:
        time.sleep(PAUSE)
        begun = time.perf_counter()
        search(worker, platform, Sought(question.number, question.given, question.family))
        print((time.perf_counter() - begun) * 1_000)


def through_the_service(home: Path, kind: str) -> list[float]:
    """Milliseconds of eight readers, each a process, all at once."""
    words = [sys.executable, __file__, "--reader", str(home), kind]
    readers = [
        subprocess.Popen([*words, str(at)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        for at in range(READERS)
    ]
    for reader in readers:
        assert reader.stdout
        reader.stdout.readline()
    for reader in readers:
        assert reader.stdin
        reader.stdin.write("go\n")
        reader.stdin.flush()
    return [float(line) for reader in readers for line in reader.communicate()[0].split()]


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
    asked_for.add_argument("--fts5", action="store_true")
    asked_for.add_argument("--reader", nargs=3, metavar=("HOME", "KIND", "NUMBER"), help="used by the script itself")
    given = asked_for.parse_args()
    if given.reader:
        serve(Path(given.reader[0]), given.reader[1], int(given.reader[2]))
        return
    home = Path(tempfile.mkdtemp(prefix="lookup-"))
    try:
        run(home, given.persons, with_trigrams=given.fts5)
    finally:
        shutil.rmtree(home)


def run(home: Path, persons: int, *, with_trigrams: bool) -> None:
    """The comparison, in a directory of its own."""
    synth = [sys.executable, "-m", "saphan", "synth", str(home), "--linkage-benchmark", str(persons)]
    subprocess.run(synth, check=True, capture_output=True)
    records, path = home / "linkage_records.parquet", home / lookup.FILE
    rows = rows_of(pq.read_table(records))
    begun = time.perf_counter()
    write_arrays(path, arrays_of(rows, sound_of), layout=LAYOUT)
    took, size = time.perf_counter() - begun, path.stat().st_size / 1e6
    print(f"{persons:,} persons: index written in {took:.1f} s, {size:,.0f} MB", flush=True)
    del rows
    begun = time.perf_counter()
    index = open_index(path)
    assert index is not None
    print(f"opened in {(time.perf_counter() - begun) * 1_000:.2f} ms; {len(index.names):,} different names")
    asked = {kind: [drawn_questions(index, kind, EACH, at) for at in range(READERS)] for kind in BARS}
    province(home / "province", path)
    with build_beside(records):
        for kind in BARS:
            told(
                "bare index",
                kind,
                timed(READERS, lambda question: find(index, question, sound_of, Limits()), asked[kind]),
            )
        for kind in BARS:
            told("service with journal", kind, through_the_service(home, kind))
    sample = drawn_questions(index, "name", 1_000, 4_711)
    begun = time.perf_counter()
    found = sum(row in {hit.row for hit in find(index, question, sound_of, Limits())} for question, row in sample)
    each = (time.perf_counter() - begun) / len(sample) * 1_000
    recall = found / len(sample)
    print(f"one misspelling in one name: recall@20 {recall:.4f} of {len(sample):,}; {each:.2f} ms each", flush=True)
    scan = sorted(peer_scan(records, sample[:5]))[2]
    print(
        f"peer, DuckDB scan, nothing of ours beside it: {scan:.0f} ms a name, {scan / each:.0f} times ours", flush=True
    )
    if with_trigrams:
        some = sample[:50]
        made, taken, hits = peer_trigrams(index, some)
        print(
            f"peer, SQLite FTS5 trigrams: indexed in {made:.0f} s, {sum(taken) / len(taken):.0f} ms a name,"
            f" recall@20 {hits / len(some):.2f} of {len(some)}"
        )


if __name__ == "__main__":
    main()
