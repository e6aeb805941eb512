"""The order of trust, and what it refuses."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from saphan.contracts.model import Contract, FileShape
from saphan.registry import UnknownSource, choose_survivors, clean_sources, memberships, trust_order
from saphan.store import Engine, Relation
from saphan.tables import IDENTITY, RECORDS, TRUST


def contract(dataset: str, trust: int, *, is_clean: bool) -> Contract:
    shape = FileShape(format="csv", pattern=f"{dataset}_*.csv")
    return Contract(
        dataset=dataset,
        version="1.0.0",
        agency="a",
        title={},
        description={},
        file=shape,
        fields=(),
        trust=trust,
        one_row_per_person=is_clean,
    )


def test_the_contracts_give_the_order_and_the_clean_sources(engine: Engine) -> None:
    contracts = [contract("civil", 10, is_clean=True), contract("survey", 50, is_clean=False)]
    assert trust_order(contracts, engine).rows() == [("civil", 10), ("survey", 50)]
    assert clean_sources(contracts, engine).rows() == [("civil",)]


@pytest.mark.parametrize("step", [choose_survivors, memberships])
def test_records_of_a_dataset_without_a_rank_are_refused_by_name(
    step: Callable[..., Relation], draw: Callable[..., Relation]
) -> None:
    records = draw(RECORDS, {"record_id": "d1:1", "dataset": "stray", "given_name": "คำปัน"})
    identity = draw(IDENTITY, {"record_id": "d1:1", "person_id": "P1"})
    with pytest.raises(UnknownSource, match="stray") as refused:
        step(records, identity, draw(TRUST, {"dataset": "civil", "rank": 10}))
    assert "คำปัน" not in str(refused.value)
