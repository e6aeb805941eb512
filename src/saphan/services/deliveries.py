"""What agencies sent, what became of each row, and what they get back."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from saphan import ingest, quality
from saphan.access.actor import Asker
from saphan.access.permissions import Permission
from saphan.errors import BrokenPromise, NotFound
from saphan.services import notes, reading
from saphan.services._inbox import ReceivedFile, receive, unpack, waiting
from saphan.services._scores import Fix, columns_of, fixes_of, scores_before
from saphan.services._scores import scores as scores_of
from saphan.services.gate import require, require_dataset
from saphan.services.platform import Platform
from saphan.services.reading import Reading, Row
from saphan.words import Words, say

_LONGEST_NAME = 200  # bytes; file systems take 255


class BadFileName(BrokenPromise):
    """An uploaded file has a name that no file of the inbox may have."""


class NoDelivery(NotFound):
    """The release holds no such delivery."""


class NoReturnSheet(NotFound):
    """There is no return sheet for that delivery."""


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
    score: float = 0.0  # of 100 rows, how many came without any finding
    score_before: float | None = None  # of the delivery before
    fixes: tuple[Fix, ...] = ()  # what would raise the score most
    undescribed: tuple[str, ...] = ()  # columns of the file that its contract does not describe
    missing: tuple[str, ...] = ()  # columns of the contract that the file does not have
    others: int = 0  # files of the same dataset that count beside it
    shared: int = 0  # accepted rows whose citizen number one of these names too


@dataclass(frozen=True)
class Arrival:
    """A file that was received and waits for the next build."""

    file_name: str
    dataset: str
    title: Words
    received_on: date
    corrects: str  # the delivery it corrects, or empty


def receive_inbox(asker: Asker, platform: Platform) -> list[ReceivedFile]:
    """Every file in the inbox, received (checksummed, laid in the vault) or named with what to do."""
    require(asker, Permission.SEND_DELIVERY, platform)
    known, in_force = reading.contracts(platform), reading.datasets_in_force(platform)
    unpacked = [one for path in waiting(platform) if ingest.is_packed(path) for one in unpack(path)]
    found = [*unpacked, *(receive(path, known, in_force, platform) for path in waiting(platform, but=unpacked))]
    for one in found:
        detail = {"state": one.state, "dataset": one.dataset, "delivery": one.delivery_id}
        notes.write(asker, platform, "file_received", **detail)
    return found


def inbox_now(asker: Asker, platform: Platform) -> dict[str, tuple[int, int]]:
    """The files that lie in the inbox, each with its size and when it was last written to."""
    require(asker, Permission.SEND_DELIVERY, platform)
    seen = {}
    for path in waiting(platform):
        state = path.lstat()
        seen[path.name] = (state.st_size, state.st_mtime_ns)
    return seen


def send(asker: Asker, platform: Platform, *, file_name: str, content: Iterable[bytes]) -> list[ReceivedFile]:
    """A file somebody uploads: laid in the inbox whole, and received like any other there.

    Raises:
        BadFileName: it is a path, hidden, or no name at all.
    """
    require(asker, Permission.SEND_DELIVERY, platform)
    name = file_name.strip()
    if (
        not name.isprintable()
        or not name
        or name.startswith(".")
        or set(name) & set("/\\:")
        or len(name.encode()) > 200
    ):
        raise BadFileName(
            say("A file cannot be taken under that name."),
            cure=say("Give it a short name without slashes that does not begin with a dot, and send it again."),
        )
    aside = platform.project.inbox / f".sending-{secrets.token_hex(8)}"
    try:
        with aside.open("xb") as written:
            for block in content:
                written.write(block)
        aside.replace(platform.project.inbox / name)
    finally:
        aside.unlink(missing_ok=True)
    found = receive_inbox(asker, platform)
    return [one for one in found if one.file_name == name] or found


def arrivals(asker: Asker, platform: Platform) -> list[Arrival]:
    """Files that were received and are not in the release yet, the latest first."""
    require(asker, Permission.SEND_DELIVERY, platform)
    notes.write(asker, platform, "arrivals_shown")
    built, known = reading.files_built(platform), reading.contracts(platform)
    received = ingest.receipts(platform.project.vault)
    counting = [
        one
        for each in ingest.latest_by_file(received, whole=reading.sent_whole(known))
        for one in (each, *ingest.corrections_of(each, received))
    ]
    unbuilt = sorted((each for each in counting if each.sha256 not in built), key=ingest.arrival, reverse=True)
    return [
        Arrival(each.file_name, each.dataset, reading.titled(platform, each.dataset), each.received_on, each.corrects)
        for each in unbuilt
    ]


def listing(asker: Asker, platform: Platform) -> list[DeliverySummary]:
    """The deliveries of the current release, the largest share of waiting rows first."""
    require(asker, Permission.SEE_RETURN_SHEET, platform)
    now = reading.open_current(platform)
    notes.write(asker, platform, "deliveries_shown", release=now.release.release_id)
    return summaries(asker, platform, now)


def one(asker: Asker, platform: Platform, delivery_id: str) -> DeliverySummary:
    """One delivery of the current release.

    Raises:
        NoDelivery: there is no such delivery in it.
    """
    require(asker, Permission.SEE_RETURN_SHEET, platform)
    now = reading.open_current(platform)
    found = next((each for each in summaries(asker, platform, now) if each.delivery_id == delivery_id), None)
    if found is None:
        raise NoDelivery(say("There is no such delivery."), cure=say("Choose a delivery from the list."))
    notes.write(asker, platform, "deliveries_shown", release=now.release.release_id, delivery=delivery_id)
    beside = now.rows("people_shared", delivery_id=delivery_id, dataset=found.dataset)[0]
    return replace(found, others=beside["others"], shared=beside["shared"])


def summaries(asker: Asker, platform: Platform, now: Reading) -> list[DeliverySummary]:
    """The deliveries of a release; for services that have let the asker in."""
    del asker  # let in by the caller
    scores, arrived = scores_of(now), sorted(ingest.receipts(platform.project.vault), key=ingest.arrival)
    order = {receipt.delivery_id: at for at, receipt in enumerate(arrived)}
    earlier = scores_before(now, reading.open_before(platform), order)
    columns = columns_of(now)
    reasons: dict[str, list[Reason]] = {}
    for row in now.rows("reasons_of_release"):
        reasons.setdefault(row["delivery_id"], []).append(_reason(row))
    return [
        replace(
            _summary(row, reading.titled(platform, row["dataset"]), tuple(reasons.get(row["delivery_id"], ()))),
            score=scores[row["delivery_id"]].score,
            score_before=earlier.get(row["delivery_id"]),
            fixes=fixes_of(scores[row["delivery_id"]].card),
            undescribed=columns.get((row["delivery_id"], "undescribed_column"), ()),
            missing=columns.get((row["delivery_id"], "missing_column"), ()),
        )
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


def _reason(row: Row) -> Reason:
    check = quality.catalogue().get(row["check_id"])
    words = check.reason if check else Words(str(row["check_id"]))
    return Reason(row["check_id"], words, row["severity"], row["found"])


def _summary(row: Row, title: Words, reasons: tuple[Reason, ...]) -> DeliverySummary:
    return DeliverySummary(
        delivery_id=row["delivery_id"],
        dataset=row["dataset"],
        title=title,
        agency=row["agency"],
        received_on=row["received_on"],
        delivered=row["rows_delivered"],
        accepted=row["rows_accepted"],
        quarantined=row["rows_quarantined"],
        refused=row["rows_refused"],
        reasons=reasons,
    )
