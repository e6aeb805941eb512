"""Intake against the bare engine: the same file, typed and written to Parquet by DuckDB alone, in one run.

python benchmarks/intake/run.py [rows [rounds]]: the best of the rounds is told.
The files are made once among the system's temporary files.
"""

from __future__ import annotations

import random
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date
from importlib.util import find_spec
from pathlib import Path

import duckdb
import xlsxwriter

from saphan import ingest, quality
from saphan.contracts.meanings import Meaning
from saphan.contracts.model import Contract, Field, FileShape, Rule
from saphan.ingest.read import Sorted
from saphan.ingest.readable import open_file
from saphan.store import Engine

COLUMNS: tuple[tuple[str, Meaning | None, str], ...] = (
    ("เลขบัตร", Meaning.CITIZEN_ID, "VARCHAR"), ("คำนำหน้า", Meaning.TITLE, "VARCHAR"),
    ("ชื่อ", Meaning.GIVEN_NAME, "VARCHAR"), ("นามสกุล", Meaning.FAMILY_NAME, "VARCHAR"),
    ("เพศ", Meaning.SEX, "VARCHAR"), ("วันเกิด", Meaning.BIRTH_DATE, "DATE"),
    ("บ้านเลขที่", Meaning.HOUSE_NUMBER, "VARCHAR"), ("หมู่", None, "BIGINT"),
    ("รหัสตำบล", Meaning.SUBDISTRICT_CODE, "VARCHAR"), ("ตำบล", None, "VARCHAR"), ("อำเภอ", None, "VARCHAR"),
    ("จังหวัด", None, "VARCHAR"), ("รหัสไปรษณีย์", Meaning.POSTCODE, "VARCHAR"), ("โทรศัพท์", Meaning.PHONE, "VARCHAR"),
    ("รหัสครัวเรือน", Meaning.HOUSEHOLD_KEY, "VARCHAR"), ("รายได้ต่อปี", Meaning.INCOME_PER_YEAR, "BIGINT"),
    ("จำนวนเงิน", Meaning.BENEFIT_AMOUNT, "DOUBLE"), ("วันเริ่ม", Meaning.BENEFIT_START, "DATE"),
    ("สถานะ", None, "VARCHAR"), ("หมายเหตุ", None, "VARCHAR"),
)  # fmt: skip
SUBDISTRICTS = (
    ("560101", "เวียง"), ("560102", "แม่ต๋ำ"), ("560106", "แม่ปืม"), ("560107", "แม่กา"), ("560108", "บ้านใหม่"),
    ("560109", "จำป่าหวาย"),
)  # fmt: skip
PART = 1_000_000  # rows drawn; a longer file holds them again and again
TENTH = 10  # so many times fewer rows are read too: memory does not grow with the file
DAY = date(2026, 11, 22)
CAST_ALONE = {Meaning.BIRTH_DATE, Meaning.BENEFIT_START, Meaning.INCOME_PER_YEAR, Meaning.BENEFIT_AMOUNT}


def fields(*, is_normalised: bool) -> tuple[Field, ...]:
    """With the meaning of every column; or with those alone that say how a text is cast."""
    rule = Rule(check_id="required", severity="quarantine")
    return tuple(
        Field(
            name=name,
            description={},
            meaning=meaning if is_normalised or meaning in CAST_ALONE else None,
            rules=() if is_normalised or meaning in CAST_ALONE or at > 13 else (rule,),
        )
        for at, (name, meaning, _) in enumerate(COLUMNS)
    )


def contract(*, is_normalised: bool, form: str = "csv") -> Contract:
    """What describes the file."""
    shape = FileShape(format=form, pattern="*")  # type: ignore[arg-type]  # csv or xlsx
    return Contract(
        dataset="a", version="1", agency="x", title={}, description={}, file=shape,
        fields=fields(is_normalised=is_normalised),
    )  # fmt: skip


def row(rng: random.Random) -> list[str]:
    """One person of nobody."""
    digits = [rng.randint(1, 8), *(rng.randint(0, 9) for _ in range(11))]
    digits.append((11 - sum((13 - at) * digit for at, digit in enumerate(digits)) % 11) % 10)
    code, name = rng.choice(SUBDISTRICTS)
    is_man = rng.random() < 0.5
    parts = [rng.choice(SYLLABLES) for _ in range(5)]
    return [
        "".join(map(str, digits)), "นาย" if is_man else rng.choice(("นาง", "นางสาว")), parts[0] + parts[1],
        parts[2] + parts[3] + parts[4], "1" if is_man else "2",
        f"{rng.randint(1, 28):02d}/{rng.randint(1, 12):02d}/{rng.randint(2470, 2565)}",
        f"{rng.randint(1, 400)}/{rng.randint(1, 99)}", str(rng.randint(1, 20)), code, name, "เมืองพะเยา", "พะเยา",
        "56000",
        f"08{rng.randint(10**7, 10**8 - 1)}", f"56{rng.randint(10**8, 10**9 - 1)}", str(rng.randint(0, 200_000)),
        rng.choice(("600.00", "700.00", "800.00", "1000.00")),
        f"{rng.randint(1, 28):02d}/{rng.randint(1, 12):02d}/{rng.randint(2550, 2568)}", rng.choice("123"), "",
    ]  # fmt: skip


SYLLABLES = (
    "สม", "วิ", "ชัย", "ประ", "ทิพย์", "ลี", "ศักดิ์", "พร", "นี", "รัตน์", "แก้ว", "วงศ์", "ศรี", "ทอง", "บุญ", "คำ", "สุข",
    "พรหม", "ดี", "มา", "ใส", "งาม", "ยืน", "มี", "แสง", "เจริญ",
)  # fmt: skip


def files(home: Path, rows: int) -> tuple[Path, Path, Path]:
    """A UTF-8 file, the same in the Thai code page, and a workbook of a hundred thousand of its rows."""
    return home / f"{rows}.csv", home / f"{rows}.cp874.csv", home / "100000.xlsx"


def make(home: Path, rows: int) -> None:
    """The three files, where they are not there yet."""
    utf8, thai, book = files(home, rows)
    head = [name for name, _, _ in COLUMNS]
    rng = random.Random(5)  # noqa: S311 - seeded rows, not secrets
    drawn = [row(rng) for _ in range(min(rows, PART))]
    if not utf8.exists():
        lines = "".join(",".join(each) + "\n" for each in drawn)
        for path, encoding in ((utf8, "utf-8"), (thai, "cp874")):
            with path.open("wb") as opened:
                opened.write((",".join(head) + "\n").encode(encoding))
                for _ in range(max(1, rows // PART)):
                    opened.write(lines.encode(encoding))
    if not book.exists():
        with xlsxwriter.Workbook(str(book), {"constant_memory": True, "strings_to_numbers": False}) as written:
            sheet = written.add_worksheet()
            for at, each in enumerate([head, *drawn[:100_000]]):
                sheet.write_row(at, 0, each)


def bare(path: Path, out: Path) -> None:
    """The engine alone: typed by hand, no row numbers, no checks, nothing kept of the original."""
    columns = {name: kind for name, _, kind in COLUMNS}
    engine = duckdb.connect(config={"threads": "4", "memory_limit": "4GB"})
    typed = "read_csv($path, columns = $columns, header = true, delim = ',', quote = '\"', dateformat = '%d/%m/%Y')"
    engine.execute(
        f"COPY (SELECT * FROM {typed}) TO '{out / 'bare.parquet'}' (FORMAT PARQUET)",  # noqa: S608 - both are ours
        {"path": str(path), "columns": columns},
    )


def ours(path: Path, out: Path, *, is_normalised: bool, is_checked: bool = True) -> None:
    """A delivery as a build takes it in: told apart, read, numbered, conformed, written aside, checked."""
    described = contract(is_normalised=is_normalised)
    receipt = ingest.Receipt("d1", "a", "x", "1", "a", "0" * 64, path.stat().st_size, DAY)
    with Engine(threads=4, memory_limit="4GB", scratch=out, may_read=[out]) as engine:
        reading, conformed = ingest.take_opened(Sorted(open_file(path, described), receipt), described, engine)
        if is_checked:
            quality.check(conformed.rows, described, "d1").count()
        assert reading.rows_delivered == conformed.rows.count()


def workbook(path: Path, _: Path) -> None:
    """Every row of the workbook as our reader gives it."""
    opened = open_file(path, contract(is_normalised=True, form="xlsx"))
    assert sum(1 for _ in opened.rows) == 100_000


def peer_workbook(path: Path, _: Path) -> None:
    """The same workbook by fastexcel alone."""
    import fastexcel  # noqa: PLC0415 - only this benchmark needs it

    read = fastexcel.read_excel(str(path)).load_sheet(0, dtypes="string")
    assert read.to_arrow().num_rows == 100_000


SIDES: dict[str, Callable[[Path, Path], None]] = {
    "bare": bare,
    "cast": lambda path, out: ours(path, out, is_normalised=False),
    "unchecked": lambda path, out: ours(path, out, is_normalised=True, is_checked=False),
    "normalised": lambda path, out: ours(path, out, is_normalised=True),
    "workbook": workbook,
    "fastexcel": peer_workbook,
}


def measured(side: str, path: Path, home: Path) -> tuple[float, int]:
    """Seconds and the largest memory in MiB of one side, in a process of its own."""
    ran = subprocess.run(
        [sys.executable, __file__, side, str(path), str(home)], capture_output=True, text=True, check=True
    )
    seconds, memory = ran.stdout.split()
    return float(seconds), int(memory)


def alone(side: str, path: Path, home: Path) -> None:
    """Run one side and print what it took."""
    out = Path(tempfile.mkdtemp(dir=home))
    began = time.perf_counter()
    try:
        SIDES[side](path, out)
        print(time.perf_counter() - began, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)
    finally:
        shutil.rmtree(out)


def main(rows: int, rounds: int) -> None:
    """Run all sides in turn and print the ratios."""
    home = Path(tempfile.gettempdir()) / "saphan-benchmark-intake"
    home.mkdir(exist_ok=True)
    # in a process of its own: what the system calls largest memory is handed down
    for count in (rows // TENTH, rows):
        subprocess.run([sys.executable, __file__, "make", str(home), str(count)], check=True)
    utf8, thai, book = files(home, rows)
    tenth = files(home, rows // TENTH)[0]
    plan = [("bare", utf8), ("cast", utf8), ("normalised", utf8), ("unchecked", utf8), ("normalised", thai)]
    plan.append(("normalised", tenth))
    plan += [("fastexcel", book), ("workbook", book)] if find_spec("fastexcel") else [("workbook", book)]
    taken: dict[tuple[str, Path], list[tuple[float, int]]] = {}
    for _ in range(rounds):
        for side, path in plan:
            taken.setdefault((side, path), []).append(measured(side, path, home))
    best = {key: min(each) for key, each in taken.items()}
    for (side, path), (seconds, memory) in best.items():
        count = 100_000 if path == book else rows // TENTH if path == tenth else rows
        print(f"{side:11} {path.name:20} {seconds:8.2f} s {count / seconds:12,.0f} rows/s {memory:6} MiB")
    seconds = {key: each[0] for key, each in best.items()}
    base = seconds["bare", utf8]
    print(f"read, cast, numbered, 15 checks: {base / seconds['cast', utf8]:.2f} of the bare engine")
    print(f"normalised, originals kept:      {base / seconds['normalised', utf8]:.2f} of the bare engine")
    print(f"the Thai code page:              {seconds['normalised', utf8] / seconds['normalised', thai]:.2f} of UTF-8")
    print(f"checks add                       {best['normalised', utf8][1] - best['unchecked', utf8][1]} MiB")
    grown = best["normalised", utf8][1] / best["normalised", tenth][1]
    print(f"memory of ten times the rows:    {grown:.2f} times as much")
    if ("fastexcel", book) in seconds:
        print(
            f"workbook:                        {seconds['workbook', book] / seconds['fastexcel', book]:.2f} x fastexcel"
        )


if __name__ == "__main__":
    if sys.argv[1:2] == ["make"]:
        make(Path(sys.argv[2]), int(sys.argv[3]))
    elif len(sys.argv) == 4:
        alone(sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3]))
    else:
        main(int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000, int(sys.argv[2]) if len(sys.argv) > 2 else 3)
