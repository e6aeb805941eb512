"""What is wrong, or noteworthy, in each row? All checks of a contract in one pass over the delivery."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import sqlglot
from sqlglot import exp

from saphan.contracts.model import Contract, Rule
from saphan.errors import BrokenPromise
from saphan.quality.automatic import rules_of
from saphan.quality.catalogue import catalogue
from saphan.store import Relation, empty, select
from saphan.tables import FINDINGS, Column, Kind, Table, Zone, conformed
from saphan.words import say

CHECKS = Path(__file__).parent / "checks"


class UnknownCheck(BrokenPromise):
    """A contract asks for a check that does not exist."""


class MissingParameter(BrokenPromise):
    """A contract asks for a check without saying what the check needs to know."""


@dataclass(frozen=True)
class _Use:
    """One check on one column."""

    number: int
    at: int  # the contract's column number
    column: str
    rule: Rule

    @property
    def verdict(self) -> str:
        """The column of the pass that says whether the row is fine."""
        return f"fine_{self.number}"


def check(rows: Relation, contract: Contract, delivery_id: str) -> Relation:
    """One row per check that a row fails. `rows` has the columns named in `saphan.tables.conformed`.

    Raises:
        UnknownCheck: the contract names a check there is no file for.
        MissingParameter: a check's parameter is not given.
    """
    chosen = [(at, column, rule) for at, column in enumerate(contract.fields) for rule in rules_of(column)]
    uses = [_Use(number, at, column.name, rule) for number, (at, column, rule) in enumerate(chosen)]
    if not uses:
        return empty(FINDINGS, rows.engine)
    failing = _failing(rows, contract, uses)
    params: dict[str, object] = {"delivery_id": delivery_id, "dataset": contract.dataset}
    parts: list[exp.Query] = []
    for use in uses:
        parts.append(_findings_of(use))
        params |= {f"column_{use.number}": use.column}
    tree = parts[0]
    for part in parts[1:]:
        tree = exp.union(tree, part, distinct=False, copy=False)
    return select(tree, returns=FINDINGS, inputs={"failing": failing}, params=params, where=f"check {contract.dataset}")


def _failing(rows: Relation, contract: Contract, uses: list[_Use]) -> Relation:
    """One row per row that fails any check: each check's verdict, and the class of each checked value."""
    columns = sorted({use.at for use in uses})
    params: dict[str, object] = {}
    verdicts = [_verdict(use, contract, params).as_(use.verdict) for use in uses]
    classes = [exp.column(conformed.value_class(at), "r").as_(conformed.value_class(at)) for at in columns]
    number = exp.column(conformed.ROW_NUMBER, "r").as_(conformed.ROW_NUMBER)
    judged = exp.select(number, *classes, *verdicts).from_(exp.to_table("rows").as_("r"))
    names = [conformed.ROW_NUMBER, *(conformed.value_class(at) for at in columns), *(use.verdict for use in uses)]
    is_failing = exp.or_(*(exp.Not(this=exp.column(use.verdict, "j")) for use in uses))
    tree = (
        exp.select(*(exp.column(name, "j").as_(name) for name in names)).from_(judged.subquery("j")).where(is_failing)
    )
    kinds = (Kind.INTEGER, *(Kind.TEXT for _ in columns), *(Kind.YES_NO for _ in uses))
    table = Table(
        name="failing",
        doc="One row: a row that fails a check, and each check's verdict.",
        zone=Zone.WITHIN_BUILD,
        key=(conformed.ROW_NUMBER,),
        columns=tuple(Column(name, kind, "see quality/run.py") for name, kind in zip(names, kinds, strict=True)),
    )
    return select(tree, returns=table, inputs={"rows": rows}, params=params, where=f"checks of {contract.dataset}")


def _findings_of(use: _Use) -> exp.Query:
    """The rows that one check found, as findings."""
    value_class = exp.column(conformed.value_class(use.at), "f")
    is_plain = exp.EQ(this=value_class, expression=exp.Literal.string("ok"))
    answers: dict[str, exp.Expr] = {
        "delivery_id": exp.cast(exp.Placeholder(this="delivery_id"), "VARCHAR"),
        "dataset": exp.cast(exp.Placeholder(this="dataset"), "VARCHAR"),
        "row_number": exp.column(conformed.ROW_NUMBER, "f"),
        "column_name": exp.cast(exp.Placeholder(this=f"column_{use.number}"), "VARCHAR"),
        "check_id": exp.Literal.string(use.rule.check_id),
        "severity": exp.Literal.string(use.rule.severity),
        # a value that was read well fails for what it says: then the check knows what to call it
        "value_class": exp.case()
        .when(is_plain, exp.Literal.string(catalogue()[use.rule.check_id].value_class))
        .else_(value_class.copy()),
    }
    chosen = [answers[name].as_(name) for name in FINDINGS.names]
    return exp.select(*chosen).from_(exp.to_table("failing").as_("f")).where(exp.Not(this=exp.column(use.verdict, "f")))


def _verdict(use: _Use, contract: Contract, params: dict[str, object]) -> exp.Expr:
    """The check's expression with its names put in place; what it binds is added to `params`."""
    tree = _expression(use.rule.check_id, contract).copy()
    given = exp.func("nullif", exp.column(conformed.value_class(use.at), "r"), exp.Literal.string("empty"))
    meant: dict[str, exp.Expr] = {
        "value": exp.column(conformed.value(use.at), "r"),
        "given": given,  # null where the cell is empty, or says that there is nothing
        "received_on": exp.column(conformed.RECEIVED_ON, "r"),
    }
    for column in list(tree.find_all(exp.Column)):
        column.replace(meant[column.name].copy())
    for asked in list(tree.find_all(exp.Placeholder)):
        _bind(asked, use, contract, params)
    # what a check cannot answer counts as failed, so that a fault in a check is seen
    return exp.func("coalesce", exp.paren(tree), exp.false())


def _bind(asked: exp.Placeholder, use: _Use, contract: Contract, params: dict[str, object]) -> None:
    if asked.name not in use.rule.params:
        raise MissingParameter(
            say("The check `{check}` needs the parameter `{name}`.", check=use.rule.check_id, name=asked.name),
            where=f"{contract.source or contract.dataset}: {use.column}",
            cure=say("Give it in the contract, beside the name of the check."),
        )
    wanted = use.rule.params[asked.name]
    several = wanted if isinstance(wanted, tuple) else (wanted,)
    names = [f"{asked.name}_{use.number}_{at}" for at in range(len(several))]
    params |= dict(zip(names, several, strict=True))
    if isinstance(asked.parent, exp.In):
        asked.parent.set("expressions", [exp.Placeholder(this=name) for name in names])
    else:
        asked.replace(exp.Placeholder(this=names[0]))


def _expression(check_id: str, contract: Contract) -> exp.Expr:
    if check_id not in catalogue() or not (CHECKS / f"{check_id}.sql").is_file():
        raise UnknownCheck(
            say("There is no check named `{check}`.", check=check_id),
            where=contract.source or contract.dataset,
            cure=say("Choose one of: {checks}.", checks=", ".join(sorted(path.stem for path in CHECKS.glob("*.sql")))),
        )
    return _parsed(CHECKS / f"{check_id}.sql")


@lru_cache(maxsize=1)
def parameters() -> Mapping[str, frozenset[str]]:
    """The checks a contract can ask for, each with the parameters it needs."""
    return {
        path.stem: frozenset(asked.name for asked in _parsed(path).find_all(exp.Placeholder))
        for path in sorted(CHECKS.glob("*.sql"))
    }


@lru_cache(maxsize=256)
def _parsed(file: Path) -> exp.Expr:
    return sqlglot.parse_one(file.read_text("utf-8"), read="duckdb")
