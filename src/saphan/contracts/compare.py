"""What changed between two versions of a contract, and whom does it break? One readable page."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from saphan.contracts.document import Value
from saphan.contracts.standard_document import Attribute, Part, StandardDocument, extra_of
from saphan.words import Words, say

Whom = Literal["sender", "reader", "nobody"]  # the agency that sends the files; those who use the data

# what each key says, and whom a change of it breaks
_COLUMN: Mapping[str, tuple[Words, Whom]] = {
    "logicalType": (say("kind"), "reader"),
    "physicalType": (say("physical type"), "reader"),
    "required": (say("required"), "sender"),
    "unique": (say("no value twice"), "sender"),
    "primaryKey": (say("key"), "reader"),
    "classification": (say("classification"), "nobody"),
    "description": (say("description"), "nobody"),
    "businessName": (say("name for people"), "nobody"),
    "enum": (say("allowed values"), "sender"),
    "logicalTypeOptions": (say("limits of values"), "sender"),
    "quality": (say("quality rules"), "sender"),
    "deprecated": (say("deprecated"), "nobody"),
    "saphan.meaning": (say("meaning"), "reader"),
    "saphan.era": (say("era of its years"), "sender"),
    "saphan.pattern": (say("order of day, month and year"), "sender"),
    "saphan.start": (say("where it starts"), "sender"),
    "saphan.width": (say("how wide it is"), "sender"),
}
_FILE: Mapping[str, Words] = {
    "path": say("names of the files"), "format": say("format of the file"), "type": say("type of the server"),
    "saphan.encoding": say("encoding"), "saphan.separator": say("separator"),
    "saphan.headerRow": say("row of the header"), "saphan.sheet": say("sheet"),
}  # fmt: skip
_LOOSER = {("required", "True", "False"), ("required", "True", ""), ("unique", "True", "False"), ("unique", "True", "")}
_NOTHING = {("required", "", "False"), ("unique", "", "False"), ("required", "False", ""), ("unique", "False", "")}


@dataclass(frozen=True)
class Change:
    """One thing that is another than before."""

    at: str  # table.column, or the part of the contract
    words: Words
    breaks: Whom


def compare(old: StandardDocument, new: StandardDocument) -> list[Change]:
    """Every change, those that break somebody first."""
    changes = [*_tables(old, new), *_columns(old, new), *_servers(old.value, new.value), *_rest(old.value, new.value)]
    order = ("sender", "reader", "nobody")
    return sorted(changes, key=lambda change: (order.index(change.breaks), change.at))


def says_breaking(old: StandardDocument, new: StandardDocument) -> bool:
    """Whether the new version's number says that it breaks something: its first part is higher."""
    return new.text("version").partition(".")[0] != old.text("version").partition(".")[0]


def _tables(old: StandardDocument, new: StandardDocument) -> Iterator[Change]:
    for name in sorted({*old.tables} - {*new.tables}):
        yield Change(name, say("The table `{name}` is gone.", name=name), "reader")
    for name in sorted({*new.tables} - {*old.tables}):
        yield Change(name, say("The table `{name}` is new.", name=name), "nobody")


def _columns(old: StandardDocument, new: StandardDocument) -> Iterator[Change]:
    before = {(each.table, each.path): each for each in old.attributes}
    after = {(each.table, each.path): each for each in new.attributes}
    renamed = dict(_renamed(before, after))
    for key, column in before.items():
        at = ".".join(key)
        if key in after:
            yield from _column(at, column, after[key])
        elif key in renamed:
            new_key = renamed[key]
            what = say("The column `{old}` is called `{new}` now.", old=key[1], new=new_key[1])
            yield Change(at, what, "sender")
            yield from _column(".".join(new_key), column, after[new_key])
        elif key[0] in new.tables:
            yield Change(at, say("The column `{name}` is gone.", name=key[1]), "reader")
    for key, column in after.items():
        if key not in before and key not in renamed.values() and key[0] in old.tables:
            needed = column.text("required") == "True"
            what = say("The column `{name}` is new, and required.", name=key[1]) if needed else say(
                "The column `{name}` is new.", name=key[1]
            )  # fmt: skip
            yield Change(".".join(key), what, "sender" if needed else "nobody")


Key = tuple[str, str]


def _renamed(before: Mapping[Key, Attribute], after: Mapping[Key, Attribute]) -> Iterator[tuple[Key, Key]]:
    """Columns that kept their meaning or their id under another name."""
    for name in ("saphan.meaning", "id"):
        gone = {
            (key[0], value): key for key, each in before.items() if key not in after and (value := _said(each, name))
        }
        come = {
            (key[0], value): key for key, each in after.items() if key not in before and (value := _said(each, name))
        }
        yield from ((gone[said], come[said]) for said in gone if said in come)


def _said(column: Attribute, name: str) -> str:
    return column.own(name) if name.startswith("saphan.") else column.text(name)


def _column(at: str, old: Attribute, new: Attribute) -> Iterator[Change]:
    for name, (what, whom) in _COLUMN.items():
        before, after = _shown(old.value, name), _shown(new.value, name)
        if before == after or (name, before, after) in _NOTHING:
            continue
        is_loose = (name, before, after) in _LOOSER or _adds_values(name, old.value, new.value)
        yield Change(at, _was(what, before, after), "nobody" if is_loose else whom)


def _adds_values(name: str, old: Part, new: Part) -> bool:
    if name == "enum" and isinstance(old.get("enum"), list) and isinstance(new.get("enum"), list):
        return {str(each) for each in _values(old["enum"])} <= {str(each) for each in _values(new["enum"])}
    return name in ("quality", "enum", "logicalTypeOptions") and not new.get(name)


def _values(value: Value) -> Sequence[Value]:
    return value if isinstance(value, list) else ()


def _servers(old: Part, new: Part) -> Iterator[Change]:
    before, after = _by_name(old.get("servers"), "server"), _by_name(new.get("servers"), "server")
    for name in sorted(before.keys() | after.keys()):
        if name not in after or name not in before:
            what = say("The server `{name}` is gone.", name=name) if name in before else say(
                "The server `{name}` is new.", name=name
            )  # fmt: skip
            yield Change(f"servers.{name}", what, "sender" if name in before else "nobody")
            continue
        for key, what in _FILE.items():
            was, now = _shown(before[name], key), _shown(after[name], key)
            if was != now:
                yield Change(f"servers.{name}", _was(what, was, now), "sender")


def _rest(old: Part, new: Part) -> Iterator[Change]:
    for name in sorted({*old, *new} - {"schema", "servers", "version"}):
        if old.get(name) == new.get(name):
            continue
        whom: Whom = "reader" if name in ("slaProperties", "id") else "nobody"
        was, now = _shown(old, name), _shown(new, name)
        short = len(was) + len(now) < 80 and not isinstance(new.get(name), dict | list)
        yield Change(name, _was(Words(name), was, now) if short else say("`{name}` was changed.", name=name), whom)


def _was(what: Words, before: str, after: str) -> Words:
    nothing = say("nothing")
    return say("{what}: {before} became {after}.", what=what, before=before or nothing, after=after or nothing)


def _shown(part: Part, name: str) -> str:
    if name.startswith("saphan."):
        return extra_of(part, name)
    value = part.get(name)
    if name == "quality" and isinstance(value, list):
        return ", ".join(_rule(rule) for rule in value if isinstance(rule, dict))
    return "" if value is None else str(value)


def _rule(rule: Part) -> str:
    named = (
        rule.get("implementation")
        or rule.get("metric")
        or rule.get("rule")
        or rule.get("query")
        or rule.get("description")
    )
    rest = {key: value for key, value in rule.items() if key.startswith("must") or key in ("severity", "arguments")}
    return f"{named} {rest}" if rest else str(named)


def _by_name(value: Value | None, key: str) -> dict[str, Part]:
    parts = value if isinstance(value, list) else []
    return {str(each.get(key) or at): each for at, each in enumerate(parts) if isinstance(each, dict)}
