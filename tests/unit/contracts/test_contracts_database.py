from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from saphan.contracts import load_contract
from saphan.contracts.faults import BadContract
from saphan.contracts.model import Contract

FIXTURE = Path(__file__).parents[2] / "fixtures" / "contracts" / "old_age.yaml"


def loaded(tmp_path: Path, **server: object) -> Contract:
    value = yaml.safe_load(FIXTURE.read_text("utf-8"))
    whole = {"server": "registry", "type": "postgres", "host": "db.dla.test", "port": 5432, "database": "registry",
             "schema": "welfare"}  # fmt: skip
    value["servers"] = [{key: each for key, each in (whole | server).items() if each is not None}]
    value["schema"][0]["physicalName"] = "elderly_pay"
    path = tmp_path / "contract.yaml"
    path.write_text(yaml.safe_dump(value, allow_unicode=True), "utf-8")
    return load_contract(path)


def asking(query: str) -> list[dict[str, str]]:
    return [{"property": "saphan.query", "value": query}]


def test_a_server_of_postgresql_names_a_table_and_no_secret(tmp_path: Path) -> None:
    contract = loaded(tmp_path)
    assert contract.database is not None
    assert (contract.database.schema, contract.database.table) == ("welfare", "elderly_pay")
    assert (contract.file.format, contract.file.pattern) == ("parquet", "old_age_allowance.parquet")


def test_a_query_is_kept_as_it_was_understood(tmp_path: Path) -> None:
    contract = loaded(tmp_path, customProperties=asking("select a, b from welfare.pay -- ours\n where paid"))
    assert contract.database is not None
    assert contract.database.query == "SELECT a, b FROM welfare.pay WHERE paid"


@pytest.mark.parametrize("key", ["host", "port", "database", "schema"])
def test_what_is_missing_is_said(tmp_path: Path, key: str) -> None:
    with pytest.raises(BadContract) as bad:
        loaded(tmp_path, **{key: None})
    assert f"servers[0].{key}" in str(bad.value)


@pytest.mark.parametrize(
    "query",
    [
        "SELECT 1; DROP TABLE pay", "SELECT 1) AS s; COMMIT; DROP TABLE pay; SELECT (1", "DELETE FROM pay RETURNING *",
        "WITH gone AS (DELETE FROM pay RETURNING *) SELECT * FROM gone", "SELECT * INTO copy FROM pay",
        "SELECT * FROM pay FOR UPDATE", "DROP TABLE pay", "COPY pay TO PROGRAM 'id'", "SET ROLE postgres", "",
        "SELECT FROM WHERE", "COMMIT", "EXPLAIN ANALYZE DELETE FROM pay", "CALL everything()", "VACUUM",
    ],
)  # fmt: skip
def test_a_query_that_does_more_than_read_is_refused_with_its_line(tmp_path: Path, query: str) -> None:
    with pytest.raises(BadContract) as bad:
        loaded(tmp_path, customProperties=asking(query or ";"))
    assert "saphan.query" in str(bad.value)


def test_the_pieces_of_a_file_are_none_of_a_database(tmp_path: Path) -> None:
    with pytest.raises(BadContract):
        loaded(tmp_path, customProperties=[{"property": "saphan.separator", "value": ";"}])
