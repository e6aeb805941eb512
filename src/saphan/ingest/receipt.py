"""Which files were received? Each lies in the vault under its checksum, beside its receipt."""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass, fields
from datetime import date
from pathlib import Path
from typing import Final

from saphan.errors import BrokenPromise
from saphan.store import checksum
from saphan.words import say

RECEIPT: Final = "receipt.json"
_DIGEST: Final = re.compile("[0-9a-f]{64}")


class DamagedVault(BrokenPromise):
    """A file of the vault is missing, or not as it was received."""


@dataclass(frozen=True)
class Receipt:
    """One file as it was received."""

    delivery_id: str  # d and the first 12 digits of the SHA-256
    dataset: str
    agency: str
    contract_version: str
    file_name: str
    sha256: str
    bytes: int
    received_on: date
    number: int = 0  # the how manieth file the vault received: which of two of one day came later
    came_again: int = 0  # the number it got when the same content came again after another: then it is the latest
    corrects: str = ""  # the delivery whose waiting rows it replaces, where it is a return sheet sent back


def receipts(vault: Path) -> list[Receipt]:
    """Every file ever received, in the order it came.

    Raises:
        DamagedVault: a receipt cannot be read.
    """
    found = [_receipt(path) for path in vault.glob(f"*/{RECEIPT}") if _DIGEST.fullmatch(path.parent.name)]
    return sorted(found, key=lambda receipt: (receipt.received_on, receipt.number, receipt.delivery_id))


def latest_by_file(received: Iterable[Receipt], *, whole: Collection[str] = ()) -> list[Receipt]:
    """Of every dataset and file name the one received last: an agency that sends a file again corrects it.

    Of a dataset in `whole` every file is the whole list: the last one counts, whatever its name.
    """
    ordered = sorted((each for each in received if not each.corrects), key=arrival)
    latest = {(receipt.dataset, "" if receipt.dataset in whole else receipt.file_name): receipt for receipt in ordered}
    return sorted(latest.values(), key=lambda receipt: (receipt.dataset, receipt.file_name))


def arrival(receipt: Receipt) -> tuple[int, date, int]:
    """The order in which files came last; what came again counts from then."""
    return (receipt.came_again or receipt.number, receipt.received_on, receipt.number)


def corrections_of(receipt: Receipt, received: Iterable[Receipt]) -> list[Receipt]:
    """The return sheets of a delivery that were sent back, in the order they came."""
    return sorted((each for each in received if each.corrects == receipt.delivery_id), key=arrival)


def original(receipt: Receipt, vault: Path) -> Path:
    """The file as it came.

    Raises:
        DamagedVault: it is not there, or its checksum is another.
    """
    path = vault / receipt.sha256 / receipt.file_name
    if not path.is_file() or checksum(path) != receipt.sha256:
        raise DamagedVault(
            say("The received file {file} is missing from the vault, or was changed in it.", file=receipt.file_name),
            where=str(path),
            cure=say("Restore it from a backup, or lay the agency's file in the inbox again."),
        )
    return path


def to_json(receipt: Receipt) -> str:
    """A receipt as it is written in the vault."""
    values = {each.name: getattr(receipt, each.name) for each in fields(Receipt)}
    return json.dumps(values | {"received_on": receipt.received_on.isoformat()}, ensure_ascii=False, indent=2)


def _receipt(path: Path) -> Receipt:
    try:
        values = json.loads(path.read_text("utf-8"))
        return Receipt(**values | {"received_on": date.fromisoformat(values["received_on"])})
    except (ValueError, TypeError, KeyError) as broken:
        raise DamagedVault(
            say("A receipt of the vault cannot be read."),
            where=str(path),
            cure=say("Restore it from a backup, or lay the agency's file in the inbox again."),
        ) from broken
