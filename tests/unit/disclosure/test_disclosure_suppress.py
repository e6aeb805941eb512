"""Parts of the protection by themselves: the policy file, moves in whole numbers, the audit's intervals."""

from __future__ import annotations

import math
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from saphan.disclosure import CannotProtect, UnknownPolicyKey, default_policy, read_policy
from saphan.disclosure.attackers import Attacker, attackers
from saphan.disclosure.audit import Interval, intervals, narrow
from saphan.disclosure.protect import _pass_audit
from saphan.disclosure.suppress import small_counts, withhold
from saphan.disclosure.system import Cell, System, ancestors, system_of

ROWS = [
    ("t.x", row, column, count)
    for row, counts in {"5601": [3, 30, 33], "5602": [20, 10, 30], "56": [23, 40, 63], "total": [23, 40, 63]}.items()
    for column, count in zip(["a", "b", "total"], counts, strict=True)
]


def flags(system: System, *withheld: tuple[str, str]) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    return np.array([(cell.row_code, cell.column_code) in withheld or not system.is_published[at]
                     for at, cell in enumerate(system.cells)])  # fmt: skip


def reader(system: System) -> Attacker:
    policy = default_policy()
    return next(attackers(system, small_counts(system, policy), policy))


def test_the_policy_that_ships_withholds_one_to_four() -> None:
    policy = default_policy()
    assert [count for count in range(8) if policy.is_small(count)] == [1, 2, 3, 4]
    assert (policy.method, policy.version) == ("cell_suppression", "1.0")


def test_a_policy_with_a_key_too_many_or_too_few_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "policy.yaml"
    path.write_text("threshold: 5\nround_to: 3\n", "utf-8")
    with pytest.raises(UnknownPolicyKey, match=r"method.*round_to"):
        read_policy(path)


@pytest.mark.parametrize(
    ("area", "lies_in"),
    [("560101", ["5601", "56", "total"]), ("5601", ["56", "total"]), ("56unknown", ["56", "total"]),
     ("56", ["total"]), ("unknown", ["total"]), ("total", [])],
)  # fmt: skip
def test_an_area_lies_in_those_its_code_begins_with(area: str, lies_in: list[str]) -> None:
    assert list(ancestors(area)) == lies_in


def test_the_audit_finds_a_lone_blank_and_gives_the_range_of_a_rectangle() -> None:
    system = system_of(ROWS, default_policy())
    at = system.cells.index(Cell("t.x", "5601", "a"))
    lone = flags(system, ("5601", "a"))
    assert intervals(system, lone, [at], reader(system))[at].is_known
    rectangle = flags(system, ("5601", "a"), ("5601", "b"), ("5602", "a"), ("5602", "b"))
    assert intervals(system, rectangle, [at], reader(system))[at] == Interval(0.0, 23.0)
    every = np.ones(len(system.cells), dtype=np.bool_)
    assert intervals(system, every, [at], reader(system))[at] == Interval(0.0, math.inf)


def test_a_range_that_is_too_narrow_is_found() -> None:
    policy = default_policy()
    system = system_of(ROWS, policy)
    small = small_counts(system, policy)
    rectangle = flags(system, ("5601", "a"), ("5601", "b"), ("5602", "a"), ("5602", "b"))
    assert narrow(system, rectangle, small, policy) == []
    wide = replace(policy, possible_above=21)  # the column leaves 20 above the true 3
    assert narrow(system, rectangle, small, wide) == np.flatnonzero(small).tolist()


def test_an_insider_counts_on_one_person_in_every_blank_and_on_marks_where_they_tell() -> None:
    policy = default_policy()
    system = system_of(ROWS, policy)
    at = system.cells.index(Cell("t.x", "5601", "a"))
    rectangle = flags(system, ("5601", "a"), ("5601", "b"), ("5602", "a"), ("5602", "b"))
    _, insider = attackers(system, small_counts(system, policy), policy)
    assert intervals(system, rectangle, [at], insider)[at] == Interval(1.0, 22.0)
    telling = replace(policy, marks_tell_small=True)
    _, insider = attackers(system, small_counts(system, telling), telling)
    assert intervals(system, rectangle, [at], insider)[at] == Interval(1.0, 4.0)


def test_nothing_is_released_that_the_audit_does_not_pass() -> None:
    policy = default_policy()
    system = system_of(ROWS, policy)
    with pytest.raises(CannotProtect, match="audit"):
        _pass_audit(system, flags(system, ("5601", "a")), small_counts(system, policy), policy)


def test_a_move_is_of_whole_people_and_what_has_none_is_refused() -> None:
    # x = 2 y: half a person more in y would move x by one, and there are no half persons
    system = System(
        cells=(Cell("t", "r", "x"), Cell("t", "r", "y")),
        counts=np.array([4, 2]),
        is_published=np.array([True, True]),
        equations=(((0, 1), (1, -2)),),
    )
    small = np.array([True, False])
    with pytest.raises(CannotProtect):
        withhold(system, small, default_policy())
    even = replace(system, equations=(((0, 1), (1, -1)),), counts=np.array([4, 4]))
    assert withhold(even, small, default_policy()).tolist() == [True, True]
