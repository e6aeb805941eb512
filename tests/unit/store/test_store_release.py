"""A release is whole or not there at all."""

from __future__ import annotations

import multiprocessing
import resource
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from saphan.errors import SaphanError
from saphan.store import Engine, Release, current, drafting, from_rows, open_release, releases, verify
from saphan.store.draft import BuildRunning
from saphan.store.release import DamagedRelease, NoRelease
from saphan.tables import IDENTITY, PERSONS, PROVENANCE, Zone

NOON = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)


def publish(lake: Path, engine: Engine, *, mark: str = "P1", at: datetime = NOON) -> Release:
    with drafting(lake) as draft:
        draft.add(from_rows([("a:1", mark)], returns=IDENTITY, engine=engine))
        draft.add(from_rows([(mark, "sex", "a:1", "dopa")], returns=PROVENANCE, engine=engine))
        return draft.publish(at=at, made_from={"software": "test"})


def test_before_the_first_build_there_is_no_release(tmp_path: Path) -> None:
    assert current(tmp_path) is None
    assert releases(tmp_path) == []


def test_a_published_release_is_read_back_as_it_was(tmp_path: Path, engine: Engine) -> None:
    published = publish(tmp_path, engine)
    with Engine(may_read=[tmp_path]) as reader:
        found = current(tmp_path)
        assert found is not None
        assert found.release_id == published.release_id
        assert found.relation(IDENTITY, reader).rows() == [("a:1", "P1")]
        verify(found)


def test_the_two_zones_are_two_directories_only_the_owner_can_enter(tmp_path: Path, engine: Engine) -> None:
    root = publish(tmp_path, engine).root
    assert (root / "identifiers" / "identity.parquet").is_file()
    assert (root / "content" / "provenance.parquet").is_file()
    assert [(root / zone).stat().st_mode & 0o777 for zone in ("identifiers", "content")] == [0o700, 0o700]


def test_equal_content_has_equal_checksums_at_another_time(tmp_path: Path, engine: Engine) -> None:
    first = publish(tmp_path, engine)
    second = publish(tmp_path, engine, at=NOON.replace(hour=13))
    assert first.content == second.content
    assert first.release_id != second.release_id
    assert publish(tmp_path, engine, mark="P2").content != first.content


def test_a_failed_draft_leaves_the_release_before_and_nothing_else(tmp_path: Path, engine: Engine) -> None:
    before = publish(tmp_path, engine)
    with pytest.raises(KeyboardInterrupt), drafting(tmp_path) as draft:
        draft.add(from_rows([("a:1", "P9")], returns=IDENTITY, engine=engine))
        raise KeyboardInterrupt
    found = current(tmp_path)
    assert found is not None
    assert found.release_id == before.release_id
    assert not list(tmp_path.glob("building-*"))


def test_what_a_dead_writer_left_is_swept_by_the_next(tmp_path: Path, engine: Engine) -> None:
    (tmp_path / "building-1" / "content").mkdir(parents=True)
    publish(tmp_path, engine)
    assert not list(tmp_path.glob("building-*"))


def test_a_second_writer_is_told_to_wait(tmp_path: Path) -> None:
    with drafting(tmp_path), pytest.raises(BuildRunning, match="Another build"), drafting(tmp_path):
        pass


def test_a_changed_or_missing_file_is_named(tmp_path: Path, engine: Engine) -> None:
    release = publish(tmp_path, engine)
    path = release.root / "content" / "provenance.parquet"
    path.write_bytes(path.read_bytes()[:-1] + b"x")
    with pytest.raises(DamagedRelease, match="provenance"):
        verify(release)
    path.unlink()
    with pytest.raises(DamagedRelease, match="provenance"):
        verify(release)


def test_unknown_releases_and_tables_are_not_found(tmp_path: Path, engine: Engine) -> None:
    release = publish(tmp_path, engine)
    with pytest.raises(NoRelease):
        open_release(tmp_path, "20200101-000000-00000000")
    with pytest.raises(NoRelease, match="persons"):
        release.relation(PERSONS, engine)


def _fill_the_disk(lake: Path, answer: Callable[[object], None]) -> None:
    resource.setrlimit(resource.RLIMIT_FSIZE, (2000, 2000))
    rows = [(f"record {number}", f"P{number * 7919 % 100003}") for number in range(50_000)]
    try:
        with Engine(threads=1, may_read=[lake]) as engine, drafting(lake) as draft:
            draft.add(from_rows(rows, returns=IDENTITY, engine=engine))
            draft.publish(at=NOON, made_from={})
    except SaphanError as told:
        answer((type(told).__name__, told.exit_code, told.tell("en")))


def test_a_full_disk_keeps_the_release_before_and_says_what_to_do(tmp_path: Path, engine: Engine) -> None:
    before = publish(tmp_path, engine)
    context = multiprocessing.get_context("spawn")
    answers = context.SimpleQueue()
    child = context.Process(target=_fill_the_disk, args=(tmp_path, answers.put))
    child.start()
    child.join(60)
    name, exit_code, told = answers.get()
    assert exit_code == 7, name
    assert "Free" in told
    found = current(tmp_path)
    assert found is not None
    assert found.release_id == before.release_id
    assert not list(tmp_path.glob("building-*"))


def test_a_file_attached_to_a_release_is_checked_like_its_tables(tmp_path: Path) -> None:
    with drafting(tmp_path) as draft:
        draft.attach("beside.bin", Zone.IDENTIFIERS, lambda path: path.touch())
        release = draft.publish(at=datetime(2026, 11, 22, tzinfo=UTC), made_from={})
    attached = release.attached("beside.bin")
    assert attached == release.root / "identifiers" / "beside.bin"
    verify(release)
    assert release.attached("nothing") is None
    attached.write_bytes(b"other")
    with pytest.raises(DamagedRelease):
        verify(release)
