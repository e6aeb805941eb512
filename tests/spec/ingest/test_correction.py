"""A return sheet that is sent back replaces exactly the rows that waited."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
from python_calamine import CalamineWorkbook

from saphan import ingest, quality
from saphan.contracts.meanings import Meaning
from saphan.contracts.model import Contract, Field, FileShape
from saphan.ingest.return_sheet import LEADING, MARK
from saphan.intake import Delivery, take_in
from saphan.store import Engine

DAY = date(2026, 11, 22)
FIELDS = (
    Field(name="เลข", description={}, meaning=Meaning.CITIZEN_ID, required=True),
    Field(name="ชื่อ", description={}, meaning=Meaning.GIVEN_NAME),
)
SHAPE = FileShape(format="csv", pattern="a_*.csv")
CONTRACT = Contract(dataset="a", version="1", agency="x", title={"th": "ก"}, description={}, file=SHAPE, fields=FIELDS)
GOOD, OTHER = "1101700207366", "3560100000001"


class Agency:
    """Sends files and gets return sheets back."""

    def __init__(self, home: Path, engine: Engine) -> None:
        self.home, self.vault, self.engine = home, home / "vault", engine

    def send(self, name: str, content: bytes) -> ingest.Received:
        file = self.home / name
        file.write_bytes(content)
        return ingest.receive(file, {"a": CONTRACT}, vault=self.vault, on=DAY)

    def build(self) -> dict[str, list[tuple[Any, ...]]]:
        """The rows of every table of the latest delivery."""
        received = ingest.receipts(self.vault)
        (receipt,) = ingest.latest_by_file(received)
        corrections = ingest.corrections_of(receipt, received)
        taken = take_in(Delivery(receipt, CONTRACT, corrections), self.vault, self.engine)
        return {name: relation.rows() for name, relation in taken.items()}

    def sheet(self, correct: Callable[[list[list[Any]]], list[list[Any]]]) -> bytes:
        """The return sheet of the latest delivery, its rows corrected."""
        taken = self.build()
        path = self.home / "sheet.xlsx"
        names = ("delivery_id", "dataset", "row_number", "column_name", "check_id", "severity", "value_class")
        ingest.write_return_sheet(
            path, contract=CONTRACT, outcome=ingest.Outcome(
                file_name="a", received_on=DAY, delivered=1, accepted=1, quarantined=1, refused=1),
            findings=[dict(zip(names, row, strict=True)) for row in taken["findings"]],
            quarantine=[dict(zip((*names[:3], "cells"), row, strict=True)) for row in taken["quarantine"]],
            catalogue=quality.catalogue(), delivery_id=taken["deliveries"][0][0],
        )  # fmt: skip
        with CalamineWorkbook.from_path(str(path)) as book:
            assert book.sheet_names[-1] == MARK
            kept = {name: book.get_sheet_by_name(name).to_python() for name in book.sheet_names}
        kept[book.sheet_names[1]] = correct(kept[book.sheet_names[1]])
        with xlsxwriter.Workbook(str(path), {"strings_to_formulas": False}) as again:
            for name, rows in kept.items():
                written = again.add_worksheet(name)
                for at, row in enumerate(rows):
                    written.write_row(at, 0, row)
        return path.read_bytes()


@pytest.fixture
def agency(tmp_path: Path, engine: Engine) -> Agency:
    return Agency(tmp_path, engine)


def counts(taken: dict[str, list[tuple[Any, ...]]]) -> tuple[int, ...]:
    return taken["deliveries"][0][-4:]


def fix(number: str, name: str) -> Callable[[list[list[Any]]], list[list[Any]]]:
    return lambda rows: [rows[0], *([row[0], "", "", number, name] for row in rows[1:])]


FIRST = f"เลข,ชื่อ\n{GOOD},มาลี\n12345,สมชาย\n{OTHER},คำ\n".encode()


def test_a_corrected_row_takes_the_place_of_the_one_that_waited(agency: Agency) -> None:
    agency.send("a_1.csv", FIRST)
    assert counts(agency.build()) == (3, 2, 1, 0)
    agency.send("แก้แล้ว.xlsx", agency.sheet(fix("1-2345-67890-12-1", "สมชาย")))
    taken = agency.build()
    assert counts(taken) == (3, 3, 0, 0)
    assert [(row[4], row[6]) for row in taken["records"]] == [(1, GOOD), (2, "1234567890121"), (3, OTHER)]


def test_a_row_still_wrong_waits_on(agency: Agency) -> None:
    agency.send("a_1.csv", FIRST)
    agency.send("b.xlsx", agency.sheet(fix("999", "สมชาย")))
    assert counts(agency.build()) == (3, 2, 1, 0)


def test_a_row_that_did_not_wait_stays_as_it_was_and_that_is_said(agency: Agency) -> None:
    agency.send("a_1.csv", FIRST)
    agency.send("b.xlsx", agency.sheet(lambda rows: [rows[0], [1, "", "", "1", "ใครก็ไม่รู้"], *rows[1:]]))
    taken = agency.build()
    assert counts(taken) == (3, 2, 1, 0)
    assert taken["records"][0][6] == GOOD
    assert (1, "not_waiting") in {(row[2], row[4]) for row in taken["findings"]}


def test_a_sheet_with_other_columns_is_refused_and_stays(agency: Agency) -> None:
    agency.send("a_1.csv", FIRST)
    content = agency.sheet(lambda rows: [row[LEADING:] for row in rows])
    with pytest.raises(ingest.UnreadableFile, match="columns are not those"):
        agency.send("b.xlsx", content)
    assert (agency.home / "b.xlsx").read_bytes() == content


def test_a_correction_of_a_file_that_was_replaced_counts_for_nothing(agency: Agency) -> None:
    agency.send("a_1.csv", FIRST)
    sheet = agency.sheet(fix(GOOD, "สมชาย"))
    agency.send("a_1.csv", f"เลข,ชื่อ\n{OTHER},คำ\n".encode())
    agency.send("b.xlsx", sheet)
    assert counts(agency.build()) == (1, 1, 0, 0)


def test_a_sheet_sent_back_twice_counts_once(agency: Agency) -> None:
    agency.send("a_1.csv", FIRST)
    sheet = agency.sheet(fix("1234567890121", "สมชาย"))
    assert [agency.send("b.xlsx", sheet).already, agency.send("c.xlsx", sheet).already] == [False, True]
    assert counts(agency.build()) == (3, 3, 0, 0)


def test_of_a_file_that_came_again_after_another_the_last_counts(agency: Agency) -> None:
    second = f"เลข,ชื่อ\n{OTHER},คำ\n".encode()
    first = agency.send("a_1.csv", FIRST)
    agency.send("a_1.csv", second)
    assert counts(agency.build())[0] == 1
    again = agency.send("a_1.csv", FIRST)
    assert (again.already, again.receipt.delivery_id) == (True, first.receipt.delivery_id)
    assert counts(agency.build())[0] == 3
    agency.send("a_1.csv", second)
    assert counts(agency.build())[0] == 1
