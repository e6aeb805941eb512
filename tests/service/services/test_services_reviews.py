"""What a reviewer sees, may say, and may take back; and what stays hidden from her until she has spoken."""

from __future__ import annotations

import dataclasses
from typing import Any

import pytest

from saphan.access.actor import Asker
from saphan.services.platform import Platform

pytestmark = pytest.mark.xdist_group("site")
ROLES = frozenset({"reviewer"})
REVIEWER = Asker("user:reviews", "link_records", ROLES, frozenset({"56"}))


def service() -> Any:
    from saphan.services import reviews  # noqa: PLC0415 - Django is set up by `site`

    return reviews


def words() -> dict[tuple[str, str], str]:
    from saphan.desk import queries  # noqa: PLC0415 - Django is set up by `site`

    return queries.words_on_pairs()


def journal_of(person: str) -> list[Any]:
    from saphan.desk.models import JournalRow  # noqa: PLC0415 - Django is set up by `site`

    return list(JournalRow.objects.filter(person=person).order_by("id"))


def test_the_same_release_size_and_seed_give_the_same_pairs_once_each(site: Platform) -> None:
    from saphan.desk import queries  # noqa: PLC0415 - Django is set up by `site`

    operator = Asker("os:reviews", "link_records", frozenset({"operator"}))
    drawn = []
    for _ in range(2):
        service().sample(operator, site, size=60, seed=5)
        drawn.append([(each.record_a, each.record_b) for each in queries.sample_pairs(queries.latest_sample())])
    assert drawn[0] == drawn[1]
    assert len(set(drawn[0])) == len(drawn[0])
    sample = queries.latest_sample()
    assert {each.stratum for each in queries.sample_pairs(sample)} >= {"weight", "citizen_id"}
    assert sample is not None
    assert len(sample.model_version) == 16


def test_what_is_shown_before_the_verdict_says_nothing_of_the_weight(site: Platform) -> None:
    pair = service().next_pair(REVIEWER, site, "sample")
    assert not {"weight", "explained", "probability", "rule"} & {each.name for each in dataclasses.fields(pair)}
    (row,) = journal_of(REVIEWER.person)[-1:]
    assert row.event == "pair_shown"
    assert row.about
    assert dict(row.detail)["record_a"] == pair.record_a


def test_a_verdict_is_kept_explained_and_taken_back_by_whom_it_is(site: Platform) -> None:
    pair = service().next_pair(REVIEWER, site, "sample")
    key = (pair.record_a, pair.record_b)
    said = service().judge(REVIEWER, site, record_a=key[0], record_b=key[1], verdict="same")
    assert words()[key] == "same"
    judged = service().judged(REVIEWER, site, said)
    assert judged.verdict == "same"
    from saphan.services import reading  # noqa: PLC0415 - Django is set up by `site`

    (row,) = reading.open_current(site).rows("pair_of_release", record_a=key[0], record_b=key[1])
    assert judged.explained.weight == row["weight"]
    other = Asker("user:reviews-other", "link_records", ROLES)
    with pytest.raises(service().NoSuchPair):
        service().take_back(other, site, said)
    service().take_back(REVIEWER, site, said)
    assert key not in words()
    with pytest.raises(service().NoSuchPair):  # once only
        service().take_back(REVIEWER, site, said)
    again = service().next_pair(REVIEWER, site, "sample")
    assert (again.record_a, again.record_b) == key
    events = [row.event for row in journal_of(REVIEWER.person)]
    assert events.count("pair_decided") == 2  # the word, and its taking back


def test_cannot_tell_leaves_the_queue_and_decides_nothing(site: Platform) -> None:
    from saphan.desk import queries  # noqa: PLC0415 - Django is set up by `site`

    pair = service().next_pair(REVIEWER, site, "sample")
    key = (pair.record_a, pair.record_b)
    said = service().judge(REVIEWER, site, record_a=key[0], record_b=key[1], verdict="cannot_tell")
    assert key not in {(a, b) for a, b, _ in queries.latest_verdicts()}
    following = service().next_pair(REVIEWER, site, "sample")
    assert (following.record_a, following.record_b) != key
    service().take_back(REVIEWER, site, said)


def test_a_reviewer_of_another_province_is_shown_nothing(site: Platform) -> None:
    elsewhere = Asker("user:reviews-elsewhere", "link_records", ROLES, frozenset({"50"}))
    assert service().next_pair(elsewhere, site, "sample") is None
    pair = service().next_pair(REVIEWER, site, "sample")
    with pytest.raises(service().NoSuchPair):
        service().judge(elsewhere, site, record_a=pair.record_a, record_b=pair.record_b, verdict="same")


def test_a_pair_that_nobody_asks_about_cannot_be_judged(site: Platform) -> None:
    pair = service().next_pair(REVIEWER, site, "sample")
    with pytest.raises(service().NoSuchPair):
        service().judge(REVIEWER, site, record_a=pair.record_a, record_b="no:1", verdict="same")
    with pytest.raises(service().UnknownVerdict):
        service().judge(REVIEWER, site, record_a=pair.record_a, record_b=pair.record_b, verdict="perhaps")


def test_without_a_judged_sample_no_rate_is_stated(site: Platform) -> None:
    from saphan.services import linkage_quality  # noqa: PLC0415 - Django is set up by `site`

    found = linkage_quality.show(Asker("user:reviews", "find_missing_help", ROLES), site)
    assert not found.calibrated
    assert found.total.basis == "none"
    assert found.total.precision is None
    assert found.total.linked
