"""The packs as relations, so that an amount is found by a join and not by a branch for every person."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from saphan.contracts.model import Contract
from saphan.store import Engine, Relation, from_rows
from saphan.tables import Table, Zone
from saphan.tables.shape import baht, integer, text
from saphan.welfare.pack import Pack, Tier

NO_UPPER_AGE = 999  # no age of a living person, so that open tiers join like closed ones

TIERS = Table(
    name="tiers",
    doc="One row: one tier of the rule of one benefit that is in force on the build's day.",
    zone=Zone.WITHIN_BUILD,
    key=("benefit", "from_age"),
    columns=(
        text("benefit", "the benefit"),
        text("rule_id", "the rule in force"),
        integer("from_age", "completed years, included"),
        integer("to_age", "completed years, included"),
        baht("monthly_baht", "baht a month"),
    ),
)
STANDINGS = Table(
    name="standings",
    doc="One row: what one piece of evidence says about nationality, for one benefit.",
    zone=Zone.WITHIN_BUILD,
    key=("benefit", "evidence", "value"),
    columns=(
        text("benefit", "the benefit"),
        text("evidence", "number_kind: first digit of the number; word: an agency's nationality column"),
        text("value", "that digit or word"),
        text("standing", "thai, likely, not_thai"),
    ),
)
LISTS = Table(
    name="lists",
    doc="One row: a dataset that is the payment list of a benefit.",
    zone=Zone.WITHIN_BUILD,
    key=("dataset",),
    columns=(text("dataset", "the dataset"), text("benefit", "the benefit it is the payment list of")),
)


def tiers_on(packs: Sequence[Pack], day: date, engine: Engine) -> Relation:
    """The amounts in force on that day, of every benefit that has a rule then."""
    rows = [
        (
            pack.benefit,
            rule.rule_id,
            tier.from_age,
            NO_UPPER_AGE if tier.to_age is None else tier.to_age,
            tier.monthly_baht,
        )
        for pack in packs
        if (rule := pack.rule_on(day)) is not None
        for tier in rule.tiers
    ]
    return from_rows(rows, returns=TIERS, engine=engine)


def standings(packs: Sequence[Pack], engine: Engine) -> Relation:
    """What numbers and words say about nationality, for every benefit."""
    rows = [
        (pack.benefit, evidence, value, standing)
        for pack in packs
        for evidence, said in (("number_kind", pack.number_kinds), ("word", pack.nationality_words))
        for value, standing in said.items()
    ]
    return from_rows(rows, returns=STANDINGS, engine=engine)


def payment_lists(contracts: Iterable[Contract], engine: Engine) -> Relation:
    """The datasets whose contracts say that they are a benefit's payment list."""
    rows = [(contract.dataset, contract.benefit) for contract in contracts if contract.benefit]
    return from_rows(rows, returns=LISTS, engine=engine)


def _upper_age(tier: Tier) -> int:
    return NO_UPPER_AGE if tier.to_age is None else tier.to_age
