"""Reads drawn files, each in a child process of its own: `python fuzz_reader.py DIRECTORY FIRST STOP STEP`.

The parent imports everything once and forks for each file, so that 20,000 children cost minutes. One line of JSON is
printed for each file: its number, its kind, and what became of it.
"""

from __future__ import annotations

import gc
import json
import os
import resource
import select
import shutil
import signal
import sys
import tempfile
import traceback
from datetime import date
from pathlib import Path

import duckdb
import pyarrow as pa
import sqlglot
from fuzz_files import PLAIN, Drawn, contract, drawn

from saphan import ingest, quality
from saphan.contracts.model import Contract
from saphan.errors import SaphanError
from saphan.ingest.blocks import Sizes
from saphan.ingest.conform import Meant
from saphan.store import Engine
from saphan.store.engine import ENGINE_DIALECT
from saphan.store.query import _parsed as parsed

DAY = date(2026, 11, 22)
SECONDS, MEMORY, ADDRESSES = 30, 1 << 30, 8 << 30


def read(path: Path, described: Contract, engine: Engine, file: Drawn) -> str:
    """`read` when every row has one place, or `refused` when the refusal names it; anything else is raised."""
    receipt = ingest.Receipt("d1", "a", "x", "1", path.name, "0" * 64, path.stat().st_size, DAY)
    sizes = Sizes(block=file.block, ends=max(1, file.block // 8), held=file.held)
    try:
        found = ingest.Sorted(ingest.open_file(path, described), receipt, sizes)
        reading, conformed = ingest.take_opened(found, described, engine)
    except (ingest.UnreadableFile, ingest.HeaderMismatch) as refused:
        return placed(refused, file)
    findings = quality.check(conformed.rows, described, "d1")
    tables = ingest.accept(reading, conformed, findings, described, receipt)
    numbers = [row[0] for row in reading.rows.rows()] + [row[2] for row in reading.refused.rows()]
    assert sorted(numbers) == list(range(1, reading.rows_delivered + 1)), "every row once"
    delivered = tables["deliveries"].rows()[0][-4:]
    assert delivered[0] == sum(delivered[1:]), "delivered = accepted + quarantined + refused"
    assert {row[2] for row in tables["quarantine"].rows()} <= {row[2] for row in tables["findings"].rows()}
    assert file.rows in (None, reading.rows_delivered), f"{file.rows} rows, {reading.rows_delivered} delivered"
    return "read"


def placed(refused: SaphanError, file: Drawn) -> str:
    """A refusal names the place, and is not of a file that is whole."""
    assert file.rows is None, f"{file.rows} good rows were refused: {refused}"
    assert refused.where, f"refused without a place: {refused}"
    return "refused"


def outcome(file: Drawn, home: Path) -> str:
    described, path = contract(file.form, header_row=file.header_row), home / "a"
    path.write_bytes(file.content)
    with Engine(threads=1, memory_limit="300MB", scratch=home, may_read=[home]) as engine:
        if not ingest.is_packed(path):
            return read(path, described, engine, file)
        into = home / "unpacked"
        into.mkdir()
        try:
            files = ingest.unpack(path, into)
        except ingest.UnreadableFile as refused:
            return placed(refused, file)
        return "read" if "read" in {read(each, described, engine, file) for each in files[:3]} else "refused"


def child(number: int, answer: int, home: Path) -> None:
    """In the forked process: draw, read, say what became of it."""
    file = drawn(number)
    # allocators reserve addresses they never touch, so that a limit of addresses says little: what is held is measured
    resource.setrlimit(resource.RLIMIT_AS, (ADDRESSES, ADDRESSES))
    try:
        said = outcome(file, home)
    except BaseException:  # noqa: BLE001 - whatever it is, it is what this looks for
        said = traceback.format_exc()[-4000:]
    os.write(answer, json.dumps([number, file.kind, said], ensure_ascii=False).encode())


def forked(number: int, home: Path) -> str:
    """What became of one file, as a line of JSON; a child that dies or takes too long is told of as well."""
    theirs, ours = os.pipe()
    directory = Path(tempfile.mkdtemp(dir=home))
    process = os.fork()
    if process == 0:
        os.close(theirs)
        try:
            child(number, ours, directory)
        finally:
            os._exit(0)
    os.close(ours)
    try:
        if not select.select([theirs], [], [], SECONDS)[0]:
            os.kill(process, signal.SIGKILL)
            return json.dumps([number, "?", f"took longer than {SECONDS} s"])
        said = os.read(theirs, 1 << 16)
    finally:
        os.close(theirs)
        _, status, used = os.wait4(process, 0)
        shutil.rmtree(directory, ignore_errors=True)
    if used.ru_maxrss << 10 > MEMORY:
        return json.dumps([number, "?", f"held {used.ru_maxrss} KiB"])
    return said.decode() or json.dumps([number, "?", f"the process died: {status}"])


def warm() -> None:
    """Everything is loaded before the first fork; nothing that keeps a thread is begun."""
    pa.set_cpu_count(1)
    pa.set_io_thread_count(1)
    quality.catalogue()
    quality.parameters()
    # loading the engine's dialect takes a third of the time of a child
    assert sqlglot.parse_one("SELECT a AS b FROM c", read=ENGINE_DIALECT).sql(ENGINE_DIALECT)
    for sql in Path(ingest.__file__).parent.glob("*.sql"):
        assert parsed(sql)
    described = contract("csv", header_row=-1)
    names = ("row_number", *(f"f{at}" for at in range(len(PLAIN))))
    rows = pa.table([pa.array([1]), *(pa.array([cell]) for cell in PLAIN)], names=list(names))
    assert duckdb.__version__
    assert Meant(described, DAY).read(rows).num_rows == 1
    gc.freeze()  # what is loaded is not looked over again in every child


if __name__ == "__main__":
    warm()
    first, stop, step = map(int, sys.argv[2:])
    for each in range(first, stop, step):
        print(forked(each, Path(sys.argv[1])), flush=True)  # noqa: T201 - what this script is for
