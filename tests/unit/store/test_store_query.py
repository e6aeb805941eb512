"""A step gets what it was given, under the names it uses, in the shape it declared."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from saphan.store import Engine, empty, from_rows, query, union
from saphan.store.engine import EngineFull, QueryFailed
from saphan.store.query import SchemaMismatch, UnknownInput
from saphan.tables import IDENTITY, PAIRS

ROWS = [("a:1", "P1"), ("a:2", "P2"), ("b:1", "P1")]


def step(tmp_path: Path, sql: str) -> Path:
    path = tmp_path / "step.sql"
    path.write_text(sql, "utf-8")
    return path


def test_rows_come_back_in_the_order_of_the_key(engine: Engine) -> None:
    assert from_rows(list(reversed(ROWS)), returns=IDENTITY, engine=engine).rows() == ROWS


def test_logical_names_are_mapped_and_values_bound(engine: Engine, tmp_path: Path) -> None:
    identity = from_rows(ROWS, returns=IDENTITY, engine=engine)
    file = step(tmp_path, "SELECT i.record_id, i.person_id FROM identity AS i WHERE i.person_id = $who")
    found = query(file, returns=IDENTITY, inputs={"identity": identity}, params={"who": "P1"})
    assert found.rows() == [ROWS[0], ROWS[2]]


def test_a_cte_is_not_mistaken_for_an_input(engine: Engine, tmp_path: Path) -> None:
    identity = from_rows(ROWS, returns=IDENTITY, engine=engine)
    sql = """
        WITH few AS (SELECT i.record_id, i.person_id FROM identity AS i LIMIT 0)
        SELECT f.record_id, f.person_id FROM few AS f
    """
    assert query(step(tmp_path, sql), returns=IDENTITY, inputs={"identity": identity}).count() == 0


def test_a_table_that_was_not_given_is_named(engine: Engine, tmp_path: Path) -> None:
    file = step(tmp_path, "SELECT x.record_id, x.person_id FROM elsewhere AS x")
    with pytest.raises(UnknownInput, match="elsewhere"):
        query(file, returns=IDENTITY, inputs={"identity": empty(IDENTITY, engine)})


def test_a_wrong_shape_names_both_shapes(engine: Engine, tmp_path: Path) -> None:
    file = step(tmp_path, "SELECT i.record_id, 1 AS person_id FROM identity AS i")
    with pytest.raises(SchemaMismatch, match="person_id INTEGER.*person_id VARCHAR"):
        query(file, returns=IDENTITY, inputs={"identity": empty(IDENTITY, engine)})


def test_a_failing_statement_shows_the_statement_and_no_bound_value(engine: Engine, tmp_path: Path) -> None:
    file = step(tmp_path, "SELECT i.record_id, CAST($secret AS DATE) AS person_id FROM identity AS i")
    with pytest.raises(QueryFailed) as failed:
        query(
            file,
            returns=IDENTITY,
            inputs={"identity": from_rows(ROWS, returns=IDENTITY, engine=engine)},
            params={"secret": "สมชาย"},
        )
    assert "CAST" in failed.value.tell("en")
    assert "สมชาย" not in failed.value.tell("th")


def test_union_of_nothing_is_empty_and_of_two_is_both(engine: Engine) -> None:
    part = from_rows(ROWS, returns=IDENTITY, engine=engine)
    assert union([], returns=PAIRS, engine=engine).rows() == []
    assert union([part, part], returns=IDENTITY, engine=engine).count() == 6


def test_the_engine_reaches_no_file_outside_its_directories(engine: Engine, tmp_path: Path) -> None:
    with pytest.raises(QueryFailed):
        engine.open_parquet("outside", tmp_path / "x.parquet")


def test_running_out_of_memory_says_what_to_do() -> None:
    small = Engine(threads=1, memory_limit="10MB")
    with small, pytest.raises(EngineFull, match="memory_limit"):
        rows = [(f"record {number:07}", f"person {number * 7919 % 1000003}") for number in range(400_000)]
        union([from_rows(rows, returns=IDENTITY, engine=small)] * 9, returns=IDENTITY, engine=small)


def test_closing_waits_for_a_call_that_is_on_its_way(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    closing = Engine(scratch=tmp_path)
    held, refusals = closing._connection, iter([duckdb.ResourceInUseException()] * 3)

    class Busy:
        def close(self) -> None:
            for refusal in refusals:
                raise refusal
            held.close()

    monkeypatch.setattr(closing, "_connection", Busy())
    closing.close()
    with pytest.raises(duckdb.ConnectionException):
        held.cursor()
    assert not list(tmp_path.glob("parts-*"))
