"""What lies in the inbox, and what becomes of each file of it?"""

from __future__ import annotations

import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from saphan import ingest
from saphan.contracts.model import Contract
from saphan.errors import SaphanError
from saphan.services.platform import Platform
from saphan.words import Words, say


@dataclass(frozen=True)
class ReceivedFile:
    """One file of the inbox and what was done with it."""

    file_name: str
    dataset: str  # empty where no contract describes it
    state: str  # received, already_received, unknown, unreadable, no_agreement
    delivery_id: str
    words: Words  # what happened and what to do


def waiting(platform: Platform, but: Sequence[ReceivedFile] = ()) -> list[Path]:
    """The files of the inbox, but those of which something was said."""
    said = {one.file_name for one in but}
    found = sorted(platform.project.inbox.iterdir())
    return [path for path in found if not path.name.startswith(".") and path.name not in said]


def unpack(path: Path) -> list[ReceivedFile]:
    """Lay the files of a zip in the inbox beside it and take the zip away; or say why not."""
    aside = path.with_name(f".unpacking-{path.name}")
    try:
        shutil.rmtree(aside, ignore_errors=True)
        aside.mkdir()
        files = ingest.unpack(path, aside)
        taken = [file.name for file in files if path.with_name(file.name).exists()]
        if taken:
            words = say(
                "{file} holds {name}, and a file of that name already is in the inbox.", file=path.name, name=taken[0]
            )
            return [ReceivedFile(path.name, "", "unreadable", "", words)]
        for file in files:
            file.replace(path.with_name(file.name))
        path.unlink()
    except ingest.UnreadableFile as refused:
        return [ReceivedFile(path.name, "", "unreadable", "", _told(refused))]
    finally:
        shutil.rmtree(aside, ignore_errors=True)
    return []


def receive(path: Path, known: Mapping[str, Contract], in_force: frozenset[str], platform: Platform) -> ReceivedFile:
    dataset = ""
    try:
        corrected = _corrected_dataset(path, platform)
        dataset = corrected or ingest.contract_of(path, known).dataset
        if dataset not in in_force:
            words = say(
                "No agreement in force covers the dataset {dataset}; the file stays in the inbox.", dataset=dataset
            )
            return ReceivedFile(path.name, dataset, "no_agreement", "", words)
        received = ingest.receive(path, known, vault=platform.project.vault, on=platform.day)
    except (ingest.UnknownFile, ingest.AmbiguousFile) as unknown:
        return ReceivedFile(path.name, dataset, "unknown", "", _told(unknown))
    except (ingest.UnreadableFile, ingest.HeaderMismatch) as unreadable:
        return ReceivedFile(path.name, dataset, "unreadable", "", _told(unreadable))
    state = "already_received" if received.already else "received"
    words = say("Received before; nothing new.") if received.already else say("Received.")
    return ReceivedFile(path.name, dataset, state, received.receipt.delivery_id, words)


def _corrected_dataset(path: Path, platform: Platform) -> str:
    """The dataset of the delivery that a return sheet corrects; empty where the file is none."""
    delivery_id = ingest.corrects(path)
    received = ingest.receipts(platform.project.vault) if delivery_id else []
    return next((each.dataset for each in received if each.delivery_id == delivery_id), "")


def _told(error: SaphanError) -> Words:
    return say("{what} {cure}", what=error.what, cure=error.cure)
