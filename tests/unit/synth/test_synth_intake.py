"""Does the intake hold back exactly the rows that were planted to be held back?"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path

import pyarrow.parquet as pq

from saphan import ingest, quality
from saphan.contracts.load import load_contract, load_contracts
from saphan.contracts.model import Contract
from saphan.store import Engine, Relation
from saphan.synth.listing import BYTES_UNREADABLE, LEGEND_ROW, MUST_WAIT, TOTAL_ROW

EXAMPLE = Path(__file__).resolve().parents[3] / "examples" / "first-agency"
ON = date(2026, 11, 22)


def take_in(file: Path, contracts: Mapping[str, Contract], vault: Path, engine: Engine) -> dict[str, Relation]:
    copy = vault.parent / file.name  # what is received leaves the inbox
    copy.write_bytes(file.read_bytes())
    receipt = ingest.receive(copy, contracts, vault=vault, on=ON).receipt
    contract = contracts[receipt.dataset]
    reading = ingest.read(receipt, contract, vault, engine)
    conformed = ingest.conform(reading, contract, received_on=ON)
    findings = quality.check(conformed.rows, contract, receipt.delivery_id)
    return ingest.accept(reading, conformed, findings, contract, receipt)


def test_the_planted_rows_wait_and_no_others(small_province: Path, tmp_path: Path, engine: Engine) -> None:
    contracts = load_contracts(small_province / "contracts")
    records = pq.read_table(small_province / "truth" / "records.parquet").to_pylist()
    for file in sorted((small_province / "inbox").iterdir()):
        taken = take_in(file, contracts, tmp_path / "vault", engine)
        waiting = {row["row_number"] for row in taken["quarantine"].arrow().to_pylist()}
        refused = {row["row_number"] for row in taken["findings"].arrow().to_pylist() if row["severity"] == "refuse"}
        mine = [row for row in records if row["file"] == file.name]
        refusable = (TOTAL_ROW, LEGEND_ROW, BYTES_UNREADABLE)
        assert waiting == {row["row_number"] for row in mine if row["planted"] in MUST_WAIT}, file.name
        assert refused == {row["row_number"] for row in mine if row["planted"] in refusable}, file.name
        accepted = taken["records"].arrow().to_pylist()
        assert all(row["subdistrict_code"] and row["birth_date"] for row in accepted), file.name


def test_a_row_with_bytes_of_no_character_is_refused_and_no_other(
    write_province: Callable[..., Path], tmp_path: Path, engine: Engine
) -> None:
    province = write_province(people=20_000)
    (file,) = (province / "inbox").glob("disability_cards_*.txt")
    records = pq.read_table(province / "truth" / "records.parquet", filters=[("file", "=", file.name)]).to_pylist()
    planted = {row["row_number"] for row in records if row["planted"] == BYTES_UNREADABLE}
    assert 1 <= len(planted) <= 3
    taken = take_in(file, load_contracts(province / "contracts"), tmp_path / "vault", engine)
    refused = [row for row in taken["findings"].arrow().to_pylist() if row["severity"] == "refuse"]
    assert {(row["row_number"], row["check_id"]) for row in refused} == {(at, "unreadable_bytes") for at in planted}
    assert len(taken["records"].arrow()) + len(taken["quarantine"].arrow()) == len(records) - len(planted)


def test_two_rows_of_the_first_agency_wait(tmp_path: Path, engine: Engine) -> None:
    contract = load_contract(EXAMPLE / "contract.yaml")
    (file,) = EXAMPLE.glob("*.csv")
    taken = take_in(file, {contract.dataset: contract}, tmp_path / "vault", engine)
    assert sorted(row["row_number"] for row in taken["quarantine"].arrow().to_pylist()) == [6, 9]
    accepted = taken["records"].arrow().to_pylist()
    assert len(accepted) == 10
    assert {row["subdistrict_code"] for row in accepted} == {"560101"}
