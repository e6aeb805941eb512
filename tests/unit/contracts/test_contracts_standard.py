"""Any contract of the standard is read: one specimen for every part of its schema, and what we do not run is told."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from saphan.contracts import BadContract
from saphan.contracts.compare import compare
from saphan.contracts.schema import standard_schema
from saphan.contracts.standard_document import load_standard

SPECIMENS = sorted((Path(__file__).parents[2] / "fixtures" / "standard").glob("*.yaml"))


def keys_of(schema: Any, seen: frozenset[str] = frozenset()) -> Iterator[str]:
    """Every key the standard's schema knows, wherever it stands."""
    if isinstance(schema, Mapping):
        yield from schema.get("properties", {}) if isinstance(schema.get("properties"), Mapping) else ()
        for value in schema.values():
            yield from keys_of(value, seen)
    elif isinstance(schema, list):
        for value in schema:
            yield from keys_of(value, seen)


def used_in(value: Any) -> Iterator[str]:
    if isinstance(value, Mapping):
        for key, part in value.items():
            yield key
            yield from used_in(part)
    elif isinstance(value, list):
        for part in value:
            yield from used_in(part)


def servers_of(schema: Any) -> set[str]:
    return set(schema["$defs"]["Server"]["properties"]["type"]["enum"])


@pytest.mark.parametrize("path", SPECIMENS, ids=lambda path: path.stem)
def test_every_specimen_loads_and_is_the_same_as_itself(path: Path) -> None:
    document = load_standard(path)
    assert compare(document, document) == []
    for each in document.not_run:
        assert each.line > 1
        assert each.words.in_("en")


def test_the_specimens_use_every_key_and_every_server_of_the_standard() -> None:
    values = [load_standard(path).value for path in SPECIMENS]
    used = {key for value in values for key in used_in(value)}
    missing = set(keys_of(standard_schema())) - used
    assert sorted(missing) == []
    types = {server["type"] for value in values for server in value.get("servers", [])}  # type: ignore[union-attr,index,call-overload]  # specimens are well formed
    assert sorted(servers_of(standard_schema()) - types) == []


def test_rules_and_servers_that_are_not_run_are_told_with_their_lines(tmp_path: Path) -> None:
    path = tmp_path / "sql.yaml"
    path.write_text(
        "apiVersion: v3.1.0\nkind: DataContract\nid: a\nversion: 1.0.0\nstatus: active\n"
        "servers:\n  - server: db\n    type: mysql\n    host: h\n    port: 5432\n    database: d\n    description: d\n"
        "schema:\n  - name: t\n    quality:\n      - type: sql\n        query: SELECT 1\n        mustBe: 1\n"
        "    properties:\n      - name: c\n        logicalType: string\n",
        "utf-8",
    )
    document = load_standard(path)
    assert {(each.at, each.line) for each in document.not_run} == {("servers[0]", 7), ("schema[0].quality[0]", 16)}


@pytest.mark.parametrize(
    ("right", "wrong", "said"),
    [
        ("kind: DataContract", "kind: Contract", "not known"),
        ("id: a", "idd: a", "`id` is missing"),
        ("apiVersion: v3.1.0", "apiVersion: v2.2.2", "not known"),
        ("name: t", "names: t", "not a key"),
        ("logicalType: string", "logicalType: text", "not known"),
        ("type: sql", "type: sqll", "not known"),
        ("port: 5432", "port: [1]", "must"),
    ],
)
def test_what_the_standard_does_not_allow_is_named(tmp_path: Path, right: str, wrong: str, said: str) -> None:
    test_rules_and_servers_that_are_not_run_are_told_with_their_lines(tmp_path)
    path = tmp_path / "sql.yaml"
    path.write_text(path.read_text("utf-8").replace(right, wrong), "utf-8")
    with pytest.raises(BadContract) as raised:
        load_standard(path)
    assert any(said in f"{fault.what}" for fault in raised.value.faults), str(raised.value)
    assert json.dumps([fault.line for fault in raised.value.faults])
