"""A pack's file: read whole, or refused with file and line."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from saphan.welfare import BadPack, load_pack, packs
from saphan.welfare.pack_file import PACKS

TEXT = (PACKS / "old_age_allowance.yaml").read_text("utf-8")


def changed(tmp_path: Path, old: str, new: str, name: str = "old_age_allowance.yaml") -> Path:
    assert old in TEXT
    path = tmp_path / name
    path.write_text(TEXT.replace(old, new, 1), "utf-8")
    return path


def test_the_pack_says_its_rules_and_its_scenarios() -> None:
    (pack,) = packs()
    assert pack.title == {"th": "เบี้ยยังชีพผู้สูงอายุ", "en": "Old-age allowance"}
    assert [tier.monthly_baht for tier in pack.rules[0].tiers] == [600, 700, 800, 1000]
    assert [rule.rule_id for rule in pack.scenarios] == ["raised_by_age", "flat_1000"]
    assert pack.rule("flat_1000") is pack.rules[-1]
    assert pack.rule("nothing") is None


@pytest.mark.parametrize(
    ("day", "rule_id", "at_seventy"),
    [
        (date(2022, 3, 31), "by_age", 700),
        (date(2022, 4, 1), "top_up_2022", 850),
        (date(2022, 9, 30), "top_up_2022", 850),
        (date(2022, 10, 1), "by_age", 700),
        (date(2026, 11, 22), "by_age", 700),
    ],
)
def test_a_scenario_never_applies_and_a_temporary_rule_only_on_its_days(
    day: date, rule_id: str, at_seventy: int
) -> None:
    rule = packs()[0].rule_on(day)
    assert rule is not None
    assert rule.rule_id == rule_id
    assert rule.tiers[1].monthly_baht == Decimal(at_seventy)


def test_before_its_first_rule_and_after_its_repeal_a_pack_has_none(tmp_path: Path) -> None:
    ended = changed(
        tmp_path,
        "status: in_force\n    effective_from: null  # no source seen gives the day\n    effective_to: null",
        "status: repealed\n    effective_from: 2012-01-01\n    effective_to: 2020-12-31",
    )
    pack = load_pack(ended)
    assert pack.rule_on(date(2011, 12, 31)) is None
    assert pack.rule_on(date(2012, 1, 1)) is not None
    assert pack.rule_on(date(2021, 1, 1)) is None


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("audience:", "audiance:", "`audiance` is not known"),
        ("benefit: old_age_allowance\n", "", "`benefit` is missing"),
        ("benefit: old_age_allowance", "benefit: other", "name of the file"),
        ("status: in_force", "status: law", "one of: in_force"),
        ("evidence: E", "evidence: X", "one of: V, E, B"),
        ("from_age: 70", "from_age: 71", "without a hole"),
        ("from_age: 60", "from_age: sixty", "whole number"),
        ("monthly_baht: 600", "monthly_baht: NaN", "amount in baht"),
        ("monthly_baht: 600", "monthly_baht: much", "amount in baht"),
        ("effective_from: 2022-04-01", "effective_from: 1/4/2565", "Common Era"),
        ("effective_to: 2022-09-30", "effective_to: null", "temporary rule needs"),
        ("status: in_force", "status: repealed", "repealed rule needs"),
        ("rule_id: flat_1000", "rule_id: by_age", "Two rules are called by_age"),
        ("status: proposed", "status: in_force", "apply on the same days"),
        ('likely: ["8"]', 'likely: ["3"]', "two standings"),
        ('thai: ["1", "2", "3", "4", "5"]', "thai: all", "a list"),
        ("  en: Old-age allowance", "  en: ''", "a text"),
        ("  en: Old-age allowance", "  en: [a]", "a single value"),
        ("title:\n  th: เบี้ยยังชีพผู้สูงอายุ\n  en: Old-age allowance", "title: x", "keys and values"),
        ("audience:", "audience: x\naudience:", "is twice"),
        ("benefit:", "benefit: [", "not a YAML file"),
    ],
)
def test_a_faulty_pack_is_refused_with_file_and_line(tmp_path: Path, old: str, new: str, says: str) -> None:
    path = changed(tmp_path, old, new)
    with pytest.raises(BadPack) as refused:
        load_pack(path)
    assert says in refused.value.tell("en")
    assert refused.value.where.startswith(f"{path}:")


def test_an_empty_file_is_refused_too(tmp_path: Path) -> None:
    path = tmp_path / "old_age_allowance.yaml"
    path.write_text("", "utf-8")
    with pytest.raises(BadPack):
        load_pack(path)
