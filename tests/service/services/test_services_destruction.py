"""Data out of force: named with the day they must be gone, destroyed without touching what is in force, certified."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from saphan.access.actor import Asker
from saphan.services.platform import Platform

pytestmark = pytest.mark.xdist_group("site")
OFFICER = Asker("user:officer", "oversight", frozenset({"dpo"}))
OPERATOR = Asker("os:test", "link_records", frozenset({"operator"}))
GONE = "disability_cards"


def quiet(*_: object) -> None:
    """Nobody watches."""


@pytest.fixture
def kept(site: Platform, tmp_path: Path) -> Iterator[Any]:
    """Everything of the site is copied away, and put back when the test ends."""
    import shutil  # noqa: PLC0415 - only here

    from saphan.services import reading  # noqa: PLC0415 - Django is set up by `site`

    places = ("lake", "vault", "out", "agreements")
    for name in places:
        shutil.copytree(site.project.root / name, tmp_path / name)
    path = site.project.agreements / "poverty_bridge.yaml"
    whole = yaml.safe_load(path.read_text("utf-8"))

    def split(ends: str) -> None:
        """The dataset has an agreement of its own, which ended."""
        rest = [each for each in whole["datasets"] if each != GONE]
        path.write_text(json.dumps(whole | {"datasets": rest}, ensure_ascii=False), "utf-8")
        own = {"agreement": "cards", "datasets": [GONE], "ends": ends, "retention_days": 30}
        (path.parent / "cards.yaml").write_text(json.dumps(whole | own, ensure_ascii=False), "utf-8")

    yield split
    reading.forget()
    for name in places:
        shutil.rmtree(site.project.root / name)
        shutil.copytree(tmp_path / name, site.project.root / name)


def test_what_is_out_of_force_is_named_with_its_last_day_destroyed_and_certified(site: Platform, kept: Any) -> None:
    from saphan import ingest  # noqa: PLC0415 - Django is set up by `site`
    from saphan.services import builds, destruction, journal, reading  # noqa: PLC0415 - likewise
    from saphan.store import releases  # noqa: PLC0415 - likewise

    with pytest.raises(destruction.StillInForce):
        destruction.destroy(OFFICER, site, GONE)
    kept("2026-11-15")
    (held,) = destruction.holdings(OFFICER, site)
    assert (held.dataset, held.since, held.destroy_by) == (GONE, date(2026, 11, 16), date(2026, 12, 16))
    assert held.stands
    assert not held.is_overdue
    with pytest.raises(destruction.StillStands):
        destruction.destroy(OFFICER, site, GONE)

    others = {each.sha256 for each in ingest.receipts(site.project.vault) if each.dataset != GONE}
    builds.build(OPERATOR, site, as_of=site.day, tell=quiet)
    stands = reading.open_current(site).release
    made = destruction.destroy(OFFICER, site, GONE)

    assert made.files > 0
    assert [each.release_id for each in releases(site.project.lake)] == [stands.release_id]
    assert {each.sha256 for each in ingest.receipts(site.project.vault)} == others
    assert destruction.holdings(OFFICER, site) == []
    assert not [path for path in site.project.lake.rglob("*") if path.name.startswith(".gone")]
    shown, is_proven = destruction.certificate(OFFICER, site, made.certificate_id)
    assert is_proven
    assert shown.journal_number > 0
    assert journal.verify(OFFICER, site).broken is None
    # what is in force is built again from its own files
    builds.build(OPERATOR, site, as_of=site.day, tell=quiet)


def test_a_certificate_that_was_changed_is_not_proven(site: Platform, kept: Any) -> None:
    from saphan.services import builds, destruction  # noqa: PLC0415 - Django is set up by `site`

    kept("2026-09-01")
    assert destruction.holdings(OFFICER, site)[0].is_overdue
    builds.build(OPERATOR, site, as_of=site.day, tell=quiet)
    made = destruction.destroy(OFFICER, site, GONE)
    path = site.project.out / "certificates" / f"{made.certificate_id}.json"
    path.write_text(json.dumps(json.loads(path.read_text("utf-8")) | {"files": made.files + 1}), "utf-8")
    assert not destruction.certificate(OFFICER, site, made.certificate_id)[1]


def test_only_the_officer_destroys(site: Platform) -> None:
    from saphan.access.decide import NotPermitted  # noqa: PLC0415 - only here
    from saphan.services import destruction  # noqa: PLC0415 - Django is set up by `site`

    with pytest.raises(NotPermitted):
        destruction.destroy(Asker("os:test", "oversight", frozenset({"operator"})), site, GONE)
