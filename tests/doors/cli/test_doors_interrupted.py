"""Whenever a Ctrl-C comes, a command ends with 130 and has lost nothing, and the next one goes on."""

from __future__ import annotations

import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from saphan.errors import SaphanError
from saphan.services.platform import Platform
from saphan.words import say

pytestmark = pytest.mark.xdist_group("site")

Copy = Callable[[Path, Path], Path]


def saphan(*words: str | Path, options: Sequence[str] = ()) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, *options, "-m", "saphan", *map(str, words)],
        stderr=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # noqa: PLW1509  # a background shell ignores it
    )  # fmt: skip


def is_building(lake: Path) -> bool:
    return any(lake.glob("building-*"))


@pytest.mark.timeout(3 * 3600)
def test_an_interrupted_build_ends_with_130_and_loses_nothing(
    site: Platform, tmp_path: Path, copy_of: Copy, is_soak: bool
) -> None:
    copy = tmp_path / "copy"
    copy_of(site.project.root, copy)
    lake = copy / "lake"
    before = (lake / "CURRENT").read_text()
    moments = random.Random(130)
    for pause in (0.0, *(moments.uniform(0, 1) for _ in range(200 if is_soak else 3))):
        running = saphan("build", copy)
        while not is_building(lake) and running.poll() is None:
            time.sleep(0.01)
        time.sleep(pause)
        running.send_signal(signal.SIGINT)
        _, complaint = running.communicate(timeout=60)
        assert running.returncode == 130, f"after {pause:.3f} s: {complaint}"
        assert "Nothing was lost" in complaint
        assert (lake / "CURRENT").read_text() == before
        assert not is_building(lake)
        assert not list((lake / "scratch").glob("parts-*/*"))  # people's rows
    again = saphan("build", copy)
    again.communicate(timeout=120)
    assert again.returncode == 0


def test_a_command_interrupted_while_it_loads_ends_with_130(tmp_path: Path, is_soak: bool) -> None:
    moments = random.Random(131)
    for number in range(100 if is_soak else 3):
        running = saphan("init", tmp_path / str(number), options=["-X", "importtime"])
        assert running.stderr is not None
        assert any("saphan.interruption" in line for line in running.stderr)  # the interpreter is up, and ours begins
        time.sleep(moments.uniform(0.01, 0.6))
        running.send_signal(signal.SIGINT)
        _, complaint = running.communicate(timeout=60)
        assert running.returncode in {130, 0}, complaint  # 0: it was done already
        assert "Traceback" not in complaint


def test_a_ctrl_c_that_was_swallowed_is_heeded_between_two_stages(monkeypatch: pytest.MonkeyPatch) -> None:
    from saphan import interruption  # noqa: PLC0415 - as the next line
    from saphan.cli import telling  # noqa: PLC0415 - loaded where it is used: it takes a second

    with telling.progress() as tell:
        tell(say("Starting"), 0.1)
        monkeypatch.setattr(interruption, "_came", [signal.SIGINT])
        with pytest.raises(KeyboardInterrupt):
            tell(say("Done"), 1.0)


@pytest.mark.parametrize(
    "error", [RuntimeError("Query interrupted"), SaphanError(say("No."), where="", cure=say("No."))]
)
def test_whatever_a_command_ends_with_after_a_ctrl_c_it_was_stopped(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capfd: pytest.CaptureFixture[str], error: Exception
) -> None:
    from saphan import interruption  # noqa: PLC0415 - as the next line
    from saphan.cli import grounds, main  # noqa: PLC0415 - loaded where it is used: it takes a second

    def fail(*_: object, **__: object) -> None:
        raise error

    monkeypatch.setattr(grounds.projects, "init", fail)
    monkeypatch.setattr(interruption, "_came", [signal.SIGINT])
    with pytest.raises(SystemExit) as ended:
        main(["init", str(tmp_path / "p")])
    assert ended.value.code == 130
    assert "Nothing was lost" in capfd.readouterr().err
