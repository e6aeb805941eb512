"""What is written is read back by another reader, and no withheld cell has a value."""

from __future__ import annotations

import csv
import io
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from saphan.exchange.sdmx import flow_of, write_sdmx_csv
from saphan.exchange.sdmx.codes import area, group

cells = st.dictionaries(
    st.tuples(
        st.sampled_from(["total", "56", "5601", "5602", "56unknown"]),
        st.sampled_from(["60-69", "90+", "unknown", "total"]),
    ),
    st.one_of(
        st.tuples(st.integers(0, 10**9), st.just("A"), st.just("F")),
        st.tuples(st.none(), st.just("Q"), st.sampled_from("CD")),
    ),
)


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("sdmx") / "table.csv"


@settings(deadline=None)
@given(table=cells)
def test_every_cell_comes_back_as_it_was(path: Path, table: dict[tuple[str, str], tuple[int | None, str, str]]) -> None:
    rows = [("b.missing.area_age", *at, *cell) for at, cell in table.items()]
    flow = flow_of("b.missing.area_age", agency="X")
    write_sdmx_csv(rows, "b.missing.area_age", path, flow=flow, as_of=date(2026, 1, 31))
    lines = csv.DictReader(io.StringIO(path.read_text("utf-8")))
    back = {
        (line["REF_AREA"], line["AGE_GROUP"]): (line["OBS_VALUE"], line["OBS_STATUS"], line["CONF_STATUS"])
        for line in lines
    }
    assert back == {
        (area(row), group(column)): ("" if value is None else str(value), status, confidentiality)
        for (row, column), (value, status, confidentiality) in table.items()
    }
