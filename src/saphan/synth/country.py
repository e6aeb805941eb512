"""Write a make-believe country to a directory: deliveries, contracts, agreement, and the truth apart from them."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterable, Sequence
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from saphan.synth import truth
from saphan.synth.deliveries import TRUTHS, Part, Task, close_file, write_share
from saphan.synth.hands import in_order
from saphan.synth.local_authorities import write_local_authorities
from saphan.synth.places import places
from saphan.synth.shares import MOST, Share, shares
from saphan.words import Words, say

CONTRACTS = Path(__file__).parent / "contracts"
AGREEMENTS = Path(__file__).parent / "agreements"
REFERENCE = Path(__file__).parent / "reference"
PHAYAO = ("56",)
Tell = Callable[[Words, float], None]  # what is being done, and how far it is: 0 to 1


def write_country(
    directory: Path,
    *,
    people: int,
    provinces: Sequence[str] = PHAYAO,
    months: int = 1,
    seed: int = 2569,
    as_of: date,
    hands: int = 1,
    tell: Tell,
) -> None:
    """Fill `inbox/`, `contracts/`, `agreements/`, `reference/` and `truth/`; the last month's files are of `as_of`.

    The same arguments give the same bytes, however many hands (processes) work; another seed gives other people.
    """
    codes = tuple(provinces)
    places(*codes)  # a province that there is not is refused before anything is written
    days = ends_of_months(as_of, months)
    plan = shares(people, codes, seed=seed, begins=days[0], most=MOST)
    inbox, pieces = directory / "inbox", directory / ".pieces"
    for made in (inbox, directory / "truth"):
        made.mkdir(parents=True, exist_ok=True)
    shutil.rmtree(pieces, ignore_errors=True)
    tell(say("Drawing people and households"), 0.0)
    tasks = [Task(share, codes, days, len(plan) == 1, pieces) for share in plan]
    made_parts = in_order(write_share, tasks, hands=min(hands, len(plan)))
    try:
        _join(directory, plan, made_parts, tell)
    finally:
        shutil.rmtree(pieces, ignore_errors=True)
    tell(say("Writing contracts, the agreement and the truth"), 0.97)
    for source, target in (
        (CONTRACTS, directory / "contracts"),
        (AGREEMENTS, directory / "agreements"),
        (REFERENCE, directory / "reference"),
    ):
        copy_package_files(source, target)
    write_local_authorities(directory / "reference", codes, as_of=as_of)


def ends_of_months(as_of: date, months: int) -> tuple[date, ...]:
    """The last days of the months before, and the day itself."""
    days = [as_of]
    while len(days) < months:
        days.append(days[-1].replace(day=1) - timedelta(days=1))
    return tuple(reversed(days))


class _Truth:
    """The five files of the truth, written share by share; row numbers go on where a file's last part ended."""

    def __init__(self, directory: Path) -> None:
        self._directory = directory
        self._writers: dict[str, pq.ParquetWriter] = {}
        self._before: dict[str, int] = {}

    def add(self, pieces: Path, parts: Sequence[Part]) -> None:
        for name in TRUTHS:
            table = pq.read_table(pieces / f"truth-{name}.parquet")
            if name == "records":
                table = self._numbered(table, parts)
            if name not in self._writers:
                self._writers[name] = pq.ParquetWriter(self._directory / f"{name}.parquet", table.schema)
            self._writers[name].write_table(table)

    def _numbered(self, table: pa.Table, parts: Sequence[Part]) -> pa.Table:
        before = [self._before.get(part.file, 0) for part in parts]
        for part in parts:
            self._before[part.file] = self._before.get(part.file, 0) + part.rows
        numbers = table["row_number"].to_numpy() + np.repeat(before, [part.rows for part in parts])
        at = table.schema.get_field_index("row_number")
        return table.set_column(at, "row_number", pa.array(numbers.astype(np.int64)))

    def add_total(self, part: Part) -> None:
        self._before[part.file] += 1
        row = truth.total_row(part.file, part.dataset, self._before[part.file])
        self._writers["records"].write_table(row)

    def close(self) -> None:
        for writer in self._writers.values():
            writer.close()


def _join(directory: Path, plan: Sequence[Share], made: Iterable[list[Part]], tell: Tell) -> None:
    """Put the shares' parts together, in the order of the shares, and drop each once it is in."""
    told = _Truth(directory / "truth")
    begun: dict[str, list[Part]] = {}
    try:
        for share, parts in zip(plan, made, strict=True):
            for part in parts:
                _append(part, directory / "inbox" / part.file, is_new=part.file not in begun)
                begun.setdefault(part.file, []).append(part)
            pieces = directory / ".pieces" / f"{share.number:06d}"
            told.add(pieces, parts)
            shutil.rmtree(pieces)
            done = (share.number + 1) / len(plan)
            tell(say("Writing part {part} of {parts}", part=share.number + 1, parts=len(plan)), 0.95 * done)
        for file, whole in begun.items():
            if close_file(whole, directory / "inbox" / file):
                told.add_total(whole[0])
    finally:
        told.close()


def _append(part: Part, target: Path, *, is_new: bool) -> None:
    if is_new:
        shutil.move(part.path, target)
        return
    with part.path.open("rb") as source, target.open("ab") as sink:
        shutil.copyfileobj(source, sink, 1 << 20)


def copy_package_files(source: Path, target: Path) -> None:
    """The package's YAML files, byte for byte."""
    target.mkdir(parents=True, exist_ok=True)
    for file in sorted(source.glob("*.yaml")):
        (target / file.name).write_bytes(file.read_bytes())
