"""No row is lost, and no value of a row reaches a finding, whatever an agency sends."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from saphan.contracts.meanings import FACT_MEANINGS, Meaning
from saphan.contracts.model import Contract, Field, FileShape
from saphan.ingest import Reading, Receipt, RowsLost, accept, conform, rows_table
from saphan.quality import check
from saphan.store import Engine, empty, from_rows
from saphan.tables import FINDINGS, TABLES

RECEIVED = date(2026, 11, 1)
CELLS = st.one_of(
    st.none(),
    st.sampled_from(["", "-", "1101700207366", "123456789012", "15/1/2500", "31/02/2500", "1 ม.ค. 43", "นายสมชาย ใจดี"]),
    st.sampled_from(["560105", "560199", "พะเยา", "1,000", "-5", "๖๐๐ บาท", "หญิง", "x", "=1+1", "0812345678"]),
    st.text(max_size=6).filter(lambda text: "\x00" not in text and text.isprintable()),
)
RECEIPT = Receipt(
    delivery_id="d0123456789ab", dataset="drawn", agency="dla", contract_version="1",
    file_name="drawn.csv", sha256="0" * 64, bytes=1, received_on=RECEIVED,
)  # fmt: skip


@st.composite
def deliveries(draw: st.DrawFn) -> tuple[Contract, list[tuple[str | None, ...]], list[int]]:
    meanings = draw(st.lists(st.sampled_from([None, *Meaning]), min_size=1, max_size=6, unique=True))
    fields = tuple(
        Field(name=f"c{at}", description={}, meaning=meaning, era="be", required=draw(st.booleans()), unique=at == 0)
        for at, meaning in enumerate(meanings)
    )
    file = FileShape(format="csv", pattern="*.csv")
    contract = Contract(
        dataset="drawn", version="1", agency="dla", title={}, description={}, file=file, fields=fields,
        benefit=draw(st.sampled_from(["", "old_age_allowance"])),
    )  # fmt: skip
    rows = draw(st.lists(st.tuples(*(CELLS for _ in fields)), max_size=8))
    refused = draw(st.lists(st.integers(0, 3), max_size=3, unique=True))
    return contract, rows, [1000 + number for number in refused]


def reading_of(engine: Engine, contract: Contract, rows: list[tuple[str | None, ...]], refused: list[int]) -> Reading:
    numbered = [(at, *row) for at, row in enumerate(rows, 1)]
    faults = [("d0123456789ab", "drawn", number, "", "cells_too_few", "refuse", "row") for number in refused]
    return Reading(
        from_rows(numbered, returns=rows_table(contract), engine=engine),
        from_rows(faults, returns=FINDINGS, engine=engine),
        len(rows) + len(refused),
        "utf-8",
    )


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(deliveries())
def test_every_delivered_row_is_accepted_or_waits_or_was_refused(
    engine: Engine, drawn: tuple[Contract, list[tuple[str | None, ...]], list[int]]
) -> None:
    contract, rows, refused = drawn
    reading = reading_of(engine, contract, rows, refused)
    conformed = conform(reading, contract, received_on=RECEIVED)
    findings = check(conformed.rows, contract, RECEIPT.delivery_id)
    made = accept(reading, conformed, findings, contract, RECEIPT)

    held = {row[2] for row in findings.rows() if row[5] == "quarantine"}
    taken = [at for at in range(1, len(rows) + 1) if at not in held]
    assert [row[4] for row in sorted(made["records"].rows(), key=lambda row: row[4])] == taken
    assert {row[2] for row in made["quarantine"].rows()} == held
    assert made["deliveries"].rows()[0][8:] == (len(rows) + len(refused), len(taken), len(held), len(refused))
    assert len(made["findings"].rows()) == len(findings.rows()) + len(refused)
    listed = [row for row in made["facts"].rows() if row[2] == "benefit_listed"]
    assert len(listed) == (len(taken) if contract.benefit else 0)
    facts = {row[2] for row in made["facts"].rows()} - {"benefit_listed"}
    assert facts <= {column.meaning for column in contract.fields} & FACT_MEANINGS
    for table in TABLES:
        if table.name in made:
            keys = made[table.name].arrow().select(list(table.key)).to_pylist()
            assert len(keys) == len({tuple(key.values()) for key in keys}), table.name


def test_rows_that_do_not_add_up_are_a_broken_promise(engine: Engine) -> None:
    file = FileShape(format="csv", pattern="*.csv")
    fields = (Field(name="c0", description={}),)
    contract = Contract(
        dataset="drawn", version="1", agency="dla", title={}, description={}, file=file, fields=fields
    )  # fmt: skip
    honest = reading_of(engine, contract, [("a",), ("b",)], [])
    short = Reading(honest.rows, honest.refused, 3, honest.encoding)
    conformed = conform(short, contract, received_on=RECEIVED)
    with pytest.raises(RowsLost, match="3 rows came, but 2 were accepted"):
        accept(short, conformed, empty(FINDINGS, engine), contract, RECEIPT)
