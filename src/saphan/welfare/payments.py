"""Who does a benefit's own payment list show as paid?"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from pathlib import Path

from saphan.contracts.model import Contract
from saphan.store import Relation, query
from saphan.tables import RECEIVING
from saphan.welfare.policy import payment_lists

SQL = Path(__file__).parent


def receiving(person_facts: Relation, contracts: Iterable[Contract], *, as_of: date) -> Relation:
    """One row per person and benefit, by the latest delivery of each payment list known on `as_of`."""
    lists = payment_lists(contracts, person_facts.engine)
    return query(
        SQL / "receiving.sql",
        returns=RECEIVING,
        inputs={"person_facts": person_facts, "lists": lists},
        params={"as_of": as_of},
    )
