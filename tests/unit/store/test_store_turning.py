"""Turning to an earlier release, sharing files, leases, vacuum, and who may read what."""

from __future__ import annotations

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from saphan.store import (
    Engine,
    Release,
    current,
    drafting,
    from_rows,
    lease,
    lease_current,
    open_release,
    releases,
    remove,
    roll_back,
    vacuum,
    verify,
)
from saphan.store.draft import BaseLeft
from saphan.store.pointer import pointer
from saphan.store.release import MANIFEST, DamagedRelease, NoRelease
from saphan.store.vacuum import NotVerified, ReleaseRead, ReleaseStands
from saphan.tables import IDENTITY, PROVENANCE

NOON = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)


def publish(lake: Path, engine: Engine, number: int, *, same: str = "P1", group: int | None = None) -> Release:
    """Release `number`: its identity is its own, its provenance that of all with the same mark."""
    with drafting(lake, group) as draft:
        draft.add(from_rows([("a:1", f"P{number}")], returns=IDENTITY, engine=engine))
        draft.add(from_rows([(same, "sex", "a:1", "dopa")], returns=PROVENANCE, engine=engine))
        before = draft.before.release_id if draft.before else None
        return draft.publish(at=NOON + timedelta(minutes=number), made_from={"identity_before": before})


def names(lake: Path) -> list[str]:
    return [release.release_id for release in releases(lake)]


class TestTurning:
    def test_an_earlier_release_stands_again_and_a_later_one_too(self, tmp_path: Path, engine: Engine) -> None:
        first, second = publish(tmp_path, engine, 1), publish(tmp_path, engine, 2)
        assert roll_back(tmp_path, first.release_id).turns == 1
        assert current(tmp_path) == first
        assert roll_back(tmp_path, second.release_id).turns == 2
        assert current(tmp_path) == second
        assert names(tmp_path) == [first.release_id, second.release_id]

    def test_the_next_build_begins_from_the_release_that_stands(self, tmp_path: Path, engine: Engine) -> None:
        first, _ = publish(tmp_path, engine, 1), publish(tmp_path, engine, 2)
        roll_back(tmp_path, first.release_id)
        third = publish(tmp_path, engine, 3)
        assert third.manifest["identity_before"] == first.release_id
        assert third.manifest["turns"] == 1
        now = pointer(tmp_path)
        assert now is not None
        assert (now.release_id, now.turns) == (third.release_id, 1), "publishing forgets no turn"

    def test_the_one_that_stands_and_one_that_is_not_there_are_no_aims(self, tmp_path: Path, engine: Engine) -> None:
        first = publish(tmp_path, engine, 1)
        with pytest.raises(ReleaseStands):
            roll_back(tmp_path, first.release_id)
        for name in ("20200101-000000-00000000", "", "..", "../releases"):
            with pytest.raises(NoRelease):
                roll_back(tmp_path, name)

    def test_a_release_that_was_touched_must_be_verified_first(self, tmp_path: Path, engine: Engine) -> None:
        first, second = publish(tmp_path, engine, 1), publish(tmp_path, engine, 2, same="P2")
        path = first.files["provenance"]
        os.utime(path, ns=(1, 1))
        with pytest.raises(NotVerified, match="checksums"):
            roll_back(tmp_path, first.release_id)
        verify(first)
        roll_back(tmp_path, first.release_id)
        roll_back(tmp_path, second.release_id)
        path.write_bytes(path.read_bytes()[:-1] + b"x")
        with pytest.raises(DamagedRelease):
            verify(first)
        with pytest.raises(NotVerified):
            roll_back(tmp_path, first.release_id)

    def test_a_build_begun_from_a_release_that_was_left_is_not_published(self, tmp_path: Path, engine: Engine) -> None:
        first, _ = publish(tmp_path, engine, 1), publish(tmp_path, engine, 2)
        with drafting(tmp_path) as draft:
            draft.add(from_rows([("a:1", "P3")], returns=IDENTITY, engine=engine))
            roll_back(tmp_path, first.release_id)  # it does not wait for the build
            with pytest.raises(BaseLeft, match="turned"):
                draft.publish(at=NOON + timedelta(minutes=3), made_from={})
        assert current(tmp_path) == first
        assert len(names(tmp_path)) == 2


class TestSharing:
    def test_a_file_that_did_not_change_is_the_same_file(self, tmp_path: Path, engine: Engine) -> None:
        first, second = publish(tmp_path, engine, 1), publish(tmp_path, engine, 2)
        assert first.files["provenance"].samefile(second.files["provenance"])
        assert not first.files["identity"].samefile(second.files["identity"])
        own, shared = second.weight
        assert (own, shared) == (second.files["identity"].stat().st_size, second.files["provenance"].stat().st_size)
        verify(second)

    def test_it_is_shared_with_any_release_not_only_the_one_before(self, tmp_path: Path, engine: Engine) -> None:
        first = publish(tmp_path, engine, 1)
        publish(tmp_path, engine, 2, same="P2")
        third = publish(tmp_path, engine, 3)
        assert first.files["provenance"].samefile(third.files["provenance"])

    def test_a_damaged_file_is_never_shared(self, tmp_path: Path, engine: Engine) -> None:
        path = publish(tmp_path, engine, 1).files["provenance"]
        path.write_bytes(path.read_bytes()[:-1] + b"x")
        second = publish(tmp_path, engine, 2)
        assert not second.files["provenance"].samefile(path)
        verify(second)

    def test_damage_to_a_shared_file_is_found_in_every_release_that_has_it(
        self, tmp_path: Path, engine: Engine
    ) -> None:
        first, second = publish(tmp_path, engine, 1), publish(tmp_path, engine, 2)
        path = first.files["provenance"]
        path.write_bytes(path.read_bytes()[:-1] + b"x")
        for release in (first, second):
            with pytest.raises(DamagedRelease, match="provenance"):
                verify(release)

    def test_destroying_a_release_leaves_what_others_share_whole(self, tmp_path: Path, engine: Engine) -> None:
        first, second = publish(tmp_path, engine, 1), publish(tmp_path, engine, 2)
        remove(tmp_path, [first])
        verify(second)
        assert second.weight[1] == 0


class TestLeases:
    def test_a_release_that_is_read_is_neither_vacuumed_nor_destroyed(self, tmp_path: Path, engine: Engine) -> None:
        first, _, _ = [publish(tmp_path, engine, number) for number in (1, 2, 3)]
        with lease(tmp_path, first.release_id):
            assert vacuum(tmp_path, keep=1).kept[first.release_id] == "read"
            with pytest.raises(ReleaseRead):
                remove(tmp_path, [first])
        assert vacuum(tmp_path, keep=1).removed == (first.release_id,)

    def test_a_forgotten_lease_is_no_lease(self, tmp_path: Path, engine: Engine) -> None:
        first, _, _ = [publish(tmp_path, engine, number) for number in (1, 2, 3)]
        lease(tmp_path, first.release_id)  # nobody holds it
        assert vacuum(tmp_path, keep=1).removed == (first.release_id,)

    def test_two_readers_do_not_wait_for_each_other(self, tmp_path: Path, engine: Engine) -> None:
        publish(tmp_path, engine, 1)
        with lease_current(tmp_path) as one, lease_current(tmp_path) as other:  # type: ignore[union-attr]  # it is there
            assert one.release == other.release

    def test_before_the_first_release_there_is_nothing_to_lease(self, tmp_path: Path) -> None:
        assert lease_current(tmp_path) is None
        with pytest.raises(NoRelease):
            lease(tmp_path, "20200101-000000-00000000")

    def test_opening_a_release_opens_no_table(self, tmp_path: Path, engine: Engine) -> None:
        publish(tmp_path, engine, 1)
        with lease_current(tmp_path) as held, Engine(may_read=[tmp_path]) as reader:  # type: ignore[union-attr]  # it is there
            relations = held.release.relations(reader)
            assert "persons" in relations, "a table of the vocabulary, opened only when it is asked for"
            assert relations["identity"].rows() == [("a:1", "P1")]
            assert relations["identity"] is relations["identity"]
            assert relations["persons"].rows() == [], "a table that the release was made without holds nothing"


class TestVacuum:
    def test_the_newest_stay_and_the_rest_goes(self, tmp_path: Path, engine: Engine) -> None:
        made = [publish(tmp_path, engine, number).release_id for number in range(6)]
        own = sum(open_release(tmp_path, name).weight[0] for name in made[:3])
        done = vacuum(tmp_path, keep=3)
        assert done.removed == tuple(made[:3])
        assert done.freed == own, "what the kept ones share is not freed"
        assert names(tmp_path) == made[3:]
        assert not list((tmp_path / "releases").glob(".*"))
        for release in releases(tmp_path):
            verify(release)

    def test_the_one_that_stands_the_one_before_it_and_referenced_ones_stay(
        self, tmp_path: Path, engine: Engine
    ) -> None:
        made = [publish(tmp_path, engine, number).release_id for number in range(6)]
        roll_back(tmp_path, made[2])
        done = vacuum(tmp_path, keep=1, referenced={made[0], "20200101-000000-00000000"})
        assert done.kept == {made[0]: "referenced", made[1]: "before", made[2]: "stands", made[5]: "newest"}
        assert names(tmp_path) == [made[0], made[1], made[2], made[5]]

    def test_the_manifest_of_one_that_went_is_kept(self, tmp_path: Path, engine: Engine) -> None:
        first, _, _ = [publish(tmp_path, engine, number) for number in (1, 2, 3)]
        text = (first.root / MANIFEST).read_text("utf-8")
        vacuum(tmp_path, keep=1)
        assert (tmp_path / "removed" / f"{first.release_id}.json").read_text("utf-8") == text

    def test_what_a_killed_vacuum_left_is_cleared_by_the_next_writer(self, tmp_path: Path, engine: Engine) -> None:
        first = publish(tmp_path, engine, 1)
        publish(tmp_path, engine, 2)
        first.root.rename(first.root.with_name(f".removed-{first.release_id}"))
        assert len(names(tmp_path)) == 1
        publish(tmp_path, engine, 3)
        assert not list((tmp_path / "releases").glob(".*"))


class TestOwnersAndModes:
    def test_without_a_group_everything_is_its_owners(self, tmp_path: Path, engine: Engine) -> None:
        root = publish(tmp_path, engine, 1).root
        assert {path.stat().st_mode & 0o077 for path in (root, *root.rglob("*"))} == {0}

    def test_a_group_gets_to_content_and_not_to_identifiers(self, tmp_path: Path, engine: Engine) -> None:
        group = os.getgid()
        root = publish(tmp_path, engine, 1, group=group).root
        modes = {str(path.relative_to(root)): path.stat().st_mode & 0o777 for path in root.rglob("*")}
        assert modes == {
            "identifiers": 0o700,
            "identifiers/identity.parquet": 0o600,
            "content": 0o750,
            "content/provenance.parquet": 0o640,
            "manifest.json": 0o640,
            "verified.json": 0o640,
        }
        publish(tmp_path, engine, 2, group=group)
        publish(tmp_path, engine, 3, group=group)
        vacuum(tmp_path, keep=1)  # it changes nobody's way in
        assert (tmp_path.stat().st_mode & 0o777, (tmp_path / "CURRENT").stat().st_mode & 0o777) == (0o710, 0o640)
