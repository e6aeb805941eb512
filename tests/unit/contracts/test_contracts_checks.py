from __future__ import annotations

from pathlib import Path

import pytest

from saphan import quality
from saphan.contracts import load_contract
from saphan.contracts.faults import BadContract

FIXTURES = Path(__file__).parents[2] / "fixtures" / "contracts"


def changed(tmp_path: Path, right: str, wrong: str) -> Path:
    text = (FIXTURES / "old_age.yaml").read_text("utf-8")
    assert right in text
    path = tmp_path / "contract.yaml"
    path.write_text(text.replace(right, wrong), "utf-8")
    return path


def test_a_check_that_is_not_there_is_refused_when_the_contract_is_loaded(tmp_path: Path) -> None:
    path = changed(tmp_path, "implementation: citizen_id_checksum", "implementation: citizen_id_checksun")
    assert load_contract(path).dataset  # elsewhere, where nobody knows the checks, it is read
    with pytest.raises(BadContract) as bad:
        load_contract(path, quality.parameters())
    told = str(bad.value)
    assert "`citizen_id_checksun`" in told
    assert "contract.yaml:31" in told
    assert "Did you mean `citizen_id_checksum`?" in told


def test_a_check_that_is_not_told_what_it_needs_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadContract, match="needs the parameter `high`"):
        load_contract(changed(tmp_path, "low: 0, high: 5000", "low: 0"), quality.parameters())


@pytest.mark.parametrize("path", sorted(FIXTURES.glob("*.yaml")), ids=lambda path: path.stem)
def test_contracts_that_ask_for_known_checks_are_loaded(path: Path) -> None:
    assert load_contract(path, quality.parameters()) == load_contract(path)
