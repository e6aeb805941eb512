"""Do the releases that stand in two projects hold the same rows in every table, and the same files beside them?"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from saphan.store import Engine, Relation, checksum, current
from saphan.tables import TABLES


def differing(one: Path, other: Path) -> list[str]:
    """The tables and files that are not the same."""
    found = []
    with Engine(memory_limit="8GB", scratch=one / "lake" / "same", may_read=[one, other]) as engine:
        releases = [current(root / "lake") for root in (one, other)]
        assert releases[0] is not None
        assert releases[1] is not None
        first, second = (release for release in releases if release is not None)
        for table in TABLES:
            if table.name in first.content and first.content[table.name] != second.content[table.name]:
                sides = [_whole(release.relation(table, engine)) for release in (first, second)]
                found += [] if sides[0] == sides[1] else [table.name]
        found += [
            name for name in first.manifest["files"]
            if not name.startswith("linking") and first.entries[name]["sha256"] != second.entries[name]["sha256"]
        ]  # fmt: skip
    return found


def _whole(relation: Relation) -> str:
    """The checksum of all rows in their order, written as one file."""
    path = relation.engine.new_part(relation.table)
    assert path is not None
    relation.engine.copy_out(relation, path)

    return checksum(path)


if __name__ == "__main__":
    print(json.dumps(differing(Path(sys.argv[1]), Path(sys.argv[2]))))
