"""How does a build publish? Aside, synced, verified, renamed into place; then `CURRENT` is replaced in one step.

Readers never wait and never see half a release; a writer that dies leaves the former one intact.
"""

from __future__ import annotations

import errno
import fcntl
import hashlib
import json
import os
import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from saphan.errors import Conflict, Unavailable
from saphan.store.durable import admit, checksum, sync, write
from saphan.store.engine import Relation
from saphan.store.layers import Layer, LayerFile, described
from saphan.store.pointer import Pointer, point, pointer, pointing
from saphan.store.release import MANIFEST, VERIFIED, DamagedRelease, Release, open_release, releases, seen
from saphan.store.removal import sweep
from saphan.store.sums import Sums, sums
from saphan.tables import Table, Zone
from saphan.words import say

# the file system has no second names, has too many, or the other name lies on another disk: then there are two files
NO_SECOND_NAME = (errno.EPERM, errno.EMLINK, errno.EXDEV, errno.EOPNOTSUPP, errno.ENOSYS)

AT_ONCE = 4  # files that are read through side by side


class BuildRunning(Conflict):
    """Another build holds the writer lock."""


class BaseLeft(Conflict):
    """The release from which a build took its keys no longer stands: somebody turned to another one meanwhile."""


class DiskFull(Unavailable):
    """The disk filled up while a release was written; the former release stands."""


@dataclass
class Draft:
    """A release being written; nobody reads it before `publish`."""

    lake: Path
    aside: Path
    sums: Sums
    base: Pointer | None = None  # what stood when the draft was begun: its keys are taken over
    group: int | None = None  # of those who may read content
    tables: dict[str, dict[str, Any]] = field(default_factory=dict)
    attached: dict[str, dict[str, Any]] = field(default_factory=dict)
    published: dict[tuple[str, str], Path] = field(default_factory=dict)  # files by zone and checksum

    @property
    def before(self) -> Release | None:
        """The release that stood when the draft was begun."""
        return open_release(self.lake, self.base.release_id) if self.base else None

    @property
    def turns(self) -> int:
        """How often somebody turned back or forward before this draft: part of every key it makes."""
        return self.base.turns if self.base else 0

    def add(self, relation: Relation) -> None:
        """Write one relation to its zone's directory, and its checksum to the manifest.

        A file that a former release holds byte for byte gets a second name instead of a second copy.
        """
        table = relation.table
        directory = self.aside / table.zone
        directory.mkdir(mode=0o700, exist_ok=True)
        path = directory / f"{table.name}.parquet"
        relation.engine.copy_out(relation, path)
        digest = checksum(path)
        if not self._shared(path, str(table.zone), digest):
            admit(path, self._group_of(table.zone))
            sync(path)
        self.tables[table.name] = {"zone": str(table.zone), "rows": relation.count(), "sha256": digest}

    def add_layers(self, table: Table, layers: Sequence[Layer], *, rows: int) -> None:
        """A table of files that are written already: each gets a second name here, and is found to be as written.

        Raises:
            DamagedRelease: a file is not as it was written.
        """
        directory = self.aside / table.zone
        directory.mkdir(mode=0o700, exist_ok=True)
        files = {file.name_in(table): file for layer in layers for file in layer.files}
        with ThreadPoolExecutor(AT_ONCE) as hands:
            taken = [
                hands.submit(self._take, file, directory / f"{name}.parquet", str(table.zone))
                for name, file in files.items()
            ]
            for each in taken:
                each.result()
        parts = {name: file.sha256 for name, file in files.items()}
        told = described(layers, table)
        digest = hashlib.sha256(json.dumps([told, parts], sort_keys=True).encode()).hexdigest()
        self.tables[table.name] = {
            "zone": str(table.zone), "rows": rows, "sha256": digest, "layers": told, "parts": parts
        }  # fmt: skip

    def _take(self, file: LayerFile, path: Path, zone: str) -> None:
        link_or_copy(file.path, path)
        if self.sums.of(path) != file.sha256:
            raise DamagedRelease(
                say("A file that this build rests on is not as it was written."),
                where=str(file.path),
                cure=say(
                    "Restore it from a backup, or run `saphan build --full`, which reads and links everybody anew."
                ),
            )
        if not self._shared(path, zone, file.sha256):
            admit(path, self._group_of(zone))
            sync(path)

    def attach(self, name: str, zone: Zone, make: Callable[[Path], None]) -> None:
        """Let `make` write a file of the zone's directory that is no relation, and note its checksum."""
        directory = self.aside / zone
        directory.mkdir(mode=0o700, exist_ok=True)
        path = directory / name
        make(path)
        digest = self.sums.of(path)
        if not self._shared(path, str(zone), digest):
            admit(path, self._group_of(zone))
            sync(path)
        self.attached[name] = {"zone": str(zone), "sha256": digest}

    def publish(self, *, at: datetime, made_from: Mapping[str, Any]) -> Release:
        """Make this draft the current release. `made_from` names inputs, policies, model, day and version.

        Raises:
            BaseLeft: another release stands than the one this was begun from; nothing was published.
        """
        tables = dict(sorted(self.tables.items()))
        digest = hashlib.sha256(json.dumps(tables, sort_keys=True).encode()).hexdigest()
        release_id = f"{at:%Y%m%d-%H%M%S}-{digest[:8]}"
        named = {"release": release_id, "published_at": at.isoformat(), "content": digest, "tables": tables}
        # attached files are made of the tables alone: they add nothing to the content
        files = dict(sorted(self.attached.items()))
        manifest = {**named, "files": files, "turns": self.turns, **made_from}
        self._seal(Release(release_id, self.aside, manifest))
        home = self.lake / "releases" / release_id
        with pointing(self.lake) as now:
            if now != self.base:
                raise _left(self.lake)
            if home.exists():  # the same content within the same second: it is already there
                shutil.rmtree(self.aside)
            else:
                self.aside.rename(home)
            sync(home.parent)
            sync(self.lake)
            point(self.lake, Pointer(release_id, self.turns), group=self.group)
        return Release(release_id, home, manifest)

    def _seal(self, release: Release) -> None:
        """Manifest, checksums' record, owners and modes; everything under `aside` is on the disk when it returns."""
        write(self.aside / MANIFEST, json.dumps(release.manifest, ensure_ascii=False, indent=2, sort_keys=True))
        write(self.aside / VERIFIED, seen(release))
        for path in (self.aside / MANIFEST, self.aside / VERIFIED, self.aside):
            admit(path, self.group)
        for directory in (path for path in self.aside.iterdir() if path.is_dir()):
            admit(directory, self._group_of(directory.name))
            sync(directory)
        for path in (self.aside / MANIFEST, self.aside / VERIFIED, self.aside):
            sync(path)

    def _group_of(self, zone: str) -> int | None:
        return self.group if zone == Zone.CONTENT else None

    def _shared(self, path: Path, zone: str, digest: str) -> bool:
        """Whether the file became a second name of one that a former release holds and that is still whole."""
        twin = self.published.get((zone, digest))
        if twin is None or not twin.is_file():
            return False
        if twin.samefile(path):  # it was made as a second name, and its bytes were just read
            return True
        if self.sums.of(twin) != digest:
            return False
        second = path.with_suffix(".second")
        try:
            os.link(twin, second)
        except OSError as failed:
            if failed.errno in NO_SECOND_NAME:
                return False
            raise
        second.replace(path)
        return True


def link_or_copy(file: Path, to: Path) -> None:
    """A second name of the file, or a second copy where there can be no second name."""
    try:
        os.link(file, to)
    except OSError as failed:
        if failed.errno not in NO_SECOND_NAME:
            raise
        shutil.copyfile(file, to)


@contextmanager
def writing(lake: Path) -> Iterator[None]:
    """The writer lock of a lake; what a writer that died left behind is swept first.

    Raises:
        BuildRunning: another process is writing.
    """
    (lake / "releases").mkdir(parents=True, exist_ok=True)
    with (lake / "lock").open("a+") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as held:
            raise BuildRunning(
                say("Another build is running on this project."),
                where=str(lake / "lock"),
                cure=say("Wait until it ends, then run the command again."),
            ) from held
        for left in lake.glob("building-*"):
            shutil.rmtree(left)
        sweep(lake)
        yield


@contextmanager
def drafting(lake: Path, group: int | None = None) -> Iterator[Draft]:
    """A draft under the writer lock; one that fails is removed. `group` is that of those who may read content.

    Raises:
        BuildRunning: another process is writing.
        DiskFull: there was no room left; the current release is as it was.
    """
    with writing(lake):
        admit(lake, group, is_passage=True)
        admit(lake / "releases", group)
        published = {
            (entry["zone"], entry["sha256"]): path
            for release in releases(lake)
            for entry, path in zip(release.entries.values(), release.files.values(), strict=True)
        }
        aside = lake / f"building-{os.getpid()}"
        aside.mkdir(mode=0o700)
        try:
            with sums() as found:
                yield Draft(lake, aside, found, pointer(lake), group, published=published)
        except OSError as failed:
            if failed.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
                raise DiskFull(
                    say("The disk is full. Nothing was published, and the former release stands."),
                    where=str(lake),
                    cure=say("Free some space, then run the same command again."),
                ) from failed
            raise
        finally:
            shutil.rmtree(aside, ignore_errors=True)


def _left(lake: Path) -> BaseLeft:
    return BaseLeft(
        say("While this was built, somebody turned to another release; nothing was published."),
        where=str(lake),
        cure=say("Run `saphan build` again: it takes its keys from the release that stands now."),
    )
