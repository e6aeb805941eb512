"""What does a build take over of the linkage before it, and what does it leave to the next?"""

from __future__ import annotations

import os
from collections.abc import Callable, Collection
from pathlib import Path

from saphan import linkage
from saphan.access.actor import Asker
from saphan.services import notes
from saphan.services.platform import Platform
from saphan.store import NO_SECOND_NAME, DamagedRelease, Draft, Engine, Release
from saphan.tables import RECORDS, Zone
from saphan.words import Words, say


def accepted_model(platform: Platform) -> Path:
    """Where a model that was trained anew and accepted waits for the next build."""
    return platform.project.lake / "model" / "accepted.arrow"


def frozen(release: Release | None) -> linkage.Frozen | None:
    """The model of a release; None where it keeps none, or one that this version cannot read."""
    path = release.attached(linkage.MODEL) if release else None
    return linkage.read_frozen(path) if path else None


def before(
    platform: Platform, draft: Draft, engine: Engine, deliveries: Collection[str], *, full: bool
) -> linkage.Before:
    """The model to link with, and what the release that stands kept, where only what changed may be linked.

    `deliveries` are those that may be used, whether or not a later one took their place.
    """
    release = draft.before
    waiting = accepted_model(platform)
    accepted = linkage.read_frozen(waiting) if waiting.is_file() else None
    if accepted is not None:
        return linkage.Before(frozen=accepted, why=say("another model was accepted"))
    if release is None:
        return linkage.Before()
    why, kept, files = _why_anew(release, deliveries, full=full), None, _kept_files(release)
    if why is None:
        kept = linkage.read_kept(files)
        why = None if kept else say("what was kept is of another version of the software")
    records = release.relation(RECORDS, engine) if kept else None
    return linkage.Before(frozen=frozen(release), kept=kept, files=tuple(files.values()), records=records, why=why)


def _why_anew(release: Release, deliveries: Collection[str], *, full: bool) -> Words | None:
    if full:
        return say("it was asked for")
    # values of a delivery that may no longer be used must not lie on among what is kept
    if not release.manifest["inputs"].keys() <= set(deliveries):
        return say("a delivery of the release before may no longer be used")
    if len(_kept_files(release)) < len(linkage.FILES):
        return say("the release before kept nothing of its linkage")
    return None


def _kept_files(release: Release) -> dict[str, Path]:
    return {name: path for name in linkage.FILES if (path := release.attached(name))}


def attach(draft: Draft, linked: linkage.Continued) -> None:
    """Put what is kept of a linkage into the draft; files that stayed the same are those of the release before.

    Raises:
        DamagedRelease: such a file is not as it was published, so nothing is to be built upon it.
    """
    release = draft.before
    for name, write in linkage.written(linked.kept).items():
        former = release.attached(name) if release and linked.how == "changes" and name != linkage.FILES[-1] else None
        draft.attach(name, Zone.IDENTIFIERS, _shared(former, write) if former else write)
        if release and former and draft.attached[name]["sha256"] != release.entries[name]["sha256"]:
            raise DamagedRelease(
                say("A file of release {release} is not as it was published.", release=release.release_id),
                where=str(former),
                cure=say("Restore it from a backup, or run `saphan build --full`, which links everybody anew."),
            )


def _shared(former: Path, write: Callable[[Path], None]) -> Callable[[Path], None]:
    def shared(path: Path) -> None:
        try:
            os.link(former, path)
        except OSError as failed:
            if failed.errno not in NO_SECOND_NAME:
                raise
            write(path)

    return shared


def settle(asker: Asker, platform: Platform, release: Release, linked: linkage.Continued) -> None:
    """Journal a training, and let go of an accepted model that the release now holds."""
    if linked.how == "trained":
        notes.write(
            asker, platform, "model_trained",
            release=release.release_id, model=linked.kept.frozen.version, why=linked.recorded()["why"],
        )  # fmt: skip
    waiting = accepted_model(platform)
    accepted = linkage.read_frozen(waiting) if waiting.is_file() else None
    # one that was accepted while this build ran is for the next
    if accepted is None or linked.how == "trained" or accepted.version == linked.kept.frozen.version:
        waiting.unlink(missing_ok=True)
