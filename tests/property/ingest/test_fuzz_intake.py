"""Whatever bytes come: no crash, no hang, no row lost or doubled, always a finding or a refusal that names the place.

Each file is read in a child process of its own, under 1 GiB and 30 seconds: 300 in `make test`, 20,000 in `make soak`.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

READER = Path(__file__).with_name("fuzz_reader.py")
SAMPLED, WHOLE = 300, 20_000
KINDS = 13


def outcomes(home: Path, *, first: int, stop: int, step: int) -> list[tuple[int, str, str]]:
    """Of each file its number, what was done to it, and what became of it."""
    asked = [sys.executable, str(READER), str(home), str(first), str(stop), str(step)]
    said = subprocess.run(asked, stdout=subprocess.PIPE, check=True).stdout
    return [tuple(json.loads(line)) for line in said.decode().splitlines()]


@pytest.mark.timeout(3 * 3600)
def test_whatever_comes_is_read_or_refused_by_name(tmp_path: Path, is_soak: bool) -> None:
    count, at_once = (WHOLE, 4) if is_soak else (SAMPLED, 2)
    with ThreadPoolExecutor(at_once) as pool:
        parts = pool.map(lambda first: outcomes(tmp_path, first=first, stop=count, step=at_once), range(at_once))
        found = [each for part in parts for each in part]
    assert len(found) == count
    wrong = [each for each in found if each[2] not in ("read", "refused")]
    assert not wrong, f"{len(wrong)} of {count}, the first of them: {wrong[0]}"
    assert len({kind for _, kind, _ in found}) == KINDS
    said = Counter(outcome for _, _, outcome in found)
    assert min(said["read"], said["refused"]) > count // 10, f"the files are of one kind: {said}"
