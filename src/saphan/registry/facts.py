"""What do the records say about a person besides who she is?"""

from __future__ import annotations

from pathlib import Path

from saphan.store import Relation, query
from saphan.tables import PERSON_FACTS

SQL = Path(__file__).parent


def person_facts(records: Relation, facts: Relation, identity: Relation) -> Relation:
    """Every fact of every record, under the person it speaks of and the day it was delivered."""
    return query(
        SQL / "person_facts.sql",
        returns=PERSON_FACTS,
        inputs={"records": records, "facts": facts, "identity": identity},
    )
