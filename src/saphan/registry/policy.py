"""Whose word is taken for each field, and after which rule? A policy, kept in the release."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Self

import yaml

from saphan.errors import BrokenPromise
from saphan.words import say

PACKAGED = Path(__file__).parent / "policy.yaml"
FIELDS = ("citizen_id", "title", "given_name", "family_name", "sex", "birth_date", "residence", "phone")
CRITERIA = ("trust", "recency", "agreement")


class SurvivorshipUnreadable(BrokenPromise):
    """The survivorship policy file does not say what a policy must say."""


@dataclass(frozen=True)
class Choice:
    """How one field's value is chosen."""

    order: tuple[str, ...]  # of CRITERIA
    trust: tuple[str, ...] = ()  # datasets, the most trusted first; empty: the contracts' ranks

    @property
    def is_plain(self) -> bool:
        """Whether it is the usual rule: the contracts' order of trust, then the later delivery."""
        return self.order == ("trust", "recency") and not self.trust


@dataclass(frozen=True, kw_only=True)
class Policy:
    """How values are chosen; what changes results, and therefore a versioned file."""

    version: str
    fields: Mapping[str, Choice]
    most_at_an_address: int  # people; an address that more share is nobody's household

    @classmethod
    def load(cls, path: Path = PACKAGED) -> Self:
        """The policy written in a file.

        Raises:
            SurvivorshipUnreadable: a field is missing or unknown, or a criterion is, or a number is none.
        """
        read = yaml.safe_load(path.read_text("utf-8"))
        if not isinstance(read, Mapping) or set(read) != {"version", "fields", "most_at_an_address"}:
            raise _unreadable(path)
        fields, most = read["fields"], read["most_at_an_address"]
        if type(most) is not int or most < 1:  # yes and no are numbers too
            raise _unreadable(path)
        if not isinstance(fields, Mapping) or set(fields) != set(FIELDS):
            raise _unreadable(path)
        choices = {name: _choice(fields[name], path) for name in FIELDS}
        return cls(version=str(read["version"]), fields=choices, most_at_an_address=most)


def default_policy() -> Policy:
    """The policy that comes with Saphan."""
    return Policy.load()


def _choice(written: object, path: Path) -> Choice:
    if not isinstance(written, Mapping) or not {"order"} <= set(written) <= {"order", "trust"}:
        raise _unreadable(path)
    order, trust = written["order"], written.get("trust", [])
    if not isinstance(order, list) or not order or not isinstance(trust, list) or len(set(order)) != len(order):
        raise _unreadable(path)
    if not set(order) <= set(CRITERIA):
        raise _unreadable(path)
    return Choice(tuple(order), tuple(str(dataset) for dataset in trust))


def _unreadable(path: Path) -> SurvivorshipUnreadable:
    return SurvivorshipUnreadable(
        say("The survivorship policy cannot be read."),
        where=path.name,
        cure=say(
            "Write `version` and, for each of {fields}, an `order` of {criteria}.",
            fields=", ".join(FIELDS),
            criteria=", ".join(CRITERIA),
        ),
    )
