"""Where do rows lie as they are? Only what picks columns of files is read without the engine."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import sqlglot
from sqlglot import exp

from saphan.store import Engine, Layer, LayerFile, Lying, Relation, files_of, from_parts, from_rows, laid_together, view
from saphan.store import open_layers as opened_layers
from saphan.tables import Table, Zone
from saphan.tables.shape import text

PAIR = Table(name="pair", doc="One row: two texts.", zone=Zone.WITHIN_BUILD, key=("a",), columns=(
    text("a", "one"), text("b", "other"),
))  # fmt: skip


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    """An engine that may read there."""
    with Engine(scratch=tmp_path, may_read=[tmp_path]) as engine:
        yield engine


@pytest.fixture
def files(tmp_path: Path) -> list[Path]:
    """Three files of a row each."""
    paths = [tmp_path / f"{name}.parquet" for name in "xyz"]
    for path in paths:
        pq.write_table(pa.table({"a": [path.stem], "b": ["1"]}), path)
    return paths


def picked(tree: exp.Query, of: Relation) -> Relation:
    """A view of a relation."""
    return view(tree, returns=PAIR, inputs={"of": of}, where="drawn")


def test_parts_lie_in_their_files_in_their_order(engine: Engine, files: list[Path]) -> None:
    found = from_parts(files, returns=PAIR, engine=engine)
    assert files_of(found) == tuple(Lying(path, None) for path in files)


def test_what_is_laid_together_lies_where_its_parts_lie(engine: Engine, files: list[Path]) -> None:
    parts = [from_parts([path], returns=PAIR, engine=engine) for path in files]
    found = files_of(laid_together(parts, returns=PAIR, engine=engine))
    assert found is not None
    assert [(each.path, each.named("a")) for each in found] == [(path, "a") for path in files]


def test_columns_are_followed_through_their_names(engine: Engine, files: list[Path]) -> None:
    found = from_parts(files[:1], returns=PAIR, engine=engine)
    for _ in range(3):
        found = picked(
            exp.select(exp.alias_(exp.column("b"), "a"), exp.alias_(exp.column("a"), "b")).from_("of"), found
        )
    assert files_of(found) == (Lying(files[0], {"a": "b", "b": "a"}),)


def test_layers_lie_in_files_unless_some_rows_no_longer_count(engine: Engine, files: list[Path]) -> None:
    layers = [Layer(LayerFile.of(path)) for path in files]
    found = files_of(opened_layers(layers, PAIR, engine))
    assert found is not None
    assert [each.path for each in found] == files
    over = Layer(LayerFile.of(files[2]), LayerFile.of(files[2]), ("a",))
    assert files_of(opened_layers([layers[0], over], PAIR, engine)) is None


@pytest.mark.parametrize(
    "said",
    [
        "SELECT a, b FROM of WHERE a = 'x'", "SELECT DISTINCT a, b FROM of", "SELECT a, b FROM of LIMIT 1",
        "SELECT upper(a) AS a, b FROM of", "SELECT a, b FROM of ORDER BY a", "SELECT 'x' AS a, b FROM of",
        "SELECT a, b FROM of UNION SELECT a, b FROM of", "SELECT a, b FROM of GROUP BY a, b",
        "SELECT o.a, p.b FROM of AS o JOIN of AS p ON o.a = p.a", "WITH w AS (SELECT * FROM of) SELECT a, b FROM w",
        "(SELECT a, b FROM of) UNION ALL (SELECT a, b FROM of LIMIT 1)", "SELECT a, b FROM (SELECT * FROM of) AS q",
        "SELECT a, b FROM of UNION ALL SELECT a, b FROM of ORDER BY a",
        "SELECT a, b FROM of EXCEPT ALL SELECT a, b FROM of", "SELECT a, b FROM of USING SAMPLE 1 ROWS",
    ],
)  # fmt: skip
def test_whatever_the_engine_has_to_make_lies_nowhere(engine: Engine, files: list[Path], said: str) -> None:
    tree = sqlglot.parse_one(said, read="duckdb")
    assert isinstance(tree, exp.Query)
    assert files_of(picked(tree, from_parts(files, returns=PAIR, engine=engine))) is None


def test_a_table_lies_in_no_file(engine: Engine) -> None:
    assert files_of(from_rows([("x", "y")], returns=PAIR, engine=engine)) is None
