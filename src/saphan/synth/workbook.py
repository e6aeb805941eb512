"""How is a workbook laid down quickly, the same bytes on any day?

An .xlsx file is a zip archive of XML. A writer for every feature of a spreadsheet spends most of its time on
features; a list of people needs texts, numbers, a bold header, merged headings and column widths. Measured on a share
of 30,000 people, all agencies together: 3.8 s of processor time with a general writer, 1.2 s with this one.
"""

from __future__ import annotations

import zipfile
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

from saphan.synth.draw import Texts
from saphan.synth.listing import Listing

Groups = Sequence[tuple[int, int, str]]  # merged headings: first column, last column, words
_MADE = (1980, 1, 1, 0, 0, 0)  # the earliest moment a zip archive can tell: always this one
_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_ROWS_AT_ONCE = 2_000

_CONTENT_TYPES = (
    f'{_XML}<Types xmlns="{_PACKAGE}/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    f'<Override PartName="/xl/workbook.xml" ContentType="{_TYPE}.sheet.main+xml"/>'
    f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{_TYPE}.worksheet+xml"/>'
    f'<Override PartName="/xl/styles.xml" ContentType="{_TYPE}.styles+xml"/></Types>'
)
_RELATIONS = (
    f'{_XML}<Relationships xmlns="{_PACKAGE}/relationships">'
    f'<Relationship Id="rId1" Type="{_OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>'
)
_WORKBOOK_RELATIONS = (
    f'{_XML}<Relationships xmlns="{_PACKAGE}/relationships">'
    f'<Relationship Id="rId1" Type="{_OFFICE}/worksheet" Target="worksheets/sheet1.xml"/>'
    f'<Relationship Id="rId2" Type="{_OFFICE}/styles" Target="styles.xml"/></Relationships>'
)
_STYLES = (  # style 0: plain, style 1: bold
    f'{_XML}<styleSheet xmlns="{_MAIN}"><fonts count="2"><font><sz val="11"/><name val="Calibri"/></font>'
    '<font><b/><sz val="11"/><name val="Calibri"/></font></fonts>'
    '<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill>'
    '</fills><borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>'
    '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
    '<cellXfs count="2"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>'
    '<xf numFmtId="0" fontId="1" fillId="0" borderId="0" xfId="0" applyFont="1"/></cellXfs></styleSheet>'
)


def write_workbook(
    rows: Listing, path: Path, *, sheet: str, above: Sequence[str], widths: Iterable[int], groups: Groups = ()
) -> None:
    """A workbook with title rows above the header, as offices send them; texts stay texts, numbers numbers."""
    book = (
        f'{_XML}<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><sheets>'
        f'<sheet name={quoteattr(sheet)} sheetId="1" r:id="rId1"/></sheets></workbook>'
    )
    parts = {
        "[Content_Types].xml": _CONTENT_TYPES,
        "_rels/.rels": _RELATIONS,
        "xl/workbook.xml": book,
        "xl/_rels/workbook.xml.rels": _WORKBOOK_RELATIONS,
        "xl/styles.xml": _STYLES,
    }
    with zipfile.ZipFile(path, "w") as archive:
        for name, text in parts.items():
            archive.writestr(_entry(name), text)
        with archive.open(_entry("xl/worksheets/sheet1.xml"), "w") as out:
            for text in _sheet(rows, above, widths, groups):
                out.write(text.encode())


def _entry(name: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, _MADE)
    entry.compress_type = zipfile.ZIP_DEFLATED
    entry._compresslevel = 1  # type: ignore[attr-defined]  # noqa: SLF001  # ZipInfo names no public way before 3.13
    return entry


def _sheet(rows: Listing, above: Sequence[str], widths: Iterable[int], groups: Groups) -> Iterator[str]:
    columns = "".join(f'<col min="{at}" max="{at}" width="{w}" customWidth="1"/>' for at, w in enumerate(widths, 1))
    yield f'{_XML}<worksheet xmlns="{_MAIN}"><cols>{columns}</cols><sheetData>'
    for title in above:
        yield f"<row>{_bold(title)}</row>"
    if groups:
        words = {left: text for left, _, text in groups}
        yield f"<row>{''.join(_bold(words.get(at, '')) for at in range(len(rows.columns)))}</row>"
    yield f"<row>{''.join(_bold(header) for header in rows.columns)}</row>"
    for start in range(0, len(rows), _ROWS_AT_ONCE):
        cells = [_cells(column[start : start + _ROWS_AT_ONCE]) for column in rows.columns.values()]
        yield "".join(f"<row>{''.join(row)}</row>" for row in zip(*cells, strict=True))
    yield "</sheetData>"
    if groups:
        line = len(above) + 1
        areas = "".join(f'<mergeCell ref="{_letter(left)}{line}:{_letter(right)}{line}"/>' for left, right, _ in groups)
        yield f'<mergeCells count="{len(groups)}">{areas}</mergeCells>'
    yield "</worksheet>"


def _cells(column: Texts) -> list[str]:
    """The cells of one column; an empty one holds its place, as none says where it stands."""
    return [
        (f'<c t="inlineStr"><is><t xml:space="preserve">{escape(cell)}</t></is></c>' if cell else "<c/>")
        if isinstance(cell, str)
        else f"<c><v>{cell}</v></c>"
        for cell in column.tolist()
    ]


def _bold(text: str) -> str:
    return f'<c s="1" t="inlineStr"><is><t xml:space="preserve">{escape(text)}</t></is></c>' if text else '<c s="1"/>'


def _letter(column: int) -> str:
    """A to Z: no list is wider."""
    return chr(ord("A") + column)
