"""Which counts are too small to show, and how far off an attacker must remain?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import cast

import yaml

from saphan.errors import BrokenPromise
from saphan.words import say

DEFAULT = Path(__file__).parent / "policy.yaml"


class UnknownPolicyKey(BrokenPromise):
    """A policy file names something this version does not know, or leaves out something it needs."""


@dataclass(frozen=True)
class Difference:
    """Two tables whose cells anyone can subtract; named without the benefit."""

    whole: str
    part: str
    columns: tuple[str, ...]  # the columns both have; empty: all


@dataclass(frozen=True)
class Link:
    """A table whose row totals are also a sum of some columns of another; named without the benefit."""

    total_of: str
    table: str
    columns: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Policy:
    """When a count is withheld, and what must stay possible for whoever knows everything that is shown."""

    method: str
    version: str
    threshold: int  # withheld if 0 < count < threshold
    zeros_are_public: bool  # False: a zero may be withheld to protect another cell
    possible_above: int
    possible_below: int
    marks_tell_small: bool  # True: C for small counts and D for those that hide them; False: C for every blank
    weight_of_totals: float
    differences: tuple[Difference, ...]
    links: tuple[Link, ...]

    def is_small(self, count: int) -> bool:
        """Whether a count is too small to be shown."""
        return 0 < count < self.threshold


def default_policy() -> Policy:
    """The policy this version of Saphan ships."""
    return read_policy(DEFAULT)


def read_policy(path: Path) -> Policy:
    """The policy in a file.

    Raises:
        UnknownPolicyKey: a key is missing, or is not one of `Policy`.
    """
    held = cast("Mapping[str, object]", yaml.safe_load(path.read_text("utf-8")))
    wrong = {field.name for field in fields(Policy)} ^ set(held)
    if wrong:
        raise UnknownPolicyKey(
            say(
                "A protection policy lacks these keys, or should not have them: {keys}.", keys=", ".join(sorted(wrong))
            ),
            where=path.name,
            cure=say("Write exactly the keys of the policy that came with Saphan."),
        )
    differences = cast("list[dict[str, object]]", held["differences"])
    links = cast("list[dict[str, object]]", held["links"])
    return Policy(
        method=str(held["method"]),
        version=str(held["version"]),
        threshold=int(str(held["threshold"])),
        zeros_are_public=bool(held["zeros_are_public"]),
        possible_above=int(str(held["possible_above"])),
        possible_below=int(str(held["possible_below"])),
        marks_tell_small=bool(held["marks_tell_small"]),
        weight_of_totals=float(str(held["weight_of_totals"])),
        differences=tuple(
            Difference(str(each["whole"]), str(each["part"]), _texts(each.get("columns"))) for each in differences
        ),
        links=tuple(Link(str(each["total_of"]), str(each["table"]), _texts(each["columns"])) for each in links),
    )


def _texts(held: object) -> tuple[str, ...]:
    return tuple(cast("list[str]", held or []))
