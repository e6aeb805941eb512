"""Does a document keep to the standard's own JSON Schema? The schema that its package ships decides, place by place."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from importlib import resources
from typing import cast

from saphan.contracts.document import Document, Value
from saphan.contracts.faults import Place, choose_from
from saphan.words import Words, say

Schema = Mapping[str, object]
Found = list[tuple[Place, Words, Words]]
_KINDS: Mapping[str, tuple[type, ...]] = {
    "string": (str,), "boolean": (bool,), "array": (list,), "object": (dict,), "null": (type(None),),
    "integer": (int,), "number": (int, float),
}  # fmt: skip
_MUST_BE: Mapping[str, Words] = {
    "string": say("This must be text."), "boolean": say("This must be true or false."),
    "array": say("This must be a list."), "object": say("This must hold `name: value` lines."),
    "integer": say("This must be a whole number."), "number": say("This must be a number."),
    "null": say("This must be empty."),
}  # fmt: skip
_CORRECT = say("Correct the value; put text that looks like a number in quotes.")


@lru_cache(maxsize=1)
def standard_schema() -> Schema:
    """The JSON Schema of the standard, as its package ships it."""
    text = resources.files("open_data_contract_standard").joinpath("schema.json").read_text("utf-8")
    return cast("Schema", json.loads(text))


def check_against_standard(document: Document) -> None:
    """Keeps a fault for everything in which the document does not keep to the standard."""
    found, _ = _check(document.value, standard_schema(), ())
    for place, what, cure in found:
        if not _is_ours(document.value, place):
            document.faults.add(place, what, cure)


def _is_ours(value: Value, place: Place) -> bool:
    """`arguments` of our own rules: the standard's published model knows them on every rule, its schema on some."""
    if place[-1:] != ("arguments",):
        return False
    for step in place[:-1]:
        value = cast("dict[str | int, Value]", value)[step]
    return isinstance(value, dict) and value.get("engine") == "saphan"


def _check(value: Value, schema: object, place: Place) -> tuple[Found, set[str]]:
    """What is wrong at a place, and which keys of it some part of the schema knows."""
    if schema is True or not isinstance(schema, Mapping):
        return [], set()
    found, known = _of_kind(value, schema, place), set[str]()
    if found:
        return found, known
    found += _plain(value, schema, place)
    for part in _parts(value, schema, place):
        deeper, keys = _check(value, part, place)
        found += deeper
        known |= keys
    for many in ("oneOf", "anyOf"):
        if many in schema:
            deeper, keys = _nearest(value, cast("Sequence[object]", schema[many]), place)
            found += deeper
            known |= keys
    if isinstance(value, dict):
        deeper, keys = _keys(value, schema, place, known)
        found += deeper
        known |= keys
    elif isinstance(value, list) and "items" in schema:
        for at, each in enumerate(value):
            found += _check(each, schema["items"], (*place, at))[0]
    return found, known


def _parts(value: Value, schema: Schema, place: Place) -> list[object]:
    """The schemas that hold besides this one: what it refers to, all of its parts, and those its conditions choose."""
    parts = [_referred(str(schema["$ref"]))] if "$ref" in schema else []
    parts += cast("list[object]", schema.get("allOf", []))
    if "if" in schema:
        holds = not _check(value, schema["if"], place)[0]
        parts.append(schema.get("then" if holds else "else", True))
    return parts


def _of_kind(value: Value, schema: Schema, place: Place) -> Found:
    kinds = schema.get("type")
    allowed = [kinds] if isinstance(kinds, str) else cast("list[str]", kinds or [])
    if not allowed:
        return []
    is_one = any(
        isinstance(value, _KINDS[kind]) and not (isinstance(value, bool) and kind in ("integer", "number"))
        for kind in allowed
    )
    return [] if is_one else [(place, _MUST_BE[allowed[0]], _CORRECT)]


def _plain(value: Value, schema: Schema, place: Place) -> Found:
    found: Found = []
    if "enum" in schema and value not in cast("list[Value]", schema["enum"]):
        known = [str(each) for each in cast("list[Value]", schema["enum"])]
        found.append((place, say("`{value}` is not known here.", value=value), choose_from(str(value), known)))
    if "const" in schema and value != schema["const"]:
        what = say("`{value}` is not known here.", value=value)
        found.append((place, what, say("Write `{value}`.", value=schema["const"])))
    if isinstance(value, str) and "pattern" in schema and not re.search(str(schema["pattern"]), value):
        what = say("`{value}` has not the form that the standard asks for.", value=value)
        found.append((place, what, say("It must fit the pattern {pattern}.", pattern=schema["pattern"])))
    for limit, is_short in (("minItems", list), ("minLength", str)):
        if isinstance(value, is_short) and len(value) < cast("int", schema.get(limit, 0)):
            found.append((place, say("This must not be empty."), say("Add an entry, or remove the line.")))
    if isinstance(value, int | float) and not isinstance(value, bool):
        low, high = cast("float", schema.get("minimum", value)), cast("float", schema.get("maximum", value))
        if not low <= value <= high:
            found.append((place, say("The number lies outside what the standard allows."), _CORRECT))
    if "not" in schema and not _check(value, schema["not"], place)[0]:
        found.append((place, say("These lines may not stand together."), say("Keep one of them.")))
    return found


def _nearest(value: Value, choices: Sequence[object], place: Place) -> tuple[Found, set[str]]:
    """Nothing where one of the schemas holds; else what is wrong by the one that lies nearest."""
    checked = [_check(value, choice, place) for choice in choices]
    known: set[str] = set().union(*(keys for found, keys in checked if not found)) if checked else set()
    if any(not found for found, _ in checked):
        return [], known
    # a misfit deep inside lies nearer than one of the whole kind
    found, keys = min(checked, key=lambda each: (all(at == place for at, _, _ in each[0]), len(each[0])))
    return found, keys


def _keys(value: dict[str, Value], schema: Schema, place: Place, known: set[str]) -> tuple[Found, set[str]]:
    found: Found = []
    properties = cast("Mapping[str, object]", schema.get("properties", {}))
    for name in cast("list[str]", schema.get("required", [])):
        if name not in value:
            what = say("`{key}` is missing.", key=name)
            found.append(((*place, name), what, say("Add a line `{key}: ...` here.", key=name)))
    for name, part in value.items():
        if name in properties:
            found += _check(part, properties[name], (*place, name))[0]
    all_known = known | set(properties)
    is_closed = schema.get("additionalProperties") is False or schema.get("unevaluatedProperties") is False
    allowed = set(properties) if schema.get("additionalProperties") is False else all_known
    for name in value if is_closed else ():
        if name not in allowed:
            what = say("`{name}` is not a key of the standard here.", name=name)
            found.append(((*place, name), what, choose_from(name, allowed)))
    open_ended = isinstance(schema.get("additionalProperties"), dict) or schema.get("additionalProperties") is True
    return found, all_known | (set(value) if open_ended else set())


def _referred(reference: str) -> object:
    node: object = standard_schema()
    for step in reference.removeprefix("#/").split("/"):
        node = cast("Mapping[str, object]", node)[step]
    return node
