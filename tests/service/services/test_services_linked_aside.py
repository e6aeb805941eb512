"""Linked keys that were written while a release was are those that its tables give; others are not handed out."""

from __future__ import annotations

import pytest

from saphan.access.actor import Asker
from saphan.services.platform import Platform
from saphan.store import Engine, Release

pytestmark = pytest.mark.xdist_group("site")
ASKER = Asker("os:linker", "link_records", frozenset({"operator"}))


def written(site: Platform, withheld: str | None) -> bytes:
    """The linked keys of the release that stands, where others were made aside for what is `withheld`."""
    from saphan.services import _outputs, reading  # noqa: PLC0415 - Django is set up by `site`

    now, lake = reading.open_current(site), site.project.lake
    truly = reading.withheld(site, now, ASKER.purpose, ASKER.party)
    made = None
    (site.project.out / ".linked-made-for").unlink(missing_ok=True)
    with Engine(scratch=lake / "scratch", may_read=[lake]) as engine:
        if withheld is not None:
            made = _outputs.LinkedKeys(withheld or truly)
            made.make(*(of(now.release, name, engine) for name in ("records", "identity")))
            assert made.made is not None
            assert made.made.parent.parent == lake / "scratch"
        path = _outputs._keys_written(site, now, truly, made)
    return path.read_bytes()


def of(release: Release, name: str, engine: Engine) -> object:
    return release.relations(engine)[name]


def test_linked_keys_made_aside_are_those_of_the_release(site: Platform) -> None:
    anew = written(site, None)
    assert anew.count(b"\n") > 100
    assert written(site, "") == anew
    assert list((site.project.lake / "scratch").glob("parts-*")) == []


def test_linked_keys_made_for_what_is_not_withheld_are_made_again(site: Platform) -> None:
    assert written(site, "|civil_registration|") == written(site, None)
