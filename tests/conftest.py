"""What all tests share: one engine, the reference data, a network that reaches no further than this machine."""

from __future__ import annotations

import os
import shutil
import socket
import sqlite3
import uuid
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import Any

import psycopg
import pytest
from hypothesis import settings
from psycopg import sql

from saphan.access.actor import Asker
from saphan.services import projects
from saphan.services.platform import Platform, open_platform
from saphan.store import Engine, Relation, from_rows
from saphan.tables import Table
from saphan.words import Words

ROOT = Path(__file__).resolve().parent.parent
# how long an example takes says something of the machine, nothing of the code: it is measured in benchmarks/
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")
LOOPBACK = ("127.0.0.1", "localhost", "::1")


@pytest.fixture(scope="session")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    """One engine for the whole session: opening one for every example made shrinking take a minute."""
    base = tmp_path_factory.getbasetemp()
    with Engine(threads=2, memory_limit="2GB", scratch=base / "scratch", may_read=[base]) as opened:
        yield opened


@pytest.fixture(scope="session")
def draw(engine: Engine) -> Callable[..., Relation]:
    """Draws a relation of a declared table: `draw(PERSONS, {"person_id": "P1"}, ...)`; what is not said is null."""

    def drawn(table: Table, *rows: Mapping[str, object]) -> Relation:
        unknown = {name for row in rows for name in row} - set(table.names)
        assert not unknown, f"{table.name} has no column {unknown}"
        return from_rows([[row.get(name) for name in table.names] for row in rows], returns=table, engine=engine)

    return drawn


@pytest.fixture(scope="session")
def reference() -> Path:
    """Outputs of reference programs; found through SAPHAN_REFERENCE."""
    path = Path(os.environ.get("SAPHAN_REFERENCE", ROOT.parent / "shared" / "reference"))
    if not path.is_dir():
        pytest.skip("no reference data: set SAPHAN_REFERENCE to the directory that holds `expected/`")
    return path


@pytest.fixture
def postgres_desk() -> Iterator[str]:
    """The URL of a PostgreSQL database made for one test, and gone after it."""
    server = os.environ.get("SAPHAN_TEST_POSTGRES")
    if not server:
        pytest.skip("no PostgreSQL: set SAPHAN_TEST_POSTGRES to the URL of a database that may make others")
    name = f"saphan_{uuid.uuid4().hex[:12]}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
    yield f"{server.rsplit('/', 1)[0]}/{name}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


@pytest.fixture(scope="session")
def is_soak() -> bool:
    """The long counts were asked for (make soak)."""
    return os.environ.get("SAPHAN_SOAK") == "1"


DAY = date(2026, 11, 22)
PEOPLE = 1500
LOGINS = {
    "worker": (("social_worker",), ("56",)),
    "elsewhere": (("social_worker",), ("50",)),
    "steward": (("steward",), ()),
    "reviewer": (("reviewer",), ("56",)),
    "statistician": (("statistician",), ()),
    "officer": (("dpo",), ()),
    "trainee": (("trainee",), ()),
    "operator": (("operator",), ()),
}
OPERATOR = frozenset({"operator"})


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Platform:
    """A training ground with one release and one log-in a role: one for a process, as Django serves one project."""
    root = tmp_path_factory.mktemp("site") / "province"
    projects.init(root, training_ground=True, today=DAY)
    desk = os.environ.get("SAPHAN_DESK_URL", "")  # the desk's tests run again on PostgreSQL
    platform = open_platform(root, {"DATABASE_URL": desk} if desk else {})
    from saphan.services import builds, reviews, training_grounds, users  # noqa: PLC0415 - Django is set up just above

    asker = Asker("os:test", "link_records", OPERATOR)
    training_grounds.fill(asker, root, people=PEOPLE, seed=2569, as_of=DAY, tell=_silent)
    builds.build(asker, platform, as_of=DAY, tell=_silent)
    reviews.sample(asker, platform, size=100)
    for name, (roles, areas) in LOGINS.items():
        users.make_login(Asker("os:test", "oversight", OPERATOR), platform, name, roles=roles, areas=areas)
    return platform


def copied(project: Path, to: Path) -> Path:
    """A copy of a project whose desk is open in this process.

    Opening the desk's files as plain ones and closing them would let go of every lock this process holds on them, and
    the next command run on the project could take the log away from under it: SQLite copies its own.
    """
    desk = "desk.sqlite3"
    shutil.copytree(project, to, ignore=shutil.ignore_patterns(f"{desk}*"))
    if (project / desk).exists():
        with closing(sqlite3.connect(project / desk)) as here, closing(sqlite3.connect(to / desk)) as there:
            here.backup(there)
        shutil.copymode(project / desk, to / desk)
    return to


@pytest.fixture
def copy_of() -> Callable[[Path, Path], Path]:
    """Copies a project that this process has open."""
    return copied


def _silent(_words: Words, _done: float) -> None:
    """Nobody watches a test build."""


@pytest.fixture(autouse=True, scope="session")
def _no_network() -> Iterator[None]:
    real = socket.socket.connect

    def connect(self: socket.socket, address: Any) -> None:
        if self.family in (socket.AF_INET, socket.AF_INET6) and address[0] not in LOOPBACK:
            raise AssertionError(f"a test tried to reach {address[0]}")
        real(self, address)

    socket.socket.connect = connect  # type: ignore[method-assign,assignment]  # the wall around the whole run
    yield
    socket.socket.connect = real  # type: ignore[method-assign]  # and down again


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]) -> Iterator[None]:
    """Where nothing may be skipped, a skip is a failure that gives its reason."""
    outcome = yield
    report = outcome.get_result()  # type: ignore[attr-defined]  # pluggy's result, which the hook's type leaves out
    if report.skipped and os.environ.get("SAPHAN_NOTHING_SKIPPED") and not hasattr(report, "wasxfail"):
        report.outcome = "failed"
        report.longrepr = f"skipped where nothing may be: {report.longrepr}"


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """Say plainly which parts were left out, and why."""
    reasons: dict[str, int] = {}
    for report in terminalreporter.stats.get("skipped", []):
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr)
        reasons[reason] = reasons.get(reason, 0) + 1
    for reason, count in sorted(reasons.items()):
        terminalreporter.write_line(f"left out: {count} test(s): {reason.removeprefix('Skipped: ')}")
