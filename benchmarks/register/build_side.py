"""One build of build.py in a process of its own: seconds by stage, processor seconds, the largest memory."""

from __future__ import annotations

import json
import os
import resource
import sys
import time
from itertools import pairwise
from pathlib import Path

from saphan import linkage
from saphan.access.actor import Asker
from saphan.services.platform import open_platform
from saphan.words import Words


def main(root: Path, *, full: bool) -> None:
    """Build, and print what it took; compilation is apart."""
    linkage.warm()
    platform = open_platform(root, {})
    from saphan.services import builds  # noqa: PLC0415 - the desk must be set up first

    laps: list[tuple[str, float]] = [("Receiving", time.perf_counter())]

    def tell(words: Words, _done: float) -> None:
        laps.append(
            (words.in_("en").split(" " if words.in_("en").startswith("Reading") else "\0")[0], time.perf_counter())
        )

    asker = Asker("os:benchmark", "link_records", frozenset({"operator", "steward"}))
    before = resource.getrusage(resource.RUSAGE_SELF)
    _, story = builds.build(asker, platform, as_of=platform.day, tell=tell, full=full)
    laps.append(("Telling the story", time.perf_counter()))
    after = resource.getrusage(resource.RUSAGE_SELF)
    spent: dict[str, float] = {}
    for (name, began), (_, ended) in pairwise(laps):
        spent[name] = spent.get(name, 0.0) + ended - began
    manifest = json.loads((root / "lake" / "releases" / story.release_id / "manifest.json").read_text("utf-8"))
    print(json.dumps({
        "release": story.release_id, "records": story.records, "persons": story.persons,
        "total": laps[-1][1] - laps[0][1], "laps": spent, "linked": manifest["linked"],
        "cpu": after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime,
        "memory": after.ru_maxrss // 1024, "load": os.getloadavg()[0],
        "content": {name: entry["sha256"] for name, entry in manifest["tables"].items()},
        "files": {name: entry["sha256"] for name, entry in manifest["files"].items()},
    }))  # fmt: skip


if __name__ == "__main__":
    main(Path(sys.argv[1]), full=sys.argv[2:] == ["full"])
