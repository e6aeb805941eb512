"""Promises that review alone would not keep: sizes, names, addresses, reasons."""

from __future__ import annotations

import ast
import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SRC = ROOT / "src" / "saphan"
CODE = sorted(path for path in SRC.rglob("*.py") if "migrations" not in path.parts)


def tracked() -> list[Path]:
    named = subprocess.run(
        ["git", "ls-files", "-co", "--exclude-standard"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    return [ROOT / line for line in named.stdout.splitlines() if (ROOT / line).is_file()]


def functions(path: Path) -> list[tuple[str, int]]:
    tree = ast.parse(path.read_text("utf-8"))
    found = []
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            body = node.body[1:] if ast.get_docstring(node) else node.body
            lines = (node.end_lineno or 0) - body[0].lineno + 1 if body else 0
            found.append((f"{path.relative_to(ROOT)}:{node.lineno} {node.name}", lines))
    return found


def test_no_file_of_code_is_longer_than_three_hundred_lines() -> None:
    long = {
        str(path.relative_to(ROOT)): count
        for path in CODE
        if (count := len(path.read_text("utf-8").splitlines())) > 300
    }
    assert not long


def test_no_function_is_longer_than_sixty_lines_and_nine_in_ten_have_thirty_at_most() -> None:
    sizes = [each for path in CODE for each in functions(path)]
    assert not [each for each in sizes if each[1] > 60]
    short = sum(lines <= 30 for _, lines in sizes)
    assert short / len(sizes) >= 0.9


def test_no_file_is_a_heap() -> None:
    heaps = {"utils", "helpers", "helper", "common", "misc", "base", "manager", "handlers"}
    assert not [path for path in CODE if path.stem in heaps or path.parent.name in heaps]


# the parts stand apart so that this file does not hold what it looks for
PLACES = "|".join(("wo" + "rk", "ho" + "me", "ro" + "ot", "U" + "sers"))
MACHINE_PATH = re.compile(rf"(?:^|[\s\"'=(:])/(?:{PLACES})/[a-z.]")
INDEXES = ("--(?:extra-)?index" + "-url", "--find" + "-links", "py" + r"pi\.org", "pythonhosted" + r"\.org")
INDEX_ADDRESS = re.compile("|".join((*INDEXES, "registry" + r"\.npmjs", "deb" + r"\.debian\.org")))


@pytest.mark.parametrize("pattern", [MACHINE_PATH, INDEX_ADDRESS], ids=["machine path", "package index"])
def test_no_file_holds_an_address_of_a_machine_or_a_package_index(pattern: re.Pattern[str]) -> None:
    found = []
    for path in tracked():
        try:
            lines = path.read_text("utf-8").splitlines()
        except UnicodeDecodeError:
            continue
        found += [f"{path.relative_to(ROOT)}:{number}" for number, line in enumerate(lines, 1) if pattern.search(line)]
    assert not found


def test_requirements_are_pinned_hashed_and_without_addresses() -> None:
    for path in (ROOT / "requirements").glob("*.txt"):
        text = path.read_text("utf-8")
        assert "://" not in text
        for pin in re.findall(r"^[a-z0-9].*?(?=^[a-z0-9]|\Z)", text, re.MULTILINE | re.DOTALL):
            assert "==" in pin
            assert "--hash=sha256:" in pin


def test_no_lock_file_that_records_addresses() -> None:
    assert not {path.name for path in tracked()} & {"uv.lock", "pylock.toml", "package-lock.json", "poetry.lock"}


def test_every_dependency_says_why() -> None:
    wanted = False
    silent = []
    for line in (ROOT / "pyproject.toml").read_text("utf-8").splitlines():
        if re.match(r"(dependencies|test) = \[", line):
            wanted = True
        elif line == "]":
            wanted = False
        elif wanted and '"' in line and "#" not in line:
            silent.append(line)
    assert not silent


def test_nothing_that_silences_a_check_is_without_its_reason() -> None:
    silencer = re.compile(
        r"#\s*(?:noqa(?::\s*[A-Z0-9, ]+)?|type:\s*ignore(?:\[[a-z\-, ]+\])?|pragma: no cover)\s*(.*)$"
    )
    silent = []
    for path in tracked():
        if path.suffix == ".py":
            for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
                found = silencer.search(line)
                if found and len(found.group(1).strip(" #")) < 8:
                    silent.append(f"{path.relative_to(ROOT)}:{number}")
    assert not silent


def test_no_module_can_reach_a_network() -> None:
    reaching = {"requests", "httpx", "urllib.request", "http.client", "aiohttp", "ftplib", "smtplib"}
    found = []
    for path in CODE:
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            found += [f"{path.relative_to(ROOT)}: {name}" for name in names if name in reaching]
    assert not found
