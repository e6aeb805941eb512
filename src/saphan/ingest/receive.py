"""How does a file come in? It is laid in the vault, durably and under its checksum, before it leaves the inbox.

At any moment one whole copy is in the inbox or in the vault, so that a machine that stops loses nothing: the same
call, made again, goes on from there.
"""

from __future__ import annotations

import errno
import fcntl
import os
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from difflib import get_close_matches
from fnmatch import fnmatchcase
from pathlib import Path, PurePath
from typing import Final

from saphan.contracts.model import Contract
from saphan.errors import BrokenPromise, NotFound, Unavailable
from saphan.ingest.content import content_of
from saphan.ingest.correction import corrected_rows, corrects
from saphan.ingest.readable import check_readable
from saphan.ingest.receipt import RECEIPT, Receipt, arrival, receipts, to_json
from saphan.store import checksum
from saphan.words import say

_TABLE_ENDINGS: Final = {".csv", ".txt", ".tsv", ".xls", ".xlsx", ".xlsm", ".htm", ".html", ".parquet"}
_ASIDE: Final = ".receiving"


class UnknownFile(NotFound):
    """No contract describes a file of that name."""


class AmbiguousFile(BrokenPromise):
    """Several contracts describe a file of that name."""


class VaultFull(Unavailable):
    """There was no room left; the file is in the inbox as it was."""


@dataclass(frozen=True)
class Received:
    """A receipt, and whether the same content had been received before."""

    receipt: Receipt
    already: bool


def receive(file: Path, contracts: Mapping[str, Contract], *, vault: Path, on: date) -> Received:
    """The receipt of a file that now lies in the vault and no longer in the inbox; by content, so twice is once.

    Raises:
        UnknownFile, AmbiguousFile: not exactly one contract describes its name.
        UnreadableFile, HeaderMismatch: it is not what the contract says; it stays in the inbox.
        VaultFull: there was no room; it stays in the inbox.
    """
    content_of(file)  # a link or a directory is not followed
    corrected = corrects(file)
    contract = _corrected_contract(file, corrected, contracts, vault) if corrected else contract_of(file, contracts)
    with _locked(vault) as aside:
        before = file.stat()
        copy = aside / file.name
        shutil.copyfile(file, copy)
        digest = checksum(copy)
        known = receipts(vault)
        receipt = next((each for each in known if each.sha256 == digest), None)
        already = receipt is not None
        number = max((arrival(each)[0] for each in known), default=0) + 1
        if receipt is None:
            if corrected:
                corrected_rows(copy, contract)
            else:
                check_readable(copy, contract)
            receipt = _new_receipt(copy, contract, digest, on=on, number=number)
            receipt = replace(receipt, corrects=corrected)
        elif any(_follows(each, receipt) for each in known):
            receipt = replace(receipt, came_again=number)  # A, then B, then A again: what counts is A
        _lay_in(copy, vault / digest, receipt)
        after = file.stat()
        if (before.st_size, before.st_mtime_ns) == (after.st_size, after.st_mtime_ns):
            file.unlink()  # else somebody wrote to it meanwhile: it is received again next time
    return Received(receipt, already)


def contract_of(file: Path, contracts: Mapping[str, Contract]) -> Contract:
    """The one contract that describes a file of that name.

    Raises:
        UnknownFile: none does.
        AmbiguousFile: several do.
    """
    shown = file.name.encode("utf-8", "replace").decode("utf-8")
    if shown != file.name:
        what = say("The name of {file} is not written in UTF-8.", file=shown)
        raise UnknownFile(what, where=shown, cure=say("Rename the file."))
    name = file.name.casefold()
    matching = [each for each in contracts.values() if fnmatchcase(name, each.file.pattern.casefold())]
    if not matching:  # the same file saved in another program has another ending; what it is, its content tells
        matching = [each for each in contracts.values() if _fits_but_for_ending(name, each.file.pattern.casefold())]
    if len(matching) == 1:
        return matching[0]
    if matching:
        raise AmbiguousFile(
            say("{file} fits several contracts: {datasets}.",
                file=file.name, datasets=", ".join(sorted(each.dataset for each in matching))),
            where=file.name,
            cure=say("Make the file patterns of these contracts narrower, or rename the file."),
        )  # fmt: skip
    patterns = sorted(each.file.pattern for each in contracts.values())
    near = get_close_matches(file.name, patterns, n=1, cutoff=0.5)
    what = say("No contract describes a file named {file}.", file=file.name)
    known = say("Known names are: {patterns}.", patterns=", ".join(patterns) or "-")
    cure = say("Did you mean `{near}`? {known}", near=near[0], known=known) if near else known
    raise UnknownFile(what, where=file.name, cure=cure)


def _fits_but_for_ending(name: str, pattern: str) -> bool:
    ending = PurePath(pattern).suffix
    return {ending, PurePath(name).suffix} <= _TABLE_ENDINGS and fnmatchcase(f"{PurePath(name).stem}{ending}", pattern)


def _corrected_contract(file: Path, delivery_id: str, contracts: Mapping[str, Contract], vault: Path) -> Contract:
    """The contract of the delivery that a return sheet corrects."""
    dataset = next((each.dataset for each in receipts(vault) if each.delivery_id == delivery_id), "")
    if dataset in contracts:
        return contracts[dataset]
    raise UnknownFile(
        say("{file} is a return sheet of a delivery that is not known here.", file=file.name),
        where=file.name,
        cure=say("Send it to the installation it came from."),
    )


def _follows(later: Receipt, receipt: Receipt) -> bool:
    """Whether another file took the place of this one."""
    is_same = (later.dataset, later.file_name, later.corrects) == (receipt.dataset, receipt.file_name, receipt.corrects)
    return is_same and later.sha256 != receipt.sha256 and arrival(later) > arrival(receipt)


def _new_receipt(copy: Path, contract: Contract, digest: str, *, on: date, number: int) -> Receipt:
    return Receipt(
        delivery_id=f"d{digest[:12]}",
        dataset=contract.dataset,
        agency=contract.agency,
        contract_version=contract.version,
        file_name=copy.name,
        sha256=digest,
        bytes=copy.stat().st_size,
        received_on=on,
        number=number,
    )


def _lay_in(copy: Path, home: Path, receipt: Receipt) -> None:
    """The file first, then its receipt, each durable before the next: a receipt never speaks of what is not there."""
    home.mkdir(mode=0o700, exist_ok=True)
    _sync(copy)
    copy.replace(home / receipt.file_name)
    _sync(home)
    _sync(home.parent)
    written = home / f"{RECEIPT}.new"
    written.write_text(to_json(receipt), "utf-8")
    _sync(written)
    written.replace(home / RECEIPT)
    _sync(home)


@contextmanager
def _locked(vault: Path) -> Iterator[Path]:
    """An empty directory aside, for one receiver at a time; what a stopped one left is swept."""
    vault.mkdir(mode=0o700, parents=True, exist_ok=True)
    aside = vault / _ASIDE
    try:
        with (vault / "lock").open("a+") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            shutil.rmtree(aside, ignore_errors=True)
            aside.mkdir(mode=0o700)
            try:
                yield aside
            finally:
                shutil.rmtree(aside, ignore_errors=True)
    except OSError as failed:
        if failed.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
            raise VaultFull(
                say("The disk is full. The file is in the inbox as it was."),
                where=str(vault),
                cure=say("Free some space, then run the same command again."),
            ) from failed
        raise


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
