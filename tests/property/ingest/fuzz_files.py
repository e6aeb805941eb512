"""Files as nobody should send them, each drawn from its number: what is damaged about it, and how many rows it has."""

from __future__ import annotations

import csv
import io
import json
import random
import zipfile
from collections.abc import Callable
from dataclasses import dataclass, replace

import pyarrow as pa
import pyarrow.parquet as pq
import xlsxwriter

from saphan.contracts.meanings import Meaning
from saphan.contracts.model import Contract, Field, FileShape, Format, Rule

COLUMNS = (
    ("เลขประจำตัว", Meaning.CITIZEN_ID), ("ชื่อ", Meaning.GIVEN_NAME), ("นามสกุล", Meaning.FAMILY_NAME),
    ("วันเกิด", Meaning.BIRTH_DATE), ("จำนวนเงิน", Meaning.BENEFIT_AMOUNT), ("หมู่บ้าน", None),
)  # fmt: skip
HEAD = [name for name, _ in COLUMNS]
TITLE = "ชื่อรายงาน"
FIELDS = tuple(
    Field(name=name, description={}, meaning=meaning, required=at == 0, unique=at == 0, start=1 + 14 * at, width=14,
          rules=() if meaning else (Rule(check_id="required", severity="warn"),))
    for at, (name, meaning) in enumerate(COLUMNS)
)  # fmt: skip
FORMULAS = (
    '=HYPERLINK("http://x")', "+66812345678", "-1", "@SUM(A1)", "=1+1", "=cmd|' /C calc'!A0", "\t=1", "-2+3",
    "=IMPORTXML(A1)", "+1+1", "@A1",
)  # fmt: skip
CELLS = (
    "", "1101700207366", "๑๑๐๑๗๐๐๒๐๗๓๖๖", "สมชาย", "น.ส.มาลี", "ใจดี ณ อยุธยา", "01/02/2499", "31/02/2499", "0/0/2490",
    "600.00", *FORMULAS[:4], "หมายเหตุ", "รวม", 'a"b', "ก,ข", "บรรทัด\nใหม่", "\u200b", "ก" * 300, "1E+12", "NaN", "inf",
    "9" * 400, "\ufeff", "\u0e33\u0e33\u0e48", "NULL", "-", "x" * 5000, "\x1a", "\u202e", "1" * 13,
)  # fmt: skip
PLAIN = ("1101700207366", "สมชาย", "ใจดี", "01/02/2499", "600.00", "บ้านดง")
FORMS: tuple[Format, ...] = ("csv", "csv", "csv", "xlsx", "fixed", "jsonl", "parquet")
ENCODINGS = ("utf-8", "utf-8", "utf-8-sig", "cp874", "utf-16")
LARGE = 10 << 20


@dataclass(frozen=True)
class Drawn:
    """A file drawn from its number."""

    kind: str
    form: Format
    header_row: int
    content: bytes
    block: int  # bytes of its blocks
    rows: int | None  # rows that must be delivered if it is read; None where the damage leaves it open
    held: int = 200_000  # rows after which each block is written aside


def contract(form: Format, *, header_row: int) -> Contract:
    fields = FIELDS if form == "fixed" else tuple(replace(field, start=0, width=0) for field in FIELDS)
    shape = FileShape(format=form, pattern="a*", header_row=0 if form == "fixed" else header_row)
    return Contract(dataset="a", version="1", agency="x", title={}, description={}, file=shape, fields=fields)


def drawn(number: int) -> Drawn:
    """The file of that number; every kind of damage comes round."""
    rng = random.Random(number)
    kind = (*CHEAP, *CHEAP, *CHEAP, *DEAR)[number % (3 * len(CHEAP) + len(DEAR))]
    made = kind(rng)
    return replace(made, kind=kind.__name__, block=rng.choice((64, 1000, 16 << 20)), held=rng.choice((0, 20, 200_000)))


def written(rng: random.Random, form: Format, rows: list[list[str]], *, title: bool = False) -> Drawn:
    """A whole file of that form, its header above the rows."""
    head = HEAD if not rows else [*HEAD, *(f"อื่น{at}" for at in range(len(rows[0]) - len(HEAD)))]
    above = [[TITLE]] if title and form in ("csv", "xlsx") else []
    table, encoding = [*above, head, *rows], rng.choice(ENCODINGS)
    if form == "xlsx":
        content, encoding = (page(table) if rng.random() < 0.2 else workbook(table)), "utf-8"
    elif form == "parquet":
        out = io.BytesIO()
        pq.write_table(pa.table([pa.array([r[at] for r in rows], pa.string()) for at in range(len(head))], head), out)
        content, encoding = out.getvalue(), "utf-8"
    elif form == "jsonl":
        lines = [json.dumps(dict(zip(head, row, strict=True)), ensure_ascii=False) for row in rows]
        content = "".join(f"{line}\n" for line in lines).encode(encoding, "replace")
    elif form == "fixed":
        lines = ["".join(cell[:14].replace("\n", " ").ljust(14) for cell in row[:6]) for row in rows]
        content = "".join(f"{line}\n" for line in lines).encode(encoding, "replace")
    else:
        out_text = io.StringIO()
        separator, end = rng.choice((",", ",", ";", "|", "\t")), rng.choice(("\n", "\r\n"))
        csv.writer(out_text, delimiter=separator, lineterminator=end).writerows(table)
        content = out_text.getvalue().encode(encoding, "replace")
    return Drawn("", form, -1, content, 0, len(rows))


def workbook(rows: list[list[str]], *, styles: int = 0, merged: bool = False) -> bytes:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": True, "strings_to_urls": False}) as book:
        sheet, bold = book.add_worksheet(), book.add_format({"bold": True})
        for at, row in enumerate(rows):
            for place, cell in enumerate(row):
                (sheet.write_formula if cell.startswith("=") else sheet.write_string)(at, place, cell)
        for at in range(styles):
            sheet.write_blank(at * 50, len(HEAD) + at % 200, None, bold)
        if merged:
            sheet.merge_range(0, 300, 0, 302, "รวมช่อง")
    return out.getvalue()


def page(rows: list[list[str]]) -> bytes:
    cells = "".join("<tr>" + "".join(f"<td>{cell}" for cell in row) + "</tr>" for row in rows)
    return f"<html><meta charset=utf-8><table>{cells}</table>".encode()


def odd_rows(rng: random.Random, *, width: int = len(HEAD), most: int = 60) -> list[list[str]]:
    return [[rng.choice(CELLS) for _ in range(width)] for _ in range(rng.randint(0, most))]


def plain_rows(rng: random.Random, *, least: int = 1, most: int = 60) -> list[list[str]]:
    """Rows of which none is empty or a total: each must be found again."""
    return [[*PLAIN[:5], str(at)] for at in range(rng.randint(least, most))]


def as_written(rng: random.Random) -> Drawn:
    """Nothing is wrong with it: every row must come."""
    return written(rng, rng.choice(FORMS), plain_rows(rng), title=rng.random() < 0.3)


def odd_cells(rng: random.Random) -> Drawn:
    made = written(rng, rng.choice(FORMS), odd_rows(rng, width=len(HEAD) + rng.randint(0, 2)), title=rng.random() < 0.3)
    return replace(made, header_row=rng.choice((-1, -1, 0, 1, 2)), rows=None)


def cut(rng: random.Random) -> Drawn:
    made = written(rng, rng.choice(FORMS), rng.choice((odd_rows, plain_rows))(rng))
    return replace(made, content=made.content[: rng.randrange(len(made.content) + 1)], rows=None)


def flipped(rng: random.Random) -> Drawn:
    made = written(rng, rng.choice(FORMS), odd_rows(rng))
    content = bytearray(made.content)
    for _ in range(rng.choice((1, 1, 2, 5, 50)) if content else 0):
        content[rng.randrange(len(content))] ^= 1 << rng.randrange(8)
    return replace(made, content=bytes(content), rows=None)


def mutated(rng: random.Random) -> Drawn:
    """Bytes put in, taken out, doubled: several damages at once."""
    made = written(rng, rng.choice(FORMS), odd_rows(rng))
    content = bytearray(made.content)
    for _ in range(rng.choice((1, 2, 5))):
        at = rng.randrange(len(content) + 1)
        match rng.randrange(5):
            case 0:
                content[at:at] = rng.randbytes(rng.randrange(1, 30))
            case 1:
                content[at:at] = content[at : at + rng.randrange(200)]
            case 2:
                content[at:at] = rng.choice((b"\r", b"\n", b"\r\n", b"\x1a", b"\xef\xbb\xbf", b"," * 50, b'"'))
            case 3:
                del content[at : at + rng.randrange(60)]
            case _:
                content[at:at] = bytes(rng.choice((1, 3, 40)))
    return replace(made, content=bytes(content), rows=None, header_row=rng.choice((-1, -1, 0, 1, 2)))


def long_line(rng: random.Random) -> Drawn:
    """Ten million bytes without a line end, alone or among rows."""
    form: Format = rng.choice(("csv", "csv", "fixed", "jsonl", "xlsx"))
    made = written(rng, form, plain_rows(rng))
    piece = rng.choice((b"x", "ก".encode(), b'"', b"[", b'{"a":', b",", b"<table><tr><td>", "ก".encode("cp874")))
    line = piece * (LARGE // len(piece))
    if form == "xlsx":
        return replace(made, content=b"<html>" + line, rows=None)
    at = rng.choice((0, made.content.find(b"\n") + 1, len(made.content)))
    return replace(made, content=made.content[:at] + line + made.content[at:], rows=None)


def open_quotes(rng: random.Random) -> Drawn:
    made = written(rng, rng.choice(("csv", "csv", "jsonl")), plain_rows(rng))
    content = bytearray(made.content)
    for _ in range(rng.choice((1, 1, 2, 7))):
        at = rng.choice([at for at, byte in enumerate(content) if byte in b',;|\t\n"'] or [0])
        content[at + 1 : at + 1] = b'"'
    return replace(made, content=bytes(content), rows=None)


def mixed_encodings(rng: random.Random) -> Drawn:
    made = written(rng, rng.choice(("csv", "csv", "fixed", "jsonl", "xlsx")), plain_rows(rng))
    content = bytearray(made.content)
    for _ in range(rng.choice((1, 3, 20))):
        at = rng.randrange(len(content) + 1)
        content[at:at] = "ภาษาไทย日本é".encode(
            rng.choice(("cp874", "utf-16", "utf-8", "shift_jis", "cp1252")), "replace"
        )
    return replace(made, content=bytes(content), rows=None)


def thousands_of_columns(rng: random.Random) -> Drawn:
    width = rng.choice((2000, 5000, 12_000))
    rows = [[*PLAIN, *["x"] * (width - len(HEAD))] for _ in range(rng.randint(0, 4))]
    made = written(rng, rng.choice(("csv", "csv", "xlsx", "jsonl", "parquet")), rows or [])
    if rng.random() < 0.3:
        return replace(made, content=made.content[: rng.randrange(len(made.content) + 1)], rows=None)
    return replace(made, rows=made.rows or None)  # without rows JSON lines are an empty file


def packed(rng: random.Random) -> Drawn:
    """Zips: bombs, paths, nests, many files, damaged ones; and a workbook that is a bomb."""
    inner, out = written(rng, "csv", plain_rows(rng)), io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        kind = rng.randrange(7)
        if kind == 0:
            archive.writestr("a.csv", bytes(100 << 20))
        elif kind == 1:
            archive.writestr("../a.csv", inner.content)
        elif kind == 2:
            archive.writestr("a.zip", inner.content)
        elif kind == 3:
            for name in ("xl/workbook.xml", "xl/worksheets/sheet1.xml", "[Content_Types].xml"):
                archive.writestr(name, b"<" + b"a" * (60 << 20))
        else:
            for at in range(rng.choice((1, 2, 60))):
                archive.writestr(f"a{at}.csv", inner.content)
    content = out.getvalue()
    if rng.random() < 0.4:
        spot = rng.randrange(len(content))
        content = content[:spot] + rng.choice((b"", rng.randbytes(9), content[:spot])) + content[spot + 9 :]
    return Drawn("", "xlsx" if kind == 3 else "csv", -1, content, 0, None)


def formulas(rng: random.Random) -> Drawn:
    rows = [[rng.choice((*FORMULAS, *PLAIN)) for _ in HEAD[:-1]] + [str(at)] for at in range(rng.randint(1, 40))]
    return written(rng, rng.choice(("csv", "xlsx", "xlsx", "jsonl", "parquet")), rows)


def zeros(rng: random.Random) -> Drawn:
    made = written(rng, rng.choice(FORMS), plain_rows(rng))
    content = bytearray(made.content)
    for _ in range(rng.choice((1, 1, 2, 5, 100))):
        at = rng.randrange(len(content) + 1)
        content[at:at] = bytes(rng.choice((1, 1, 1, 2, 2, 4000)))
    return replace(made, content=bytes(content), rows=None)


def styles_alone(rng: random.Random) -> Drawn:
    rows = plain_rows(rng) if rng.random() < 0.3 else []
    above = [HEAD, *rows] if rows or rng.random() < 0.3 else []
    content = workbook(above, styles=rng.choice((5, 200, 2000)), merged=rng.random() < 0.3)
    return Drawn("", "xlsx", -1, content, 0, len(rows) if above else None)


CHEAP: tuple[Callable[[random.Random], Drawn], ...] = (
    as_written, odd_cells, cut, flipped, mutated, open_quotes, mixed_encodings, formulas, zeros,
)  # fmt: skip
DEAR: tuple[Callable[[random.Random], Drawn], ...] = (packed, styles_alone, thousands_of_columns, long_line)
