"""Survivorship as the policy says, against a plain reading, on policies and records nobody drew."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from saphan.registry import Policy, choose_survivors, default_policy
from saphan.registry.policy import CRITERIA, FIELDS, PACKAGED, Choice, SurvivorshipUnreadable
from saphan.store import Relation
from saphan.tables import IDENTITY, RECORDS, TRUST

Draw = Callable[..., Relation]
RANKS = {"civil": 10, "card": 30, "survey": 30}

orders = st.permutations(CRITERIA).flatmap(lambda all_: st.integers(1, 3).map(lambda count: tuple(all_[:count])))
choices = st.builds(Choice, orders, st.permutations(sorted(RANKS)).map(tuple) | st.just(()))
policies = st.fixed_dictionaries(dict.fromkeys(FIELDS, choices)).map(
    lambda of: Policy(version="t", fields=of, most_at_an_address=15)
)
rows = st.lists(
    st.fixed_dictionaries(
        {
            "dataset": st.sampled_from(sorted(RANKS)),
            "seen_on": st.sampled_from([date(2026, 9, 30), date(2026, 10, 1)]),
            "given_name": st.sampled_from([None, "ก", "ข"]),
            "phone": st.sampled_from([None, "1", "2"]),
            "citizen_id": st.sampled_from([None, "1", "2"]),
            "citizen_id_valid": st.booleans(),
            "province_code": st.sampled_from([None, "56"]),
            "house_number": st.sampled_from([None, "1", "2"]),
        }
    ),
    min_size=1,
    max_size=6,
)
Row = dict[str, object]


def value_of(row: Row, field: str) -> str:
    if field == "residence":
        return " ".join(str(row[name]) for name in ("province_code", "house_number") if row[name])
    return str(row.get(field) or "")


def plain(record_rows: list[Row], field: str, choice: Choice) -> object:
    said = [row for row in record_rows if value_of(row, field)]
    sources: dict[str, set[object]] = defaultdict(set)
    for row in said:
        sources[value_of(row, field)].add(row["dataset"])

    def place(row: Row) -> tuple[object, ...]:
        dataset, seen = str(row["dataset"]), row["seen_on"]
        assert isinstance(seen, date)
        own = choice.trust.index(dataset) if dataset in choice.trust else 1_000_000 + RANKS[dataset]
        asked = {"trust": own, "recency": -seen.toordinal(), "agreement": -len(sources[value_of(row, field)])}
        unfit = {"citizen_id": not row["citizen_id_valid"], "residence": not row["province_code"]}.get(field, False)
        return unfit, *(asked[name] for name in choice.order), row["record_id"]

    return min(said, key=place)["record_id"] if said else None


@settings(max_examples=60, deadline=None)
@given(policy=policies, drawn=rows)
def test_each_field_is_chosen_in_the_order_its_policy_asks(draw: Draw, policy: Policy, drawn: list[Row]) -> None:
    named = [{"record_id": f"r{at}", **row} for at, row in enumerate(drawn)]
    identity = draw(IDENTITY, *({"record_id": row["record_id"], "person_id": "P1"} for row in named))
    trust = draw(TRUST, *({"dataset": dataset, "rank": rank} for dataset, rank in RANKS.items()))
    found = {
        field: record for _, field, record, _ in choose_survivors(draw(RECORDS, *named), identity, trust, policy).rows()
    }
    expected = {
        field: record for field, choice in policy.fields.items() if (record := plain(named, field, choice)) is not None
    }
    assert found == expected


def test_the_packaged_policy_takes_a_telephone_number_from_whoever_heard_last() -> None:
    assert default_policy().fields["phone"].order[0] == "recency"
    assert all(choice.is_plain for name, choice in default_policy().fields.items() if name != "phone")


@pytest.mark.parametrize("broken", ["fields: {}", "version: '1'\nfields: {sex: {order: [loudness]}}", "- a"])
def test_a_policy_that_says_something_else_is_refused(tmp_path: Path, broken: str) -> None:
    (tmp_path / "policy.yaml").write_text(broken, "utf-8")
    with pytest.raises(SurvivorshipUnreadable):
        Policy.load(tmp_path / "policy.yaml")


def test_a_criterion_asked_twice_or_unknown_is_refused(tmp_path: Path) -> None:
    said = yaml.safe_load(PACKAGED.read_text("utf-8"))
    for order in (["trust", "trust"], ["beauty"], []):
        said["fields"]["sex"]["order"] = order
        (tmp_path / "policy.yaml").write_text(yaml.safe_dump(said), "utf-8")
        with pytest.raises(SurvivorshipUnreadable):
            Policy.load(tmp_path / "policy.yaml")


@pytest.mark.parametrize("most", [0, "many", True, None])
def test_how_many_may_share_an_address_is_a_number_of_people(tmp_path: Path, most: object) -> None:
    said = yaml.safe_load(PACKAGED.read_text("utf-8")) | {"most_at_an_address": most}
    (tmp_path / "policy.yaml").write_text(yaml.safe_dump(said), "utf-8")
    with pytest.raises(SurvivorshipUnreadable):
        Policy.load(tmp_path / "policy.yaml")
