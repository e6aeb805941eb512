"""Which rows did the agency send back corrected? Those of a return sheet, laid over the rows that waited.

A correction is no delivery of its own: it replaces waiting rows of the delivery its sheet was made for, under their
numbers, and no others. So nothing is counted twice, and the sum of the delivery stays what it was.
"""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO
from pathlib import Path

from python_calamine import CalamineError, CalamineWorkbook
from sqlglot import exp

from saphan.contracts.model import Contract
from saphan.ingest.content import content_of
from saphan.ingest.header_names import folded
from saphan.ingest.opened import UnreadableFile
from saphan.ingest.read import Reading, rows_table
from saphan.ingest.receipt import Receipt, original
from saphan.ingest.return_sheet import LEADING, MARK, typed
from saphan.ingest.workbook import as_text
from saphan.store import Relation, from_rows, select, union
from saphan.tables import FINDINGS
from saphan.words import say

_NOT_WAITING = "not_waiting"


def corrects(path: Path) -> str:
    """The delivery whose return sheet the file is; empty where it is none."""
    if content_of(path)[0] != "workbook":
        return ""
    try:
        with CalamineWorkbook.from_filelike(BytesIO(path.read_bytes())) as book:
            if MARK not in book.sheet_names:
                return ""
            rows = book.get_sheet_by_name(MARK).to_python()
    except CalamineError:
        return ""  # whoever opens it next says what is wrong with it
    return as_text(rows[0][0]) if rows and rows[0] else ""


def corrected_rows(path: Path, contract: Contract) -> dict[int, tuple[str, ...]]:
    """The rows of a return sheet as they were sent back, by their number in the delivery.

    Raises:
        UnreadableFile: the sheet of rows is gone, lacks a column, or names a row twice.
    """
    with CalamineWorkbook.from_filelike(BytesIO(path.read_bytes())) as book:
        names = [name for name in book.sheet_names if name != MARK]
        rows = (
            [[as_text(cell) for cell in row] for row in book.get_sheet_by_name(names[-1]).to_python()] if names else []
        )
    head = [folded(cell) for cell in rows[0]] if rows else []
    wanted = [folded(typed(field.name)) for field in contract.fields]
    if head[LEADING:] != wanted:
        raise _unreadable(path, say("its columns are not those that were sent"))
    found: dict[int, tuple[str, ...]] = {}
    for row in rows[1:]:
        if not any(cell.strip() for cell in row):
            continue
        if not row[0].isascii() or not row[0].isdigit() or int(row[0]) in found:
            raise _unreadable(path, say("a row has no number of its own in the first column"))
        found[int(row[0])] = tuple(typed(cell) for cell in row[LEADING : LEADING + len(wanted)])
    return found


def overlay(
    reading: Reading, waiting: Relation, correction: Receipt, contract: Contract, vault: Path, *, delivery_id: str
) -> Reading:
    """The delivery with its waiting rows as they were sent back; a row that did not wait stays, and that is said."""
    sent = corrected_rows(original(correction, vault), contract)
    held = {int(row[2]) for row in waiting.rows()}
    engine = reading.rows.engine
    table = rows_table(contract)
    newer = from_rows(
        [(number, *sent[number]) for number in sorted(sent) if number in held], returns=table, engine=engine
    )
    others = [
        (delivery_id, contract.dataset, number, "", _NOT_WAITING, "warn", _NOT_WAITING)
        for number in sorted(sent)
        if number not in held
    ]
    rows = union([_without(reading.rows, newer, contract), newer], returns=table, engine=engine)
    notes = from_rows(others, returns=FINDINGS, engine=engine)
    earlier = reading.notes if reading.notes is not None else notes
    said = notes if reading.notes is None else union([earlier, _new(notes, earlier)], returns=FINDINGS, engine=engine)
    return replace(reading, rows=rows, notes=said)


def _without(rows: Relation, newer: Relation, contract: Contract) -> Relation:
    same = exp.EQ(this=exp.column("row_number", "n"), expression=exp.column("row_number", "r"))
    found = exp.select(exp.Literal.number(1)).from_(exp.to_table("newer").as_("n")).where(same)
    names = rows_table(contract).names
    tree = (
        exp.select(*(exp.column(name, "r").as_(name) for name in names))
        .from_(exp.to_table("delivered").as_("r"))
        .where(exp.Not(this=exp.Exists(this=found)))
    )
    return select(tree, returns=rows_table(contract), inputs={"delivered": rows, "newer": newer}, where="rows kept")


def _new(notes: Relation, earlier: Relation) -> Relation:
    known = {row[2] for row in earlier.rows()}
    return from_rows([row for row in notes.rows() if row[2] not in known], returns=FINDINGS, engine=notes.engine)


def _unreadable(path: Path, why: object) -> UnreadableFile:
    return UnreadableFile(
        say("The return sheet {file} cannot be used: {why}.", file=path.name, why=why),
        where=path.name,
        cure=say("Take the return sheet again, correct its cells, and leave its rows and columns where they are."),
    )
