"""What agencies sent, what became of each row, and what they get back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from saphan import ingest, quality
from saphan.access.actor import Asker
from saphan.access.permissions import Permission
from saphan.contracts.model import Contract
from saphan.errors import NotFound, SaphanError
from saphan.services import notes, reading
from saphan.services.gate import require, require_dataset
from saphan.services.platform import Platform
from saphan.services.reading import Reading, Row
from saphan.words import Bilingual, Words, say


class NoReturnSheet(NotFound):
    """There is no return sheet for that delivery."""


@dataclass(frozen=True)
class ReceivedFile:
    """One file of the inbox and what was done with it."""

    file_name: str
    dataset: str  # empty where no contract describes it
    state: str  # received, already_received, unknown, unreadable, no_agreement
    delivery_id: str
    words: Words  # what happened and what to do


@dataclass(frozen=True)
class Reason:
    """Why rows wait or were noted: one check of one dataset."""

    check_id: str
    words: Words
    severity: str
    rows: int


@dataclass(frozen=True)
class DeliverySummary:
    """One delivery, to the row: delivered = accepted + quarantined + refused."""

    delivery_id: str
    dataset: str
    title: Words  # of the dataset
    agency: str
    received_on: date
    delivered: int
    accepted: int
    quarantined: int
    refused: int
    reasons: tuple[Reason, ...]


def receive_inbox(asker: Asker, platform: Platform) -> list[ReceivedFile]:
    """Every file in the inbox, received (checksummed, laid in the vault) or named with what to do."""
    require(asker, Permission.SEND_DELIVERY, platform)
    known, in_force = reading.contracts(platform), reading.datasets_in_force(platform)
    files = [path for path in sorted(platform.project.inbox.iterdir()) if not path.name.startswith(".")]
    found = [_receive(path, known, in_force, platform) for path in files]
    for one in found:
        detail = {"state": one.state, "dataset": one.dataset, "delivery": one.delivery_id}
        notes.write(asker, platform, "file_received", **detail)
    return found


def listing(asker: Asker, platform: Platform) -> list[DeliverySummary]:
    """The deliveries of the current release, the largest share of waiting rows first."""
    require(asker, Permission.SEE_RETURN_SHEET, platform)
    now = reading.open_current(platform)
    notes.write(asker, platform, "deliveries_shown", release=now.release.release_id)
    return summaries(asker, platform, now)


def summaries(asker: Asker, platform: Platform, now: Reading) -> list[DeliverySummary]:
    """The deliveries of a release; for services that have let the asker in."""
    del asker  # let in by the caller
    known = reading.contracts(platform)
    reasons: dict[str, list[Reason]] = {}
    for row in now.rows("reasons_of_release"):
        reasons.setdefault(row["delivery_id"], []).append(_reason(row))
    return [
        _summary(row, known.get(row["dataset"]), tuple(reasons.get(row["delivery_id"], ())))
        for row in now.rows("deliveries_of_release")
    ]


def return_sheet(asker: Asker, platform: Platform, delivery_id: str) -> Path:
    """The .xlsx that goes back to the agency: failing rows, reason and cure in Thai.

    Raises:
        NoReturnSheet: the release has no such delivery, or the sheet was not written.
    """
    require(asker, Permission.SEE_RETURN_SHEET, platform)
    now = reading.open_current(platform)
    known = {row["delivery_id"]: row["dataset"] for row in now.rows("deliveries_of_release")}
    path = sheet_path(asker, platform, delivery_id)
    if delivery_id not in known or not path.is_file():
        raise NoReturnSheet(
            say("There is no return sheet for that delivery."),
            cure=say("Choose a delivery from the list, or run `saphan build` to write the sheets again."),
        )
    require_dataset(asker, Permission.SEE_RETURN_SHEET, platform, known[delivery_id])
    notes.write(asker, platform, "return_sheet_taken", delivery=delivery_id, release=now.release.release_id)
    return path


def sheet_path(asker: Asker, platform: Platform, delivery_id: str) -> Path:
    """Where a build writes the return sheet of a delivery; for services that have let the asker in."""
    del asker  # let in by the caller
    return platform.project.out / "return-sheets" / f"{delivery_id}.xlsx"


def _receive(path: Path, known: Mapping[str, Contract], in_force: frozenset[str], platform: Platform) -> ReceivedFile:
    dataset = ""
    try:
        dataset = ingest.contract_of(path, known).dataset
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


def _told(error: SaphanError) -> Words:
    return say("{what} {cure}", what=error.what, cure=error.cure)


def _reason(row: Row) -> Reason:
    check = quality.catalogue().get(row["check_id"])
    words = check.reason if check else Words(str(row["check_id"]))
    return Reason(row["check_id"], words, row["severity"], row["found"])


def _summary(row: Row, contract: Contract | None, reasons: tuple[Reason, ...]) -> DeliverySummary:
    title = contract.title if contract else {}
    return DeliverySummary(
        delivery_id=row["delivery_id"],
        dataset=row["dataset"],
        title=Bilingual(title.get("en", row["dataset"]), thai=title.get("th", row["dataset"])),
        agency=row["agency"],
        received_on=row["received_on"],
        delivered=row["rows_delivered"],
        accepted=row["rows_accepted"],
        quarantined=row["rows_quarantined"],
        refused=row["rows_refused"],
        reasons=reasons,
    )
