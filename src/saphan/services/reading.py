"""What services read from: the contracts, the agreements in force today, and the release that stands now."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

from saphan.clock import BANGKOK
from saphan.config import Project
from saphan.contracts.load import version_on
from saphan.contracts.model import Agreement, Contract
from saphan.ingest import Receipt
from saphan.registry import lookup
from saphan.services import _grants, _standing
from saphan.services._grants import REQUIRED_OF_ALL, Opened
from saphan.services._standing import Standing
from saphan.services.platform import Platform
from saphan.store import Engine, Lease, Relation, Release, current, lease, read, releases
from saphan.store.pointer import pointer
from saphan.store.release import NoRelease
from saphan.welfare import Pack
from saphan.welfare import packs as load_packs
from saphan.words import Words, in_both, say

SQL = Path(__file__).parent
MEMORY = "1GB"  # of the engine that answers pages, beside the one that builds
THREADS = 2

Row = dict[str, Any]  # a row of a question, inside this package only


@dataclass(frozen=True)
class Reading:
    """A published release, opened for questions; the relations a question names are opened on first use."""

    release: Release
    engine: Engine
    relations: Mapping[str, Relation]  # each is opened when a question first names it
    lease: Lease | None = None  # while this is held, no vacuum removes the release

    def rows(self, question: str, **params: object) -> list[Row]:
        """The rows of `<question>.sql` beside this module."""
        found: list[Row] = read(SQL / f"{question}.sql", inputs=self.relations, params=params).to_pylist()
        return found

    @property
    def as_of(self) -> date:
        """The day the release speaks of."""
        return date.fromisoformat(str(self.release.manifest["as_of"]))

    @property
    def calibrated(self) -> bool:
        """Whether its match weights were checked against known truth."""
        return bool(self.release.manifest.get("calibrated", False))


def contracts(platform: Platform) -> Mapping[str, Contract]:
    """The version of each contract in force today, by dataset; read again only when a file changed."""
    return {dataset: version_on(versions, platform.day) for dataset, versions in contract_versions(platform).items()}


def titled(platform: Platform, dataset: str) -> Words:
    """A dataset by the title in its contract; by its name where there is no contract."""
    known = contracts(platform).get(dataset)
    return in_both(known.title if known else {}, dataset)


def sent_whole(contracts: Mapping[str, Contract]) -> frozenset[str]:
    """The datasets of which every file is the whole list, so that only the latest counts."""
    return frozenset(name for name, contract in contracts.items() if contract.is_sent_whole)


def contract_versions(platform: Platform) -> Mapping[str, tuple[Contract, ...]]:
    """Every version of each contract by dataset, the oldest first."""
    directory = platform.project.contracts
    return _standing.contracts_of(directory, _standing.files_of(directory))


def agreements(platform: Platform) -> Mapping[str, Agreement]:
    """All agreements by id; read again only when a file changed."""
    directory = platform.project.agreements
    return _standing.agreements_of(directory, _standing.files_of(directory))


def agreements_in_force(platform: Platform, party: str = "") -> tuple[Agreement, ...]:
    """Those that open data today, they and all above them in force; with `party`, those she has a part in."""
    return _standing.in_force(_standing.standing(platform), party)


def datasets_in_force(platform: Platform, purpose: str = "") -> frozenset[str]:
    """Datasets that some agreement in force names for that purpose, or for any."""
    return frozenset(
        dataset
        for agreement in agreements_in_force(platform)
        if not purpose or purpose in agreement.purposes
        for dataset in agreement.datasets
    )


def opened(platform: Platform, purpose: str = "", party: str = "") -> Opened:
    """The columns of each dataset that may be used today for that purpose, or for any."""
    return _standing.opened(_standing.standing(platform), purpose, party)


def withheld(
    platform: Platform, reading: Reading, purpose: str = "", party: str = "", *, at: Standing | None = None
) -> str:
    """What of the release may not be shown today for that purpose, as `|dataset|dataset.field|` for `$withheld`.

    What is known only from it is not shown from that day on, without waiting for a build.
    """
    at = at or _standing.standing(platform)
    return _withheld(platform.project, reading.release.release_id, at, purpose, party)


def withheld_from(platform: Platform, reading: Reading, may: Opened) -> str:
    """What of the release may not be shown to one for whom only that is opened, as `withheld` says it."""
    left_out = reading.release.manifest.get("columns_left_out", {})
    held = _datasets(platform.project, reading.release.release_id)
    return _standing.withheld(may, contracts(platform), left_out, held)


def benefits_withheld(platform: Platform, purpose: str = "", party: str = "") -> frozenset[str]:
    """Benefits about which nothing may be said today for that purpose.

    Without its payment list nobody can be said to miss one, and without any birth date nobody to be owed it.
    """
    may = opened(platform, purpose, party)
    lists = [contract for contract in contracts(platform).values() if contract.benefit]
    if not any(REQUIRED_OF_ALL in meanings for meanings in may.values()):
        return frozenset(contract.benefit for contract in lists)
    usable = {contract.benefit for contract in lists if contract.dataset in may}
    return frozenset(contract.benefit for contract in lists) - usable


def benefits(now: Reading) -> tuple[str, ...]:
    """The benefits the release holds counts of."""
    tables = [str(row["table_id"]) for row in now.rows("tables_of_release")]
    return tuple(dict.fromkeys(table_id.partition(".")[0] for table_id in tables))


def benefit_title(benefit: str) -> Words:
    """A benefit's name, from its pack."""
    title = next((pack.title for pack in packs() if pack.benefit == benefit), {})
    return in_both(title, benefit)


def read_by(platform: Platform, receipts: Iterable[Receipt]) -> dict[str, Contract]:
    """By delivery, the version of its contract in force on the day it came, narrowed to what may be read today."""
    versions, may = contract_versions(platform), opened(platform)
    return {
        receipt.delivery_id: _grants.narrowed(
            version_on(versions[receipt.dataset], receipt.received_on), may[receipt.dataset]
        )
        for receipt in receipts
        if receipt.dataset in versions and receipt.dataset in may
    }


def release_before(platform: Platform) -> Release | None:
    """The release that stands now, where there is one: the next build takes its keys."""
    return current(platform.project.lake)


@lru_cache(maxsize=1)
def packs() -> tuple[Pack, ...]:
    """The policy packs that come with Saphan, read once."""
    return load_packs()


def listed(ids: Iterable[str]) -> str:
    """Names as a question takes them: `|one|two|`."""
    return "|" + "".join(f"{name}|" for name in ids)


def open_current(platform: Platform) -> Reading:
    """The release that stands now, opened once by a process; while it is open it is kept from removal.

    Raises:
        NoRelease: nothing has been built yet.
    """
    now = pointer(platform.project.lake)
    while now is not None:
        try:
            return _opened(platform.project, now.release_id)
        except NoRelease:  # removed between its name and its opening, so that another one stands
            before, now = now, pointer(platform.project.lake)
            if now == before:
                raise
    raise NoRelease(
        say("Nothing has been built yet."),
        where=str(platform.project.lake),
        cure=say("Lay files in the inbox and run `saphan build {root}`.", root=platform.project.root),
    )


def files_built(platform: Platform) -> frozenset[str]:
    """The checksums of the files from which the current release was made."""
    release = current(platform.project.lake)
    if release is None:
        return frozenset()
    corrections = release.manifest.get("corrections", {}).values()
    return frozenset(release.manifest["inputs"].values()) | {sha256 for sent in corrections for sha256 in sent}


def open_before(platform: Platform) -> Reading | None:
    """The release before the one that stands now, where there is one."""
    now = current(platform.project.lake)
    older = [each.release_id for each in releases(platform.project.lake) if now and each.release_id < now.release_id]
    return _opened(platform.project, older[-1]) if older else None


@contextmanager
def opened_once(release: Release) -> Iterator[Reading]:
    """An older release, opened for one question and closed after it."""
    with Engine(threads=THREADS, memory_limit=MEMORY, may_read=[release.root]) as engine:
        yield Reading(release, engine, release.relations(engine))


def releases_until(platform: Platform, day: date | None = None) -> list[Release]:
    """All releases, oldest first; with `day`, those published on it or before, by Bangkok's calendar."""
    found = sorted(releases(platform.project.lake), key=lambda each: str(each.manifest["published_at"]))
    return [each for each in found if day is None or published_at(each).astimezone(BANGKOK).date() <= day]


def published_at(release: Release) -> datetime:
    """The moment readers first saw it."""
    return datetime.fromisoformat(str(release.manifest["published_at"]))


@lru_cache(maxsize=2)  # the one that stands now, and the one before while its last pages are answered
def _opened(project: Project, release_id: str) -> Reading:
    held = lease(project.lake, release_id)
    engine = Engine(threads=THREADS, memory_limit=MEMORY, may_read=[held.release.root])
    return Reading(held.release, engine, held.release.relations(engine), held)


@lru_cache(maxsize=2)  # a release never changes
def _datasets(project: Project, release_id: str) -> tuple[str, ...]:
    return tuple(sorted(str(row["dataset"]) for row in _opened(project, release_id).rows("datasets_of_release")))


@lru_cache(maxsize=2)
def _index(project: Project, release_id: str) -> lookup.Index:
    path = _opened(project, release_id).release.attached(lookup.FILE)
    index = lookup.open_index(path) if path and path.is_file() else None
    if index is None:
        raise NoRelease(
            say("Release {release} has no index to look people up in.", release=release_id),
            where=str(path or ""),
            cure=say("Run `saphan build` to make a release with this version."),
        )
    return index


@lru_cache(maxsize=64)
def _withheld(project: Project, release_id: str, at: Standing, purpose: str, party: str) -> str:
    left_out = _opened(project, release_id).release.manifest.get("columns_left_out", {})
    may, known = _standing.opened(at, purpose, party), _standing.contracts_on(at)
    return _standing.withheld(may, known, left_out, _datasets(project, release_id))


def index_of(platform: Platform, reading: Reading) -> lookup.Index:
    """What people are looked up in.

    Raises:
        NoRelease: the release was made by a version without one.
    """
    return _index(platform.project, reading.release.release_id)


def forget() -> None:
    """Let go of the releases that are open, before files of theirs are removed."""
    for opened_once in (_opened, _datasets, _index, _withheld):
        opened_once.cache_clear()
    lookup.let_go()
