"""What does a build take over of the linkage before it, and what does it leave to the next?"""

from __future__ import annotations

import os
from collections.abc import Callable, Collection
from pathlib import Path

from saphan import linkage
from saphan.access.actor import Asker
from saphan.services import notes, reading
from saphan.services.platform import Platform
from saphan.store import Draft, Engine, Release
from saphan.tables import RECORDS, Zone


def accepted_model(platform: Platform) -> Path:
    """Where a model that was trained anew and accepted waits for the next build."""
    return platform.project.lake / "model" / "accepted.arrow"


def frozen(release: Release | None) -> linkage.Frozen | None:
    """The model of a release; None where it keeps none, or one that this version cannot read."""
    path = release.attached(linkage.MODEL) if release else None
    return linkage.read_frozen(path) if path else None


def before(platform: Platform, engine: Engine, deliveries: Collection[str], *, full: bool) -> linkage.Before:
    """The model to link with, and what the release that stands kept, where only what changed may be linked."""
    release = reading.release_before(platform)
    waiting = accepted_model(platform)
    accepted = linkage.read_frozen(waiting) if waiting.is_file() else None
    if accepted is not None or release is None:
        return linkage.Before(frozen=accepted)
    paths = {name: path for name in linkage.FILES if (path := release.attached(name))}
    # values of a delivery that is no longer used must not lie on among what is kept: then everybody is linked anew
    is_whole = len(paths) == len(linkage.FILES) and release.manifest["inputs"].keys() <= set(deliveries)
    kept = linkage.read_kept(paths) if is_whole and not full else None
    return linkage.Before(
        frozen=frozen(release), kept=kept, records=release.relation(RECORDS, engine) if kept else None
    )


def attach(draft: Draft, linked: linkage.Continued, platform: Platform) -> None:
    """Put what is kept of a linkage into the draft; files that stayed the same are those of the release before."""
    release = reading.release_before(platform)
    for name, write in linkage.written(linked.kept).items():
        former = release.attached(name) if release and linked.how == "changes" and name != linkage.FILES[-1] else None
        draft.attach(name, Zone.IDENTIFIERS, _shared(former, write) if former else write)


def _shared(former: Path, write: Callable[[Path], None]) -> Callable[[Path], None]:
    def shared(path: Path) -> None:
        try:
            os.link(former, path)
        except OSError:  # a file system without second names: then it is written again
            write(path)

    return shared


def settle(asker: Asker, platform: Platform, release: Release, linked: linkage.Continued) -> None:
    """Journal a training, and let go of an accepted model that the release now holds."""
    if linked.how == "trained":
        notes.write(
            asker, platform, "model_trained",
            release=release.release_id, model=linked.kept.frozen.version, why=linked.recorded()["why"],
        )  # fmt: skip
    accepted_model(platform).unlink(missing_ok=True)
