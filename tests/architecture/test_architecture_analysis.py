"""The analysis package has no way to identifiers, keys, releases or the desk: not by import, not by what it offers."""

from __future__ import annotations

import ast
import inspect
import subprocess
import sys
from pathlib import Path

from saphan import analysis
from saphan.tables import TABLES, Zone
from saphan.tables.extracted import EXTRACTS

SRC = Path(__file__).resolve().parents[2] / "src" / "saphan"
MAY_IMPORT = {
    "saphan.clock",
    "saphan.errors",
    "saphan.words",
    "saphan.analysis.extract",
    "saphan.store.engine",
    "saphan.store.question",
    "saphan.tables.extracted",
    "saphan.tables.shape",
}
# what would name a person, or the row of a file in which she stands
SAYS_LITTLE = {
    "sex", "birth_date", "birth_precision", "subdistrict_code", "district_code", "province_code", "dataset", "seen_on",
}  # fmt: skip
IDENTIFYING = {column.name for table in TABLES if table.zone is Zone.IDENTIFIERS for column in table.columns}
NAMING = IDENTIFYING - SAYS_LITTLE


def test_it_imports_only_what_reads_an_extract() -> None:
    found = {
        node.module or ""
        for path in (SRC / "analysis").glob("*.py")
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("saphan")
    }
    assert found <= MAY_IMPORT


def test_importing_it_loads_neither_the_desk_nor_a_stage_nor_settings() -> None:
    code = (
        "import sys; from saphan import analysis; print(*(name for name in sys.modules if name.startswith('saphan.')))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    packages = {name.split(".")[1] for name in done.stdout.split()}
    assert packages <= {"analysis", "store", "tables", "clock", "errors", "words"}


def test_what_it_offers_names_no_release_and_no_identifier() -> None:
    for name in analysis.__all__:
        offered = getattr(analysis, name)
        members = [offered, *vars(offered).values()] if inspect.isclass(offered) else [offered]
        for each in members:
            if callable(each) and getattr(each, "__module__", "").startswith("saphan"):
                told = str(inspect.signature(each)) if not inspect.isclass(each) else ""
                assert not {"Release", "Draft", "Lease", "Platform", "Project"} & set(told.replace(".", " ").split())


def test_an_extract_has_no_column_that_names_anybody() -> None:
    for table in EXTRACTS:
        assert not set(table.names) & NAMING
        assert "person_id" not in table.names
