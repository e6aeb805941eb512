"""Services take an asker, only disclosure releases counts, and truth stays out of the route."""

from __future__ import annotations

import ast
from pathlib import Path

from saphan.errors import ROOTS, SaphanError
from saphan.tables import TABLES

SRC = Path(__file__).resolve().parents[2] / "src" / "saphan"
STAGES = ("ingest", "quality", "linkage", "registry", "welfare", "measures", "disclosure", "exchange", "learning")
# modules that make the platform or read it for other services; no door calls them for a person's sake
FOUNDATIONS = {"platform", "reading", "projects"}


def test_every_verb_of_every_service_is_asked_by_someone() -> None:
    silent = []
    for path in sorted((SRC / "services").glob("*.py")):
        if path.stem in FOUNDATIONS or path.stem.startswith("_"):
            continue
        for node in ast.parse(path.read_text("utf-8")).body:
            if isinstance(node, ast.FunctionDef) and not node.name.startswith("_"):
                first = node.args.args[0].arg if node.args.args else ""
                if first not in {"asker", "by"}:
                    silent.append(f"{path.stem}.{node.name}")
    assert not silent, "the first argument must be the asker"


def test_only_disclosure_returns_released_cells() -> None:
    users = [
        path.relative_to(SRC).parts[0]
        for path in SRC.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.keyword)
        and node.arg == "returns"
        and isinstance(node.value, ast.Name)
        and node.value.id == "RELEASED_CELLS"
    ]
    assert set(users) <= {"disclosure"}


def test_no_stage_knows_a_clock_settings_or_the_make_believe_truth() -> None:
    ambient = {"saphan.clock", "saphan.config", "logging"}
    found = []
    for stage in STAGES:
        for path in (SRC / stage).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text("utf-8"))):
                names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
                names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
                found += [f"{path.relative_to(SRC)}: {name}" for name in names if name in ambient]
                if isinstance(node, ast.Constant) and isinstance(node.value, str) and "truth/" in node.value:
                    found.append(f"{path.relative_to(SRC)}: {node.value}")
    assert not found


def test_the_route_knows_no_demo() -> None:
    tree = ast.parse((SRC / "pipeline.py").read_text("utf-8"))
    imported = {alias.name for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) for alias in node.names}
    assert "synth" not in imported


def test_every_error_root_has_its_own_exit_code_and_status() -> None:
    assert len({root.exit_code for root in ROOTS}) == len(ROOTS)
    assert len({root.http_status for root in ROOTS}) == len(ROOTS)
    for error in SaphanError.__subclasses__():
        assert error in ROOTS, f"{error.__name__} must inherit one of the roots"


def test_every_table_and_column_is_documented_and_its_key_exists() -> None:
    names = [table.name for table in TABLES]
    assert len(names) == len(set(names))
    for table in TABLES:
        assert table.doc.startswith("One row")
        assert set(table.key) <= set(table.names)
        assert all(column.doc for column in table.columns)
