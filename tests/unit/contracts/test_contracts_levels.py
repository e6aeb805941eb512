"""Memorandum, agreement, licence: none exceeds or outlives the one above it; what is wrong is named at its line."""

from __future__ import annotations

from pathlib import Path

import pytest

from saphan.contracts import BadContract, load_agreements

ABOVE = """\
agreement: frame
level: memorandum
title: {th: ก, en: a}
parties: [dla, msdhs]
datasets: [old_age_allowance, disability_cards]
purposes: [link_records, casework]
legal_basis: "24(4)"
sensitive_basis: "26(5)"
signatories: [x]
begins: 2026-01-01
ends: 2028-12-31
retention_days: 30
columns:
  casework:
    old_age_allowance: [citizen_id, given_name]
"""
BELOW = (
    ABOVE.replace("agreement: frame", "agreement: sharing")
    .replace("level: memorandum", "level: agreement\nunder: frame")
    .replace("ends: 2028-12-31", "ends: 2028-12-01")
)


def faults_of(tmp_path: Path, below: str, above: str = ABOVE) -> list[tuple[str, int, str]]:
    (tmp_path / "a.yaml").write_text(above, "utf-8")
    (tmp_path / "b.yaml").write_text(below, "utf-8")
    with pytest.raises(BadContract) as raised:
        load_agreements(tmp_path)
    return [(each.at, each.line, str(each.what)) for each in raised.value.faults]


def test_a_level_within_the_one_above_is_taken(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text(ABOVE, "utf-8")
    (tmp_path / "b.yaml").write_text(BELOW, "utf-8")
    found = load_agreements(tmp_path)
    assert found["sharing"].under == "frame"
    assert found["sharing"].opens("casework", "old_age_allowance", "citizen_id")
    assert not found["sharing"].opens("casework", "old_age_allowance", "birth_date")
    assert found["sharing"].opens("link_records", "old_age_allowance", "birth_date")


@pytest.mark.parametrize(
    ("right", "wrong", "at", "said"),
    [
        ("ends: 2028-12-01", "ends: 2029-01-01", "ends", "outlives"),
        ("begins: 2026-01-01", "begins: 2025-12-31", "begins", "begins before"),
        ("retention_days: 30", "retention_days: 300", "retention_days", "kept for longer"),
        ("parties: [dla, msdhs]", "parties: [dla, mof]", "parties[1]", "`mof` is not in `frame`"),
        ("allowance, disability_cards]", "allowance, x]", "datasets[1]", "not in"),
        ("purposes: [link_records, casework]", "purposes: [casework, training]", "purposes[1]", "not in `frame`"),
        ("[citizen_id, given_name]", "[citizen_id, birth_date]", "columns.casework.old_age_allowance[1]", "not in"),
        ("    old_age_allowance: [citizen_id, given_name]\n", "    disability_cards: [sex]\n",
         "columns.casework.old_age_allowance", "opens all"),
        ("under: frame", "under: fram", "under", "no agreement named"),
        ("level: agreement", "level: licence", "under", "cannot stand under"),
        ("level: agreement\nunder: frame", "level: licence", "level", "names none"),
        ("level: agreement", "level: treaty", "level", "not known"),
        ("retention_days: 30", "retention_days: -1", "retention_days", "whole number"),
        ("  casework:", "  curiosity:", "columns.curiosity", "not listed"),
        ("[citizen_id, given_name]", "[citizenid]", "columns.casework.old_age_allowance[0]", "not known"),
    ],
)  # fmt: skip
def test_what_exceeds_or_outlives_is_named_at_its_line(
    tmp_path: Path, right: str, wrong: str, at: str, said: str
) -> None:
    assert right in BELOW
    text = BELOW.replace(right, wrong, 1)
    found = faults_of(tmp_path, text)
    where, line, _ = next(fault for fault in found if fault[0] == at and said in fault[2])
    key = where.split("[")[0].split(".")[-1]
    assert key in text.splitlines()[line - 1] or key == "old_age_allowance"


def test_sensitive_data_need_the_ground_of_the_level_above(tmp_path: Path) -> None:
    found = faults_of(tmp_path, BELOW, ABOVE.replace('sensitive_basis: "26(5)"\n', ""))
    assert [at for at, _, _ in found] == ["sensitive_basis"]
