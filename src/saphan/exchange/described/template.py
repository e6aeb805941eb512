"""An empty workbook that an agency fills: the contract's columns, what each means, and Excel's own checks."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import xlsxwriter

from saphan.contracts.meanings import DATE_MEANINGS, NUMBER_MEANINGS, Meaning
from saphan.contracts.model import Contract, Field
from saphan.words import say

_ROWS = 5_000  # that are checked while they are typed
_LENGTHS: Mapping[Meaning, int] = {
    Meaning.CITIZEN_ID: 13, Meaning.GUARDIAN_ID: 13, Meaning.SUBDISTRICT_CODE: 6, Meaning.DISTRICT_CODE: 4,
    Meaning.PROVINCE_CODE: 2, Meaning.POSTCODE: 5,
}  # fmt: skip


_HEAD = {"bold": True, "border": 1, "text_wrap": True, "valign": "top"}


def write_template(path: Path, contract: Contract) -> None:
    """Writes the workbook: a sheet to fill, and a sheet that says in Thai what each column is."""
    with xlsxwriter.Workbook(str(path), {"in_memory": True, "strings_to_numbers": False}) as workbook:
        head = workbook.add_format(
            {"bold": True, "bg_color": "#E4EEF7", "border": 1, "text_wrap": True, "valign": "top"}
        )
        needed = workbook.add_format(
            {"bold": True, "bg_color": "#BBD5EC", "border": 1, "text_wrap": True, "valign": "top"}
        )
        # text: a citizen number or a code taken for a number loses its leading zero
        as_text = workbook.add_format({"num_format": "@"})
        sheet = workbook.add_worksheet((contract.file.sheet or contract.dataset)[:31])
        sheet.freeze_panes(1, 0)
        for at, field in enumerate(contract.fields):
            sheet.write_string(0, at, field.name, needed if field.required else head)
            sheet.set_column(at, at, max(12, min(40, len(field.name) + 4)), as_text)
            sheet.write_comment(0, at, field.description.get("th") or field.name)
            _check_while_typing(sheet, at, field)
        _explained(workbook, contract, head)


def _check_while_typing(sheet: xlsxwriter.worksheet.Worksheet, at: int, field: Field) -> None:
    message = {"error_title": field.name[:32], "ignore_blank": not field.required}
    size = _LENGTHS.get(field.meaning) if field.meaning else None
    if size:
        text = say("Write exactly {size} digits.", size=size).in_("th")
        rule = {"validate": "length", "criteria": "==", "value": size, "error_message": text}
        sheet.data_validation(1, at, _ROWS, at, rule | message)
    elif field.meaning is Meaning.SEX:
        text = say("Choose one of the words of the list.").in_("th")
        rule = {"validate": "list", "source": ["ชาย", "หญิง"], "error_message": text}
        sheet.data_validation(1, at, _ROWS, at, rule | message)


def _explained(workbook: xlsxwriter.Workbook, contract: Contract, head: object) -> None:
    sheet = workbook.add_worksheet(say("What to write").in_("th")[:31])
    sheet.set_column(0, 0, 28)
    sheet.set_column(1, 1, 60)
    sheet.set_column(2, 2, 40)
    names = (say("Column"), say("What it is"), say("How to write it"))
    for at, words in enumerate(names):
        sheet.write_string(0, at, words.in_("th"), head)
    for row, field in enumerate(contract.fields, 1):
        for at, text in enumerate((field.name, field.description.get("th", ""), _how(field))):
            sheet.write_string(row, at, text)


def _how(field: Field) -> str:
    parts = [say("Must not be empty.").in_("th")] if field.required else []
    size = _LENGTHS.get(field.meaning) if field.meaning else None
    if size:
        parts.append(say("Write exactly {size} digits.", size=size).in_("th"))
    if field.meaning in DATE_MEANINGS:
        order = {"ymd": "2569-11-22", "yyyymmdd": "25691122"}.get(field.pattern, "22/11/2569")
        order = order.replace("2569", "2026") if field.era == "ce" else order
        parts.append(say("Write days like {example}.", example=order).in_("th"))
    if field.meaning in NUMBER_MEANINGS:
        parts.append(say("Write the amount in baht, digits only.").in_("th"))
    return " ".join(parts)
