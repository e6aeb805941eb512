"""What stands in a YAML file, and on which line? Read as untrusted text: no dates, no aliases, no tags, no depth.

YAML's own reading would turn an unquoted date into a date and `no` into false; here only `true`, `false`, `null`
and numbers are more than text.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

import yaml

from saphan.contracts.faults import BadContract, Fault, Faults, Place
from saphan.words import Words, say

LARGEST = 1 << 20  # bytes; the standard's largest public example has 68 tables in a fifth of that
DEEPEST = 24  # levels; the standard needs nine

Value = str | int | float | bool | None | list["Value"] | dict[str, "Value"]

_WORDS: dict[str, bool | None] = {"true": True, "false": False, "null": None, "~": None, "": None}
_WHOLE = re.compile(r"[-+]?(?:0|[1-9][0-9]{0,17})")
_REAL = re.compile(r"[-+]?(?:0|[1-9][0-9]{0,17})\.[0-9]+(?:[eE][-+]?[0-9]{1,2})?")


@dataclass(frozen=True)
class Document:
    """The content of a file, the line of everything in it, and the faults found so far."""

    value: dict[str, Value]
    lines: dict[Place, int]
    faults: Faults


def open_document(path: Path) -> Document:
    """The mapping that the file holds.

    Raises:
        BadContract: the file is too large, is no YAML, or holds what a contract has no need of.
    """
    text = _text(path)
    lines: dict[Place, int] = {}
    faults = Faults(path, lambda place: _line(lines, place))
    try:
        _guard(text, path)
        node = yaml.compose(text, Loader=yaml.SafeLoader)
    except yaml.MarkedYAMLError as broken:
        mark = broken.problem_mark or broken.context_mark
        raise _only(
            path, mark.line + 1 if mark else 1, say("This is not YAML: {reason}.", reason=broken.problem)
        ) from broken
    except yaml.YAMLError as broken:
        raise _only(path, 1, say("This is not YAML: it holds characters that no text has.")) from broken
    if not isinstance(node, yaml.MappingNode):
        raise _only(path, 1, say("The file does not hold `name: value` lines."))
    value = _mapping(node, (), lines, faults)
    return Document(value, lines, faults)


def _text(path: Path) -> str:
    with path.open("rb") as opened:
        content = opened.read(LARGEST + 1)
    if len(content) > LARGEST:
        raise _only(path, 1, say("The file is larger than {limit} bytes.", limit=LARGEST))
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as broken:
        line = content.count(b"\n", 0, broken.start) + 1
        raise _only(path, line, say("The file is not UTF-8 text."), say("Save it as UTF-8.")) from broken


def _guard(text: str, path: Path) -> None:
    """Refuse, before anything is built, what could grow without bounds."""
    depth = documents = 0
    for event in yaml.parse(text, Loader=yaml.SafeLoader):
        line = event.start_mark.line + 1 if event.start_mark else 1
        documents += isinstance(event, yaml.DocumentStartEvent)
        depth += isinstance(event, yaml.CollectionStartEvent)
        depth -= isinstance(event, yaml.CollectionEndEvent)
        if isinstance(event, yaml.AliasEvent):
            raise _only(path, line, say("References (`*name`) are not taken here."), say("Write the value out."))
        if isinstance(event, yaml.NodeEvent) and getattr(event, "tag", None) not in (None, "!"):
            raise _only(path, line, say("Tags (`!name`) are not taken here."), say("Write the plain value."))
        if depth > DEEPEST:
            raise _only(path, line, say("Values lie more than {limit} levels deep.", limit=DEEPEST))
        if documents > 1:
            raise _only(path, line, say("The file holds more than one document."), say("Write one file for each."))


def _mapping(node: yaml.MappingNode, place: Place, lines: dict[Place, int], faults: Faults) -> dict[str, Value]:
    values: dict[str, Value] = {}
    for key, value in node.value:
        name = str(key.value) if isinstance(key, yaml.ScalarNode) else "?"
        at = (*place, name)
        if name in values:
            lines[*at, "again"] = key.start_mark.line + 1
            faults.add(
                (*at, "again"),
                say("`{name}` is written twice; line {line} has it too.", name=name, line=lines[at]),
                say("Keep one of them."),
            )
            continue
        lines[at] = key.start_mark.line + 1
        values[name] = _value(value, at, lines, faults)
    return values


def _value(node: yaml.Node, place: Place, lines: dict[Place, int], faults: Faults) -> Value:
    if isinstance(node, yaml.MappingNode):
        return _mapping(node, place, lines, faults)
    if isinstance(node, yaml.SequenceNode):
        for at, part in enumerate(node.value):
            lines[*place, at] = part.start_mark.line + 1
        return [_value(part, (*place, at), lines, faults) for at, part in enumerate(node.value)]
    text = str(node.value)
    return text if getattr(node, "style", None) else _plain(text)


def _plain(text: str) -> Value:
    if text in _WORDS:
        return _WORDS[text]
    if _WHOLE.fullmatch(text):
        return int(text)
    return float(text) if _REAL.fullmatch(text) else text


def _line(lines: dict[Place, int], place: Place) -> int:
    while place and place not in lines:
        place = place[:-1]
    return lines.get(place, 1)


def _only(path: Path, line: int, what: Words, cure: Words | None = None) -> BadContract:
    cure = cure or say("Correct that line, then run the same command again.")
    return BadContract([Fault(file=path, line=line, at="", what=what, cure=cure)])
