"""What goes wrong in real use: killed, twice at once, wrong files, a full disk. Nothing accepted is lost."""

from __future__ import annotations

import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from saphan.store import Release, current, verify

AS_OF = "2026-11-22"
Saphan = Callable[..., subprocess.CompletedProcess[str]]
pytestmark = pytest.mark.xdist_group("province")


def release_of(root: Path) -> Release:
    found = current(root / "lake")
    assert found is not None
    return found


def start_build(root: Path) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-m", "saphan", "build", str(root), "--as-of", AS_OF],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


def test_a_build_killed_midway_leaves_the_release_before_and_the_next_one_works(
    province: Path, saphan: Saphan, is_soak: bool
) -> None:
    before = release_of(province)
    moments = random.Random(2569)
    for _ in range(20 if is_soak else 2):
        running = start_build(province)
        time.sleep(moments.uniform(0.8, 3.5))
        running.send_signal(signal.SIGKILL)
        running.wait()
        verify(release_of(province))
        assert release_of(province).content == before.content
    saphan("build", province, "--as-of", AS_OF)
    assert release_of(province).content == before.content
    assert not list((province / "lake").glob("building-*"))


def test_a_build_killed_while_it_receives_loses_no_file(province: Path, saphan: Saphan, tmp_path: Path) -> None:
    content = release_of(province).content
    originals = [path for path in (province / "vault").rglob("*") if path.is_file() and path.name != "receipt.json"]
    for path in originals:
        shutil.copy(path, province / "inbox" / path.name)
    shutil.rmtree(province / "vault")
    (province / "vault").mkdir(mode=0o700)
    running = start_build(province)
    time.sleep(1.2)
    running.send_signal(signal.SIGKILL)
    running.wait()
    saphan("build", province, "--as-of", AS_OF)
    assert release_of(province).content == content


def test_an_original_that_changed_in_the_vault_is_told_though_nothing_of_it_is_read(
    province: Path, saphan: Saphan
) -> None:
    before = release_of(province)
    original = next(path for path in sorted((province / "vault").rglob("*.csv")) if path.stat().st_size > 1000)
    content = original.read_bytes()
    original.write_bytes(content[:-1] + b"?")
    refused = saphan("build", province, "--as-of", AS_OF, check=False)
    assert refused.returncode == 5
    assert original.name in refused.stdout + refused.stderr
    assert release_of(province).release_id == before.release_id
    original.write_bytes(content)
    saphan("build", province, "--as-of", AS_OF)


def wait_until_it_writes(root: Path) -> None:
    for _ in range(600):
        if list((root / "lake").glob("building-*")):
            return
        time.sleep(0.05)
    pytest.fail("the build did not begin to write within 30 seconds")


def hear_ctrl_c() -> None:
    # a shell that runs the tests in the background lets its children ignore it
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def test_ctrl_c_stops_with_a_line_and_keeps_the_release(province: Path) -> None:
    before = release_of(province).release_id
    command = [sys.executable, "-m", "saphan", "build", str(province), "--as-of", AS_OF]
    running = subprocess.Popen(
        command,
        stderr=subprocess.PIPE,
        text=True,
        stdout=subprocess.DEVNULL,
        preexec_fn=hear_ctrl_c,  # noqa: PLW1509  # no thread of ours runs here
    )
    wait_until_it_writes(province)
    running.send_signal(signal.SIGINT)
    _, said = running.communicate(timeout=60)
    assert running.returncode == 130, said
    assert "Nothing was lost" in said
    assert "Traceback" not in said
    assert release_of(province).release_id == before


def test_of_two_builds_at_once_one_is_told_to_wait(province: Path, saphan: Saphan) -> None:
    first = start_build(province)
    wait_until_it_writes(province)
    first.send_signal(signal.SIGSTOP)  # however long the second takes to begin
    second = saphan("build", province, "--as-of", AS_OF, check=False)
    first.send_signal(signal.SIGCONT)
    assert first.wait(120) == 0
    assert second.returncode == 6
    assert "Another build is running" in second.stderr
    verify(release_of(province))


WRONG_FILES = {
    "nobody_promised_this.csv": (b"a,b\n1,2\n", "contract"),
    "old_age_2569_12.csv": (b"PK\x03\x04 a workbook under another name", "Excel"),
    "old_age_2570_01.csv": ("Имя;Фамилия\nИван;Иванов\n".encode("cp1251") * 50, "Thai"),
}


@pytest.mark.parametrize("name", WRONG_FILES)
def test_a_wrong_file_stays_in_the_inbox_and_is_explained(province: Path, saphan: Saphan, name: str) -> None:
    content, word = WRONG_FILES[name]
    before = release_of(province).content
    (province / "inbox" / name).write_bytes(content)
    said = saphan("build", province, "--as-of", AS_OF, check=False)
    told = " ".join((said.stdout + said.stderr).split())
    assert name in told or name[:12] in told
    assert word in told
    assert (province / "inbox" / name).read_bytes() == content
    assert release_of(province).content == before


def test_a_contract_with_an_unknown_key_names_file_and_line(province: Path, saphan: Saphan) -> None:
    before = release_of(province).release_id
    path = next((province / "contracts").glob("*.yaml"))
    text = path.read_text("utf-8")
    path.write_text(text + "\nversoin: 2\n", "utf-8")
    said = saphan("build", province, "--as-of", AS_OF, check=False)
    assert said.returncode == 5
    assert f"{path.name}:{len((text + chr(10)).splitlines()) + 1}" in said.stderr.replace("\n", "")
    assert "versoin" in said.stderr
    assert release_of(province).release_id == before


def test_half_a_file_is_taken_to_its_last_whole_row_and_the_cut_row_is_refused(province: Path, saphan: Saphan) -> None:
    whole = next((province / "vault").rglob("old_age_2569_11.csv")).read_bytes()
    half = whole[: len(whole) // 2]
    (province / "inbox" / "old_age_2569_12.csv").write_bytes(half)
    saphan("build", province, "--as-of", AS_OF)
    (path,) = release_of(province).root.rglob("deliveries.parquet")
    rows = [row for row in pq.read_table(path).to_pylist() if row["bytes"] == len(half)]
    assert len(rows) == 1
    assert rows[0]["rows_refused"] >= 1
    assert rows[0]["rows_delivered"] == half.count(b"\n") - 1 + (not half.endswith(b"\n"))


def test_an_empty_project_says_what_to_do_first(tmp_path: Path, saphan: Saphan) -> None:
    saphan("init", tmp_path / "new")
    said = saphan("build", tmp_path / "new", check=False)
    assert said.returncode in (0, 4, 5)
    assert "contract" in said.stdout + said.stderr
    nowhere = saphan("build", tmp_path / "nowhere", check=False)
    assert nowhere.returncode == 4
    assert "saphan init" in nowhere.stderr
    again = saphan("init", tmp_path / "new", check=False)
    assert again.returncode == 6
