"""A list of people asked about at once: a CSV comes in, a CSV goes out with as many rows, each with its answer."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields

from saphan.access.permissions import Permission
from saphan.errors import BrokenPromise
from saphan.services import asking, notes
from saphan.services._recognised import AskedPerson, question_of
from saphan.services.asking import Answer
from saphan.services.credentials import Entered
from saphan.services.platform import Platform
from saphan.words import say

MOST_ROWS = 500  # about ten seconds of answers
MOST_BYTES = 250_000
COLUMNS = tuple(each.name for each in fields(AskedPerson))
ANSWER_COLUMNS = ("row", "state", "known", "helped", "since", "by", "purpose")


class BadList(BrokenPromise):
    """The file is no list of people: its encoding, its columns, or its size."""


@dataclass(frozen=True)
class AnsweredList:
    """The answers as CSV, and the account: asked = answered + unclear, to the row."""

    csv: str
    asked: int
    answered: int
    unclear: int


def ask_list(by: Entered, platform: Platform, content: bytes) -> AnsweredList:
    """The answers to a list; rows that do not name one person are said to be unclear, and count nowhere else.

    Raises:
        BadList: nothing was asked, and it is said what to correct.
        PurposeNotInForce, TooManyAsked: as of one question; nothing was answered.
    """
    asking.require_agreed(by, platform)
    questions = [question_of(person) for person in _read(content)]
    clear = sum(question is not None for question in questions)
    asking.count(by, platform, persons=clear)
    register = asking.open_register(by, platform)
    rows = [
        _row(number, asking.answer(by, platform, question, register) if question else None)
        for number, question in enumerate(questions, 1)
    ]
    notes.write(
        by.asker, platform, "register_asked_by_list",
        permission=Permission.ASK_REGISTER, agency=by.agency, agreement=by.agreement_id, rows=len(rows),
    )  # fmt: skip
    return AnsweredList(_written(rows), len(rows), clear, len(rows) - clear)


def _read(content: bytes) -> list[AskedPerson]:
    if len(content) > MOST_BYTES:
        raise _bad(say("a file of at most {most} bytes", most=MOST_BYTES))
    try:
        text = content.decode("utf-8-sig")
        reader = csv.DictReader(io.StringIO(text), strict=True)
        header, rows = tuple(reader.fieldnames or ()), list(reader)
    except (UnicodeDecodeError, csv.Error):
        raise _bad(say("a CSV in UTF-8, with commas")) from None
    # a column more would be a fact of a person that nobody asked for
    if (
        not rows
        or not set(header) <= set(COLUMNS)
        or len(header) > len(set(header))
        or any(None in (*row, *row.values()) for row in rows)
    ):
        raise _bad(say("a first line with some of {columns} and nothing else, and as many cells in every row",
                       columns=", ".join(COLUMNS)))  # fmt: skip
    if len(rows) > MOST_ROWS:
        raise _bad(say("at most {most} rows; cut a longer list into several", most=MOST_ROWS))
    return [AskedPerson(**row) for row in rows]


def _row(number: int, answer: Answer | None) -> Mapping[str, str]:
    if answer is None:
        return {"row": str(number), "state": "unclear"}
    return {
        "row": str(number),
        "state": "answered",
        "known": answer.known,
        "helped": "" if answer.helped is None else "yes" if answer.helped else "no",
        "since": " ".join(each.since.isoformat() if each.since else "-" for each in answer.help),
        "by": " ".join(each.by for each in answer.help),
        "purpose": answer.purpose,
    }


def _written(rows: Sequence[Mapping[str, str]]) -> str:
    out = io.StringIO()
    writer = csv.DictWriter(out, ANSWER_COLUMNS, restval="", lineterminator="\r\n")
    writer.writeheader()
    writer.writerows({name: _harmless(cell) for name, cell in row.items()} for row in rows)
    return out.getvalue()


def _harmless(cell: str) -> str:
    """The cell, which no spreadsheet takes for a formula. A lone `-` says that a day is not known."""
    return f"'{cell}" if cell[:1] in tuple("=+@\t\r") or (cell[:1] == "-" and len(cell) > 1) else cell


def _bad(needed: object) -> BadList:
    return BadList(say("This is no list of people to ask about."), cure=say("Send {needed}.", needed=needed))
