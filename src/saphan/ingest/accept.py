"""What becomes of each delivered row? It is a record, it waits for the agency, or it was no row: never a fourth."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

from sqlglot import exp

from saphan.contracts.meanings import DATE_MEANINGS, FACT_MEANINGS, NUMBER_MEANINGS, Meaning
from saphan.contracts.model import Contract
from saphan.errors import BrokenPromise
from saphan.ingest.conform import Conformed
from saphan.ingest.read import Reading
from saphan.ingest.receipt import Receipt
from saphan.store import Relation, empty, from_rows, query, select, union
from saphan.tables import (
    DELIVERIES,
    FACTS,
    FINDINGS,
    QUARANTINE,
    RECORDS,
    REPAIRS,
    Kind,
    Table,
    Zone,
    conformed,
)
from saphan.tables.shape import integer, text
from saphan.words import say

SQL = Path(__file__).parent
_HELD = Table(
    name="held",
    doc="One row: the number of a row that waits for the agency.",
    zone=Zone.WITHIN_BUILD,
    key=("row_number",),
    columns=(integer("row_number", "row of the file, the first data row being 1"),),
)
BENEFIT_LISTED = "benefit_listed"  # being on a payment list is itself what is said, amount or no amount


class RowsLost(BrokenPromise):
    """The rows of a delivery do not add up: delivered = accepted + quarantined + refused."""


def accept(
    reading: Reading, taken: Conformed, findings: Relation, contract: Contract, receipt: Receipt
) -> dict[str, Relation]:
    """The six relations one delivery adds to a build, by the names of their tables.

    Raises:
        RowsLost: a row is neither record nor in quarantine nor refused, or two of these.
    """
    engine = reading.rows.engine
    named: dict[str, object] = {"delivery_id": receipt.delivery_id, "dataset": contract.dataset}
    waiting = _waiting(reading.rows, findings, contract, receipt)
    records = query(
        SQL / "records.sql",
        returns=RECORDS,
        inputs={"conformed": taken.rows, "waiting": waiting},
        params=named | {"agency": contract.agency, "received_on": receipt.received_on},
    )
    counts = _counts(reading, records, waiting, receipt)
    return {
        DELIVERIES.name: from_rows(
            [_delivery(reading, contract, receipt, counts)], returns=DELIVERIES, engine=engine
        ),
        RECORDS.name: records,
        FACTS.name: _facts(taken.rows, records, contract),
        REPAIRS.name: _repairs(taken.rows, records, contract),
        FINDINGS.name: union(
            [reading.refused, findings, *([reading.notes] if reading.notes else [])], returns=FINDINGS, engine=engine
        ),
        QUARANTINE.name: waiting,
    }  # fmt: skip


def _waiting(rows: Relation, findings: Relation, contract: Contract, receipt: Receipt) -> Relation:
    """The rows with a finding of the severity `quarantine`: one is enough.

    Their cells stand in the order of the contract, under whose column names the agency gets them back: the
    file's own order can differ, and nothing that a check could find is in a column the contract does not name.
    """
    held = query(SQL / "held.sql", returns=_HELD, inputs={"judged": findings})
    names = [f"f{at}" for at in range(len(contract.fields))]
    same = exp.EQ(this=exp.column("row_number", "h"), expression=exp.column("row_number", "r"))
    tree = (
        exp.select(*(exp.column(name, "r").as_(name) for name in ("row_number", *names)))
        .from_(exp.to_table("delivered").as_("r"))
        .join(exp.to_table("held").as_("h"), on=same, join_type="inner")
    )
    columns = (_HELD.columns[0], *(text(name, "the cell") for name in names))
    table = replace(_HELD, name="waiting", columns=columns)
    waiting = select(tree, returns=table, inputs={"delivered": rows, "held": held}, where="rows that wait").rows()
    return from_rows(
        [(receipt.delivery_id, contract.dataset, row[0], _json(row[1:])) for row in waiting],
        returns=QUARANTINE,
        engine=rows.engine,
    )


def _json(cells: Sequence[str | None]) -> str:
    return json.dumps([cell or "" for cell in cells], ensure_ascii=False)


def _counts(reading: Reading, records: Relation, waiting: Relation, receipt: Receipt) -> tuple[int, int, int, int]:
    refused = len(set(reading.refused.arrow().column("row_number").to_pylist()))
    counts = reading.rows_delivered, records.count(), waiting.count(), refused
    if counts[0] != sum(counts[1:]):
        raise RowsLost(
            say(
                "{delivered} rows came, but {accepted} were accepted, {quarantined} wait and {refused} were refused.",
                delivered=counts[0],
                accepted=counts[1],
                quarantined=counts[2],
                refused=counts[3],
            ),
            where=receipt.file_name,
            cure=say("This is a fault in Saphan: please report it."),
        )
    return counts


def _delivery(
    reading: Reading, contract: Contract, receipt: Receipt, counts: tuple[int, int, int, int]
) -> tuple[str | int | date, ...]:
    return (
        receipt.delivery_id,
        contract.dataset,
        contract.agency,
        contract.version,
        receipt.sha256,
        receipt.bytes,
        receipt.received_on,
        reading.encoding,
        *counts,
    )


def _facts(rows: Relation, records: Relation, contract: Contract) -> Relation:
    """What accepted rows say besides who a person is, one fact to a row."""
    parts: list[exp.Query] = []
    params: dict[str, object] = {"dataset": contract.dataset}
    said: set[Meaning] = set()
    for at, column in enumerate(contract.fields):
        if column.meaning in FACT_MEANINGS and column.meaning not in said:
            said.add(column.meaning)
            parts.append(_fact(at, column.meaning))
    if contract.benefit:
        parts.append(_accepted({"record_id": _record_id(), **_fact_row(BENEFIT_LISTED, VARCHAR=_bound("benefit"))}))
        params["benefit"] = contract.benefit
    return _all_of(parts, FACTS, rows, records, params)


def _fact(at: int, meaning: Meaning) -> exp.Query:
    kind = "DATE" if meaning in DATE_MEANINGS else "DOUBLE" if meaning in NUMBER_MEANINGS else "VARCHAR"
    value = exp.column(conformed.value(at), "r")
    tree = _accepted({"record_id": _record_id(), **_fact_row(meaning.value, **{kind: value})})
    return tree.where(exp.Not(this=exp.Is(this=value.copy(), expression=exp.Null())))


def _fact_row(fact: str, **value: exp.Expr) -> dict[str, exp.Expr]:
    return {
        "dataset": _bound("dataset"),
        "fact": exp.Literal.string(fact),
        "value_text": exp.cast(value.get("VARCHAR", exp.Null()), "VARCHAR"),
        "value_number": exp.cast(value.get("DOUBLE", exp.Null()), "DOUBLE"),
        "value_date": exp.cast(value.get("DATE", exp.Null()), "DATE"),
    }


def _repairs(rows: Relation, records: Relation, contract: Contract) -> Relation:
    """The values of accepted rows that a rule changed, before and after."""
    parts: list[exp.Query] = []
    params: dict[str, object] = {}
    for at, column in enumerate(contract.fields):
        changed = exp.NEQ(this=exp.column(conformed.rule(at), "r"), expression=exp.Literal.string(""))
        row = {
            "record_id": _record_id(),
            "column_name": _bound(f"column_{at}"),
            "original": exp.column(conformed.raw(at), "r"),
            "value": exp.column(conformed.taken(at), "r"),
            "rule": exp.column(conformed.rule(at), "r"),
        }
        parts.append(_accepted(row).where(changed))
        params[f"column_{at}"] = column.name
    return _all_of(parts, REPAIRS, rows, records, params)


def _accepted(row: dict[str, exp.Expr]) -> exp.Select:
    """Something said of each accepted row; `a` is its record and `r` the row itself."""
    chosen = [answer.copy().as_(name) for name, answer in row.items()]
    same = exp.EQ(this=exp.column("row_number", "a"), expression=exp.column(conformed.ROW_NUMBER, "r"))
    return (
        exp.select(*chosen)
        .from_(exp.to_table("conformed").as_("r"))
        .join(exp.to_table("records").as_("a"), on=same, join_type="inner")
    )


def _all_of(
    parts: list[exp.Query], table: Table, rows: Relation, records: Relation, params: dict[str, object]
) -> Relation:
    if not parts:
        return empty(table, rows.engine)
    tree = parts[0]
    for part in parts[1:]:
        tree = exp.union(tree, part, distinct=False, copy=False)
    inputs = {"conformed": rows, "records": records}
    return select(tree, returns=table, inputs=inputs, params=params, where=f"{table.name} of a delivery")


def _record_id() -> exp.Expr:
    return exp.column("record_id", "a")


def _bound(name: str) -> exp.Expr:
    return exp.cast(exp.Placeholder(this=name), str(Kind.TEXT.value))
