"""Whatever bytes come: no crash, no hang, no row lost or doubled, always a finding or a refusal that names the place.

Each file is read in a child process with 1 GiB of memory and 30 seconds: 300 in `make test`, 20,000 in `make soak`.
"""

from __future__ import annotations

import csv
import io
import json
import multiprocessing
import os
import random
import resource
import tempfile
import traceback
import zipfile
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date
from multiprocessing.connection import Connection
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import xlsxwriter

from saphan import ingest, quality
from saphan.contracts.meanings import Meaning
from saphan.contracts.model import Contract, Field, FileShape, Format, Rule
from saphan.errors import SaphanError
from saphan.ingest.blocks import Sizes
from saphan.store import Engine

DAY = date(2026, 11, 22)
SECONDS, MEMORY = 30, 1 << 30
SAMPLED, WHOLE = 300, 20_000
_WARM, _PER_ENGINE = 12, 40
COLUMNS = (
    ("เลขประจำตัว", Meaning.CITIZEN_ID), ("ชื่อ", Meaning.GIVEN_NAME), ("นามสกุล", Meaning.FAMILY_NAME),
    ("วันเกิด", Meaning.BIRTH_DATE), ("จำนวนเงิน", Meaning.BENEFIT_AMOUNT), ("หมู่บ้าน", None),
)  # fmt: skip
FIELDS = tuple(
    Field(name=name, description={}, meaning=meaning, required=at == 0, unique=at == 0, start=1 + 14 * at, width=14,
          rules=() if meaning else (Rule(check_id="required", severity="warn"),))
    for at, (name, meaning) in enumerate(COLUMNS)
)  # fmt: skip
CELLS = (
    "", "1101700207366", "๑๑๐๑๗๐๐๒๐๗๓๖๖", "สมชาย", "น.ส.มาลี", "ใจดี ณ อยุธยา", "01/02/2499", "31/02/2499",
    "0/0/2490", "600.00",
    "=HYPERLINK(\"http://x\")", "+66812345678", "-1", "@SUM(A1)", "หมายเหตุ", "รวม", "a\"b", "ก,ข", "บรรทัด\nใหม่",
    "\u200b",     "ก" * 300,
    "1E+12", "NaN", "inf", "9" * 400, "\ufeff", "\u0e33\u0e33\u0e48", "NULL", "-", "x" * 5000,
    "\x1a", "\u202e", "1" * 13,
)  # fmt: skip
KINDS: tuple[Format, ...] = ("csv", "csv", "csv", "xlsx", "fixed", "jsonl", "parquet")


def contract(form: Format, *, header_row: int = -1) -> Contract:
    fields = FIELDS if form == "fixed" else tuple(replace(field, start=0, width=0) for field in FIELDS)
    shape = FileShape(format=form, pattern="a*", header_row=0 if form == "fixed" else header_row)
    return Contract(dataset="a", version="1", agency="x", title={}, description={}, file=shape, fields=fields)


def table(rng: random.Random) -> list[list[str]]:
    wide = rng.random()
    more = 3000 if wide < 0.01 else rng.randint(0, 2) if wide < 0.1 else 0
    head = [*(name for name, _ in COLUMNS), *(f"อื่น{at}" for at in range(more))]
    rows = [[rng.choice(CELLS) for _ in head] for _ in range(rng.randint(0, 6 if more > 2 else 60))]
    return [*([["ชื่อรายงาน"]] * rng.choice((0, 0, 1))), head, *rows]


def written(rng: random.Random, form: Format) -> bytes:
    rows = table(rng)
    if form == "xlsx":
        return page(rows) if rng.random() < 0.2 else workbook(rows, rng)
    if form == "parquet":
        head, body = rows[-1 if len(rows) < 2 else (0 if rows[0][0] != "ชื่อรายงาน" else 1)], rows[2:]
        out = io.BytesIO()
        names = list(dict.fromkeys(head))
        columns = [[row[at] if at < len(row) else None for row in body] for at in range(len(names))]
        pq.write_table(pa.table([pa.array(column, pa.string()) for column in columns], names=names), out)
        return out.getvalue()
    if form == "jsonl":
        head = rows[0] if rows[0][0] != "ชื่อรายงาน" else rows[1]
        return "".join(
            json.dumps(dict(zip(head, row, strict=False)), ensure_ascii=False) + "\n" for row in rows[1:]
        ).encode()
    if form == "fixed":
        text = "".join("".join(cell[:14].replace("\n", " ").ljust(14) for cell in row[:6]) + "\n" for row in rows[1:])
    else:
        out_text = io.StringIO()
        separator = rng.choice((",", ",", ";", "|", "\t"))
        csv.writer(out_text, delimiter=separator, lineterminator=rng.choice(("\n", "\r\n"))).writerows(rows)
        text = out_text.getvalue()
    encoding = rng.choice(("utf-8", "utf-8", "utf-8-sig", "cp874", "utf-16"))
    return text.encode(encoding, "replace")


def workbook(rows: list[list[str]], rng: random.Random) -> bytes:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True, "nan_inf_to_errors": True}) as book:
        sheet, bold = book.add_worksheet(), book.add_format({"bold": True})
        for at, row in enumerate([] if rng.random() < 0.05 else rows):
            sheet.write_row(at, 0, row)
        for at in range(200 if rng.random() < 0.1 else 0):  # a sheet of styles alone
            sheet.write_blank(at * 50, at, None, bold)
        if rng.random() < 0.2:
            sheet.merge_range(0, 7, 0, 9, "รวมช่อง")
    return out.getvalue()


def page(rows: list[list[str]]) -> bytes:
    cells = "".join("<tr>" + "".join(f"<td colspan={len(c) % 3}>{c}" for c in row) + "</tr>" for row in rows)
    return f"<html><meta charset=utf-8><table>{cells}</table>".encode()


def mutated(content: bytes, rng: random.Random) -> bytes:  # noqa: C901 - a list of damages
    made = bytearray(content)
    for _ in range(rng.choice((0, 0, 1, 1, 2, 5))):
        at = rng.randrange(len(made) + 1)
        match rng.randrange(10):
            case 0:
                del made[at:]
            case 1 if made:
                made[at % len(made)] ^= 1 << rng.randrange(8)
            case 2:
                made[at:at] = b'"'
            case 3:
                made[at:at] = bytes(rng.choice((1, 1, 3, 40)))
            case 4:
                made[at:at] = "ภาษาไทย".encode(rng.choice(("cp874", "utf-16", "utf-8", "shift_jis")), "replace")
            case 5:
                made[at:at] = bytes(rng.randrange(256) for _ in range(rng.randrange(1, 30)))
            case 6:
                made[at:at] = made[at : at + rng.randrange(200)]
            case 7:
                made[at:at] = rng.choice((b"\r", b"\n", b"\r\n", b"\x1a", b"\xef\xbb\xbf", b"," * 50))
            case 8:
                del made[at : at + rng.randrange(60)]
            case 9 if rng.random() < 0.02:
                made[at:at] = rng.choice((b"x", "ก".encode(), b'"', b"[", b"<table><tr><td>")) * rng.choice(
                    (100_000, 10 << 20)
                )
    return bytes(made)


def zipped(content: bytes, rng: random.Random) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        kind = rng.randrange(6)
        if kind == 0:
            packed.writestr("a.csv", bytes(100 << 20))
        elif kind == 1:
            packed.writestr("../a.csv", content)
        elif kind == 2:
            packed.writestr("a.zip", content)
        else:
            for at in range(rng.choice((1, 2, 60))):
                packed.writestr(f"a{at}.csv", content)
    return out.getvalue()


def fuzzed(seed: int) -> tuple[Format, int, bytes, int]:
    """A file drawn from its number: its format, header row, content, and how large its blocks are."""
    rng = random.Random(seed)
    form = rng.choice(KINDS)
    content = mutated(written(rng, form), rng)
    if rng.random() < 0.04:
        content = mutated(zipped(content, rng), rng)
    return form, rng.choice((-1, -1, -1, 0, 1, 2)), content, rng.choice((64, 1000, 16 << 20))


def outcome(seed: int, home: Path, engine: Engine) -> str:
    """What became of the file: `read`, or `refused` with its place; anything else is raised."""
    form, header_row, content, size = fuzzed(seed)
    described = contract(form, header_row=header_row)
    path = home / "a"
    path.write_bytes(content)
    if ingest.is_packed(path):
        into = home / "unpacked"
        into.mkdir()
        try:
            files = ingest.unpack(path, into)
        except ingest.UnreadableFile as refused:
            return placed(refused)
        return " ".join(read(file, described, engine, size) for file in files[:3])
    return read(path, described, engine, size)


def read(path: Path, described: Contract, engine: Engine, size: int) -> str:
    receipt = ingest.Receipt("d1", "a", "x", "1", path.name, "0" * 64, path.stat().st_size, DAY)
    sizes = Sizes(block=size, ends=max(1, size // 8))
    try:
        found = ingest.Sorted(ingest.open_file(path, described), receipt, sizes)
        reading, conformed = ingest.take_opened(found, described, engine)
    except (ingest.UnreadableFile, ingest.HeaderMismatch) as refused:
        return placed(refused)
    findings = quality.check(conformed.rows, described, "d1")
    tables = ingest.accept(reading, conformed, findings, described, receipt)
    numbers = [row[0] for row in reading.rows.rows()] + [row[2] for row in reading.refused.rows()]
    assert sorted(numbers) == list(range(1, reading.rows_delivered + 1)), "every row once"
    delivered = tables["deliveries"].rows()[0][-4:]
    assert delivered[0] == sum(delivered[1:])
    assert {row[2] for row in tables["quarantine"].rows()} <= {row[2] for row in tables["findings"].rows()}
    return "read"


def placed(refused: SaphanError) -> str:
    """A refusal names the place."""
    return "refused" if refused.where else "refused without a place"


def child(line: Connection, home: Path) -> None:
    """Files by their numbers, until there are no more."""
    pa.set_cpu_count(1)
    pa.set_io_thread_count(1)
    # threads are begun and libraries loaded before the limit is drawn
    with engine_in(home) as engine:
        for seed in range(_WARM):
            one(seed, home, engine)
    resource.setrlimit(resource.RLIMIT_AS, (used() + MEMORY, -1))
    while True:
        with engine_in(home) as engine:  # a new one now and then, since an engine keeps its tables
            for _ in range(_PER_ENGINE):
                if (seed := line.recv()) is None:
                    return
                line.send(one(seed, home, engine))


def engine_in(home: Path) -> Engine:
    return Engine(threads=1, memory_limit="300MB", scratch=home, may_read=[home])


def one(seed: int, home: Path, engine: Engine) -> str:
    """What became of one file, or what went wrong."""
    with tempfile.TemporaryDirectory(dir=home) as directory:
        try:
            return outcome(seed, Path(directory), engine)
        except Exception:  # noqa: BLE001 - whatever it is, it is what this looks for
            return traceback.format_exc()


def used() -> int:
    """Bytes of address space the process has before it is given any file: libraries and threads, not data."""
    return int(Path("/proc/self/statm").read_text("ascii").split()[0]) * os.sysconf("SC_PAGE_SIZE")


def run(seeds: list[int], home: Path) -> dict[str, int]:
    """How often each outcome came; raises with the first file that had another one."""
    spawn = multiprocessing.get_context("forkserver")
    counts: dict[str, int] = {}
    line, theirs = spawn.Pipe()
    process = spawn.Process(target=child, args=(theirs, home), daemon=True)
    process.start()
    try:
        for seed in seeds:
            line.send(seed)
            assert line.poll(SECONDS), f"file {seed} took longer than {SECONDS} s, or its process died"
            said = line.recv()
            for each in said.split(" ") if not said.startswith("Traceback") else (said,):
                assert each in ("read", "refused"), f"file {seed}: {each}"
                counts[each] = counts.get(each, 0) + 1
        line.send(None)
        process.join(SECONDS)
    finally:
        process.kill()
    return counts


@pytest.mark.timeout(3600)
def test_whatever_comes_is_read_or_refused_by_name(tmp_path: Path, is_soak: bool) -> None:
    seeds = list(range(WHOLE if is_soak else SAMPLED))
    at_once = 4 if is_soak else 2
    with ThreadPoolExecutor(at_once) as pool:
        parts = list(pool.map(lambda at: run(seeds[at::at_once], tmp_path), range(at_once)))
    counts = {name: sum(part.get(name, 0) for part in parts) for name in ("read", "refused")}
    assert sum(counts.values()) >= len(seeds)
    assert min(counts.values()) > len(seeds) // 20, f"the files are of one kind: {counts}"
