"""Is a catalogue record complete, and does it use the catalogue's own words?"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, cast

import yaml

from saphan.words import Words, say

Kind = Literal["text", "e-mail", "one", "many"]
EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")


@dataclass(frozen=True)
class Field:
    """A mandatory field: its name, what it takes, and the value that asks for `<name>_other` beside it."""

    name: str
    kind: Kind
    values: tuple[str, ...] = ()
    other: str = ""


def _read() -> tuple[Field, ...]:
    listed = cast("list[dict[str, object]]", yaml.safe_load((Path(__file__).parent / "fields.yaml").read_text("utf-8")))
    return tuple(
        Field(
            name=str(each["name"]),
            kind=cast("Kind", each["kind"]),
            values=tuple(cast("list[str]", each.get("values", []))),
            other=str(each.get("other", "")),
        )
        for each in listed
    )


FIELDS = _read()


def check(record: Mapping[str, object]) -> list[Words]:
    """What is wrong with a record, field by field; empty if the catalogue will understand it."""
    return [problem for each in FIELDS for problem in _problems(each, record)]


def _problems(expected: Field, record: Mapping[str, object]) -> list[Words]:
    given = record.get(expected.name)
    chosen = _chosen(given, expected)
    if chosen is None:
        return [
            say(
                "Field `{field}` must be one text, or a list of texts where several may be chosen.", field=expected.name
            )
        ]
    if not chosen or any(not text.strip() for text in chosen):
        return [say("Field `{field}` is missing.", field=expected.name)]
    if expected.kind == "e-mail" and not EMAIL.fullmatch(chosen[0]):
        return [say("Field `{field}` is not an e-mail address.", field=expected.name)]
    unknown = [text for text in chosen if expected.values and text not in expected.values]
    found = [
        say("Field `{field}`: `{value}` is not in the catalogue's list.", field=expected.name, value=text)
        for text in unknown
    ]
    twin = f"{expected.name}_other"
    if expected.other and expected.other in chosen and not str(record.get(twin) or "").strip():
        found.append(say("Field `{field}` is missing; it says what “other” is.", field=twin))
    return found


def _chosen(given: object, expected: Field) -> Sequence[str] | None:
    """The values of a field as a list; None where it has the wrong form."""
    if given is None:
        return []
    if expected.kind == "many":
        is_texts = isinstance(given, list | tuple) and all(isinstance(each, str) for each in given)
        return cast("Sequence[str]", given) if is_texts else None
    return [given] if isinstance(given, str) else None
