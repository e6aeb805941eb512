"""Households by key and by address, read a second time in plain words."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from datetime import date
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from saphan import registry
from saphan.store import Relation
from saphan.tables import IDENTITY, RECORDS, TRUST

Draw = Callable[..., Relation]
RANKS = {"civil": 0, "school": 1, "clinic": 2}
MOST = 2
A_ROW = st.fixed_dictionaries({
    "dataset": st.sampled_from(sorted(RANKS)),
    "seen_on": st.sampled_from([date(2026, month, 1) for month in (9, 10)]),
    "given_name": st.sampled_from(["ก", "ข", "ค", None]),
    "citizen_id": st.sampled_from(["1", "2", "3", None]),
    "household_key": st.sampled_from(["h1", None, None]),
    "house_number": st.sampled_from(["1", "2/1", None]),
    "subdistrict_code": st.sampled_from(["560101", None]),
    "street": st.sampled_from([None, None, "หมู่ 1"]),
    "locality": st.sampled_from([None, None, None, "บ้านใต้"]),
    "person": st.sampled_from("PQR"),
})  # fmt: skip


def address(row: dict[str, Any]) -> tuple[Any, ...] | None:
    if not row["house_number"] or not row["subdistrict_code"]:
        return None
    return row["house_number"], row["subdistrict_code"], row["street"], row["locality"]


def is_crowded(where: tuple[Any, ...], rows: list[dict[str, Any]]) -> bool:
    there = [row for row in rows if address(row) == where]
    return any(len({row[name] for row in there} - {None}) > MOST for name in ("given_name", "citizen_id"))


def home(mine: list[dict[str, Any]], rows: list[dict[str, Any]]) -> tuple[object, str] | None:
    def order(row: dict[str, Any]) -> tuple[int, int, str]:
        return RANKS[row["dataset"]], -row["seen_on"].toordinal(), row["record_id"]

    if keyed := [row for row in mine if row["household_key"]]:
        best = min(keyed, key=order)
        return (best["dataset"], best["household_key"]), best["dataset"]
    if placed := [row for row in mine if address(row)]:
        best = min(placed, key=order)
        where = address(best)
        assert where
        return None if is_crowded(where, rows) else (where, best["dataset"])
    return None


@settings(max_examples=80, deadline=None)
@given(drawn=st.lists(A_ROW, min_size=1, max_size=12))
def test_a_household_is_a_key_or_else_an_address_that_few_share(draw: Draw, drawn: list[dict[str, Any]]) -> None:
    rows = [row | {"record_id": f"r{at:02}"} for at, row in enumerate(drawn)]
    of: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in rows:
        of[row["person"]].append(row)
    records = draw(RECORDS, *({name: value for name, value in row.items() if name != "person"} for row in rows))
    identity = draw(IDENTITY, *({"record_id": row["record_id"], "person_id": row["person"]} for row in rows))
    trust = draw(TRUST, *({"dataset": dataset, "rank": rank} for dataset, rank in RANKS.items()))
    houses, crowded = registry.dwellings(records), registry.crowded(records, most=MOST)
    expected = {person: said for person, mine in of.items() if (said := home(mine, rows))}
    found = registry.memberships(records, identity, trust, houses, crowded=crowded).rows()
    assert {person: dataset for person, _, dataset in found} == {each: said for each, (_, said) in expected.items()}
    named: dict[str, set[object]] = defaultdict(set)
    for person, household, _ in found:
        named[household].add(expected[person][0])
    assert all(len(each) == 1 for each in named.values()), "one household is one key or address"
    assert len(named) == len({where for where, _ in expected.values()}), "and one key or address one household"
    alone = [address(row) for row in rows if not row["household_key"]]
    left_out = {where: alone.count(where) for where in alone if where and is_crowded(where, rows)}
    assert sorted(count for _, count in crowded.rows()) == sorted(left_out.values())

    kinds = [_Contract(dataset) for dataset in RANKS]
    stays = registry.residences(records, identity, houses, kinds, crowded=crowded).rows()  # type: ignore[arg-type]  # two of its fields
    said = {(person, dataset) for person, dataset, *_ in stays}
    assert said == {
        (person, row["dataset"])
        for person, mine in of.items()
        for row in mine
        if row["household_key"]
        or (not any(each["household_key"] for each in mine) and (where := address(row)) and not is_crowded(where, rows))
    }


class _Contract:
    residence = "actual"

    def __init__(self, dataset: str) -> None:
        self.dataset = dataset
