"""Every step file keeps the rules that make it readable, mappable and the same on two engines."""

from __future__ import annotations

from pathlib import Path

import pytest
import sqlglot
from sqlglot import exp

from saphan.tables import TABLES

SRC = Path(__file__).resolve().parents[2] / "src" / "saphan"
CHECKS = SRC / "quality" / "checks"
STEPS = sorted(path for path in SRC.rglob("*.sql") if CHECKS not in path.parents)

# one engine says one thing, the other another, or counts bytes where Thai needs letters
FORBIDDEN = {
    "date_diff", "datediff", "date_sub", "dayofweek", "isodow", "hash", "strlen", "quantile_cont", "array_position",
    "list_position", "list_aggregate", "jaro_similarity", "jaro_winkler_similarity", "levenshtein",
    "damerau_levenshtein", "list", "array_agg",
}  # fmt: skip


def parse(path: Path) -> list[exp.Expression | None]:
    return list(sqlglot.parse(path.read_text("utf-8"), read="duckdb"))


def name_of(function: exp.Func) -> str:
    return (function.name if isinstance(function, exp.Anonymous) else function.sql_name()).lower()


@pytest.mark.parametrize("path", STEPS, ids=lambda path: str(path.relative_to(SRC)))
class TestEveryStepFile:
    def test_is_one_query(self, path: Path) -> None:
        statements = parse(path)
        assert len(statements) == 1
        assert isinstance(statements[0], exp.Query)

    def test_opens_with_what_one_row_is(self, path: Path) -> None:
        assert path.read_text("utf-8").lstrip().startswith("--"), "say what one row is, and the rule it applies"

    def test_names_its_columns(self, path: Path) -> None:
        (tree,) = parse(path)
        assert isinstance(tree, exp.Query)
        assert not tree.is_star, "no * in the outermost SELECT"

    def test_gives_every_table_an_alias(self, path: Path) -> None:
        (tree,) = parse(path)
        assert tree is not None
        for table in tree.find_all(exp.Table):
            assert table.alias, f"{table.name} has no alias, and would not survive the mapping of names"

    def test_never_names_a_cte_like_an_input(self, path: Path) -> None:
        (tree,) = parse(path)
        assert tree is not None
        own = {cte.alias for cte in tree.find_all(exp.CTE)}
        assert not own & {table.name for table in TABLES}

    def test_avoids_what_differs_between_engines(self, path: Path) -> None:
        (tree,) = parse(path)
        assert tree is not None
        used = {name_of(function) for function in tree.find_all(exp.Func)}
        assert not used & FORBIDDEN
        assert not list(tree.find_all(exp.Command))
        for replaced in tree.find_all(exp.RegexpReplace):
            modifiers = replaced.args.get("modifiers")
            flags = modifiers.name if modifiers is not None else ""
            assert "g" in flags, "regexp_replace without 'g' differs on Spark"

    def test_is_also_spark_sql(self, path: Path) -> None:
        spark = sqlglot.transpile(path.read_text("utf-8"), read="duckdb", write="spark")
        assert len(spark) == 1
        sqlglot.parse_one(spark[0], read="spark")


@pytest.mark.parametrize("path", sorted(CHECKS.glob("*.sql")), ids=lambda path: path.stem)
def test_a_check_is_one_expression_over_value(path: Path) -> None:
    tree = sqlglot.parse_one(path.read_text("utf-8"), read="duckdb")
    assert not isinstance(tree, exp.Query)
    assert {column.name for column in tree.find_all(exp.Column)} >= {"value"}
    assert path.read_text("utf-8").lstrip().startswith("--")
