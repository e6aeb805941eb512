"""The policy is a file that says exactly what it must."""

from __future__ import annotations

from pathlib import Path

import pytest

from saphan import linkage
from saphan.linkage import blocking
from saphan.linkage.policy import PACKAGED


def test_every_blocking_rule_has_a_key_and_every_key_a_rule() -> None:
    assert set(blocking.RULES) == set(linkage.default_policy().blocking)


def test_the_preset_lies_above_the_weight_from_which_a_person_is_asked() -> None:
    policy = linkage.default_policy()
    assert policy.preset_weight > policy.review_weight
    assert policy.recorded()["version"] == policy.version


@pytest.mark.parametrize("broken", ["version: 1\n", "[]\n", "largest_block: many\n"])
def test_a_policy_that_says_less_is_refused(tmp_path: Path, broken: str) -> None:
    file = tmp_path / "policy.yaml"
    file.write_text(broken, "utf-8")
    with pytest.raises(linkage.PolicyUnreadable) as refused:
        linkage.Policy.load(file)
    assert "largest_block" in refused.value.tell("en")


def test_a_policy_of_the_wrong_kind_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "policy.yaml"
    file.write_text(PACKAGED.read_text("utf-8").replace("largest_block: 120", "largest_block: many"), "utf-8")
    with pytest.raises(linkage.PolicyUnreadable):
        linkage.Policy.load(file)
