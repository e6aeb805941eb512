"""Is a policy pack's file complete and right? Read it with file and line for every fault."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from itertools import combinations, pairwise
from pathlib import Path
from typing import cast, get_args

import yaml

from saphan.errors import BrokenPromise
from saphan.welfare.pack import DatedRule, Evidence, Example, Pack, Standing, Status, Tier
from saphan.welfare.yaml_node import Fault, Node, read_yaml
from saphan.words import Words, say

PACKS = Path(__file__).parent / "packs"


class BadPack(BrokenPromise):
    """A policy pack is incomplete, contradicts itself, or holds a key that is not known."""


def packs() -> tuple[Pack, ...]:
    """Every pack that comes with Saphan, by name."""
    return tuple(load_pack(path) for path in sorted(PACKS.glob("*.yaml")))


def load_pack(path: Path) -> Pack:
    """The pack in that file.

    Raises:
        BadPack: the file is no YAML, a key is missing or unknown, a value is of the wrong kind, or rules overlap.
    """
    try:
        pack = _pack(read_yaml(path), path)
    except yaml.YAMLError as unreadable:
        mark = getattr(unreadable, "problem_mark", None)
        raise _bad(say("It is not a YAML file."), f"{path}:{mark.line + 1}" if mark else str(path)) from unreadable
    except Fault as fault:
        raise _bad(fault.what, fault.where) from fault
    return pack


def _bad(what: Words, where: str) -> BadPack:
    return BadPack(
        say("The policy pack cannot be used: {fault}", fault=what),
        where=where,
        cure=say("Correct that line; the pack old_age_allowance.yaml shows every key."),
    )


def _pack(root: Node, path: Path) -> Pack:
    parts = root.mapping("benefit", "title", "audience", "not_checked", "nationality", "rules", "examples")
    if parts["benefit"].text() != path.stem:
        raise parts["benefit"].fault(say("`benefit` must be the name of the file, {name}.", name=path.stem))
    evidence = parts["nationality"].mapping("number_kinds", "words")
    rule_nodes = parts["rules"].items()
    rules = tuple(_rule(node) for node in rule_nodes)
    _refuse_overlaps(rules, rule_nodes)
    return Pack(
        benefit=path.stem,
        title=parts["title"].bilingual(),
        audience=parts["audience"].bilingual(),
        not_checked=parts["not_checked"].bilingual(),
        number_kinds=_standings(evidence["number_kinds"]),
        nationality_words=_standings(evidence["words"]),
        rules=rules,
        examples=tuple(_example(node) for node in parts["examples"].items()),
    )


def _standings(node: Node) -> dict[str, Standing]:
    found: dict[str, Standing] = {}
    for standing in get_args(Standing):
        for value in node.mapping(*get_args(Standing))[standing].items():
            if value.text() in found:
                raise value.fault(say("The same evidence stands under two standings."))
            found[value.text()] = standing
    return found


def _rule(node: Node) -> DatedRule:
    parts = node.mapping(
        "rule_id", "status", "effective_from", "effective_to", "last_confirmed", "evidence", "citation", "tiers"
    )
    tier_nodes = parts["tiers"].items()
    tiers = tuple(_tier(tier) for tier in tier_nodes)
    for (earlier, later), place in zip(pairwise(tiers), tier_nodes[1:], strict=True):
        if earlier.to_age is None or later.from_age != earlier.to_age + 1:
            raise place.fault(say("Ages must follow one another without a hole or an overlap."))
    rule = DatedRule(
        rule_id=parts["rule_id"].text(),
        status=cast("Status", parts["status"].one_of(get_args(Status))),
        effective_from=parts["effective_from"].optional_day(),
        effective_to=parts["effective_to"].optional_day(),
        last_confirmed=parts["last_confirmed"].optional_day(),
        evidence=cast("Evidence", parts["evidence"].one_of(get_args(Evidence))),
        citation=parts["citation"].bilingual(),
        tiers=tiers,
    )
    if rule.status == "temporary" and (rule.effective_from is None or rule.effective_to is None):
        raise parts["status"].fault(say("A temporary rule needs the day it begins and the day it ends."))
    if rule.status == "repealed" and rule.effective_to is None:
        raise parts["status"].fault(say("A repealed rule needs the day it ended."))
    return rule


def _tier(node: Node) -> Tier:
    parts = node.mapping("from_age", "to_age", "monthly_baht")
    return Tier(
        from_age=parts["from_age"].whole(),
        to_age=parts["to_age"].optional_whole(),
        monthly_baht=parts["monthly_baht"].money(),
    )


def _example(node: Node) -> Example:
    parts = node.mapping(
        "title", "as_of", "birth_date", "birth_precision", "citizen_id_kind", "death_date", "verdict", "reason",
        "monthly_baht",
    )  # fmt: skip
    return Example(
        title=parts["title"].text(),
        as_of=parts["as_of"].day(),
        birth_date=parts["birth_date"].optional_day(),
        birth_precision=parts["birth_precision"].optional_text(),
        citizen_id_kind=parts["citizen_id_kind"].optional_text(),
        death_date=parts["death_date"].optional_day(),
        verdict=parts["verdict"].optional_text(),
        reason=parts["reason"].optional_text(),
        monthly_baht=parts["monthly_baht"].optional_money(),
    )


def _refuse_overlaps(rules: Sequence[DatedRule], places: Sequence[Node]) -> None:
    numbered = list(zip(rules, places, strict=True))
    for (one, _), (other, place) in combinations(numbered, 2):
        if one.rule_id == other.rule_id:
            raise place.fault(say("Two rules are called {rule_id}.", rule_id=one.rule_id))
        if _rank(one) == _rank(other) and _overlap(one, other):
            raise place.fault(
                say("The rules {one} and {other} apply on the same days.", one=one.rule_id, other=other.rule_id)
            )


def _rank(rule: DatedRule) -> int:
    """Temporary rules interrupt standing ones; scenarios never meet anything."""
    return {"temporary": 1, "in_force": 2, "repealed": 2}.get(rule.status, 0)


def _overlap(one: DatedRule, other: DatedRule) -> bool:
    starts = max(one.effective_from or date.min, other.effective_from or date.min)
    ends = min(one.effective_to or date.max, other.effective_to or date.max)
    return _rank(one) > 0 and starts <= ends
