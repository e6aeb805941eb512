"""Catalogue records: all 14 fields, the catalogue's own words, and titles in two languages."""

from __future__ import annotations

import json
import re
from datetime import date
from pathlib import Path

import pytest

from saphan.exchange.catalogue import FIELDS, Steward, check, record, write_record
from saphan.exchange.catalogue.record import IncompleteRecord
from saphan.exchange.titles import title

TABLE = "old_age_allowance.missing.area_age"
STEWARD = Steward(owner_org="msdhs", maintainer="กองตัวอย่าง", maintainer_email="open@example.go.th")


def good() -> dict[str, object]:
    return record(
        TABLE, steward=STEWARD, data_source="ทะเบียนราษฎรและบัญชีจ่ายเบี้ยยังชีพ", as_of=date(2026, 11, 22), file_name="t.csv"
    )


def test_a_table_s_record_is_complete() -> None:
    assert check(good()) == []
    assert good()["last_updated_date"] == "2026-11-22"


def test_there_are_fourteen_fields_in_the_words_of_the_reference(reference: Path) -> None:
    page = (reference / "welfare-rules.md").read_text("utf-8")
    tabled = re.findall(r"^\| \d+ \| `(\w+)` \|", page, re.MULTILINE)
    assert [field.name for field in FIELDS] == tabled
    for field in FIELDS:
        listed = re.search(rf"^\*\*`{field.name}`\*\* \([^)]*\): (.*)$", page, re.MULTILINE)
        assert list(field.values) == (re.findall(r"`([^`]+)`", listed[1]) if listed else [])


@pytest.mark.parametrize("field", FIELDS, ids=lambda field: field.name)
def test_every_field_is_missed_when_it_is_not_there_or_empty(field: object) -> None:
    name = getattr(field, "name", "")
    for empty in (None, "", " ", []):
        problems = check({**good(), name: empty})
        assert len(problems) == 1
        assert name in str(problems[0])
    assert len(check({key: value for key, value in good().items() if key != name})) == 1


@pytest.mark.parametrize("field", [field for field in FIELDS if field.values], ids=lambda field: field.name)
def test_a_word_the_catalogue_does_not_have_is_found(field: object) -> None:
    name, kind = getattr(field, "name", ""), getattr(field, "kind", "")
    (problem,) = check({**good(), name: ["ดาวอังคาร"] if kind == "many" else "ดาวอังคาร"})
    assert "ดาวอังคาร" in str(problem)


def test_other_asks_what_it_is() -> None:
    (problem,) = check({**good(), "objective": ["อื่นๆ"]})
    assert "objective_other" in str(problem)
    assert check({**good(), "objective": ["อื่นๆ"], "objective_other": "งานวิจัย"}) == []
    (problem,) = check({**good(), "data_type": "ข้อมูลประเภทอื่นๆ"})
    assert "data_type_other" in str(problem)


@pytest.mark.parametrize("address", ["nobody", "a@b", "a b@c.d", "@c.d"])
def test_an_address_that_is_none_is_found(address: str) -> None:
    (problem,) = check({**good(), "maintainer_email": address})
    assert "maintainer_email" in str(problem)


@pytest.mark.parametrize("given", [["ข้อมูลสถิติ"], 7, {"th": "ข้อมูลสถิติ"}])
def test_a_field_of_the_wrong_form_is_found(given: object) -> None:
    (problem,) = check({**good(), "data_type": given})
    assert "data_type" in str(problem)


def test_several_must_come_as_a_list() -> None:
    (problem,) = check({**good(), "objective": "พันธกิจหน่วยงาน"})
    assert "objective" in str(problem)


def test_a_record_is_written_in_thai_and_an_unready_one_is_not_written(tmp_path: Path) -> None:
    path = tmp_path / "record.json"
    write_record(path, good())
    assert json.loads(path.read_text("utf-8")) == good()
    assert "ข้อมูลสถิติ" in path.read_text("utf-8")
    with pytest.raises(IncompleteRecord, match="geo_coverage"):
        write_record(tmp_path / "unready.json", {**good(), "geo_coverage": "ดาวอังคาร"})
    assert not (tmp_path / "unready.json").exists()


@pytest.mark.parametrize("kind", ["eligible.area_age", "missing.area_age", "outcome.area_outcome"])
def test_every_table_has_a_title_that_names_its_benefit(kind: str) -> None:
    assert "the old-age allowance" in title(f"old_age_allowance.{kind}").in_("en")


def test_a_table_or_a_benefit_without_words_is_called_by_its_id() -> None:
    assert str(title("x.y")) == "Table x.y"
    assert "housing_aid" in str(title("housing_aid.missing.area_age"))
