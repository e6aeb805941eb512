"""What does any contract of the standard say, whether or not we could receive its files? Read, not run."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from saphan.contracts.document import Value, open_document
from saphan.contracts.faults import choose_from, written
from saphan.contracts.load import VERSIONS, existing
from saphan.contracts.schema import check_against_standard
from saphan.words import Bilingual, Words, say

Part = Mapping[str, Value]


@dataclass(frozen=True)
class NotRun:
    """A part of the contract that is kept and shown, and that no program of ours carries out."""

    file: Path
    line: int
    at: str
    words: Words


@dataclass(frozen=True)
class Attribute:
    """One column of one table, at any depth, as a dictionary shows it."""

    table: str
    path: str  # address.street, or items[] for the members of a list
    value: Part
    line: int

    def text(self, key: str) -> str:
        """The text of that key, or empty."""
        value = self.value.get(key)
        return "" if value is None or isinstance(value, dict | list) else str(value)

    def own(self, name: str) -> str:
        """The text of that custom property, or empty."""
        return extra_of(self.value, name)

    @property
    def words(self) -> Words:
        """What it is, in the languages it was described in."""
        described = self.text("description") or self.text("businessName") or self.path
        return Bilingual(self.own("saphan.description.en") or described, thai=described)


@dataclass(frozen=True)
class StandardDocument:
    """A contract of the standard, whole."""

    file: Path
    value: Part
    attributes: tuple[Attribute, ...]
    not_run: tuple[NotRun, ...]

    def text(self, key: str) -> str:
        """The text of that key at the top, or empty."""
        value = self.value.get(key)
        return "" if value is None or isinstance(value, dict | list) else str(value)

    @property
    def title(self) -> Words:
        """Its title, in Thai and English."""
        named = self.text("name") or self.text("id")
        thai, english = extra_of(self.value, "saphan.title.th"), extra_of(self.value, "saphan.title.en")
        return Bilingual(english or named, thai=thai or named)

    @property
    def tables(self) -> tuple[str, ...]:
        """The names of its tables."""
        return tuple(dict.fromkeys(each.table for each in self.attributes))


def load_standard(path: Path) -> StandardDocument:
    """The contract that the file holds; rules and servers that we do not run are told, not refused.

    Raises:
        BadContract: names every fault with its line and what to do.
        NoContracts: there is no such file.
    """
    document = open_document(existing(path))
    check_against_standard(document)
    version = document.value.get("apiVersion")
    if isinstance(version, str) and not version.startswith("v3."):
        what = say("`{value}` is not known here.", value=version)
        document.faults.add(("apiVersion",), what, choose_from(version, VERSIONS))
    document.faults.raise_any()
    lines = {written(place): line for place, line in document.lines.items()}
    return StandardDocument(
        file=path,
        value=document.value,
        attributes=tuple(_attributes(document.value, lines)),
        not_run=tuple(_not_run(document.value, "", path, lines)),
    )


def extra_of(part: Part, name: str) -> str:
    """The text of a custom property of that part, or empty."""
    for each in _list(part.get("customProperties")):
        if isinstance(each, dict) and each.get("property") == name and each.get("value") is not None:
            return str(each["value"])
    return ""


def _attributes(value: Part, lines: Mapping[str, int]) -> Iterator[Attribute]:
    for at, table in enumerate(_list(value.get("schema"))):
        if isinstance(table, dict):
            name = str(table.get("name") or table.get("physicalName") or at)
            yield from _below(name, "", table, f"schema[{at}]", lines)


def _below(table: str, path: str, part: Part, place: str, lines: Mapping[str, int]) -> Iterator[Attribute]:
    for at, column in enumerate(_list(part.get("properties"))):
        if isinstance(column, dict):
            here, name = f"{place}.properties[{at}]", str(column.get("name") or column.get("id") or at)
            inner = f"{path}.{name}".removeprefix(".")
            yield Attribute(table, inner, column, lines.get(here, 1))
            yield from _below(table, inner, column, here, lines)
    items = part.get("items")
    if isinstance(items, dict):
        if items.get("name") or items.get("logicalType"):
            yield Attribute(table, f"{path}[]", items, lines.get(f"{place}.items", 1))
        yield from _below(table, f"{path}[]", items, f"{place}.items", lines)


def _not_run(value: Value, place: str, file: Path, lines: Mapping[str, int]) -> Iterator[NotRun]:
    if isinstance(value, list):
        for at, each in enumerate(value):
            yield from _not_run(each, f"{place}[{at}]", file, lines)
    if not isinstance(value, dict):
        return
    for name, part in value.items():
        here = f"{place}.{name}".removeprefix(".")
        if name == "quality":
            yield from _rules(_list(part), here, file, lines)
        elif here == "servers":
            yield from _servers(_list(part), file, lines)
        else:
            yield from _not_run(part, here, file, lines)


def _rules(rules: list[Value], place: str, file: Path, lines: Mapping[str, int]) -> Iterator[NotRun]:
    for at, rule in enumerate(rules):
        if not isinstance(rule, dict) or rule.get("type") == "text":
            continue  # written for people
        if (rule.get("type"), rule.get("engine")) != ("custom", "saphan"):
            here = f"{place}[{at}]"
            words = say("A rule of type `{type}` is kept and shown, and not run.", type=rule.get("type") or "library")
            yield NotRun(file, lines.get(here, 1), here, words)


def _servers(servers: list[Value], file: Path, lines: Mapping[str, int]) -> Iterator[NotRun]:
    for at, server in enumerate(servers):
        if isinstance(server, dict) and server.get("type") not in ("local", "postgres"):
            words = say("A server of type `{type}` is kept and shown; nothing is fetched from it.",
                        type=server.get("type") or "")  # fmt: skip
            yield NotRun(file, lines.get(f"servers[{at}]", 1), f"servers[{at}]", words)


def _list(value: Value | None) -> list[Value]:
    return value if isinstance(value, list) else []
