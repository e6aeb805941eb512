from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from saphan.contracts import BadContract, load_agreement, load_agreements

FIXTURES = Path(__file__).parents[2] / "fixtures" / "agreements"
TEXT = (FIXTURES / "dla_allowances.yaml").read_text("utf-8")


def test_an_agreement_is_read_with_its_days() -> None:
    agreement = load_agreement(FIXTURES / "dla_allowances.yaml")
    assert (agreement.begins, agreement.ends) == (date(2026, 10, 1), date(2028, 9, 30))
    assert agreement.purposes == ("link_records", "find_missing_help", "casework")
    assert (agreement.legal_basis, agreement.sensitive_basis) == ("24(4)", "26(5)")


@pytest.mark.parametrize(
    ("right", "wrong", "at", "said"),
    [
        ("agreement: dla_allowances\n", "", "agreement", "missing"),
        ("parties:", "partis:", "partis", "Did you mean `parties`"),
        ("parties: [dla, msdhs]", "parties: dla", "parties", "must be a list"),
        ("datasets: [old_age_allowance]", "datasets: [Old age]", "datasets[0]", "only small letters"),
        ("datasets: [old_age_allowance]", "datasets: [a, a]", "datasets[1]", "listed twice"),
        ("datasets: [old_age_allowance]", "datasets: [1]", "datasets[0]", "must be text"),
        ("link_records", "link_record", "purposes[0]", "Did you mean `link_records`"),
        ('"24(4)"', '"24(9)"', "legal_basis", "not a ground"),
        ('"24(4)"', "24", "legal_basis", "must be text"),
        ('"26(5)"', '"24(5)"', "sensitive_basis", "not a ground"),
        ("begins: 2026-10-01", "begins: 1/10/2026", "begins", "not a day"),
        ("begins: 2026-10-01", "begins: 2569-10-01", "begins", "Take 543 from it: 2026"),
        ("ends: 2028-09-30", "ends: 2026-09-30", "ends", "ends before it begins"),
        ("  en: Agreement on allowance data\n", "", "title", "`th` and an `en`"),
        ("signatories:", "begins: 2026-10-02\nsignatories:", "begins", "written twice"),
    ],
)
def test_every_fault_names_its_line_and_its_cure(tmp_path: Path, right: str, wrong: str, at: str, said: str) -> None:
    path = tmp_path / "agreement.yaml"
    text = TEXT.replace(right, wrong, 1)
    path.write_text(text, "utf-8")
    with pytest.raises(BadContract) as raised:
        load_agreement(path)
    fault = next(each for each in raised.value.faults if said in f"{each.what} {each.cure}")
    assert fault.at.startswith(at)
    assert f"agreement.yaml:{fault.line}" in str(raised.value)


def test_two_agreements_of_one_name_are_told(tmp_path: Path) -> None:
    for name in ("a.yaml", "b.yaml"):
        (tmp_path / name).write_text(TEXT, "utf-8")
    with pytest.raises(BadContract, match=r"a\.yaml too"):
        load_agreements(tmp_path)
