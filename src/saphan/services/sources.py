"""Datasets that no file brings: fetched from an agency's database, and received like a file."""

from __future__ import annotations

import secrets
import shutil
import stat
from pathlib import Path

from saphan import ingest
from saphan.access.actor import Asker
from saphan.access.permissions import Permission
from saphan.contracts.model import Contract
from saphan.errors import NotFound, Refused
from saphan.services import deliveries, notes, reading
from saphan.services._inbox import ReceivedFile
from saphan.services.gate import require
from saphan.services.platform import Platform
from saphan.words import say

_OTHERS = stat.S_IRWXG | stat.S_IRWXO


class NoSource(NotFound):
    """No contract says that this dataset is fetched from a database, or the key to it is not there."""


class OpenKey(Refused):
    """Others than their owner can read the key to an agency's database."""


def fetch(asker: Asker, platform: Platform, *, dataset: str = "") -> list[ReceivedFile]:
    """Every dataset that lies in a database, or the one that is named: a snapshot in the vault, with its receipt.

    Raises:
        NoSource: no contract describes such a dataset, or its key is not there.
        OpenKey: others can read the key.
        SourceUnavailable, SourceRefuses, HeaderMismatch: nothing was taken.
    """
    require(asker, Permission.SEND_DELIVERY, platform)
    found: list[ReceivedFile] = []
    in_force = reading.datasets_in_force(platform)
    for contract in _fetched(platform, dataset):
        if contract.dataset not in in_force:
            words = say("No agreement in force covers the dataset {dataset}; nothing was fetched.",
                        dataset=contract.dataset)  # fmt: skip
            found.append(ReceivedFile(contract.file.pattern, contract.dataset, "no_agreement", "", words))
            continue
        found += _fetch(asker, platform, contract)
    return found


def _key_of(platform: Platform, dataset: str) -> Path:
    """Where the connection to the source of a dataset is written, by the operator, for nobody else to read."""
    return platform.project.keys / f"{dataset}.source"


def _fetched(platform: Platform, dataset: str) -> list[Contract]:
    known = [each for each in reading.contracts(platform).values() if each.database is not None]
    wanted = [each for each in known if dataset in ("", each.dataset)]
    if wanted:
        return wanted
    raise NoSource(
        say("No contract says that a dataset is fetched from a database.")
        if not dataset
        else say("No contract says that {dataset} is fetched from a database.", dataset=dataset),
        where=str(platform.project.contracts),
        cure=say(
            "Write a contract with a server of the type `postgres`: docs/how-to/fetch-from-a-database.md shows one."
        ),
    )


def _fetch(asker: Asker, platform: Platform, contract: Contract) -> list[ReceivedFile]:
    connection = _connection(platform, contract.dataset)
    name = contract.file.pattern
    aside = platform.project.inbox / f".fetching-{secrets.token_hex(8)}"
    aside.mkdir(mode=0o700)
    try:
        assert contract.database is not None  # noqa: S101 - chosen by it just above
        taken = ingest.snapshot(contract, contract.database, connection=connection, into=aside / name)
        notes.write(asker, platform, "source_fetched", dataset=contract.dataset, rows=taken.rows)
        (aside / name).replace(platform.project.inbox / name)
    finally:
        shutil.rmtree(aside, ignore_errors=True)
    return [one for one in deliveries.receive_inbox(asker, platform) if one.file_name == name]


def _connection(platform: Platform, dataset: str) -> str:
    path = _key_of(platform, dataset)
    if not path.is_file():
        raise NoSource(
            say("The key to the database of {dataset} is not there.", dataset=dataset),
            where=str(path),
            cure=say(
                "Write the connection the agency gave you into that file: postgresql://role:password@host/database."
            ),
        )
    if path.stat().st_mode & _OTHERS:
        raise OpenKey(
            say("Others can read the key to the database of {dataset}.", dataset=dataset),
            where=str(path),
            cure=say("Run `chmod 600 {file}`.", file=path),
        )
    return path.read_text("utf-8").strip()
