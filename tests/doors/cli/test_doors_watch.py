"""`saphan watch` on a real inbox: a file that still grows is left alone, a refused one is told once, Ctrl-C ends it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from saphan import ingest

EXAMPLE = Path(__file__).parents[3] / "examples" / "first-agency"
ENVIRON = {**os.environ, "LANG": "C.UTF-8", "PYTHONUNBUFFERED": "1", "COLUMNS": "200"}
PATIENCE = 60  # seconds until a test gives up: nothing is measured


def until(holds: Callable[[], object]) -> None:
    end = time.monotonic() + PATIENCE
    while not holds():
        assert time.monotonic() < end, "it never came"
        time.sleep(0.05)


@pytest.fixture
def province(tmp_path: Path) -> Path:
    root = tmp_path / "province"
    subprocess.run([sys.executable, "-m", "saphan", "init", str(root)], env=ENVIRON, check=True, capture_output=True)
    for name in ("contract", "agreement"):
        (root / f"{name}s" / f"{name}.yaml").write_bytes((EXAMPLE / f"{name}.yaml").read_bytes())
    return root


def test_a_growing_file_is_received_once_it_is_whole_and_ctrl_c_ends_it(province: Path, tmp_path: Path) -> None:
    (source,) = EXAMPLE.glob("older_persons_*.csv")
    content, said = source.read_bytes(), tmp_path / "said"
    file, bad = province / "inbox" / source.name, province / "inbox" / "no_contract_of_this_name.csv"
    bad.write_bytes(b"a,b\n1,2\n")
    with said.open("wb") as told, file.open("wb") as growing:
        asked = [sys.executable, "-m", "saphan", "watch", str(province), "--every", "1"]
        watching = subprocess.Popen(
            asked, env=ENVIRON, stdout=told, stderr=told,
            preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # noqa: PLW1509  # a background shell ignores it
        )  # fmt: skip
        try:
            for part in range(0, len(content), len(content) // 20):  # longer than several looks
                growing.write(content[part : part + len(content) // 20])
                growing.flush()
                time.sleep(0.25)
                assert not ingest.receipts(province / "vault"), "half a file was taken"
            growing.close()
            until(lambda: not file.exists())
            until(lambda: b"no_contract_of_this_name" in said.read_bytes())
            time.sleep(2.5)  # a few looks more
            watching.send_signal(signal.SIGINT)
            assert watching.wait(PATIENCE) == 130
        finally:
            watching.kill()
    (receipt,) = ingest.receipts(province / "vault")
    assert (province / "vault" / receipt.sha256 / receipt.file_name).read_bytes() == content
    assert bad.read_bytes() == b"a,b\n1,2\n"
    words = said.read_text("utf-8")
    assert words.count("no_contract_of_this_name.csv") <= 4  # in one table, and in what to do; not at every look
    assert "Stopped" in words
