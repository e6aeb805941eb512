"""What does a reader see? Immutable releases, each with a manifest of checksums, and one pointer over all tables."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from threading import Lock
from typing import Any

from saphan.errors import BrokenPromise, NotFound
from saphan.store.durable import checksum, replace_whole
from saphan.store.engine import Engine, Relation
from saphan.store.layers import Layer, open_layers, read_layers
from saphan.store.pointer import pointer
from saphan.store.query import SchemaMismatch, empty
from saphan.tables import TABLES, Table, Zone
from saphan.words import say

MANIFEST = "manifest.json"
VERIFIED = "verified.json"  # size and time of each file when its checksum was last found right


class NoRelease(NotFound):
    """Nothing has been published yet, or not under that name."""


class DamagedRelease(BrokenPromise):
    """A file of a release is missing or its checksum differs from the manifest's."""


@dataclass(frozen=True)
class Release:
    """A published release: what its manifest says, and where its files lie."""

    release_id: str
    root: Path
    manifest: Mapping[str, Any]

    def relation(self, table: Table, engine: Engine) -> Relation:
        """The release's relation of that table, read in place."""
        if layers := self.layers(table):
            return open_layers(layers, table, engine)
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

    def layers(self, table: Table) -> tuple[Layer, ...]:
        """The layers of a table; none where it is a single file."""
        entry = self.manifest["tables"].get(table.name, {})
        return read_layers(entry, self.root / table.zone) if "layers" in entry else ()

    def relations(self, engine: Engine) -> Mapping[str, Relation]:
        """Its relations by name; each is opened when it is first asked for, so opening a release costs no table."""
        return _Relations(self, engine)

    def attached(self, name: str) -> Path | None:
        """Where a file lies that was attached to the release beside its tables; None where there is none."""
        entry = self.manifest.get("files", {}).get(name)
        return self.root / entry["zone"] / name if entry else None

    @property
    def content(self) -> dict[str, str]:
        """Checksum by table: equal for two builds of the same inputs."""
        return {name: entry["sha256"] for name, entry in self.manifest["tables"].items()}

    @property
    def files(self) -> dict[str, Path]:
        """Where each file of a table lies, and each that was attached to the release."""
        zones = {table.name: table.zone for table in TABLES if table.zone is not Zone.WITHIN_BUILD}
        tables = {
            file: self.root / zones.get(name, Zone(entry["zone"])) / f"{file}.parquet"
            for name, entry in self.manifest["tables"].items()
            for file in _parts(name, entry)
        }
        attached = {name: self.root / entry["zone"] / name for name, entry in self._attached.items()}
        return {**tables, **attached}

    @property
    def entries(self) -> dict[str, dict[str, Any]]:
        """What the manifest says of each of `files`: its zone and checksum."""
        tables = {
            file: {"zone": entry["zone"], "sha256": digest}
            for name, entry in self.manifest["tables"].items()
            for file, digest in _parts(name, entry).items()
        }
        return {**tables, **self._attached}

    @property
    def _attached(self) -> dict[str, dict[str, Any]]:
        attached: dict[str, dict[str, Any]] = self.manifest.get("files", {})  # none before there were such files
        return attached

    @property
    def weight(self) -> tuple[int, int]:
        """Bytes that only this release holds, and bytes it shares with others: removing it frees the first."""
        found = [path.stat() for path in self.files.values() if path.is_file()]
        own = sum(each.st_size for each in found if each.st_nlink == 1)
        return own, sum(each.st_size for each in found) - own


class _Relations(Mapping[str, Relation]):
    def __init__(self, release: Release, engine: Engine) -> None:
        self._release, self._engine = release, engine
        self._tables = {table.name: table for table in TABLES if table.zone is not Zone.WITHIN_BUILD}
        self._opened: dict[str, Relation] = {}
        self._lock = Lock()  # threads of the portal ask at once

    def __getitem__(self, name: str) -> Relation:
        with self._lock:
            if name not in self._opened:
                table = self._tables[name]
                # a release made before there was such a table is read as one that holds nothing in it
                is_there = name in self._release.content
                self._opened[name] = (
                    self._release.relation(table, self._engine) if is_there else empty(table, self._engine)
                )
            return self._opened[name]

    def __contains__(self, name: object) -> bool:
        return name in self._tables

    def __iter__(self) -> Iterator[str]:
        return iter(self._tables)

    def __len__(self) -> int:
        return len(self._tables)


def _parts(name: str, entry: Mapping[str, Any]) -> Mapping[str, str]:
    """Checksums of a table's files, by their names without the ending."""
    parts: Mapping[str, str] = entry.get("parts") or {name: entry["sha256"]}
    return parts


def current(lake: Path) -> Release | None:
    """The release that readers see now, or None before the first."""
    now = pointer(lake)
    return open_release(lake, now.release_id) if now is not None else None


def open_release(lake: Path, release_id: str) -> Release:
    """The release of that name: its manifest is read and no table; `verify` is what compares checksums.

    Raises:
        NoRelease: there is none.
    """
    root = lake / "releases" / release_id
    if not release_id or Path(release_id).name != release_id or not (root / MANIFEST).is_file():
        raise NoRelease(
            say("There is no release `{release}`.", release=release_id),
            where=str(root),
            cure=say("`saphan release list` names those there are."),
        )
    return Release(release_id, root, json.loads((root / MANIFEST).read_text("utf-8")))


def releases(lake: Path) -> list[Release]:
    """All releases, oldest first."""
    home = lake / "releases"
    # a name that begins with a dot is of one that was taken away
    names = sorted(path.name for path in home.iterdir() if path.name[0] != ".") if home.is_dir() else []
    return [Release(name, home / name, json.loads(text)) for name in names if (text := _manifest(home / name))]


def verify(release: Release) -> None:
    """Nothing, when every file is there and has the checksum of the manifest.

    Raises:
        DamagedRelease: names the first file that is not as it was published.
    """
    for name, path in release.files.items():
        if not path.is_file() or checksum(path) != release.entries[name]["sha256"]:
            (release.root / VERIFIED).unlink(missing_ok=True)
            raise DamagedRelease(
                say("A file of release {release} is not as it was published.", release=release.release_id),
                where=str(path),
                cure=say("Restore it from a backup, or run `saphan build` to make a new release."),
            )
    replace_whole(release.root / VERIFIED, seen(release))


def seen(release: Release) -> str:
    """Size and time of change of each file, which is looked at in a moment at any size.

    A file that was written to or put back has another one; a disk that lost bytes by itself is found by `verify` only.
    """
    found = {name: path.stat() for name, path in release.files.items() if path.is_file()}
    return json.dumps({name: [each.st_size, each.st_mtime_ns] for name, each in sorted(found.items())})


def is_as_verified(release: Release) -> bool:
    """Whether every file is there and was not touched since its checksum was found right."""
    path = release.root / VERIFIED
    is_whole = all(each.is_file() for each in release.files.values())
    return is_whole and path.is_file() and path.read_text("utf-8") == seen(release)


def _manifest(root: Path) -> str:
    try:
        return (root / MANIFEST).read_text("utf-8")
    except (FileNotFoundError, NotADirectoryError):  # it was removed while the list was read, or never was a release
        return ""
