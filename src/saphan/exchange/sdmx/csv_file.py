"""One protected table as SDMX-CSV 2.0, byte for byte the same for the same table.

A withheld count has no value at all, OBS_STATUS Q and CONF_STATUS C or D; the writer refuses a row that says otherwise.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from saphan.errors import BrokenPromise
from saphan.exchange.sdmx.codes import area, group
from saphan.words import say

ReleasedRow = tuple[str, str, str, int | None, str, str]  # as RELEASED_CELLS
DIMENSIONS = {"area_age": "AGE_GROUP", "area_outcome": "OUTCOME"}


class WithheldValue(BrokenPromise):
    """A row marked as withheld carries a value, or a row marked as free carries none."""


@dataclass(frozen=True, kw_only=True)
class Flow:
    """The SDMX dataflow a table is published as."""

    agency: str
    flow_id: str
    version: str
    dimension: str  # the second dimension: AGE_GROUP, OUTCOME

    @property
    def structure_id(self) -> str:
        """As SDMX writes it: `AGENCY:FLOW(1.0)`."""
        return f"{self.agency}:{self.flow_id}({self.version})"


def flow_of(table_id: str, *, agency: str, version: str = "1.0") -> Flow:
    """The dataflow of a table: its id in capitals, and the dimension that its last word names."""
    shape = table_id.rpartition(".")[2]
    dimension = DIMENSIONS.get(shape, shape.rpartition("_")[2].upper())
    return Flow(agency=agency, flow_id=table_id.replace(".", "_").upper(), version=version, dimension=dimension)


def write_sdmx_csv(rows: Iterable[ReleasedRow], table_id: str, path: Path, *, flow: Flow, as_of: date) -> None:
    """Writes the rows of one table, in the order of their codes, for the month of `as_of`, Common Era.

    Raises:
        WithheldValue: a row's marks and its value contradict each other; nothing is written.
    """
    table = [row for row in sorted(rows, key=lambda row: row[:3]) if row[0] == table_id]
    for row in table:
        _require_consistent(row)
    header = ["STRUCTURE", "STRUCTURE_ID", "ACTION", "FREQ", "REF_AREA", flow.dimension]
    with path.open("w", encoding="utf-8", newline="") as opened:
        writer = csv.writer(opened, lineterminator="\n")
        writer.writerow([*header, "TIME_PERIOD", "OBS_VALUE", "OBS_STATUS", "CONF_STATUS"])
        for _, row_code, column_code, value, obs_status, conf_status in table:
            at = ["dataflow", flow.structure_id, "I", "M", area(row_code), group(column_code), f"{as_of:%Y-%m}"]
            writer.writerow([*at, "" if value is None else value, obs_status, conf_status])


def _require_consistent(row: ReleasedRow) -> None:
    table_id, row_code, column_code, value, obs_status, conf_status = row
    is_free = (obs_status, conf_status) == ("A", "F")
    is_withheld = obs_status == "Q" and conf_status in {"C", "D"}
    if (value is None and not is_withheld) or (value is not None and not is_free):
        raise WithheldValue(
            say("A cell of table `{table}` is marked in one way and filled in another.", table=table_id),
            where=f"{row_code}, {column_code}",
            cure=say("Write only what `disclosure` released. Nothing was written."),
        )
