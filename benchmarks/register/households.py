"""Who lives with whom? A release's households beside the truth of the make-believe country, pair by pair.

    python benchmarks/register/households.py [--people 20000] [--keep DIRECTORY] [--without-codes-of DATASET ...]

A pair is two people of one household. Of the truth count living people who stand in some delivered row. The register
knows three answers: the household it believes (memberships), the one somebody is written in (registered), and the one
an agency met her in (actual; those who live elsewhere than they are written, and institutions, are left out, since
the truth does not say with whom they live). Of the household it believes a line says how it stands for those whom only
an address puts there, since no source gives a house code of theirs. Beside them stands what addresses alone would say,
were there no house codes: people of one house number in one subdistrict, as the register believes them. A release holds
that, by stricter rules, where no dataset gives house codes: `--without-codes-of` takes them out of contracts and
builds again.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from itertools import combinations
from pathlib import Path

import pyarrow.parquet as pq

Pairs = set[tuple[str, str]]
Homes = dict[str, set[str]]  # by person of the truth


def main() -> None:
    """Make the country, or take the one that is kept, and print a line for each answer."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--people", type=int, default=20_000)
    asked.add_argument("--keep", type=Path, help="where the country is made and kept")
    asked.add_argument("--without-codes-of", nargs="*", default=(), metavar="DATASET")
    wanted = asked.parse_args()
    with tempfile.TemporaryDirectory() as given:
        root = wanted.keep or Path(given) / "country"
        if not (root / "lake" / "CURRENT").exists():
            made = [sys.executable, "-m", "saphan", "demo", str(root), "--people", str(wanted.people), "--no-serve"]
            subprocess.run(made, check=True, capture_output=True)
        if wanted.without_codes_of:
            leave_out_codes(root, wanted.without_codes_of)
            built = [sys.executable, "-m", "saphan", "build", str(root)]
            subprocess.run(built, check=True, capture_output=True)
        for line in report(root):
            print(line)


def leave_out_codes(root: Path, datasets: Iterable[str]) -> None:
    """Contracts that say of no column that it is the key of a household."""
    for dataset in datasets:
        path = root / "contracts" / f"{dataset}.yaml"
        said = path.read_text("utf-8").splitlines(keepends=True)
        path.write_text("".join(each for each in said if "value: household_key" not in each), "utf-8")


def report(root: Path) -> list[str]:
    """One line an answer: people, pairs, precision, recall and F1."""
    release = root / "lake" / "releases" / (root / "lake" / "CURRENT").read_text("utf-8").split()[0]
    told = tellers(root, release)
    known = set().union(*told.values())
    people = {row["truth_id"]: row for row in pq.read_table(root / "truth" / "people.parquet").to_pylist()
              if row["death_date"] is None and row["truth_id"] in known}  # fmt: skip
    at_home = {name for name, row in people.items() if is_at_home(row)}
    living = {name: {str(row["household"])} for name, row in people.items()}
    believed = homes(told, rows(release, "memberships"))
    by_address = in_houses_by_address(release)
    stays = [stay for stay in rows(release, "residences") if stay["ended"] is None]
    registered, actual = (homes(told, (stay for stay in stays if stay["kind"] == kind))
                          for kind in ("registered", "actual"))  # fmt: skip
    return [
        line("believed", believed, living, set(people)),
        line("believed, of those who live where they are written", believed, living, at_home),
        line(
            "believed by address, of those it names",
            homes(told, by_address),
            living,
            at_home & set(homes(told, by_address)),
        ),
        line("registered", registered, living, set(people)),
        line("actual", actual, living, at_home),
        line("registered, of those it names", registered, living, set(people) & set(registered)),
        line("actual, of those it names", actual, living, at_home & set(actual)),
        line("by address alone", homes(told, addresses(release)), living, at_home),
    ]


def in_houses_by_address(release: Path) -> list[dict[str, object]]:
    """The memberships in households that no source gives a key of."""
    path = release / "identifiers" / "dwellings.parquet"
    named = {row["household_id"] for row in pq.read_table(path).to_pylist() if row["dataset"] == ":address"}
    return [row for row in rows(release, "memberships") if row["household_id"] in named]


def is_at_home(row: Mapping[str, object]) -> bool:
    """She lives in the ordinary household that she is written in."""
    return not row["institution"] and row["homeless_since"] is None and (
        row["subdistrict_code"] == row["actual_subdistrict_code"]
    )  # fmt: skip


def tellers(root: Path, release: Path) -> dict[str, set[str]]:
    """By person of the release, whom her records are about."""
    truth = {(row["dataset"], row["row_number"]): row["truth_id"]
             for row in pq.read_table(root / "truth" / "records.parquet").to_pylist()}  # fmt: skip
    columns = ["record_id", "dataset", "row_number"]
    records = pq.read_table(release / "identifiers" / "records.parquet", columns=columns).to_pylist()
    about = {row["record_id"]: truth.get((row["dataset"], row["row_number"])) for row in records}
    told: dict[str, set[str]] = defaultdict(set)
    for row in pq.read_table(release / "identifiers" / "identity.parquet").to_pylist():
        if name := about.get(row["record_id"]):
            told[row["person_id"]].add(name)
    return told


def rows(release: Path, name: str) -> list[dict[str, object]]:
    """The rows of a relation of the release."""
    found: list[dict[str, object]] = pq.read_table(release / "content" / f"{name}.parquet").to_pylist()
    return found


def addresses(release: Path) -> list[dict[str, object]]:
    """Each person under her house number and subdistrict, where both are known."""
    areas = {row["person_id"]: row["subdistrict_code"] for row in rows(release, "persons")}
    known = pq.read_table(release / "identifiers" / "identifiers.parquet").to_pylist()
    return [
        {"person_id": row["person_id"], "household_id": f"{areas[row['person_id']]} {row['house_number']}"}
        for row in known
        if row["house_number"] and areas[row["person_id"]]
    ]


def homes(told: Mapping[str, set[str]], stays: Iterable[Mapping[str, object]]) -> Homes:
    """By person of the truth, the households that the release puts her in; more than one where it split her."""
    found: Homes = defaultdict(set)
    for stay in stays:
        for name in told.get(str(stay["person_id"]), ()):
            found[name].add(str(stay["household_id"]))
    return dict(found)


def together(homes: Homes, among: set[str]) -> Pairs:
    """The pairs of people of one household."""
    members: dict[str, list[str]] = defaultdict(list)
    for name in sorted(among):
        for home in homes.get(name, ()):
            members[home].append(name)
    return {pair for each in members.values() for pair in combinations(each, 2)}


def line(name: str, said: Homes, true: Homes, among: set[str]) -> str:
    """An answer beside the truth, both of the same people."""
    found, real = together(said, among), together(true, among)
    right = len(found & real)
    precision, recall = right / max(1, len(found)), right / max(1, len(real))
    f1 = 2 * right / max(1, len(found) + len(real))
    sizes = Counter(min(6, count) for count in Counter(home for each in among for home in said.get(each, ())).values())
    without = sum(each not in said for each in among)
    return (f"{name}: {len(among):,} people, {len(real):,} pairs, precision {precision:.4f}, recall {recall:.4f},"
            f" F1 {f1:.4f}; {without:,} people without one; members: {dict(sorted(sizes.items()))}")  # fmt: skip


if __name__ == "__main__":
    main()
