"""What came in? Each delivery read, conformed, judged and accepted; or taken over from the build that read it last.

What a delivery says depends on its bytes, on what was sent back to correct it, on its contract as it may be read, and
on the code that reads. All of these are in the name under which it is kept: whatever is another makes another name.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from functools import partial
from importlib.metadata import version
from pathlib import Path

import saphan
from saphan import contracts, ingest, quality, store, tables
from saphan.contracts.model import Contract
from saphan.ingest.receipt import original
from saphan.store import Engine, Keeper, KeptPart, Layer, Relation, code_of, open_layers, written_aside
from saphan.tables import DELIVERIES, FACTS, FINDINGS, QUARANTINE, RECORDS, REPAIRS, Zone
from saphan.words import Words, say

TAKEN = (DELIVERIES, RECORDS, FACTS, REPAIRS, FINDINGS, QUARANTINE)
PACKAGES = (ingest, quality, contracts, tables, store)  # whose code decides what a delivery says
FEWEST = 50_000  # rows; a smaller table is written whole, which costs less than looking after its parts
LIBRARIES = ("duckdb", "geothai", "numpy", "pyarrow", "rapidfuzz", "sqlglot")

AT_ONCE = 4  # deliveries that are taken in side by side
SMALL = 16 << 20  # bytes of a file; a larger one is read by all hands, and holds enough memory for all

Taken = Mapping[str, KeptPart]  # what one delivery adds, by table
Read = tuple[Taken, Sequence[Words]]  # and what is to be told of it


@dataclass(frozen=True)
class Delivery:
    """A delivery, what was sent back to correct it, and the contract it is read by."""

    receipt: ingest.Receipt
    contract: Contract
    corrections: Sequence[ingest.Receipt] = ()

    def name(self, code: str) -> str:
        """The name under which what it says is kept: all that decides on it."""
        receipts = [replace(each, number=0, came_again=0) for each in (self.receipt, *self.corrections)]
        contract = replace(self.contract, source="", database=None)
        said = "\n".join([code, repr(receipts), repr(contract)])
        return f"{self.receipt.delivery_id}-{hashlib.sha256(said.encode()).hexdigest()[:32]}"


def code() -> str:
    """A checksum of all that reads deliveries: our code, and the libraries it stands on."""
    ours = code_of(*(Path(str(package.__file__)).parent for package in PACKAGES))
    return " ".join([saphan.__version__, ours, *(f"{name} {version(name)}" for name in LIBRARIES)])


def take_in(delivery: Delivery, vault: Path, engine: Engine) -> dict[str, Relation]:
    """The six relations one delivery adds to a build, read from its files."""
    receipt, contract = delivery.receipt, delivery.contract
    reading, conformed = ingest.take_in(receipt, contract, vault, engine)
    taken = _judged(reading, conformed, contract, receipt)
    for correction in delivery.corrections:
        waiting = taken[QUARANTINE.name]
        reading = ingest.overlay(reading, waiting, correction, contract, vault, delivery_id=receipt.delivery_id)
        conformed = ingest.conform(reading, contract, received_on=receipt.received_on)
        taken = _judged(reading, conformed, contract, receipt)
    return taken


def take_each(
    deliveries: Mapping[str, Delivery], keeper: Keeper, vault: Path, engine: Engine, *,
    tell: Callable[[int, Words], None],
) -> tuple[Sequence[Taken], Sequence[ingest.Receipt]]:  # fmt: skip
    """What each delivery adds, by the names they are kept under and in their order; small ones some at a time.

    Beside it the receipts of those that were taken over: their originals were not read, and are still to be compared.
    `tell` hears, from this thread alone and in the order of the deliveries, what was done with which.

    Raises:
        DamagedVault: a file that must be read is missing from the vault, or was changed in it.
    """
    unread: list[ingest.Receipt] = []
    with ThreadPoolExecutor(AT_ONCE) as hands:
        waiting = {
            name: hands.submit(_heard, delivery, name, keeper, vault, engine, unread=unread)
            for name, delivery in deliveries.items()
            if keeper.holds(name) or _is_small(delivery, vault)
        }
        taken = []
        for at, (name, delivery) in enumerate(deliveries.items()):
            if name in waiting:
                found, heard = waiting[name].result()
                for words in heard:
                    tell(at, words)
            else:
                found = take_over(delivery, name, keeper, vault, engine, tell=partial(tell, at), unread=unread)
            taken.append(found)
    return taken, unread


def compare(receipts: Sequence[ingest.Receipt], vault: Path) -> None:
    """Read these originals through, though nothing of them is needed: damage is to be known while there are backups.

    Raises:
        DamagedVault: one is missing from the vault or was changed in it.
    """
    for receipt in receipts:
        original(receipt, vault)


def _is_small(delivery: Delivery, vault: Path) -> bool:
    files = (vault / each.sha256 / each.file_name for each in (delivery.receipt, *delivery.corrections))
    return sum(file.stat().st_size for file in files if file.is_file()) <= SMALL


def _heard(
    delivery: Delivery, name: str, keeper: Keeper, vault: Path, engine: Engine, *, unread: list[ingest.Receipt]
) -> Read:
    heard: list[Words] = []
    return take_over(delivery, name, keeper, vault, engine, tell=heard.append, unread=unread), heard


def take_over(
    delivery: Delivery, name: str, keeper: Keeper, vault: Path, engine: Engine, *, tell: Callable[[Words], None],
    unread: list[ingest.Receipt],
) -> Taken:  # fmt: skip
    """What a delivery adds, as it is kept; read first, and kept, where it is not kept or is no longer whole.

    Receipts of files that were not read go into `unread`.

    Raises:
        DamagedVault: its file must be read, and is missing from the vault or was changed in it.
    """
    found = keeper.found(name)
    if found is not None and found.keys() == {table.name for table in TAKEN}:
        unread.extend((delivery.receipt, *delivery.corrections))
        tell(say("Taking over {dataset} as it was read", dataset=delivery.contract.dataset))
        return found
    if keeper.holds(name):
        tell(say("What was kept of {dataset} is damaged and is read again", dataset=delivery.contract.dataset))
    else:
        tell(say("Reading {dataset}", dataset=delivery.contract.dataset))
    return keeper.keep(name, take_in(delivery, vault, engine).values())


def together(taken: Sequence[Taken], engine: Engine) -> dict[str, Relation]:
    """The rows of all deliveries by table, read where they lie."""
    return {
        table.name: open_layers([part[table.name].layer for part in taken], table, engine)
        if taken
        else store.empty(table, engine)
        for table in TAKEN
    }


def staying(
    taken: Sequence[Taken], left_out: Relation, without: Callable[[Relation, Relation], Relation]
) -> Sequence[Taken]:
    """The same without the records that stay out: their deliveries are written anew, and nothing of theirs."""
    touched = {str(record_id).partition(":")[0] for record_id, _ in left_out.rows()}
    return [_staying(part, left_out, without, touched) for part in taken]


def _staying(
    part: Taken, left_out: Relation, without: Callable[[Relation, Relation], Relation], touched: Collection[str]
) -> Taken:
    engine = left_out.engine
    delivery = open_layers([part[DELIVERIES.name].layer], DELIVERIES, engine)
    if not {str(row[0]) for row in delivery.rows()} & set(touched):
        return part
    parts = {}
    for table in (RECORDS, FACTS, REPAIRS):
        left = without(open_layers([part[table.name].layer], table, engine), left_out)
        parts[table.name] = KeptPart(written_aside(left), left.count())
    return {**part, **parts}


def layers(taken: Sequence[Taken]) -> Mapping[str, Sequence[Layer]]:
    """Of each table that is large enough to be kept in parts, those parts that hold anything, in order."""
    found = {}
    for table in TAKEN:
        parts = [part[table.name] for part in taken]
        if table.zone is not Zone.WITHIN_BUILD and sum(part.rows for part in parts) >= FEWEST:
            found[table.name] = [part.layer for part in parts if part.rows]
    return found


def _judged(
    reading: ingest.Reading, conformed: ingest.Conformed, contract: Contract, receipt: ingest.Receipt
) -> dict[str, Relation]:
    findings = quality.check(conformed.rows, contract, receipt.delivery_id)
    return ingest.accept(reading, conformed, findings, contract, receipt)
