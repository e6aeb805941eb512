"""Columns read from files as they lie are those that the engine gives, however the files were written."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlglot import exp

from saphan.linkage.coding import Columns, read_columns
from saphan.linkage.encoding import FOLDED, TEXTS
from saphan.store import Engine, Relation, files_of, from_parts, laid_together, query, view, write_part
from saphan.store.query import ARROW_KINDS
from saphan.tables import RECORDS

KINDS = {column.name: ARROW_KINDS[column.kind] for column in RECORDS.columns}
words = st.none() | st.sampled_from(["", "ก", "ข", "Aก", "aก", "ABCDEFGHIJ", "abcdefghij", "10-1", "สมหญิง ใจดี"])
some_days = st.none() | st.dates(date(1, 1, 1), date(9999, 12, 31)) | st.dates(date(1950, 1, 1), date(1950, 3, 2))
row = st.fixed_dictionaries(
    dict.fromkeys((*TEXTS, "delivery_id"), words)
    | {
        "citizen_id_valid": st.none() | st.booleans(),
        "birth_date": some_days,
        "birth_precision": st.sampled_from([None, "day", "month", "year", "year_ambiguous"]),
    }
)
written = st.fixed_dictionaries(
    {"rows": st.lists(row, max_size=30), "dictionary": st.booleans(), "group": st.integers(1, 12)}
)


def table_of(rows: list[dict[str, Any]], first: int) -> pa.Table:
    """Records with these values; what is not given is unknown."""
    columns = {name: [each.get(name) for each in rows] for name in RECORDS.names}
    columns["record_id"] = [f"{(first + at) * 7919 % 1000:03d}{'x' * at}" for at in range(len(rows))]
    columns["row_number"] = list(range(len(rows)))
    return pa.table({name: pa.array(values, KINDS[name]) for name, values in columns.items()})


@pytest.fixture(scope="module")
def opened() -> Iterator[tuple[Engine, Path]]:
    """An engine, and a directory that it may read."""
    with TemporaryDirectory() as place, Engine(scratch=Path(place), may_read=[Path(place)]) as engine:
        yield engine, Path(place)


def told(found: Columns) -> dict[str, list[Any]]:
    """What each row says, whatever numbers its values have."""
    said = {name: of.to_pylist() for name, of in found.plain.items()} | {"record_id": found.record_ids.to_pylist()}
    for name, (column, values) in found.texts.items():
        text = [*values.to_pylist(), None]
        said[name] = [
            text[code] for part in range(len(column.parts)) for code in column.numbered(part, slice(None)).tolist()
        ]
    return said


def both(records: Relation) -> tuple[Columns, Columns]:
    """The columns from where they lie, and those of a table that the engine holds."""
    physical = records.engine.new_name(RECORDS)
    records.engine.create(physical, exp.select("*").from_(exp.to_table(records.physical)))
    held = Relation(RECORDS, physical, records.engine)
    assert files_of(held) is None
    assert files_of(records) is not None
    return read_columns(records, TEXTS, FOLDED, hands=2), read_columns(held, TEXTS, FOLDED, hands=2)


@settings(deadline=None, max_examples=60)  # the first call compiles
@given(st.lists(written, min_size=1, max_size=3))
def test_files_say_what_the_engine_says_of_them(opened: tuple[Engine, Path], drawn: list[dict[str, Any]]) -> None:
    engine, place = opened
    relations, first = [], 0
    for each in drawn:
        path = place / f"{engine.new_name(RECORDS)}.parquet"
        rows = table_of(each["rows"], first)
        pq.write_table(rows, path, use_dictionary=each["dictionary"], row_group_size=each["group"])
        first += len(each["rows"])
        relations.append(from_parts([path], returns=RECORDS, engine=engine))
    straight, held = both(laid_together(relations, returns=RECORDS, engine=engine))
    assert told(straight) == told(held)
    assert [None if each.order is None else each.order.tolist() for each in (straight, held)] == (
        [None if held.order is None else held.order.tolist()] * 2
    )


@settings(deadline=None, max_examples=30)
@given(st.lists(st.lists(row, min_size=1, max_size=8), min_size=2, max_size=3))
def test_a_column_that_a_part_has_not_is_unknown_there(
    opened: tuple[Engine, Path], drawn: list[list[dict[str, Any]]]
) -> None:
    engine, place = opened
    paths = []
    for at, rows in enumerate(drawn):
        paths.append(place / f"{engine.new_name(RECORDS)}.parquet")
        given = table_of(rows, at * 10)
        coded = given.set_column(
            given.column_names.index("given_name"), "given_name", given.column("given_name").dictionary_encode()
        )
        write_part(coded, paths[-1], is_first=at == 0)  # of nothing but nulls only the first part has a column
    straight, held = both(from_parts(paths, returns=RECORDS, engine=engine))
    assert told(straight) == told(held)


def test_a_column_under_another_name_is_read_by_that_name(opened: tuple[Engine, Path]) -> None:
    engine, place = opened
    path = place / "renamed.parquet"
    pq.write_table(table_of([{"dataset": "a", "delivery_id": "b"}], 0), path)
    records = from_parts([path], returns=RECORDS, engine=engine)
    columns = [exp.alias_(exp.column("delivery_id" if name == "dataset" else name), name) for name in RECORDS.names]
    tree = exp.select(*columns).from_(exp.to_table("records"))
    renamed = view(tree, returns=RECORDS, inputs={"records": records}, where="renamed")
    assert [told(each)["dataset"] for each in both(renamed)] == [["b"], ["b"]]


def test_many_texts_in_one_part_are_read_as_they_stand(opened: tuple[Engine, Path]) -> None:
    engine, place = opened
    rows = table_of([{"citizen_id": f"{at:013d}", "sex": "12"[at % 2]} for at in range(3000)], 0)
    path = place / "many.parquet"
    pq.write_table(rows, path, dictionary_pagesize_limit=2048, data_page_size=1024)
    straight, held = both(from_parts([path], returns=RECORDS, engine=engine))
    assert told(straight) == told(held)


def test_files_of_no_rows_hold_nobody(opened: tuple[Engine, Path], tmp_path: Path) -> None:
    engine, place = opened
    path = place / "empty.parquet"
    pq.write_table(table_of([], 0), path)
    found = read_columns(from_parts([path], returns=RECORDS, engine=engine), TEXTS, FOLDED, hands=2)
    assert (len(found.record_ids), found.order, tmp_path.exists()) == (0, None, True)


def test_what_the_engine_makes_is_asked_of_the_engine(opened: tuple[Engine, Path]) -> None:
    engine, place = opened
    path = place / "filtered.parquet"
    pq.write_table(table_of([{"sex": "1"}, {"sex": "2"}], 0), path)
    records = from_parts([path], returns=RECORDS, engine=engine)
    file = place / "only.sql"
    file.write_text("SELECT * FROM records WHERE sex = '1'", encoding="utf-8")
    only = query(file, returns=RECORDS, inputs={"records": records})
    assert files_of(only) is None
    assert told(read_columns(only, TEXTS, FOLDED, hands=2))["sex"] == ["1"]
