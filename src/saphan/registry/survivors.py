"""Which record does the register believe, for each person and each thing known about who she is?"""

from __future__ import annotations

from pathlib import Path

from saphan.registry.trust import require_ranked
from saphan.store import Relation, query
from saphan.tables import PROVENANCE

SQL = Path(__file__).parent


def choose_survivors(records: Relation, identity: Relation, trust: Relation) -> Relation:
    """One row per person and field: the record believed, of the most trusted dataset that says something.

    Raises:
        UnknownSource: some record's dataset has no rank in `trust`.
    """
    require_ranked(records, trust)
    return query(
        SQL / "survivors.sql", returns=PROVENANCE, inputs={"records": records, "identity": identity, "trust": trust}
    )
