"""After a power cut what was synced is there, and what was not may be or may not: so the order of syncs is a promise.

The order in which builds, turns and vacuums sync and rename is recorded while they really run, and compared with the
argument of ADR 14: bytes before their name, the names within a release before its own, that before the pointer.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from saphan.store import Engine, drafting, from_rows, roll_back, vacuum
from saphan.tables import IDENTITY, PROVENANCE

Step = tuple[str, str, str]  # sync, rename or unlink; path; new path


@contextmanager
def recorded(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[Step]]:
    """What is synced and renamed, in order, while everything is really done."""
    steps: list[Step] = []
    fsync, rename, replace, unlink = os.fsync, os.rename, os.replace, os.unlink

    def noted_sync(handle: int) -> None:
        fsync(handle)
        steps.append(("sync", str(Path(f"/proc/self/fd/{handle}").readlink()), ""))

    def noted_rename(source: str | Path, target: str | Path) -> None:
        rename(source, target)
        steps.append(("rename", str(source), str(target)))

    def noted_replace(source: str | Path, target: str | Path) -> None:
        replace(source, target)
        steps.append(("rename", str(source), str(target)))

    def noted_unlink(path: str | Path, *, dir_fd: int | None = None) -> None:
        unlink(path, dir_fd=dir_fd)
        steps.append(("unlink", str(path), ""))

    with monkeypatch.context() as patch:
        patch.setattr(os, "unlink", noted_unlink)
        patch.setattr(os, "fsync", noted_sync)
        patch.setattr(os, "rename", noted_rename)
        patch.setattr(os, "replace", noted_replace)
        yield steps


def publish(lake: Path, engine: Engine, number: int) -> str:
    with drafting(lake) as draft:
        draft.add(from_rows([("a:1", f"P{number}")], returns=IDENTITY, engine=engine))
        draft.add(from_rows([("P1", "sex", "a:1", "dopa")], returns=PROVENANCE, engine=engine))
        return draft.publish(at=datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=number), made_from={}).release_id


def index(steps: list[Step], kind: str, path: Path, *, before: int | None = None) -> int:
    """Where that step is, the last one before another."""
    found = [at for at, step in enumerate(steps[:before]) if step[0] == kind and path in (Path(step[1]), Path(step[2]))]
    assert found, f"{kind} of {path} is missing before step {before}"
    return found[-1]


def test_bytes_come_before_names_and_names_before_the_pointer(
    tmp_path: Path, engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish(tmp_path, engine, 1)
    with recorded(monkeypatch) as steps:
        release_id = publish(tmp_path, engine, 2)
    home, aside = tmp_path / "releases" / release_id, tmp_path / f"building-{os.getpid()}"
    turned = index(steps, "rename", tmp_path / "CURRENT")
    moved = index(steps, "rename", home)
    assert index(steps, "sync", tmp_path) > turned, "the pointer's name is synced at the end"
    # from the end to the beginning: each must lie before the one it makes safe
    assert index(steps, "sync", tmp_path / "CURRENT.new", before=turned) < turned
    assert moved < index(steps, "sync", home.parent, before=turned), "the release's name, before the pointer to it"
    assert moved < index(steps, "sync", tmp_path, before=turned), "and its removal from where it was"
    index(steps, "sync", aside, before=moved)
    for directory in ("identifiers", "content"):
        index(steps, "sync", aside / directory, before=moved)
    for file in ("identifiers/identity.parquet", "manifest.json", "verified.json"):
        synced = index(steps, "sync", aside / file, before=moved)
        assert synced < index(steps, "sync", aside / file.rpartition("/")[0], before=moved), "bytes before their name"


def test_a_shared_files_new_name_is_synced_by_its_directory_and_its_bytes_are_already_there(
    tmp_path: Path, engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    with recorded(monkeypatch) as first:
        publish(tmp_path, engine, 1)
    with recorded(monkeypatch) as second:
        publish(tmp_path, engine, 2)
    aside = tmp_path / f"building-{os.getpid()}"
    shared = aside / "content" / "provenance.parquet"
    index(first, "sync", shared)
    named = index(second, "rename", shared)
    assert named < index(second, "sync", aside / "content")


def test_turning_to_another_release_syncs_the_pointers_bytes_then_its_name(
    tmp_path: Path, engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = publish(tmp_path, engine, 1), publish(tmp_path, engine, 2)
    pointer = tmp_path / "CURRENT"
    for aim in (first, second):
        with recorded(monkeypatch) as steps:
            roll_back(tmp_path, aim)
        turned = index(steps, "rename", pointer)
        assert index(steps, "sync", tmp_path / "CURRENT.new", before=turned) < turned
        assert index(steps, "sync", tmp_path) > turned


def test_a_release_has_lost_its_name_for_good_before_the_first_of_its_files_goes(
    tmp_path: Path, engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = publish(tmp_path, engine, 1)
    publish(tmp_path, engine, 2)
    with recorded(monkeypatch) as steps:
        assert vacuum(tmp_path, keep=1).removed == (first,)
    home = tmp_path / "releases"
    moved = index(steps, "rename", home / first)
    unlinked = next(at for at, (kind, *_) in enumerate(steps) if kind == "unlink")
    assert moved < index(steps, "sync", home, before=unlinked)
    assert index(steps, "sync", tmp_path / "removed", before=moved) < moved, "its manifest is safe before it goes"
