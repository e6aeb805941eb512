"""Which releases may go, to make room, and which release stands? Removal for good, vacuum, and turning back."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from saphan.errors import Conflict
from saphan.store.draft import writing
from saphan.store.durable import sync, write
from saphan.store.pointer import Pointer, point, pointing
from saphan.store.release import MANIFEST, Release, is_as_verified, open_release, releases
from saphan.store.removal import DESTROYED, REMOVED, named, sweep, take_away
from saphan.words import say

Reason = Literal["stands", "before", "newest", "referenced", "read"]


class ReleaseStands(Conflict):
    """The release is the one that readers see now."""


class ReleaseRead(Conflict):
    """Somebody is reading the release."""


class NotVerified(Conflict):
    """The release was changed since its checksums were compared, or they never were on this disk."""


@dataclass(frozen=True)
class Vacuumed:
    """What a vacuum removed, what it freed, and why the others are still there."""

    removed: tuple[str, ...]
    kept: Mapping[str, Reason]
    freed: int  # bytes: those that no kept release shares


def roll_back(lake: Path, release_id: str, *, group: int | None = None) -> Pointer:
    """That release stands from now on; no table is read, so it takes the same moment at any size.

    It does not wait for a build: one that began from the release that is left here is refused when it publishes.

    Raises:
        NoRelease: there is none of that name.
        ReleaseStands: it is the one that stands.
        NotVerified: its checksums must be compared first.
    """
    with pointing(lake) as now:
        release = open_release(lake, release_id)
        if now is not None and now.release_id == release_id:
            raise ReleaseStands(
                say("The release {release} stands already.", release=release_id),
                where=str(release.root),
                cure=say("`saphan release list` names the others."),
            )
        if not is_as_verified(release):
            raise NotVerified(
                say("The checksums of release {release} must be compared first.", release=release_id),
                where=str(release.root),
                cure=say("Run `saphan release verify` for it, then turn to it."),
            )
        turned = Pointer(release_id, now.turns + 1 if now else 0)
        point(lake, turned, group=group)
    return turned


def remove(lake: Path, doomed: Sequence[Release]) -> int:
    """How many files of these releases were removed, their bytes overwritten where no other release has them.

    Raises:
        ReleaseStands: one of them is the current release; nothing was removed.
        ReleaseRead: somebody is reading one of them; those before it in the list are gone.
        BuildRunning: a build holds the lock.
    """
    with writing(lake):  # the same lock as a build: nothing is read as the release before while it goes
        with pointing(lake) as now:
            if now is not None and now.release_id in named(doomed):
                raise ReleaseStands(
                    say("The release {release} stands now, and is not removed.", release=now.release_id),
                    where=str(lake),
                    cure=say("Run `saphan build` to make one without these data, then remove it."),
                )
            read = next((release for release in doomed if not take_away(release, DESTROYED)), None)
        count = sweep(lake)
    if read is not None:
        raise ReleaseRead(
            say("Somebody is reading the release {release}.", release=read.release_id),
            where=str(read.root),
            cure=say("Wait a moment, or end the export or analysis that reads it; then do the same again."),
        )
    return count


def vacuum(lake: Path, *, keep: int, referenced: Collection[str] = ()) -> Vacuumed:
    """Removes all but the newest `keep` releases, the one that stands, the one before it, and those somebody needs.

    `referenced` are releases that must stay, such as those the journal says something was handed out from. One that
    is being read stays too. The manifest of each that goes is kept in `removed/`: its name still says what it was.

    Raises:
        BuildRunning: a build holds the lock.
    """
    with writing(lake):
        with pointing(lake) as now:
            known = releases(lake)
            kept = _kept(known, now, keep, referenced)
            going = [release for release in known if release.release_id not in kept]
            held = {release.release_id: _held(release) for release in known}
            for release in going:
                _remember(lake, release)
                if not take_away(release, REMOVED):
                    kept[release.release_id] = "read"
        sweep(lake)
    removed = tuple(release.release_id for release in going if release.release_id not in kept)
    left = {inode for name in kept for inode in held[name]}
    gone = {inode: size for name in removed for inode, size in held[name].items() if inode not in left}
    return Vacuumed(removed, dict(sorted(kept.items())), sum(gone.values()))


def _kept(known: Sequence[Release], now: Pointer | None, keep: int, referenced: Collection[str]) -> dict[str, Reason]:
    stands = next((release for release in known if now is not None and release.release_id == now.release_id), None)
    kept: dict[str, Reason] = {}
    for release in known:
        if release.release_id in referenced:
            kept[release.release_id] = "referenced"
    for release in known[-keep:] if keep > 0 else ():
        kept[release.release_id] = "newest"
    if stands is not None:
        if before := stands.manifest.get("identity_before"):
            kept[str(before)] = "before"
        kept[stands.release_id] = "stands"
    return {name: reason for name, reason in kept.items() if name in named(known)}


def _held(release: Release) -> dict[int, int]:
    """The size of each file, by the number of the file itself, whatever its names."""
    found = [path.stat() for path in release.files.values() if path.is_file()]
    return {each.st_ino: each.st_size for each in found}


def _remember(lake: Path, release: Release) -> None:
    home = lake / "removed"
    home.mkdir(mode=0o700, exist_ok=True)
    kept = home / f"{release.release_id}.json"
    write(kept, (release.root / MANIFEST).read_text("utf-8"))
    sync(home)
    sync(lake)
