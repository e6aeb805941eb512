"""Do our contracts keep to the standard, and to the vocabularies of the government catalogue?"""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from open_data_contract_standard.model import OpenDataContractStandard

from saphan.contracts.agreement import load_agreement
from saphan.contracts.load import load_contract
from saphan.contracts.meanings import Meaning
from saphan.synth.country import CONTRACTS

EXAMPLE = Path(__file__).resolve().parents[3] / "examples" / "first-agency"
FILES = [*sorted(CONTRACTS.glob("*.yaml")), EXAMPLE / "contract.yaml"]
# GD-Catalog: the values that may stand in each field, of those our eight datasets use.
OBJECTIVES = {
    "กฎหมายที่เกี่ยวข้อง",
    "พันธกิจหน่วยงาน",
    "เพื่อการให้บริการประชาชน",
    "นโยบายรัฐบาล/ข้อสั่งการนายกรัฐมนตรี",
    "มติคณะรัฐมนตรี",
}
MANDATORY = {
    "data_type",
    "title",
    "owner_org",
    "maintainer",
    "maintainer_email",
    "tag_string",
    "notes",
    "objective",
    "update_frequency_unit",
    "geo_coverage",
    "data_source",
    "data_format",
    "data_category",
    "license_id",
}


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_a_contract_is_one_of_the_open_data_contract_standard(file: Path) -> None:
    written = yaml.safe_load(file.read_text(encoding="utf-8"))
    model = OpenDataContractStandard(**written)
    again = yaml.safe_load(model.to_yaml())
    assert again == written  # nothing of ours was left out or changed by the standard's own model


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_every_column_is_described_in_thai_and_english(file: Path) -> None:
    contract = load_contract(file)
    assert contract.source == str(file)
    for column in contract.fields:
        assert column.description["th"], column.name
        assert column.description["en"], column.name


@pytest.mark.parametrize("file", FILES[:-1], ids=lambda file: file.stem)
def test_the_fourteen_catalogue_fields_are_there_in_their_vocabularies(file: Path) -> None:
    catalogue = load_contract(file).catalogue
    assert set(catalogue) >= MANDATORY
    assert catalogue["data_type"] == "ข้อมูลระเบียน"
    assert catalogue["data_category"] == "ข้อมูลส่วนบุคคล"
    assert catalogue["license_id"] == "License not specified"
    assert catalogue["update_frequency_unit"] in {"เดือน", "ปี"}
    assert catalogue["geo_coverage"] == "ตำบล"
    objectives, formats = catalogue["objective"], catalogue["data_format"]
    assert isinstance(objectives, list)
    assert isinstance(formats, list)
    assert set(objectives) <= OBJECTIVES
    assert set(formats) <= {"CSV", "XLS", "Text"}


def test_what_a_disability_is_stands_as_sensitive() -> None:
    kind = load_contract(CONTRACTS / "disability_cards.yaml").field_meaning(Meaning.DISABILITY_KIND)
    assert kind is not None
    assert kind.sensitive


def test_the_civil_register_is_trusted_first() -> None:
    contracts = [load_contract(file) for file in FILES]
    assert min(contracts, key=lambda contract: contract.trust).dataset == "civil_registration"
    assert [one.dataset for one in contracts if one.benefit] == ["child_support_grant", "old_age_allowance"]


def test_the_first_agency_has_an_agreement_for_its_dataset() -> None:
    agreement = load_agreement(EXAMPLE / "agreement.yaml")
    assert agreement.datasets == (load_contract(EXAMPLE / "contract.yaml").dataset,)
