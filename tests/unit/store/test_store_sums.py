"""Each file is read through once in a build, and what is read ahead is broken off when the build ends."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Event

import pytest

from saphan.store.sums import Stopped, Sums, sums

Read = list[str]


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> Read:
    """The names of files, as they are read through."""
    names: Read = []
    whole: Callable[[Sums, Path], str] = Sums._read

    def told(self: Sums, path: Path) -> str:
        names.append(path.name)
        return whole(self, path)

    monkeypatch.setattr(Sums, "_read", told)
    return names


def test_a_file_is_read_once_whatever_name_it_is_asked_by(tmp_path: Path, read: Read) -> None:
    one, other, second = tmp_path / "one", tmp_path / "other", tmp_path / "second"
    one.write_bytes(b"a" * 3_000_000)
    other.write_bytes(b"b")
    second.hardlink_to(one)
    with sums() as found, ThreadPoolExecutor(4) as hands:
        told = list(hands.map(found.of, [one, second, other, one]))
    assert told == [hashlib.sha256(path.read_bytes()).hexdigest() for path in (one, one, other, one)]
    assert sorted(read) in (["one", "other"], ["other", "second"])


def test_a_file_that_was_written_anew_is_read_anew(tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_bytes(b"one")
    with sums() as found:
        found.of(path)
        path.unlink()
        path.write_bytes(b"other, and longer")
        assert found.of(path) == hashlib.sha256(b"other, and longer").hexdigest()


def test_what_is_read_ahead_is_not_read_again_and_what_is_not_there_stops_nothing(tmp_path: Path, read: Read) -> None:
    path = tmp_path / "file"
    path.write_bytes(b"one")
    with sums() as found:
        found.read_ahead([tmp_path / "nowhere", path])
        with pytest.raises(FileNotFoundError):
            found.of(tmp_path / "nowhere")
        assert found.of(path) == hashlib.sha256(b"one").hexdigest()
    assert read == ["file"]


def test_reading_ends_with_the_build(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path, begun, ended = tmp_path / "file", Event(), Event()
    path.write_bytes(b"a" * 5_000_000)
    whole: Callable[[Sums, Path], str] = Sums._read

    def late(self: Sums, file: Path) -> str:
        begun.set()
        self.ended.wait()
        try:
            return whole(self, file)
        except Stopped:
            ended.set()
            raise

    monkeypatch.setattr(Sums, "_read", late)
    with sums() as found:
        found.read_ahead([path, path])
        begun.wait()
    assert ended.is_set(), "no byte of it is read any more"
