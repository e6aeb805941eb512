"""Patterns of GaussSuppression beside ours: t1 equal; elsewhere both pass our audit for what is exactly known.

GaussSuppression asks less (no exact disclosure), so ours may withhold up to 1.3 times as many cells.
"""

from __future__ import annotations

import csv
from collections import Counter
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from saphan.disclosure import default_policy
from saphan.disclosure.attackers import Flags, attackers
from saphan.disclosure.audit import intervals, narrow
from saphan.disclosure.suppress import withhold
from saphan.disclosure.system import Cell, System, system_of

# the middle level of `geo`, written as our area codes
AREAS = {"Total": "total", "EU": "10", "nonEU": "20", "Iceland": "2001", "Portugal": "1001", "Spain": "1002"}
FLAT = {"Total": "total", "Iceland": "20", "Portugal": "10", "Spain": "11"}  # t1 has no middle level
PLAIN = replace(default_policy(), weight_of_totals=1.0)  # the reference has no dearer totals


def read(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as opened:
        return list(csv.DictReader(opened))


def pattern(reference: Path, name: str) -> tuple[System, Flags, Flags]:
    """The system of a reference table, its primary cells and the reference's pattern."""
    lines = read(reference / "expected" / f"gauss_{name}.csv")
    areas = FLAT if name == "t1" else AREAS
    at = [Cell("t.x", areas[line["geo"]], line["age"].replace("Total", "total")) for line in lines]
    system = system_of([(*cell, int(line["freq"])) for cell, line in zip(at, lines, strict=True)], PLAIN)
    marks = {
        cell: (line["primary"] == "TRUE", line["suppressed"] == "TRUE") for cell, line in zip(at, lines, strict=True)
    }
    both = np.array([marks.get(cell, (False, True)) for cell in system.cells])
    return system, both[:, 0], both[:, 1]


def counted(system: System, withheld: Flags) -> int:
    return int((withheld & system.is_published).sum())


def test_t1_has_the_same_four_cells(reference: Path) -> None:
    system, primary, suppressed = pattern(reference, "t1")
    assert (withhold(system, primary, PLAIN) & system.is_published).tolist() == (
        suppressed & system.is_published
    ).tolist()


@pytest.mark.parametrize(("name", "zeros_are_public"), [("t2", True), ("t4", True), ("t5", False)])
def test_both_patterns_pass_the_audit(reference: Path, name: str, zeros_are_public: bool) -> None:  # a drawn case
    policy = replace(PLAIN, zeros_are_public=zeros_are_public)
    system, primary, suppressed = pattern(reference, name)
    ours = withhold(system, primary, policy)
    reader, _ = attackers(system, primary, policy)
    theirs = intervals(system, suppressed, reader.wanted, reader)
    assert not [cell for cell, interval in theirs.items() if interval.is_known]
    assert narrow(system, ours, primary, policy) == []
    assert counted(system, ours) <= 1.3 * counted(system, suppressed)


def z3(reference: Path) -> tuple[System, Flags, Flags]:
    """The three-way table: its equations over two overlapping trees of regions, built here from the input."""
    inputs = read(reference / "expected" / "input_z3.csv")
    lines = read(reference / "expected" / "gauss_z3_nozeros.csv")
    by_code = {(line["region"], line["hovedint"], line["mnd"]): line for line in lines}
    number = {code: at for at, code in enumerate(by_code)}
    trees: list[list[tuple[str, list[str]]]] = [[], [], []]
    for level in ("fylke", "kostragr"):
        members = {
            code: sorted({row["region"] for row in inputs if row[level] == code}) for code in {r[level] for r in inputs}
        }
        trees[0] += [*sorted(members.items()), ("Total", sorted(members))]
    trees[1] = [("Total", sorted({row["hovedint"] for row in inputs}))]
    trees[2] = [("M01M05", ["m01m05"]), ("M06M12", ["m06m09", "m10m12"]), ("Total", ["M01M05", "M06M12"])]
    equations = []
    for dimension, tree in enumerate(trees):
        others = sorted({(*code[:dimension], "", *code[dimension + 1 :]) for code in by_code})
        for whole, parts in tree:
            for other in others:
                put = [(*other[:dimension], code, *other[dimension + 1 :]) for code in (whole, *parts)]
                equations.append(tuple((number[code], 1 if at == 0 else -1) for at, code in enumerate(put)))
    assert len(equations) == 1245
    system = System(
        cells=tuple(Cell(*code) for code in by_code),
        counts=np.array([int(line["ant"]) for line in by_code.values()]),
        is_published=np.ones(len(by_code), dtype=np.bool_),
        equations=tuple(equations),
    )
    marks = [(line["primary"] == "TRUE", line["suppressed"] == "TRUE") for line in by_code.values()]
    return system, np.array(marks)[:, 0], np.array(marks)[:, 1]


def test_the_three_way_table_z3_is_protected_where_line_cuts_alone_are_not(reference: Path) -> None:
    system, primary, suppressed = z3(reference)
    ours = withhold(system, primary, PLAIN)
    assert narrow(system, ours, primary, PLAIN) == []
    assert counted(system, ours) <= counted(system, suppressed)  # 502 and 619 when this was written


def test_the_audit_finds_what_line_cuts_alone_leave_known(reference: Path) -> None:
    system, primary, _ = z3(reference)
    withheld = primary.copy()
    # no blank alone in its line, the cell that helps most such lines joining it: that, and nothing else
    while alone := [terms for terms in system.equations if sum(withheld[cell] for cell, _ in terms) == 1]:
        votes = Counter(cell for terms in alone for cell, _ in terms if not withheld[cell] and system.counts[cell])
        withheld[max(votes, key=lambda cell: (votes[cell], -system.counts[cell], -cell))] = True
    reader, _ = attackers(system, primary, PLAIN)
    found = intervals(system, withheld, reader.wanted, reader)
    assert [cell for cell, interval in found.items() if interval.is_known]
