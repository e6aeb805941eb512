"""What is made from a contract: checked by readers that know nothing of it."""

from __future__ import annotations

import json
import re
from datetime import date
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook

from saphan.contracts import load_contract
from saphan.contracts.model import Contract
from saphan.exchange.catalogue import FIELDS
from saphan.exchange.described import catalogue_record, dcat_record, json_schema, write_template

SHACL = "http://www.w3.org/ns/shacl#"
CONTRACTS = sorted((Path(__file__).parents[3] / "src/saphan/synth/contracts").glob("*.yaml"))


@pytest.fixture(params=CONTRACTS, ids=lambda path: path.stem)
def contract(request: pytest.FixtureRequest) -> Contract:
    return load_contract(request.param)


def test_every_mandatory_catalogue_field_is_there_in_the_catalogues_own_words(contract: Contract) -> None:
    record, problems = catalogue_record(contract)
    assert [str(problem) for problem in problems] == []
    assert {field.name for field in FIELDS} <= record.keys()


def test_a_word_the_catalogue_does_not_have_is_named(contract: Contract) -> None:
    from dataclasses import replace  # noqa: PLC0415 - only here

    wrong = replace(contract, catalogue={**contract.catalogue, "geo_coverage": "ดาวอังคาร"})
    _, problems = catalogue_record(wrong)
    assert any("ดาวอังคาร" in str(problem) for problem in problems)


@pytest.mark.filterwarnings("ignore::DeprecationWarning")  # rdflib 7 about itself
def test_the_dcat_record_passes_the_shapes_of_the_application_profile(contract: Contract, reference: Path) -> None:
    from pyshacl import validate  # noqa: PLC0415 - slow to import
    from rdflib import Graph, URIRef  # noqa: PLC0415 - likewise

    record = dcat_record(contract, modified=date(2026, 11, 22))
    graph = Graph().parse(data=json.dumps(record), format="json-ld")
    shapes = Graph().parse(reference / "expected" / "dcat" / "dcat-ap-SHACL.ttl", format="turtle")
    _, found, text = validate(graph, shacl_graph=shapes, advanced=True, do_owl_imports=False)
    severities = [str(severity) for severity in found.objects(predicate=URIRef(f"{SHACL}resultSeverity"))]
    assert f"{SHACL}Violation" not in severities, text
    assert len(graph) > 15


def test_the_template_has_the_contracts_columns_and_opens(contract: Contract, tmp_path: Path) -> None:
    path = tmp_path / "template.xlsx"
    write_template(path, contract)
    workbook = CalamineWorkbook.from_path(path)
    first = workbook.get_sheet_by_index(0).to_python()
    assert first[0] == [field.name for field in contract.fields]
    explained = workbook.get_sheet_by_index(1).to_python()
    assert len(explained) == len(contract.fields) + 1


def test_the_schema_of_a_row_names_every_column_and_what_must_be_there(contract: Contract) -> None:
    schema = json_schema(contract)
    assert list(schema["properties"]) == [field.name for field in contract.fields]  # type: ignore[call-overload]  # a mapping, as written
    assert schema["required"] == [field.name for field in contract.fields if field.required]
    for said in schema["properties"].values():  # type: ignore[attr-defined]  # likewise
        re.compile(said.get("pattern", ""))
