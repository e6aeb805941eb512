"""What was made of an input once, and need not be made again? Relations under a name that says what they were made of.

Nothing of it is trusted: every file is read and its checksum compared before it is built upon; what is not as it was
written is made anew. So nothing of it is synced either: after a power cut it is whole, or it is made again.
"""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Callable, Collection, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from saphan.store.durable import OWNER_DIRECTORY, checksum
from saphan.store.engine import Relation
from saphan.store.layers import Layer, LayerFile
from saphan.store.removal import overwrite

TOLD = "kept.json"  # written last: a directory without it was never finished
CODE = (".py", ".sql", ".yaml", ".csv", ".json", ".txt")  # endings of what says how something is made
_MAKING = ".making-"


@dataclass(frozen=True)
class KeptPart:
    """One relation of those kept under a name."""

    layer: Layer
    rows: int


@dataclass(frozen=True)
class Keeper:
    """A directory of what is kept."""

    home: Path
    sums: Callable[[Path], str] = checksum

    def found(self, name: str) -> Mapping[str, KeptPart] | None:
        """The relations kept under that name, by table; None where there are none, or any is not as it was written."""
        try:
            told = json.loads((self.home / name / TOLD).read_text("utf-8"))
            parts = {table: self._part(name, table, each["sha256"], each["rows"]) for table, each in told.items()}
            with ThreadPoolExecutor(len(parts) or 1) as hands:  # checksums are reckoned side by side
                sums = list(hands.map(lambda part: self.sums(part.layer.rows.path), parts.values()))
            is_whole = sums == [part.layer.rows.sha256 for part in parts.values()]
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            return None
        return parts if is_whole else None

    def holds(self, name: str) -> bool:
        """Whether something lies there under that name, whole or not."""
        return (self.home / name).is_dir()

    def keep(self, name: str, relations: Iterable[Relation]) -> Mapping[str, KeptPart]:
        """Write the relations under that name, in place of what lay there."""
        aside = self.home / f"{_MAKING}{name}"
        self.home.mkdir(mode=OWNER_DIRECTORY, parents=True, exist_ok=True)
        _cleared(aside)
        aside.mkdir(mode=OWNER_DIRECTORY)
        told: dict[str, dict[str, object]] = {}
        for relation in relations:
            path = aside / f"{relation.table.name}.parquet"
            relation.engine.copy_out(relation, path)
            told[relation.table.name] = {"sha256": checksum(path), "rows": relation.count()}
        (aside / TOLD).write_text(json.dumps(told, sort_keys=True), "utf-8")
        _cleared(self.home / name)
        aside.rename(self.home / name)
        return {table: self._part(name, table, each["sha256"], each["rows"]) for table, each in told.items()}

    def forget_all_but(self, names: Collection[str]) -> None:
        """Remove what is kept under other names, and what was left half made."""
        for path in self.home.iterdir() if self.home.is_dir() else ():
            if path.name not in names:
                _cleared(path)

    def forget(self, prefix: str) -> int:
        """Remove what is kept under names that begin so; how many files that were."""
        return sum(_cleared(path) for path in self.home.glob(f"{prefix}*"))

    def _part(self, name: str, table: str, sha256: object, rows: object) -> KeptPart:
        file = LayerFile(self.home / name / f"{table}.parquet", str(sha256))
        return KeptPart(Layer(file), int(str(rows)))


def _cleared(directory: Path) -> int:
    files = [path for path in directory.rglob("*") if path.is_file()]
    # the mark of what is whole goes first
    for path in sorted(files, key=lambda path: path.name != TOLD):
        overwrite(path)
    shutil.rmtree(directory, ignore_errors=True)
    return len(files)


def code_of(*packages: Path) -> str:
    """A checksum of the code and the words in these files and directories: what other code made is not built upon."""
    found = (path for package in packages for path in (package.rglob("*") if package.is_dir() else [package]))
    files = sorted(path for path in found if path.suffix in CODE)
    return hashlib.sha256(b"".join(file.read_bytes() for file in files)).hexdigest()
