"""Where in a YAML file does a value stand, and is it of the kind it should be?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from pathlib import Path

import yaml

from saphan.words import Words, say

NULL = "tag:yaml.org,2002:null"


class Fault(Exception):
    """What is wrong, and in which line of which file."""

    def __init__(self, what: Words, where: str) -> None:
        super().__init__(what, where)
        self.what, self.where = what, where


@dataclass(frozen=True)
class Node:
    """One node of the file; every reading of it either gives the kind asked for or names file and line."""

    node: yaml.Node
    path: Path

    def fault(self, what: Words) -> Fault:
        """That fault, with this node's file and line."""
        return Fault(what, f"{self.path}:{self.node.start_mark.line + 1}")

    def mapping(self, *keys: str) -> dict[str, Node]:
        """The values under exactly these keys: none missing, none besides."""
        if not isinstance(self.node, yaml.MappingNode):
            raise self.fault(say("Here must stand keys and values: {keys}.", keys=", ".join(keys)))
        found: dict[str, Node] = {}
        for key, value in self.node.value:
            if key.value not in keys or key.value in found:
                raise Node(key, self.path).fault(say("The key `{key}` is not known here, or is twice.", key=key.value))
            found[key.value] = Node(value, self.path)
        if missing := [key for key in keys if key not in found]:
            raise self.fault(say("The key `{key}` is missing.", key=missing[0]))
        return found

    def items(self) -> list[Node]:
        """The nodes of a list."""
        if not isinstance(self.node, yaml.SequenceNode):
            raise self.fault(say("Here must stand a list."))
        return [Node(item, self.path) for item in self.node.value]

    def optional_text(self) -> str | None:
        """The text, or None where the file says null."""
        if not isinstance(self.node, yaml.ScalarNode):
            raise self.fault(say("Here must stand a single value."))
        return None if self.node.tag == NULL else str(self.node.value)

    def text(self) -> str:
        """The text, which must not be empty."""
        if found := self.optional_text():
            return found
        raise self.fault(say("Here must stand a text."))

    def one_of(self, choices: tuple[str, ...]) -> str:
        """The text, which must be one of a closed list."""
        if (found := self.text()) in choices:
            return found
        raise self.fault(say("Here must stand one of: {choices}.", choices=", ".join(choices)))

    def bilingual(self) -> dict[str, str]:
        """The text in Thai and in English."""
        return {language: node.text() for language, node in self.mapping("th", "en").items()}

    def optional_day(self) -> date | None:
        """The day, or None where the file says null."""
        return None if self.optional_text() is None else self.day()

    def day(self) -> date:
        """The day, Common Era, year-month-day."""
        try:
            return date.fromisoformat(self.text())
        except ValueError as wrong:
            raise self.fault(say("Here must stand a day as year-month-day, Common Era.")) from wrong

    def optional_whole(self) -> int | None:
        """The whole number, or None where the file says null."""
        return None if self.optional_text() is None else self.whole()

    def whole(self) -> int:
        """The whole number, not negative."""
        if (found := self.text()).isascii() and found.isdigit():
            return int(found)
        raise self.fault(say("Here must stand a whole number."))

    def optional_money(self) -> Decimal | None:
        """The amount in baht, or None where the file says null."""
        return None if self.optional_text() is None else self.money()

    def money(self) -> Decimal:
        """The amount in baht, not negative."""
        try:
            found = Decimal(self.text())
        except InvalidOperation as wrong:
            raise self.fault(say("Here must stand an amount in baht.")) from wrong
        if not found.is_finite() or found < 0:
            raise self.fault(say("Here must stand an amount in baht."))
        return found


def read_yaml(path: Path) -> Node:
    """The root of the file."""
    root = yaml.compose(path.read_text("utf-8"), Loader=yaml.SafeLoader)
    return Node(root or yaml.ScalarNode(NULL, "", yaml.Mark(str(path), 0, 0, 0, "", 0)), path)
