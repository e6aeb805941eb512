"""Write, or check, the generated pages of docs/reference: tables, checks, errors, settings, commands, find-it."""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Callable, Iterator
from dataclasses import fields
from pathlib import Path

import click

from saphan.cli import main as cli
from saphan.config import Settings
from saphan.errors import ROOTS
from saphan.quality import catalogue
from saphan.tables import TABLES

ROOT = Path(__file__).resolve().parent.parent
SRC = ROOT / "src" / "saphan"
PAGES = ROOT / "docs" / "reference"
NOTE = "<!-- made by `make docs`; edit the code instead -->\n"


def tables() -> str:
    """Every declared relation, in the order of the route."""
    parts = ["# Tables", "", "Every relation that crosses a stage, in the order of the route.", ""]
    for table in TABLES:
        parts += [f"## {table.name}", "", table.doc, ""]
        parts += [f"Zone: `{table.zone}`. Key: {', '.join(f'`{name}`' for name in table.key)}.", ""]
        parts += ["| column | kind | what it is |", "|---|---|---|"]
        parts += [f"| `{column.name}` | {column.kind.name.lower()} | {column.doc} |" for column in table.columns]
        parts.append("")
    return "\n".join(parts)


def checks() -> str:
    """Every check, in both languages."""
    parts = [
        "# Checks",
        "",
        "What is said about a row, and what to do. Each is a file of that name in `quality/checks/`,",
        "",
    ]
    parts[2] += " or a rule of the reader."
    parts += ["| check | severity | reason | เหตุผล | cure | วิธีแก้ |", "|---|---|---|---|---|---|"]
    for check_id, check in sorted(catalogue().items()):
        told = [words.in_(language) for words in (check.reason, check.cure) for language in ("en", "th")]
        parts.append(f"| `{check_id}` | {check.severity} | {' | '.join(told)} |")
    return "\n".join([*parts, ""])


def errors() -> str:
    """The roots of errors, and how each door answers."""
    parts = ["# Errors", "", "| error | exit code | HTTP | when |", "|---|---:|---:|---|"]
    parts += [f"| {root.__name__} | {root.exit_code} | {root.http_status} | {root.__doc__} |" for root in ROOTS]
    return "\n".join([*parts, ""])


def settings() -> str:
    """Every setting of saphan.toml."""
    source = (SRC / "config.py").read_text("utf-8")
    said = dict(re.findall(r"^    (\w+): [\w\[\] |]+ = .*?#\s*(.+)$", source, re.MULTILINE))
    parts = [
        "# Settings",
        "",
        "Keys of `saphan.toml`. `DATABASE_URL` and `SAPHAN_LANGUAGE` in the environment win.",
        "",
    ]
    parts += ["| setting | default | meaning |", "|---|---|---|"]
    parts += [f"| `{each.name}` | `{each.default!r}` | {said.get(each.name, '')} |" for each in fields(Settings)]
    return "\n".join([*parts, ""])


def commands() -> str:
    """The help text of every command."""
    parts = ["# Commands", ""]
    for path, command in _commands("saphan", cli):
        context = click.Context(command, info_name=path, terminal_width=100, max_content_width=100)
        parts += [f"## {path}", "", "```", command.get_help(context), "```", ""]
    return "\n".join(parts)


def find_it() -> str:
    """A line for each rule, verb, check, page and command, with the file and line it lives at."""
    lines = sorted({*_functions(), *_checks(), *_specs()})
    parts = [
        "# Find it",
        "",
        "From a name you saw to the line it lives at.",
        "",
        "| name | what it is | where |",
        "|---|---|---|",
    ]
    return "\n".join([*parts, *lines, ""])


def _commands(path: str, command: click.Command) -> Iterator[tuple[str, click.Command]]:
    yield path, command
    if isinstance(command, click.Group):
        for name, inner in sorted(command.commands.items()):
            yield from _commands(f"{path} {name}", inner)


def _functions() -> Iterator[str]:
    for path in sorted(SRC.rglob("*.py")):
        if "migrations" in path.parts:
            continue
        for node in ast.parse(path.read_text("utf-8")).body:
            said = ast.get_docstring(node) if isinstance(node, ast.FunctionDef | ast.ClassDef) else None
            if isinstance(node, ast.FunctionDef | ast.ClassDef) and said and not node.name.startswith("_"):
                yield _line(node.name, said, path, node.lineno)


def _checks() -> Iterator[str]:
    for path in sorted(SRC.rglob("*.sql")):
        yield _line(path.stem, path.read_text("utf-8").splitlines()[0].lstrip("- "), path, 1)


def _specs() -> Iterator[str]:
    for path in sorted((ROOT / "tests" / "spec").rglob("test_*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.FunctionDef) and node.name.startswith("test_"):
                yield _line(node.name.removeprefix("test_").replace("_", " "), "rule, by example", path, node.lineno)


def _line(name: str, said: str, path: Path, number: int) -> str:
    told = " ".join(said.split("\n\n", maxsplit=1)[0].split()).replace("|", "\\|")
    return f"| {name} | {told} | [{path.relative_to(ROOT)}:{number}](../../{path.relative_to(ROOT)}#L{number}) |"


WRITERS: dict[str, Callable[[], str]] = {
    "tables.md": tables,
    "checks.md": checks,
    "errors.md": errors,
    "settings.md": settings,
    "commands.md": commands,
    "find-it.md": find_it,
}


def main(mode: str) -> int:
    """0 when every page is current (or was written)."""
    PAGES.mkdir(parents=True, exist_ok=True)
    stale = []
    for name, writer in WRITERS.items():
        text = NOTE + writer()
        if mode == "write":
            (PAGES / name).write_text(text, "utf-8")
        elif not (PAGES / name).is_file() or (PAGES / name).read_text("utf-8") != text:
            stale.append(name)
    if stale:
        print(f"docs/reference is not current: {', '.join(stale)}. Run `make docs` and commit.")
    return len(stale)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1] if sys.argv[1:] else "check"))
