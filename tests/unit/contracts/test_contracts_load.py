from __future__ import annotations

from pathlib import Path

import pytest

from saphan.contracts import BadContract, NoContracts, load_contract, load_contracts
from saphan.contracts.meanings import Meaning
from saphan.contracts.model import Rule

FIXTURES = Path(__file__).parents[2] / "fixtures" / "contracts"
OLD_AGE = (FIXTURES / "old_age.yaml").read_text("utf-8")
DISABILITY = (FIXTURES / "disability.yaml").read_text("utf-8")


def faults_of(tmp_path: Path, text: str | bytes) -> BadContract:
    path = tmp_path / "contract.yaml"
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    with pytest.raises(BadContract) as raised:
        load_contract(path)
    return raised.value


def line_of(text: str, part: str) -> int:
    return next(number for number, line in enumerate(text.splitlines(), 1) if part in line)


def test_a_contract_becomes_what_the_route_needs() -> None:
    contract = load_contract(FIXTURES / "old_age.yaml")
    assert (contract.dataset, contract.agency, contract.version, contract.benefit, contract.trust) == (
        "old_age_allowance", "dla", "1.2.0", "old_age_allowance", 40,
    )  # fmt: skip
    assert contract.title == {"th": "เบี้ยยังชีพผู้สูงอายุ", "en": "Old-age allowance"}
    assert (contract.file.format, contract.file.pattern, contract.file.encoding) == ("csv", "old_age_*.csv", "cp874")
    born = contract.field_meaning(Meaning.BIRTH_DATE)
    assert born is not None
    assert (born.era, born.pattern) == ("be", "dmy")
    assert contract.fields[3].rules == (
        Rule(check_id="in_range", severity="quarantine", params={"low": 0, "high": 5000}),
    )


def test_fixed_widths_and_sensitive_columns_are_read() -> None:
    kind = load_contract(FIXTURES / "disability.yaml").fields[2]
    assert (kind.start, kind.width, kind.sensitive, kind.required) == (34, 2, True, True)


AGENCY = "{property: saphan.agency, value: dla}"
GIVEN = "value: given_name}"
MORE = "value: given_name}\n          - {property: "
WRONG = [
    # what is written, instead of what, where it is said to be, what is said
    ("kind: DataContract", "kind: DataContrac", "kind", "Did you mean `DataContract`"),
    ("kind: DataContract\n", "", "kind", "`kind` is missing"),
    ("apiVersion: v3.1.0", "apiVersion: v2.2.0", "apiVersion", "not known here"),
    ("version: 1.2.0", "version: 1.2", "version", "must be text"),
    ("status: active", "statuss: active", "statuss", "Did you mean `status`"),
    (AGENCY, "{property: saphan.agency, value: กรม}", "saphan.agency", "a word of small"),
    (AGENCY, "{property: saphan.agency, valu: dla}", "customProperties[0].valu", "`value`"),
    ("{property: saphan.trust, value: 40}", "{property: saphan.trust, value: '40'}", "saphan.trust", "a whole number"),
    ("{property: saphan.trust, value: 40}", "{property: saphan.trust, value: 400}", "saphan.trust", "between 1 and 99"),
    ("{property: saphan.trust,", "{property: saphan.trustt,", "saphan.trustt", "Did you mean `saphan.trust`"),
    ("{property: saphan.trust, value: 40}", "{property: saphan.benefit, value: x}", "saphan.benefit", "written twice"),
    ("path: old_age_*.csv", "path: ../old_age_*.csv", "servers[0].path", "without a directory"),
    ("path: old_age_*.csv", "path: /etc/passwd", "servers[0].path", "without a directory"),
    ("path: old_age_*.csv", 'path: "*.*"', "servers[0].path", "without a directory"),
    ("type: local", "type: mysql", "servers[0].type", "Use one of: local, postgres"),
    ("format: csv", "format: cvs", "servers[0].format", "Did you mean `csv`"),
    ("value: TIS-620", "value: latin-1", "servers[0].saphan.encoding", "not known here"),
    ("saphan.encoding, value: TIS-620", "saphan.separator, value: ab", "servers[0].saphan.separator", "one character"),
    ("saphan.encoding, value: TIS-620", "saphan.headerRow, value: -3", "servers[0].saphan.headerRow", "between 1 and"),
    ("- name: old_age_allowance", "- name: Old age", "schema[0].name", "only small letters"),
    ("logicalType: string", "logicalType: text", "schema[0].properties[0].logicalType", "not known here"),
    ("required: true\n        cl", "required: often\n        cl", "properties[0].required", "true or false"),
    ("classification: personal", "classification: persnal", "properties[0].classification", "Did you mean `personal`"),
    ("type: custom, engine: saphan, implementation: citizen_id_checksum", "type: sql, query: DROP TABLE x",
     "schema[0].properties[0].quality[0]", "`sql` is never run"),
    ("implementation: citizen_id_checksum", "implementation: ../x", "quality[0].implementation", "not name a check"),
    ("severity: warn", "severity: warning", "properties[0].quality[0].severity", "Did you mean `warn`"),
    ("arguments: {low: 0", "arguments: {low: true", "quality[0].arguments.low", "must be text, a number"),
    ("value: citizen_id}", "value: citizenid}", "schema[0].properties[0].saphan.meaning", "Did you mean `citizen_id`"),
    ("value: given_name}", "value: citizen_id}", "schema[0].properties[1].saphan.meaning", "Two columns mean"),
    ("- name: ชื่อ", "- name: วันเกิด", "schema[0].properties[2].name", "described twice"),
    ("value: be}", "value: thai}", "schema[0].properties[2].saphan.era", "Use one of: auto, be, ce"),
    ("value: dmy}", "value: dmyy}", "schema[0].properties[2].saphan.pattern", "Did you mean `dmy`"),
    (GIVEN, MORE + "saphan.era, value: be}", "properties[1].saphan.era", "Only a column of dates"),
    (GIVEN, MORE + "saphan.start, value: 1}", "properties[1].saphan.start", "Only a file of fixed widths"),
]  # fmt: skip


@pytest.mark.parametrize(("right", "wrong", "at", "said"), WRONG, ids=[f"{at}: {said}" for _, _, at, said in WRONG])
def test_every_fault_names_its_line_its_place_and_its_cure(
    tmp_path: Path, right: str, wrong: str, at: str, said: str
) -> None:
    assert OLD_AGE.count(right) >= 1
    text = OLD_AGE.replace(right, wrong, 1)
    bad = faults_of(tmp_path, text)
    fault = next(each for each in bad.faults if at in each.at)
    assert said in f"{fault.what} {fault.cure}"
    assert f"contract.yaml:{fault.line}" in str(bad)
    changed = [
        number
        for number, (old, new) in enumerate(zip(OLD_AGE.splitlines(), text.splitlines(), strict=False), 1)
        if old != new
    ]
    if wrong and "Two columns" not in said and "described twice" not in said:
        assert fault.line in (changed[0], changed[0] + 1)


def test_columns_that_overlap_are_named(tmp_path: Path) -> None:
    text = DISABILITY.replace("saphan.start, value: 34", "saphan.start, value: 33")
    (fault,) = faults_of(tmp_path, text).faults
    assert (fault.at, fault.line) == ("schema[0].properties[2].saphan.start", line_of(text, "name: kind") + 3)
    assert "starts at 33, within `name`, which ends at 33" in str(fault.what)


def test_a_column_of_fixed_width_must_say_where_it_stands(tmp_path: Path) -> None:
    text = DISABILITY.replace("          - {property: saphan.width, value: 20}\n", "")
    (fault,) = faults_of(tmp_path, text).faults
    assert fault.at == "schema[0].properties[1].saphan.width"


def test_all_faults_are_told_at_once_in_the_order_of_the_file(tmp_path: Path) -> None:
    text = (
        OLD_AGE.replace("status:", "statuss:").replace("citizen_id}", "citizen}").replace("format: csv", "format: cvs")
    )
    bad = faults_of(tmp_path, text)
    assert [fault.line for fault in bad.faults] == [
        line_of(text, "statuss"), line_of(text, "cvs"), line_of(text, "citizen}"),
    ]  # fmt: skip
    assert str(bad).count("contract.yaml:") == 3


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        (b"a: 1\nb: \xff\n", 2, "not UTF-8"),
        ("a: 1\nb: [1\n", 3, "not YAML"),
        ("a: 1\n\tb: 2\n", 2, "not YAML"),
        ("a: \x01\n", 1, "not YAML"),
        ("- a\n- b\n", 1, "does not hold"),
        ("", 1, "does not hold"),
        ("a: &x [1]\nb: *x\n", 2, "References"),
        ("a: 1\nb: !!python/object:os.system x\n", 2, "Tags"),
        ("a: 1\n---\nb: 2\n", 2, "more than one document"),
        ("a: " + "[" * 5000, 1, "levels deep"),
        ("a: " + "x" * (1 << 20), 1, "larger than"),
        ("id: 1\nid: 2\n", 2, "written twice"),
    ],
)
def test_what_a_contract_has_no_need_of_is_refused(tmp_path: Path, text: str | bytes, line: int, said: str) -> None:
    fault = next(each for each in faults_of(tmp_path, text).faults if said in str(each.what))
    assert fault.line == line


def test_dates_and_words_stay_text(tmp_path: Path) -> None:
    text = OLD_AGE.replace("status: active", "status: active\ncontractCreatedTs: 2026-10-01\ntenant: no")
    path = tmp_path / "contract.yaml"
    path.write_text(text, "utf-8")
    assert load_contract(path).dataset == "old_age_allowance"


def test_properties_of_others_are_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "contract.yaml"
    path.write_text(OLD_AGE.replace("property: saphan.trust", "property: theirs.trust"), "utf-8")
    assert load_contract(path).trust == 50


def test_a_directory_gives_its_contracts_by_dataset() -> None:
    assert list(load_contracts(FIXTURES)) == ["disability_cards", "old_age_allowance"]


def test_two_contracts_of_one_dataset_and_other_faults_are_told_together(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text(OLD_AGE, "utf-8")
    (tmp_path / "b.yaml").write_text(OLD_AGE, "utf-8")
    (tmp_path / "c.yaml").write_text(DISABILITY.replace("format: fixed", "format: fixxed"), "utf-8")
    with pytest.raises(BadContract) as raised:
        load_contracts(tmp_path)
    assert {fault.file.name for fault in raised.value.faults} == {"b.yaml", "c.yaml"}
    assert "a.yaml too" in str(raised.value)


def test_a_missing_directory_is_named(tmp_path: Path) -> None:
    with pytest.raises(NoContracts, match="nothing at"):
        load_contracts(tmp_path / "none")


def test_a_thousand_faults_can_be_told(tmp_path: Path) -> None:
    extra = "".join(f"unknown{at}: 1\n" for at in range(1500))
    assert str(faults_of(tmp_path, OLD_AGE + extra)).count("\n") > 1500
