"""Which data are still held after their agreement ended, when must they be destroyed, and was it done?"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from pathlib import Path

from saphan import ingest
from saphan.access.actor import Asker
from saphan.access.permissions import Permission
from saphan.access.standing import Standing, standings
from saphan.contracts.model import Agreement
from saphan.desk import queries, sealer
from saphan.errors import Conflict, NotFound, Refused
from saphan.services import _kept, notes, reading
from saphan.services._files import whole
from saphan.services.gate import note_refused, require
from saphan.services.platform import Platform, journal_key
from saphan.store import Release, current, releases, remove
from saphan.store.removal import overwrite
from saphan.words import say


class StillInForce(Refused):
    """An agreement in force names the dataset, so nothing of it is destroyed."""


class StillStands(Conflict):
    """The current release holds the dataset: it is built without it first."""


class NothingHeld(NotFound):
    """Nothing of that dataset is held."""


class NoCertificate(NotFound):
    """There is no certificate of that name."""


@dataclass(frozen=True)
class Holding:
    """A dataset that no agreement in force names, and what is still held of it."""

    dataset: str
    since: date | None  # the first day out of force; None: no agreement names it
    destroy_by: date  # the last day on which it may be there
    is_overdue: bool
    agreement_id: str  # whose retention counts; empty where no agreement names it
    destruction: str  # what the parties agreed about the destroying
    releases: tuple[str, ...]
    stands: bool  # the current release is one of them
    deliveries: tuple[str, ...]


@dataclass(frozen=True)
class Certificate:
    """What was destroyed, when, by whom; its digest stands in the journal, whose chain proves it."""

    certificate_id: str
    dataset: str
    agreement_id: str
    out_of_force_since: str
    destroyed_on: str
    by: str
    releases: Mapping[str, str]  # name and checksum of content of each
    deliveries: Mapping[str, str]  # name and SHA-256 of each received file
    files: int
    sha256: str = ""  # of all the above
    journal_number: int = 0
    journal_head: str = ""


def holdings(asker: Asker, platform: Platform) -> list[Holding]:
    """What is held out of force, the most urgent first."""
    require(asker, Permission.DESTROY_DATA, platform)
    return _holdings(platform)


def destroy(asker: Asker, platform: Platform, dataset: str) -> Certificate:
    """Removes the received files of that dataset, its return sheets and every release that holds it; certified.

    Datasets in force lose nothing: their received files stay, and every release that is removed can be built again
    from them. The release that stands must have been built without the dataset.

    Raises:
        StillInForce: an agreement in force names it.
        NothingHeld: there is nothing of it.
        StillStands: the current release holds it.
        BuildRunning: a build is running.
    """
    require(asker, Permission.DESTROY_DATA, platform)
    if dataset in reading.datasets_in_force(platform):
        refused = StillInForce(
            say("The dataset {dataset} is in force, so nothing of it is destroyed.", dataset=dataset),
            where=dataset,
            cure=say("Suspend the agreement first, or wait until it ends."),
        )
        note_refused(asker, platform, refused, permission=Permission.DESTROY_DATA)
        raise refused
    held = next((each for each in _holdings(platform) if each.dataset == dataset), None)
    if held is None:
        raise NothingHeld(say("Nothing of the dataset {dataset} is held.", dataset=dataset),
                          cure=say("Nothing is left to do."))  # fmt: skip
    if held.stands:
        raise StillStands(
            say("The release that stands now holds the dataset {dataset}.", dataset=dataset),
            where=held.releases[-1],
            cure=say("Run `saphan build` to make one without it, then destroy."),
        )
    # written first, so that nothing can be gone without its entry
    notes.write(asker, platform, "destruction_started", dataset=dataset, releases=" ".join(held.releases))
    made, received, files = _carried_out(platform, held)
    return _certified(asker, platform, held, made=made, received=received, files=files)


def certificates(asker: Asker, platform: Platform) -> list[Certificate]:
    """Every certificate, newest first."""
    require(asker, Permission.DESTROY_DATA, platform)
    files = _home(platform).glob("*.json") if _home(platform).is_dir() else ()
    found = [Certificate(**json.loads(path.read_text("utf-8"))) for path in files]
    return sorted(found, key=lambda each: (each.destroyed_on, each.certificate_id), reverse=True)


def certificate(asker: Asker, platform: Platform, certificate_id: str) -> tuple[Certificate, bool]:
    """One certificate, and whether the journal still says what it says.

    Raises:
        NoCertificate: there is none of that name.
    """
    for each in certificates(asker, platform):
        if each.certificate_id == certificate_id:
            return each, _is_proven(each)
    raise NoCertificate(
        say("There is no certificate of that name."), cure=say("Choose one from the data protection officer's page.")
    )


def _holdings(platform: Platform) -> list[Holding]:
    in_force = reading.datasets_in_force(platform)
    made = {release.release_id: _datasets_of(release) for release in releases(platform.project.lake)}
    received = ingest.receipts(platform.project.vault) if platform.project.vault.is_dir() else []
    datasets = {each.dataset for each in received}.union(*made.values()) - in_force
    now = current(platform.project.lake)
    agreements = reading.agreements(platform)
    found = standings(agreements.values(), platform.day, queries.suspended())
    holdings = []
    for dataset in sorted(datasets):
        since, by, agreed = _due(dataset, agreements.values(), found, platform.day)
        held_in = tuple(name for name, held in made.items() if dataset in held)
        holdings.append(
            Holding(
                dataset=dataset,
                since=since,
                destroy_by=by,
                is_overdue=by < platform.day,
                agreement_id=agreed.agreement_id if agreed else "",
                destruction=agreed.destruction if agreed else "",
                releases=held_in,
                stands=now is not None and now.release_id in held_in,
                deliveries=tuple(each.delivery_id for each in received if each.dataset == dataset),
            )
        )
    return sorted(holdings, key=lambda each: (each.destroy_by, each.dataset))


def _due(
    dataset: str, agreements: Iterable[Agreement], found: Mapping[str, Standing], day: date
) -> tuple[date | None, date, Agreement | None]:
    """Since when it is out of force, the last day it may be there, and the agreement that lets it be there longest."""
    ended = [
        (left, left + timedelta(agreement.retention_days), agreement)
        for agreement in agreements
        if dataset in agreement.datasets and (left := found[agreement.agreement_id].since) is not None
    ]
    if not ended:
        return None, day, None  # nothing says that it may be here at all
    since = max(left for left, _, _ in ended)
    _, by, agreement = max(ended, key=lambda each: (each[1], each[2].agreement_id))
    return since, by, agreement


def _datasets_of(release: Release) -> set[str]:
    named = release.manifest.get("contracts", {})
    return {str(dataset) for dataset in named}


def _carried_out(platform: Platform, held: Holding) -> tuple[dict[str, str], dict[str, str], int]:
    doomed = [each for each in releases(platform.project.lake) if each.release_id in held.releases]
    content = {each.release_id: str(each.manifest["content"]) for each in doomed}
    reading.forget()  # opened releases are let go before their files are
    originals = [each for each in ingest.receipts(platform.project.vault) if each.dataset == held.dataset]
    # before the releases: whatever has another name is not overwritten
    files = sum(_kept.keeper(platform).forget(each.delivery_id) for each in originals)
    files += remove(platform.project.lake, doomed)
    for receipt in originals:
        home = platform.project.vault / receipt.sha256
        files += _emptied(home)
        sheet = platform.project.out / "return-sheets" / f"{receipt.delivery_id}.xlsx"
        if sheet.is_file():
            overwrite(sheet)
            files += 1
    return content, {each.delivery_id: each.sha256 for each in originals}, files


def _emptied(home: Path) -> int:
    # the receipt goes last: stopped in between, what is left is still named among the holdings
    files = sorted(home.iterdir(), key=lambda path: path.name == ingest.RECEIPT)
    for path in files:
        overwrite(path)
    home.rmdir()
    return len(files)


def _certified(
    asker: Asker, platform: Platform, held: Holding, *, made: dict[str, str], received: dict[str, str], files: int
) -> Certificate:
    stem = f"{held.dataset}-{platform.clock.now():%Y%m%d-%H%M%S}"
    said = Certificate(
        certificate_id=stem,
        dataset=held.dataset,
        agreement_id=held.agreement_id,
        out_of_force_since=held.since.isoformat() if held.since else "",
        destroyed_on=platform.clock.now().isoformat(timespec="seconds"),
        by=asker.person,
        releases=made,
        deliveries=received,
        files=files,
    )
    digest = _digest(said)
    notes.write(
        asker, platform, "data_destroyed",
        dataset=held.dataset, certificate=stem, sha256=digest, files=files, releases=" ".join(made),
    )  # fmt: skip
    sealer.seal_waiting(journal_key(platform.project))
    number, head = queries.sealed_entry("data_destroyed", "sha256", digest) or (0, "")
    signed = Certificate(**asdict(said) | {"sha256": digest, "journal_number": number, "journal_head": head})
    with whole(_home(platform) / f"{stem}.json") as aside:
        aside.write_text(json.dumps(asdict(signed), ensure_ascii=False, indent=2) + "\n", "utf-8")
    return signed


def _digest(said: Certificate) -> str:
    plain = {
        name: value for name, value in asdict(said).items() if name not in ("sha256", "journal_number", "journal_head")
    }
    return hashlib.sha256(json.dumps(plain, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


def _is_proven(each: Certificate) -> bool:
    sealed = queries.sealed_entry("data_destroyed", "sha256", each.sha256)
    return _digest(each) == each.sha256 and sealed == (each.journal_number, each.journal_head)


def _home(platform: Platform) -> Path:
    return platform.project.out / "certificates"
