"""Which releases are there, from what was each made, and is each still as it was published?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from saphan import store
from saphan.access.actor import Asker
from saphan.access.permissions import Permission
from saphan.services import _outputs, notes, reading
from saphan.services.gate import require
from saphan.services.platform import Platform
from saphan.store import Release


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
    store.verify(release)
    notes.write(asker, platform, "release_verified", release=release.release_id)
    return _summary(release, reading.release_before(platform))


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
    )
