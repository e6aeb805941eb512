"""What does the agency get back? A workbook: what became of the file, and the rows to correct and send again."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Protocol

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from saphan.contracts.model import Contract
from saphan.words import Language, Words, say

_FONT = {"font_name": "Sarabun", "font_size": 11, "valign": "top"}
_MADE = datetime(2000, 1, 1)  # noqa: DTZ001  # one day for all sheets: the same rows give the same bytes
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
LEADING = 3  # row number, reason, cure
MARK = "saphan"  # the hidden sheet that says which delivery the rows belong to
_MOST_LETTERS = 32_767  # of a cell, by the file format


class Explained(Protocol):
    """A check in words; `quality.catalogue()` has them."""

    @property
    def reason(self) -> Words:
        """What is the matter."""
        ...

    @property
    def cure(self) -> Words:
        """What to do."""
        ...


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What became of a file, by the row."""

    file_name: str
    received_on: date
    delivered: int
    accepted: int
    quarantined: int
    refused: int
    score: float | None = None  # of 100 rows, how many came without any finding
    score_before: float | None = None  # of the delivery before
    fixes: Sequence[tuple[Words, float]] = ()  # what would raise the score most, and by how many points


@dataclass(frozen=True)
class _Style:
    plain: Format
    head: Format
    bold: Format
    wrong: Format
    wrapped: Format


def write_return_sheet(
    path: Path,
    *,
    contract: Contract,
    outcome: Outcome,
    findings: Sequence[Mapping[str, object]],
    quarantine: Sequence[Mapping[str, object]],
    catalogue: Mapping[str, Explained],
    language: Language = "th",
    delivery_id: str = "",
) -> None:
    """Write the workbook for one delivery; `findings` and `quarantine` are rows of those tables."""
    # what a person of the agency typed never becomes a formula or a link of ours
    options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(str(path), options) as book:
        book.set_properties({"title": _title(contract, language), "created": _MADE})
        style = _Style(
            plain=book.add_format({**_FONT, "num_format": "@"}),
            head=book.add_format({**_FONT, "bold": True, "bg_color": "#DDE7F0", "text_wrap": True, "border": 1}),
            bold=book.add_format({**_FONT, "bold": True}),
            wrong=book.add_format({**_FONT, "num_format": "@", "bg_color": "#FFE3B3", "border": 1}),
            wrapped=book.add_format({**_FONT, "text_wrap": True}),
        )
        summary = book.add_worksheet(say("Summary").in_(language))
        _write_summary(summary, style, _summary(contract, outcome, findings, catalogue, language))
        _write_rows(
            book.add_worksheet(say("Rows to correct").in_(language)),
            style,
            contract=contract,
            found=_waiting(findings),
            quarantine=quarantine,
            catalogue=catalogue,
            language=language,
        )
        if delivery_id:
            mark = book.add_worksheet(MARK)
            mark.write_string(0, 0, delivery_id)
            mark.very_hidden()


def _title(contract: Contract, language: Language) -> str:
    return contract.title.get(language) or contract.dataset


def _summary(
    contract: Contract,
    outcome: Outcome,
    findings: Sequence[Mapping[str, object]],
    catalogue: Mapping[str, Explained],
    language: Language,
) -> list[tuple[str, ...]]:
    """The lines of the first sheet: one, two or three cells each."""
    counts = (
        (say("Rows delivered"), outcome.delivered),
        (say("Rows accepted"), outcome.accepted),
        (say("Rows waiting for you"), outcome.quarantined),
        (say("Rows that could not be read as rows"), outcome.refused),
    )
    to_do = (
        say("1. Open the sheet of rows to correct. The coloured cells are the ones to look at."),
        say("2. Correct them there. Leave a cell empty if the answer is not known."),
        say("3. Save the workbook and send it back whole, the same way as the first file. Its name does not matter."),
    )
    return [
        (_title(contract, language),),
        (say("File {file}, received {day}", file=outcome.file_name, day=_day(outcome.received_on)).in_(language),),
        (),
        *((words.in_(language), f"{count:,}") for words, count in counts),
        *_scored(outcome, language),
        *_columns(findings, catalogue, language),
        (),
        (say("Why").in_(language), say("Rows").in_(language), say("What to do").in_(language)),
        *_reasons(findings, catalogue, language),
        (),
        (say("Three things to do").in_(language),),
        *((words.in_(language),) for words in to_do),
    ]


def _scored(outcome: Outcome, language: Language) -> list[tuple[str, ...]]:
    """The score, the one before, and what would raise it most."""
    if outcome.score is None:
        return []
    lines: list[tuple[str, ...]] = [(), (say("Quality, of 100").in_(language), f"{outcome.score:.1f}")]
    if outcome.score_before is not None:
        lines.append((say("Quality the time before").in_(language), f"{outcome.score_before:.1f}"))
    if outcome.fixes:
        lines.append((say("What would raise it most:").in_(language),))
        lines += [
            (f"{at}. {words.in_(language)}", f"+{points:.1f}") for at, (words, points) in enumerate(outcome.fixes, 1)
        ]
    return lines


def _columns(
    findings: Sequence[Mapping[str, object]], catalogue: Mapping[str, Explained], language: Language
) -> list[tuple[str, ...]]:
    """What is said of the file as a whole: columns it has too many or too few, by name."""
    names: dict[str, list[str]] = {}
    for finding in findings:
        if finding["row_number"] == 0:
            names.setdefault(str(finding["check_id"]), []).append(str(finding["column_name"]))
    lines: list[tuple[str, ...]] = [()] if names else []
    for check_id, columns in sorted(names.items()):
        reason, cure = _words(catalogue, check_id, language)
        lines.append((f"{reason}: {', '.join(columns)}", f"{len(columns):,}", cure))
    return lines


def _day(day: date) -> str:
    return f"{day.day:02d}/{day.month:02d}/{day.year + 543}"


def _reasons(
    findings: Sequence[Mapping[str, object]], catalogue: Mapping[str, Explained], language: Language
) -> list[tuple[str, ...]]:
    """Each reason with the number of its rows, the commonest first."""
    rows: dict[str, set[object]] = {}
    for finding in findings:
        if finding["row_number"] != 0:
            rows.setdefault(str(finding["check_id"]), set()).add(finding["row_number"])
    ordered = sorted(rows, key=lambda check_id: (-len(rows[check_id]), check_id))
    return [
        (_words(catalogue, check_id, language)[0], f"{len(rows[check_id]):,}", _words(catalogue, check_id, language)[1])
        for check_id in ordered
    ]


def _words(catalogue: Mapping[str, Explained], check_id: str, language: Language) -> tuple[str, str]:
    known = catalogue.get(check_id)
    return (known.reason.in_(language), known.cure.in_(language)) if known else (check_id, "")


def _write_summary(sheet: Worksheet, style: _Style, lines: Sequence[tuple[str, ...]]) -> None:
    sheet.set_column(0, 0, 70)
    sheet.set_column(1, 1, 14)
    sheet.set_column(2, 2, 70)
    for at, line in enumerate(lines):
        for column, text in enumerate(line):
            look = style.bold if at == 0 else style.wrapped
            sheet.write_string(at, column, harmless(text), look)


def _waiting(findings: Sequence[Mapping[str, object]]) -> dict[object, list[Mapping[str, object]]]:
    """The findings by row, those that hold a row back before those that only note something."""
    by_row: dict[object, list[Mapping[str, object]]] = {}
    for finding in sorted(findings, key=lambda each: (each["severity"] == "warn", str(each["column_name"]))):
        by_row.setdefault(finding["row_number"], []).append(finding)
    return by_row


def _write_rows(
    sheet: Worksheet,
    style: _Style,
    *,
    contract: Contract,
    found: Mapping[object, Sequence[Mapping[str, object]]],
    quarantine: Sequence[Mapping[str, object]],
    catalogue: Mapping[str, Explained],
    language: Language,
) -> None:
    names = [column.name for column in contract.fields]
    lead = [say("Row in the file"), say("What is the matter"), say("What to do")]
    for at, head in enumerate([*(words.in_(language) for words in lead), *names]):
        sheet.write_string(0, at, harmless(head), style.head)
    sheet.freeze_panes(1, LEADING)
    sheet.set_column(0, 0, 10, style.plain)
    sheet.set_column(1, 2, 42, style.plain)
    sheet.set_column(LEADING, LEADING + max(len(names) - 1, 0), 20, style.plain)
    for line, row in enumerate(sorted(quarantine, key=_row_number), 1):
        reasons = found.get(row["row_number"], ())
        words = [_words(catalogue, str(finding["check_id"]), language) for finding in reasons]
        said = [f"{finding['column_name']}: {reason}" for finding, (reason, _) in zip(reasons, words, strict=True)]
        sheet.write_number(line, 0, _row_number(row), style.wrapped)
        sheet.write_string(line, 1, harmless("\n".join(said)), style.wrapped)
        sheet.write_string(line, 2, harmless("\n".join(dict.fromkeys(cure for _, cure in words))), style.wrapped)
        wrong = {str(finding["column_name"]) for finding in reasons}
        for at, cell in enumerate(json.loads(str(row["cells"]))):
            look = style.wrong if at < len(names) and names[at] in wrong else style.plain
            sheet.write_string(line, LEADING + at, harmless(cell or ""), look)


def _row_number(row: Mapping[str, object]) -> int:
    return int(str(row["row_number"]))


def typed(text: str) -> str:
    """The text as it was before `harmless`: the apostrophe that kept a spreadsheet from running it taken off."""
    return text[1:] if text.startswith("'") and harmless(text[1:]) == text else text


def harmless(text: str) -> str:
    """The text as it is, unless a spreadsheet would run it: then with an apostrophe before it.

    The cell is already of the kind text; the apostrophe holds when the sheet is saved as CSV and opened again.
    A dash or a signed number alone runs nothing and stays as it came.
    """
    is_number = text[1:].replace(",", "").replace(".", "", 1).isdigit() and text[:1] in "+-"
    runs = text.startswith(_FORMULA_STARTS) and text.strip() not in {"-", "+", "--"} and not is_number
    return ("'" + text if runs else text)[:_MOST_LETTERS]
