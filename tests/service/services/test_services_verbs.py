"""Every verb, on one shared set-up: allowed and journalled, refused and journalled, for the reason one thinks."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import pytest

from saphan.access.actor import Asker
from saphan.access.decide import NoPurpose, NotPermitted, PurposeNotInForce
from saphan.services.platform import Platform

pytestmark = pytest.mark.xdist_group("site")
TABLE = "old_age_allowance.missing.area_age"


@dataclass(frozen=True)
class Verb:
    """One call of a service, who may make it, and the event it leaves in the journal."""

    name: str
    role: str
    purpose: str
    permission: str
    event: str  # empty: reading one's own, which is about nobody

    def call(self, asker: Asker, platform: Platform) -> Any:
        return CALLS[self.name](asker, platform)


def first_task(platform: Platform) -> Any:
    from saphan.services import worklists  # noqa: PLC0415 - Django is set up by `site`

    worker = Asker("user:first", "casework", frozenset({"social_worker"}))
    return worklists.page(worker, platform).tasks[0]


def first_pair(platform: Platform) -> dict[str, str]:
    from saphan.desk import queries  # noqa: PLC0415 - Django is set up by `site`

    pair = queries.sample_pairs(queries.latest_sample())[0]
    return {"record_a": pair.record_a, "record_b": pair.record_b}


def _calls() -> dict[str, Callable[[Asker, Platform], Any]]:
    def service(name: str) -> Any:
        from importlib import import_module  # noqa: PLC0415 - Django is set up by `site`

        return import_module(f"saphan.services.{name}")

    return {
        "counts.provinces": lambda a, p: service("counts").provinces(a, p),
        "counts.districts": lambda a, p: service("counts").districts(a, p, "56"),
        "counts.by_age": lambda a, p: service("counts").by_age(a, p, "56"),
        "builds.story": lambda a, p: service("builds").story(a, p),
        "worklists.page": lambda a, p: service("worklists").page(a, p),
        "worklists.record_outcome": lambda a, p: service("worklists").record_outcome(
            a, p, first_task(p).person_id, outcome="not_found"
        ),
        "families.open_family": lambda a, p: service("families").open_family(a, p, first_task(p).person_id),
        "deliveries.receive_inbox": lambda a, p: service("deliveries").receive_inbox(a, p),
        "deliveries.listing": lambda a, p: service("deliveries").listing(a, p),
        "deliveries.return_sheet": lambda a, p: service("deliveries").return_sheet(a, p, _some_delivery(p)),
        "publications.listing": lambda a, p: service("publications").listing(a, p),
        "releases.listing": lambda a, p: service("releases").listing(a, p),
        "releases.show": lambda a, p: service("releases").show(a, p),
        "releases.verify": lambda a, p: service("releases").verify(a, p),
        "releases.vacuum": lambda a, p: service("releases").vacuum(a, p, keep=1000),
        "differences.compare": lambda a, p: service("differences").compare(a, p, *[_stands(p)] * 2),
        "extracts.listing": lambda a, p: service("extracts").listing(a, p),
        "contracts.listing": lambda a, p: service("contracts").listing(a, p),
        "contracts.dictionary": lambda a, p: service("contracts").dictionary(a, p, "old_age_allowance"),
        "contracts.made": lambda a, p: service("contracts").made(a, p, "old_age_allowance", "schema"),
        "contracts.proposals": lambda a, p: service("contracts").proposals(a, p),
        "processing.record": lambda a, p: service("processing").record(a, p),
        "processing.refusals": lambda a, p: service("processing").refusals(a, p),
        "processing.workbook": lambda a, p: service("processing").workbook(a, p, "th"),
        "destruction.holdings": lambda a, p: service("destruction").holdings(a, p),
        "destruction.certificates": lambda a, p: service("destruction").certificates(a, p),
        "releases.linked_keys": lambda a, p: service("releases").linked_keys(a, p),
        "journal.page": lambda a, p: service("journal").page(a, p),
        "journal.verify": lambda a, p: service("journal").verify(a, p),
        "journal.export_anchor": lambda a, p: service("journal").export_anchor(a, p),
        "reviews.sample": lambda a, p: service("reviews").sample(a, p, size=100),
        "reviews.status": lambda a, p: service("reviews").status(a, p),
        "reviews.queues": lambda a, p: service("reviews").queues(a, p),
        "reviews.next_pair": lambda a, p: service("reviews").next_pair(a, p, "sample"),
        "reviews.judge": lambda a, p: service("reviews").judge(a, p, **first_pair(p), verdict="cannot_tell"),
        "linkage_quality.show": lambda a, p: service("linkage_quality").show(a, p),
        "lessons.listing": lambda a, p: service("lessons").listing(a, p),
        "lessons.open_lesson": lambda a, p: service("lessons").open_lesson(a, p, "reading_small_numbers"),
        "lessons.check": lambda a, p: service("lessons").check(a, p, "reading_small_numbers", {}),
        "users.make_login": lambda a, p: service("users").make_login(a, p, "somebody", roles=["trainee"]),
        "agreements.listing": lambda a, p: service("agreements").listing(a, p),
        "builds.build": lambda a, p: service("builds").build(a, p, as_of=p.day, tell=lambda _w, _d: None),
    }


def _stands(platform: Platform) -> str:
    from saphan.services import reading  # noqa: PLC0415 - Django is set up by `site`

    return reading.open_current(platform).release.release_id


def _some_delivery(platform: Platform) -> str:
    from saphan.services import reading  # noqa: PLC0415 - Django is set up by `site`

    sheets = {path.stem for path in (platform.project.out / "return-sheets").glob("*.xlsx")}
    rows = reading.open_current(platform).rows("deliveries_of_release")
    return next(str(row["delivery_id"]) for row in rows if row["delivery_id"] in sheets)


CALLS = _calls()
VERBS = [
    Verb("counts.provinces", "executive", "find_missing_help", "see_counts", "counts_shown"),
    Verb("counts.districts", "executive", "find_missing_help", "see_counts", "counts_shown"),
    Verb("counts.by_age", "statistician", "official_statistics", "see_counts", "counts_shown"),
    Verb("builds.story", "operator", "find_missing_help", "see_counts", "story_told"),
    Verb("worklists.page", "social_worker", "casework", "see_worklist", "worklist_shown"),
    Verb("worklists.record_outcome", "social_worker", "casework", "record_outcome", "outcome_recorded"),
    Verb("families.open_family", "social_worker", "casework", "open_family", "family_opened"),
    Verb("deliveries.receive_inbox", "steward", "link_records", "send_delivery", ""),
    Verb("deliveries.listing", "steward", "link_records", "see_return_sheet", "deliveries_shown"),
    Verb("deliveries.return_sheet", "steward", "link_records", "see_return_sheet", "return_sheet_taken"),
    Verb("publications.listing", "statistician", "official_statistics", "take_statistics", "statistics_shown"),
    Verb("releases.listing", "operator", "link_records", "build", ""),
    Verb("releases.show", "operator", "link_records", "build", ""),
    Verb("releases.verify", "operator", "link_records", "build", "release_verified"),
    Verb("releases.linked_keys", "operator", "link_records", "build", "linked_keys_taken"),
    Verb("releases.vacuum", "operator", "link_records", "build", "releases_vacuumed"),
    Verb("differences.compare", "operator", "link_records", "build", "releases_compared"),
    Verb("extracts.listing", "operator", "official_statistics", "make_extract", ""),
    Verb("journal.page", "dpo", "oversight", "read_journal", "journal_read"),
    Verb("journal.verify", "dpo", "oversight", "read_journal", "journal_verified"),
    Verb("journal.export_anchor", "dpo", "oversight", "read_journal", "anchor_exported"),
    Verb("reviews.sample", "operator", "link_records", "build", "sample_drawn"),
    Verb("reviews.status", "operator", "link_records", "build", "review_status_shown"),
    Verb("reviews.queues", "reviewer", "link_records", "review_pairs", "review_status_shown"),
    Verb("reviews.next_pair", "reviewer", "link_records", "review_pairs", "pair_shown"),
    Verb("reviews.judge", "reviewer", "link_records", "review_pairs", "pair_decided"),
    Verb("linkage_quality.show", "statistician", "official_statistics", "see_counts", "linkage_quality_shown"),
    Verb("lessons.listing", "trainee", "training", "take_lesson", ""),
    Verb("lessons.open_lesson", "trainee", "training", "take_lesson", ""),
    Verb("lessons.check", "trainee", "training", "take_lesson", ""),
    Verb("users.make_login", "operator", "oversight", "make_login", "user_made"),
    Verb("agreements.listing", "dpo", "oversight", "suspend_agreement", ""),
    Verb("contracts.listing", "steward", "oversight", "see_contract", ""),
    Verb("contracts.dictionary", "dpo", "oversight", "see_contract", ""),
    Verb("contracts.made", "steward", "oversight", "see_contract", "made_from_contract"),
    Verb("contracts.proposals", "steward", "oversight", "see_contract", ""),
    Verb("processing.record", "dpo", "oversight", "see_processing", "processing_shown"),
    Verb("processing.refusals", "dpo", "oversight", "read_journal", "refusals_shown"),
    Verb("processing.workbook", "dpo", "oversight", "see_processing", "processing_taken"),
    Verb("destruction.holdings", "dpo", "oversight", "destroy_data", ""),
    Verb("destruction.certificates", "dpo", "oversight", "destroy_data", ""),
    Verb("builds.build", "operator", "link_records", "build", "build_published"),
]
each_verb = pytest.mark.parametrize("verb", VERBS, ids=lambda verb: verb.name)


def rows_of(person: str) -> list[Any]:
    from saphan.desk.models import JournalRow  # noqa: PLC0415 - Django is set up by `site`

    return list(JournalRow.objects.filter(person=person).order_by("id"))


@each_verb
def test_whoever_may_is_let_in_and_written_down(site: Platform, verb: Verb) -> None:
    asker = Asker(f"user:may-{verb.name}", verb.purpose, frozenset({verb.role}))
    verb.call(asker, site)
    events = [(row.event, row.purpose) for row in rows_of(asker.person)]
    assert ("refused", verb.purpose) not in events
    assert not verb.event or (verb.event, verb.purpose) in events


@each_verb
@pytest.mark.parametrize(
    ("change", "reason"),
    [({"roles": frozenset()}, NotPermitted), ({"purpose": "make_known"}, NotPermitted), ({"purpose": ""}, NoPurpose)],
    ids=["no role", "another purpose", "no purpose"],
)
def test_whoever_may_not_is_refused_and_the_attempt_is_written_down(
    site: Platform, verb: Verb, change: dict[str, Any], reason: type[Exception]
) -> None:
    may = Asker(f"user:not-{verb.name}-{reason.__name__}-{change}"[:150], verb.purpose, frozenset({verb.role}))
    with pytest.raises(reason):
        verb.call(replace(may, **change), site)
    (row,) = rows_of(may.person)[-1:]
    assert row.event == "refused"
    assert dict(row.detail) == {"permission": verb.permission, "reason": reason.__name__}


@pytest.fixture
def suspended(site: Platform) -> Any:
    from saphan.services import agreements  # noqa: PLC0415 - Django is set up by `site`

    officer = Asker("user:officer", "oversight", frozenset({"dpo"}))
    agreements.suspend(officer, site, "poverty_bridge")
    yield
    agreements.resume(officer, site, "poverty_bridge")


@pytest.mark.usefixtures("suspended")
@pytest.mark.parametrize(
    "verb", [verb for verb in VERBS if verb.purpose not in ("training", "oversight")], ids=lambda verb: verb.name
)
def test_a_suspended_agreement_stops_every_use_at_once(site: Platform, verb: Verb) -> None:
    asker = Asker("user:late", verb.purpose, frozenset({verb.role}))
    with pytest.raises(PurposeNotInForce):
        CALLS[verb.name](asker, site) if "first_task" not in CALLS[verb.name].__code__.co_names else _with_no_task(
            verb, asker, site
        )


def _with_no_task(verb: Verb, asker: Asker, platform: Platform) -> None:
    from saphan.services import families, worklists  # noqa: PLC0415 - Django is set up by `site`

    if verb.name == "families.open_family":
        families.open_family(asker, platform, "P0000000000000000")
    worklists.record_outcome(asker, platform, "P0000000000000000", outcome="reached")
