"""Contracts in an installation: proposed, answered, in force from their day; and the record of processing."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from python_calamine import CalamineWorkbook

from saphan.access.actor import Asker
from saphan.clock import FixedClock
from saphan.services.platform import Platform

pytestmark = pytest.mark.xdist_group("site")
STEWARD = Asker("user:steward", "oversight", frozenset({"steward"}), party="dla")
OFFICER = Asker("user:officer", "oversight", frozenset({"dpo"}))
LIST = "old_age_allowance"


@pytest.fixture
def proposed(site: Platform, tmp_path: Path) -> Iterator[Path]:
    """A file with version 2, which holds from 1 December 2026; all is as before when the test ends."""
    import shutil  # noqa: PLC0415 - only here

    shutil.copytree(site.project.contracts, tmp_path / "contracts")
    text = (site.project.contracts / f"{LIST}.yaml").read_text("utf-8")
    text = text.replace("version: 1.0.0", "version: 2.0.0").replace("name: คำนำหน้า", "name: คำนำ")
    text += "  - {property: saphan.validFrom, value: '2026-12-01'}\n"
    path = tmp_path / "new.yaml"
    path.write_text(text, "utf-8")
    yield path
    shutil.rmtree(site.project.contracts)
    shutil.copytree(tmp_path / "contracts", site.project.contracts)


def on(site: Platform, day: int) -> Platform:
    return Platform(site.project, FixedClock(datetime(2026, 12, day, 3, tzinfo=UTC)))


def test_a_change_waits_and_an_accepted_one_holds_from_its_day(site: Platform, proposed: Path) -> None:
    from saphan.services import contracts, reading  # noqa: PLC0415 - Django is set up by `site`

    found = contracts.propose(OFFICER, site, proposed)
    assert (found.old_version, found.new_version) == ("1.0.0", "2.0.0")
    assert "sender" in {change.breaks for change in found.changes}
    assert reading.contracts(site)[LIST].version == "1.0.0"
    stranger = Asker("user:other", "oversight", frozenset({"steward"}), party="cdd")
    with pytest.raises(contracts.NotYourContract):
        contracts.answer(stranger, site, LIST, accepts=True)
    contracts.answer(STEWARD, site, LIST, accepts=True)
    assert contracts.proposals(STEWARD, site) == []
    assert reading.contracts(site)[LIST].version == "1.0.0"
    assert reading.contracts(on(site, 1))[LIST].version == "2.0.0"


def test_a_refused_change_is_kept_aside_and_changes_nothing(site: Platform, proposed: Path) -> None:
    from saphan.services import contracts, reading  # noqa: PLC0415 - Django is set up by `site`

    contracts.propose(OFFICER, site, proposed)
    contracts.answer(STEWARD, site, LIST, accepts=False)
    assert reading.contracts(on(site, 1))[LIST].version == "1.0.0"
    assert [path.name for path in (site.project.contracts / "refused").iterdir()] == [f"{LIST}-2.0.0.yaml"]


def test_a_delivery_is_read_by_the_version_in_force_on_its_day(site: Platform, proposed: Path) -> None:
    from saphan.services import contracts, reading  # noqa: PLC0415 - Django is set up by `site`
    from saphan.services.builds import Chosen, _inputs  # noqa: PLC0415 - likewise

    contracts.propose(OFFICER, site, proposed)
    contracts.answer(STEWARD, site, LIST, accepts=True)
    from saphan import ingest  # noqa: PLC0415 - likewise
    from saphan.store import Draft, Engine  # noqa: PLC0415 - likewise
    from saphan.store.pointer import pointer  # noqa: PLC0415 - likewise
    from saphan.store.sums import sums  # noqa: PLC0415 - likewise

    came = [each for each in ingest.receipts(site.project.vault) if each.dataset == LIST]
    with Engine(threads=1, memory_limit="500MB", may_read=[site.project.lake]) as engine, sums() as found:
        draft = Draft(site.project.lake, site.project.lake, found, pointer(site.project.lake))
        inputs = _inputs(on(site, 5), Chosen(tuple(came), ()), engine, draft, as_of=on(site, 5).day)
    assert {inputs.read_by[each.delivery_id].version for each in came} == {"1.0.0"}
    assert inputs.contracts[LIST].version == "2.0.0"
    assert reading.contract_versions(site)[LIST][1].version == "2.0.0"


@pytest.mark.parametrize("what", ["template", "schema", "catalogue", "dcat"])
def test_everything_is_made_from_the_contract(site: Platform, what: str) -> None:
    from saphan.services import contracts  # noqa: PLC0415 - Django is set up by `site`

    assert contracts.made(STEWARD, site, LIST, what).stat().st_size > 500


def test_the_record_of_processing_has_a_line_for_each_use_and_leaves_as_a_workbook(site: Platform) -> None:
    from saphan.services import processing  # noqa: PLC0415 - Django is set up by `site`

    held = processing.record(OFFICER, site)
    agreed: Any = {each.agreement_id for each in held.activities}
    assert agreed == {"poverty_bridge"}
    assert len(held.activities) == 8 * 6  # datasets, purposes
    cards = [each for each in held.activities if each.sensitive]
    assert {each.agency for each in cards} == {"dep"}
    assert all(each.sensitive_basis == "26(5)" for each in cards)
    for language in ("th", "en"):
        rows = (
            CalamineWorkbook.from_path(processing.workbook(OFFICER, site, language)).get_sheet_by_index(0).to_python()
        )
        assert len(rows) == len(held.activities) + 1
        assert len(rows[0]) == len(processing.COLUMNS)


def test_refused_attempts_are_shown_to_the_officer(site: Platform) -> None:
    from saphan.access.decide import NotPermitted  # noqa: PLC0415 - only here
    from saphan.services import processing  # noqa: PLC0415 - Django is set up by `site`

    with pytest.raises(NotPermitted):
        processing.record(Asker("user:curious", "oversight", frozenset({"trainee"})), site)
    first = processing.refusals(OFFICER, site)[0]
    assert (first.person, first.permission, first.reason) == ("user:curious", "see_processing", "NotPermitted")
