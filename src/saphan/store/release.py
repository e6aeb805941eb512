"""Where does a build put its tables, and what does a reader see? Immutable releases and one pointer.

A release is written aside, fsynced, verified and renamed into place; then `CURRENT` is replaced in one
step. Readers never wait and never see half a release; a writer that dies leaves the former one intact.
"""

from __future__ import annotations

import errno
import fcntl
import hashlib
import json
import os
import shutil
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from saphan.errors import BrokenPromise, Conflict, NotFound, Unavailable
from saphan.store.engine import Engine, Relation
from saphan.store.query import SchemaMismatch
from saphan.tables import TABLES, Table, Zone
from saphan.words import say

MANIFEST = "manifest.json"
POINTER = "CURRENT"


class BuildRunning(Conflict):
    """Another build holds the writer lock."""


class NoRelease(NotFound):
    """Nothing has been published yet, or not under that name."""


class DamagedRelease(BrokenPromise):
    """A file of a release is missing or its checksum differs from the manifest's."""


class DiskFull(Unavailable):
    """The disk filled up while a release was written; the former release stands."""


@dataclass(frozen=True)
class Release:
    """A published release: what its manifest says, and where its files lie."""

    release_id: str
    root: Path
    manifest: Mapping[str, Any]

    def relation(self, table: Table, engine: Engine) -> Relation:
        """The release's relation of that table, read in place."""
        physical = engine.new_name(table)
        path = self.root / table.zone / f"{table.name}.parquet"
        if not path.is_file():
            raise NoRelease(
                say("Release {release} holds no table `{table}`.", release=self.release_id, table=table.name),
                where=str(path),
                cure=say("Run `saphan build` again."),
            )
        engine.open_parquet(physical, path)
        relation = Relation(table, physical, engine)
        found = engine.shape_of(physical)
        if found != [(column.name, column.kind.value) for column in table.columns]:
            raise SchemaMismatch(
                say(
                    "Table `{table}` of release {release} has another shape than this version of Saphan declares.",
                    table=table.name,
                    release=self.release_id,
                ),
                where=str(path),
                cure=say("Run `saphan build` to make a release with this version."),
            )
        return relation

    def attached(self, name: str) -> Path | None:
        """Where a file lies that was attached to the release beside its tables; None where there is none."""
        entry = self.manifest.get("files", {}).get(name)
        return self.root / entry["zone"] / name if entry else None

    @property
    def content(self) -> dict[str, str]:
        """Checksum by table: equal for two builds of the same inputs."""
        return {name: entry["sha256"] for name, entry in self.manifest["tables"].items()}


@dataclass
class Draft:
    """A release being written; nobody reads it before `publish`."""

    lake: Path
    aside: Path
    tables: dict[str, dict[str, Any]] = field(default_factory=dict)
    files: dict[str, dict[str, Any]] = field(default_factory=dict)

    def add(self, relation: Relation) -> None:
        """Write one relation to its zone's directory, and its checksum to the manifest."""
        table = relation.table
        directory = self.aside / table.zone
        directory.mkdir(mode=0o700, exist_ok=True)
        path = directory / f"{table.name}.parquet"
        relation.engine.copy_out(relation, path)
        _sync(path)
        self.tables[table.name] = {"zone": str(table.zone), "rows": relation.count(), "sha256": checksum(path)}

    def attach(self, name: str, zone: Zone, write: Callable[[Path], None]) -> None:
        """Let `write` make a file in the zone's directory that is no relation, and note its checksum."""
        directory = self.aside / zone
        directory.mkdir(mode=0o700, exist_ok=True)
        write(directory / name)
        _sync(directory / name)
        self.files[name] = {"zone": str(zone), "sha256": checksum(directory / name)}

    def publish(self, *, at: datetime, made_from: Mapping[str, Any]) -> Release:
        """Make this draft the current release. `made_from` names inputs, policies, model, day and version."""
        tables = dict(sorted(self.tables.items()))
        digest = hashlib.sha256(json.dumps(tables, sort_keys=True).encode()).hexdigest()
        release_id = f"{at:%Y%m%d-%H%M%S}-{digest[:8]}"
        manifest = {
            "release": release_id,
            "published_at": at.isoformat(),
            "content": digest,
            "tables": tables,
            "files": dict(sorted(self.files.items())),  # made of the tables alone: they add nothing to the content
            **made_from,
        }
        _write(self.aside / MANIFEST, json.dumps(manifest, ensure_ascii=False, indent=2, sort_keys=True))
        for directory in (*(path for path in self.aside.iterdir() if path.is_dir()), self.aside):
            _sync(directory)
        home = self.lake / "releases" / release_id
        if home.exists():  # the same content within the same second: it is already there
            shutil.rmtree(self.aside)
        else:
            self.aside.rename(home)
        _sync(home.parent)
        _write(self.lake / f"{POINTER}.new", release_id)
        (self.lake / f"{POINTER}.new").replace(self.lake / POINTER)
        _sync(self.lake)
        return Release(release_id, home, manifest)


@contextmanager
def drafting(lake: Path) -> Iterator[Draft]:
    """A draft under the writer lock; what a dead writer left is swept first, and a failed draft is removed.

    Raises:
        BuildRunning: another process is writing.
        DiskFull: there was no room left; the current release is as it was.
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
        aside = lake / f"building-{os.getpid()}"
        aside.mkdir(mode=0o700)
        try:
            yield Draft(lake, aside)
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


def current(lake: Path) -> Release | None:
    """The release that readers see now, or None before the first."""
    pointer = lake / POINTER
    return open_release(lake, pointer.read_text("utf-8").strip()) if pointer.is_file() else None


def open_release(lake: Path, release_id: str) -> Release:
    """The release of that name.

    Raises:
        NoRelease: there is none.
    """
    root = lake / "releases" / release_id
    if not (root / MANIFEST).is_file():
        raise NoRelease(
            say("There is no release `{release}`.", release=release_id),
            where=str(root),
            cure=say("`saphan release list` names those there are."),
        )
    return Release(release_id, root, json.loads((root / MANIFEST).read_text("utf-8")))


def releases(lake: Path) -> list[Release]:
    """All releases, oldest first."""
    home = lake / "releases"
    names = sorted(path.name for path in home.iterdir() if (path / MANIFEST).is_file()) if home.is_dir() else []
    return [open_release(lake, name) for name in names]


def verify(release: Release) -> None:
    """Nothing, when every file is there and has the checksum of the manifest.

    Raises:
        DamagedRelease: names the first file that is not as it was published.
    """
    zones = {table.name: table.zone for table in TABLES if table.zone is not Zone.WITHIN_BUILD}
    for name, entry in release.manifest["tables"].items():
        path = release.root / zones.get(name, Zone(entry["zone"])) / f"{name}.parquet"
        _as_published(release, path, entry["sha256"])
    for name, entry in release.manifest.get("files", {}).items():
        _as_published(release, release.root / entry["zone"] / name, entry["sha256"])


def _as_published(release: Release, path: Path, sha256: str) -> None:
    if not path.is_file() or checksum(path) != sha256:
        raise DamagedRelease(
            say("A file of release {release} is not as it was published.", release=release.release_id),
            where=str(path),
            cure=say("Restore it from a backup, or run `saphan build` to make a new release."),
        )


def checksum(path: Path) -> str:
    """SHA-256 of a file's bytes, in hexadecimal digits."""
    with path.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()


def _write(path: Path, text: str) -> None:
    path.write_text(text, "utf-8")
    _sync(path)


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
