"""Who is owed which benefit, by the rules in force on a day?"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from saphan.store import Relation, query
from saphan.tables import ENTITLEMENTS
from saphan.welfare.pack import Pack
from saphan.welfare.policy import standings, tiers_on

SQL = Path(__file__).parent


def entitle(persons: Relation, person_facts: Relation, packs: Sequence[Pack], *, as_of: date) -> Relation:
    """What each benefit's rule, as in force on `as_of`, says about everyone it may speak of."""
    return query(
        SQL / "entitlements.sql",
        returns=ENTITLEMENTS,
        inputs={
            "persons": persons,
            "person_facts": person_facts,
            "tiers": tiers_on(packs, as_of, persons.engine),
            "standings": standings(packs, persons.engine),
        },
        params={"as_of": as_of},
    )
