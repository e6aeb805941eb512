"""Which releases are there, from what was each made, is each still as it was published, and which one stands?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from saphan import ingest, store
from saphan.access.actor import Asker
from saphan.access.permissions import Permission
from saphan.desk import queries
from saphan.errors import BrokenPromise
from saphan.services import _groups, _outputs, notes, reading
from saphan.services.gate import require
from saphan.services.platform import Platform
from saphan.store import Release
from saphan.store.vacuum import Vacuumed
from saphan.words import say

# a release from which people's rows left the system, or that somebody turned to, is never vacuumed
HANDED_OUT = ("linked_keys_taken", "extract_made", "release_turned")
LONGEST_REASON = 300


class NoReason(BrokenPromise):
    """Turning to another release needs a reason, in one short line."""


@dataclass(frozen=True)
class ReleaseSummary:
    """One release, as its manifest tells it."""

    release_id: str
    published_at: datetime
    as_of: date
    is_current: bool
    content: str  # one checksum over all tables: equal for two builds of the same inputs
    rows: Mapping[str, int]  # by table
    inputs: Mapping[str, str]  # checksum by delivery
    left_out: tuple[str, ...]
    before: str = ""  # the one whose keys it took over; empty: it is the first
    own_bytes: int = 0  # what removing it would free
    shared_bytes: int = 0  # what it shares with other releases


def listing(asker: Asker, platform: Platform) -> list[ReleaseSummary]:
    """All releases, oldest first."""
    require(asker, Permission.BUILD, platform)
    now = reading.release_before(platform)
    return [_summary(release, now) for release in store.releases(platform.project.lake)]


def show(asker: Asker, platform: Platform, release_id: str = "") -> ReleaseSummary:
    """One release; without a name, the one that stands now.

    Raises:
        NoRelease: there is none of that name.
    """
    require(asker, Permission.BUILD, platform)
    return _summary(_named(platform, release_id), reading.release_before(platform))


def verify(asker: Asker, platform: Platform, release_id: str = "") -> ReleaseSummary:
    """That release, when every file of it has the checksum of its manifest.

    Raises:
        NoRelease: there is none of that name.
        DamagedRelease: names the first file that is not as it was published.
    """
    require(asker, Permission.BUILD, platform)
    release = _named(platform, release_id)
    with store.lease(platform.project.lake, release.release_id):  # a long read: no vacuum takes it away meanwhile
        store.verify(release)
    notes.write(asker, platform, "release_verified", release=release.release_id)
    return _summary(release, reading.release_before(platform))


def rollback(asker: Asker, platform: Platform, release_id: str = "", *, why: str) -> ReleaseSummary:
    """That release stands from now on; unless named, the one from which the one that stands took its keys.

    A later one may be named too: that is the way forward again. What is handed out (return sheets, linked keys,
    statistics) is written again afterwards; readers see the release at once.

    Raises:
        NoReason: `why` is empty, long, or more than a line.
        NoRelease: there is none of that name, or none before the first.
        ReleaseStands: it stands already.
        NotVerified: its checksums must be compared first.
    """
    require(asker, Permission.BUILD, platform)
    why = why.strip()
    if not why or len(why) > LONGEST_REASON or not why.isprintable():
        raise NoReason(
            say("A reason is needed, in one line of at most {most} letters.", most=LONGEST_REASON),
            cure=say("Say why; it is written in the journal with your name. Name nobody in it."),
        )
    left = reading.open_current(platform).release
    named = release_id or str(left.manifest.get("identity_before") or "")
    # written first, so that the pointer can never have moved without its entry
    notes.write(asker, platform, "release_turning", release=named, left=left.release_id, why=why)
    store.roll_back(platform.project.lake, named, group=_groups.content(platform))
    notes.write(asker, platform, "release_turned", release=named, left=left.release_id, why=why)
    inputs = store.open_release(platform.project.lake, named).manifest["inputs"]
    receipts = [each for each in ingest.receipts(platform.project.vault) if each.delivery_id in inputs]
    _outputs.write(asker, platform, receipts)
    return show(asker, platform, named)


def vacuum(asker: Asker, platform: Platform, *, keep: int) -> Vacuumed:
    """Removes all but the newest `keep` releases and those that somebody still needs.

    Kept in any case: the one that stands, the one before it, those that are being read, and those from which, as the
    journal says, people's rows were handed out or to which somebody turned.

    Raises:
        BuildRunning: a build is running.
    """
    require(asker, Permission.BUILD, platform)
    referenced = queries.named_in(HANDED_OUT, "release")
    notes.write(asker, platform, "vacuum_started", keep=keep)
    done = store.vacuum(platform.project.lake, keep=keep, referenced=referenced)
    notes.write(asker, platform, "releases_vacuumed", releases=" ".join(done.removed), bytes=done.freed)
    return done


def linked_keys(asker: Asker, platform: Platform) -> Path:
    """The file of linked keys of the release that stands now: dataset, record, person.

    Raises:
        NoRelease: nothing has been built yet.
    """
    require(asker, Permission.BUILD, platform)
    release = _named(platform, "")
    notes.write(
        asker, platform, "linked_keys_taken",
        release=release.release_id, columns="dataset record_id person_id", people="everyone",
    )  # fmt: skip
    return _outputs.linked(asker, platform, reading.open_current(platform))


def _named(platform: Platform, release_id: str) -> Release:
    if release_id:
        return store.open_release(platform.project.lake, release_id)
    return reading.open_current(platform).release


def _summary(release: Release, now: Release | None) -> ReleaseSummary:
    manifest = release.manifest
    return ReleaseSummary(
        release_id=release.release_id,
        published_at=datetime.fromisoformat(manifest["published_at"]),
        as_of=date.fromisoformat(manifest["as_of"]),
        is_current=now is not None and now.release_id == release.release_id,
        content=manifest["content"],
        rows={name: entry["rows"] for name, entry in manifest["tables"].items()},
        inputs=manifest["inputs"],
        left_out=tuple(manifest["left_out"]),
        before=str(manifest.get("identity_before") or ""),
        own_bytes=release.weight[0],
        shared_bytes=release.weight[1],
    )
