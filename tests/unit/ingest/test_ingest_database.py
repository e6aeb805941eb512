"""A table of an agency's PostgreSQL becomes a delivery: read only, whole, the same file for the same rows."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import psycopg
import pyarrow.parquet as pq
import pytest
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from saphan import ingest
from saphan.contracts.database import Database
from saphan.contracts.meanings import Meaning
from saphan.contracts.model import Contract, Field, FileShape
from saphan.store import Engine

FIELDS = (
    Field(name="เลขประจำตัว", description={}, meaning=Meaning.CITIZEN_ID, required=True, unique=True),
    Field(name="given", description={}, meaning=Meaning.GIVEN_NAME),
    Field(name="born", description={}, meaning=Meaning.BIRTH_DATE),
    Field(name="pay", description={}, meaning=Meaning.BENEFIT_AMOUNT),
)
CONTRACT = Contract(
    dataset="pay", version="1", agency="dla", title={}, description={}, fields=FIELDS,
    file=FileShape(format="parquet", pattern="pay.parquet"),
)  # fmt: skip
TABLE = """
CREATE SCHEMA welfare;
CREATE TABLE welfare.pay (
  "เลขประจำตัว" text, given varchar(40), born date, pay numeric(12,2), at timestamptz, secret text
);
CREATE TABLE welfare.closed (a text);
INSERT INTO welfare.pay VALUES
  ('3501200000012', 'มาลี', '1950-02-01', 600.00, now(), 'x'), ('1101700207366', NULL, NULL, 1000, now(), 'y'),
  ('0000000000001', '=1+1', '1940-12-31', 0.10, now(), 'z');
"""


@pytest.fixture
def source(postgres_desk: str) -> Iterator[tuple[str, Database]]:
    """A reader's connection to a database of an agency, and what the contract says of it."""
    role = f"reader_{os.urandom(4).hex()}"
    with psycopg.connect(postgres_desk, autocommit=True) as owner:
        owner.execute(TABLE)
        owner.execute(f"CREATE ROLE {role} LOGIN")
        owner.execute(f"GRANT USAGE ON SCHEMA welfare TO {role}")
        owner.execute(f"GRANT SELECT ON welfare.pay TO {role}")
    said = conninfo_to_dict(postgres_desk) | {"user": role}
    database = Database(host="h", port=1, name=str(said["dbname"]), schema="welfare", table="pay")
    yield make_conninfo(**said), database
    with psycopg.connect(postgres_desk, autocommit=True) as owner:
        owner.execute(f"DROP OWNED BY {role}")
        owner.execute(f"DROP ROLE {role}")


def rows(path: Path) -> list[tuple[object, ...]]:
    return list(zip(*pq.read_table(path).to_pydict().values(), strict=True))


def test_a_table_is_a_file_of_texts_in_the_order_of_its_key(source: tuple[str, Database], tmp_path: Path) -> None:
    connection, database = source
    taken = ingest.snapshot(CONTRACT, database, connection=connection, into=tmp_path / "pay.parquet")
    assert taken == ingest.Snapshot(3, ("at", "secret"))
    assert rows(tmp_path / "pay.parquet") == [
        ("0000000000001", "=1+1", "1940-12-31", "0.10"),
        ("1101700207366", None, None, "1000.00"),
        ("3501200000012", "มาลี", "1950-02-01", "600.00"),
    ]


def test_the_same_rows_are_the_same_file_and_come_in_once(source: tuple[str, Database], tmp_path: Path) -> None:
    connection, database = source
    received = []
    for _ in range(2):
        ingest.snapshot(CONTRACT, database, connection=connection, into=tmp_path / "pay.parquet")
        received.append(
            ingest.receive(tmp_path / "pay.parquet", {"pay": CONTRACT}, vault=tmp_path / "v", on=date(2026, 11, 22))
        )
    assert [one.already for one in received] == [False, True]


def test_what_was_fetched_is_read_like_any_delivery(
    source: tuple[str, Database], tmp_path: Path, engine: Engine
) -> None:
    connection, database = source
    ingest.snapshot(CONTRACT, database, connection=connection, into=tmp_path / "pay.parquet")
    receipt = ingest.receive(
        tmp_path / "pay.parquet", {"pay": CONTRACT}, vault=tmp_path / "v", on=date(2026, 11, 22)
    ).receipt
    reading = ingest.read(receipt, CONTRACT, tmp_path / "v", engine)
    assert (reading.rows_delivered, reading.rows.count()) == (3, 3)
    assert reading.rows.rows()[1] == (2, "1101700207366", "", "", "1000.00")


def test_a_query_is_read_as_a_table_is(source: tuple[str, Database], tmp_path: Path) -> None:
    connection, database = source
    asked = replace(database, query="SELECT \"เลขประจำตัว\", given FROM welfare.pay WHERE given LIKE '%1%'")
    assert ingest.snapshot(CONTRACT, asked, connection=connection, into=tmp_path / "a").rows == 1


def test_a_query_can_change_nothing(source: tuple[str, Database], tmp_path: Path, postgres_desk: str) -> None:
    connection, database = source
    with psycopg.connect(postgres_desk, autocommit=True) as owner:
        owner.execute("GRANT ALL ON welfare.pay TO PUBLIC")
    for query in (
        "WITH gone AS (DELETE FROM welfare.pay RETURNING *) SELECT * FROM gone",
        "SELECT 1) AS s; COMMIT; DELETE FROM welfare.pay; SELECT (1",
    ):
        with pytest.raises(ingest.SourceRefuses):
            ingest.snapshot(CONTRACT, replace(database, query=query), connection=connection, into=tmp_path / "a")
    with psycopg.connect(postgres_desk) as owner:
        assert owner.execute("SELECT count(*) FROM welfare.pay").fetchone() == (3,)


@pytest.mark.parametrize(
    ("change", "said"),
    [({"table": "nothing"}, "no such table"), ({"table": "closed"}, "may not read"), ({"name": "other"}, "leads to")],
)
def test_what_is_not_as_the_contract_says_is_named(
    source: tuple[str, Database], tmp_path: Path, change: dict[str, str], said: str
) -> None:
    connection, database = source
    with pytest.raises(ingest.SourceRefuses, match=said):
        ingest.snapshot(CONTRACT, replace(database, **change), connection=connection, into=tmp_path / "a")


def test_a_missing_column_is_named_with_the_nearest(source: tuple[str, Database], tmp_path: Path) -> None:
    connection, database = source
    lacking = replace(CONTRACT, fields=(replace(FIELDS[0], name="เลขประจำตัวฯ"), *FIELDS[1:]))
    with pytest.raises(ingest.HeaderMismatch, match="nearest: `เลขประจำตัว`"):
        ingest.snapshot(lacking, database, connection=connection, into=tmp_path / "a")


def test_a_role_that_may_do_everything_is_not_used(
    source: tuple[str, Database], tmp_path: Path, postgres_desk: str
) -> None:
    with pytest.raises(ingest.SourceRefuses, match="may do everything"):
        ingest.snapshot(CONTRACT, source[1], connection=postgres_desk, into=tmp_path / "a")


def test_a_server_that_is_not_there_gives_no_secret_away(tmp_path: Path) -> None:
    database = Database(host="h", port=1, name="d", schema="s", table="t")
    with pytest.raises(ingest.SourceUnavailable) as unreached:
        ingest.snapshot(
            CONTRACT, database, connection="postgresql://me:hidden@127.0.0.1:1/d", into=tmp_path / "a"
        )  # fmt: skip
    assert "hidden" not in str(unreached.value)


def test_the_command_fetches_what_an_agreement_covers(source: tuple[str, Database], tmp_path: Path) -> None:
    connection, database = source
    province = tmp_path / "province"

    def saphan(*words: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "saphan", *words], capture_output=True, text=True, check=False, timeout=120
        )

    assert saphan("init", str(province)).returncode == 0
    (province / "contracts" / "pay.yaml").write_text(YAML.format(database=database.name), "utf-8")
    (province / "agreements" / "pay.yaml").write_text(AGREEMENT, "utf-8")
    unkeyed = saphan("fetch", str(province), "pay")
    assert unkeyed.returncode == 4, unkeyed.stderr
    key = province / "keys" / "pay.source"
    key.write_text(connection, "utf-8")
    key.chmod(0o644)
    assert "chmod 600" in saphan("fetch", str(province)).stderr
    key.chmod(0o600)
    done = saphan("fetch", str(province))
    assert done.returncode == 0, done.stderr
    assert "pay.parquet" in done.stdout
    (receipt,) = ingest.receipts(province / "vault")
    assert (receipt.dataset, receipt.file_name) == ("pay", "pay.parquet")
    assert connection not in "".join(path.read_text("utf-8", "replace") for path in province.glob("contracts/*"))
    assert saphan("fetch", str(province), "nothing").returncode == 4


YAML = """
kind: DataContract
apiVersion: v3.1.0
id: urn:saphan:test:pay
version: 1.0.0
status: active
name: pay
customProperties: [{{property: saphan.agency, value: dla}}]
servers: [{{server: registry, type: postgres, host: db.test, port: 5432, database: {database}, schema: welfare}}]
schema:
  - name: pay
    properties:
      - name: เลขประจำตัว
        required: true
        unique: true
        customProperties: [{{property: saphan.meaning, value: citizen_id}}]
      - {{name: given, customProperties: [{{property: saphan.meaning, value: given_name}}]}}
"""
AGREEMENT = """
agreement: pay_2569
title: {th: ทดลอง, en: Trial}
parties: [dla, province]
datasets: [pay]
purposes: [link_records, find_missing_help]
legal_basis: "24(4)"
sensitive_basis: "26(5)"
signatories: [A, B]
begins: "2020-01-01"
ends: "2199-12-31"
"""
