"""Which record does the register believe, for each person and each thing known about who she is?"""

from __future__ import annotations

from pathlib import Path

from saphan.registry.policy import Policy, default_policy
from saphan.registry.trust import require_ranked
from saphan.store import Engine, Relation, from_rows, query, union
from saphan.tables import PROVENANCE, Table, Zone
from saphan.tables.shape import integer, text

SQL = Path(__file__).parent

CHOICES = Table(
    name="choices",
    doc="One row: what is asked first, second and third when records disagree on a field.",
    zone=Zone.WITHIN_BUILD,
    key=("field",),
    columns=(
        text("field", "the field"),
        text("first", "trust, recency or agreement"),
        text("second", "likewise, or null"),
        text("third", "likewise, or null"),
    ),
)
FIELD_TRUST = Table(
    name="field_trust",
    doc="One row: the rank of a dataset for one field.",
    zone=Zone.WITHIN_BUILD,
    key=("field", "dataset"),
    columns=(
        text("field", "the field"),
        text("dataset", "the dataset"),
        integer("rank", "the lower, the more trusted"),
    ),
)


def choose_survivors(records: Relation, identity: Relation, trust: Relation, policy: Policy | None = None) -> Relation:
    """One row per person and field: the record believed, as the policy says for that field.

    Raises:
        UnknownSource: some record's dataset has no rank in `trust`.
    """
    require_ranked(records, trust)
    policy = policy or default_policy()
    said = {"records": records, "identity": identity, "trust": trust}
    plain = [name for name, choice in policy.fields.items() if choice.is_plain]
    others = [name for name, choice in policy.fields.items() if not choice.is_plain]
    by_trust = query(SQL / "survivors.sql", returns=PROVENANCE, inputs=said, params={"plain": _listed(plain)})
    if not others:
        return by_trust
    by_policy = query(
        SQL / "survivors_by_policy.sql",
        returns=PROVENANCE,
        inputs={**said, **_written(policy, others, records.engine)},
        params={"fields": _listed(others)},
    )
    return union([by_trust, by_policy], returns=PROVENANCE, engine=records.engine)


def _written(policy: Policy, fields: list[str], engine: Engine) -> dict[str, Relation]:
    choices = [(name, *(*policy.fields[name].order, None, None)[:3]) for name in fields]
    ranks = [(name, dataset, rank) for name in fields for rank, dataset in enumerate(policy.fields[name].trust)]
    return {
        "choices": from_rows(choices, returns=CHOICES, engine=engine),
        "field_trust": from_rows(ranks, returns=FIELD_TRUST, engine=engine),
    }


def _listed(names: list[str]) -> str:
    return "|" + "".join(f"{name}|" for name in names)
