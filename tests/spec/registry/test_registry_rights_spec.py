"""Objections and corrections always win: drawn."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from saphan import registry
from saphan.registry.trust import UnknownSource
from saphan.store import Relation
from saphan.tables import (
    CORRECTIONS,
    FACTS,
    IDENTITY,
    OBJECTION_MARKS,
    OBJECTIONS,
    PAIRS,
    PERSON_KEYS,
    RECORDS,
    TRUST,
)

Draw = Callable[..., Relation]
BORN = date(1950, 4, 1)
HER: dict[str, object] = {
    "citizen_id": "1", "given_name": "ก", "family_name": "ข", "birth_date": BORN, "birth_precision": "day",
}  # fmt: skip


def kept_out(draw: Draw, *new: dict[str, object]) -> set[str]:
    """Which of these new records an objection of the person HER describes keeps out."""
    before = draw(RECORDS, {"record_id": "old", **HER})
    marks = registry.marks(before, "secret", is_hers=True).rows()
    rows = [{"record_id": f"new{at}", **row} for at, row in enumerate(new)]
    out = registry.left_out(
        draw(RECORDS, *rows), draw(IDENTITY), draw(OBJECTIONS, {"person_id": "P1"}), draw(PERSON_KEYS),
        marked=registry.Marked(draw(OBJECTION_MARKS, *({"mark": m, "person_id": "P1"} for _, m in marks)), "secret"),
    )  # fmt: skip
    return {record for record, _ in out.rows()}


@pytest.mark.parametrize(
    ("row", "is_out"),
    [
        (HER, True),
        ({"citizen_id": "1", "given_name": "ก"}, True),
        ({"citizen_id": "1", "birth_date": BORN}, True),
        ({"given_name": "ก", "family_name": "ข", "birth_date": BORN, "birth_precision": "day"}, True),
        ({"citizen_id": "1"}, True),
        ({"given_name": "ก", "family_name": "ข", "birth_date": BORN, "birth_precision": "year"}, False),
        ({"citizen_id": "1", "given_name": "ค", "birth_date": date(2010, 1, 1)}, False),
        ({"given_name": "ก", "family_name": "ข"}, False),
        ({"citizen_id": "2", "given_name": "ก"}, False),
    ],
    ids=["same", "number, name", "number, birth", "name, birth", "number alone", "year only", "her child's row",
         "a namesake", "another number"],
)  # fmt: skip
def test_new_rows_are_known_by_marks(draw: Draw, row: dict[str, object], is_out: bool) -> None:
    assert kept_out(draw, row) == ({"new0"} if is_out else set())


def test_a_mark_made_with_another_key_is_another(draw: Draw) -> None:
    records = draw(RECORDS, {"record_id": "a", **HER})
    one, other = (registry.marks(records, secret, is_hers=True).rows() for secret in ("one", "other"))
    assert not {mark for _, mark in one} & {mark for _, mark in other}
    assert all(len(mark) == 64 for _, mark in one)


def corrected(draw: Draw, field: str, value: str, *, person: str = "P1") -> Relation:
    said = {"correction_id": "correction:1", "person_id": person, "field": field, "value": value}
    return draw(CORRECTIONS, {**said, "decided_on": date(2026, 11, 1)})


def register(draw: Draw, corrections: Relation) -> tuple[dict[str, object], dict[str, object], dict[str, str]]:
    """The person, her identifiers, and whose word is taken, with those corrections."""
    records = draw(RECORDS, {"record_id": "a", "dataset": "civil", "seen_on": date(2026, 9, 1), "sex": "m",
                             "house_number": "1", "province_code": "56", **HER})  # fmt: skip
    facts = draw(FACTS, {"record_id": "a", "dataset": "civil", "fact": "death_date", "value_date": date(2026, 1, 1)})
    identity = draw(IDENTITY, {"record_id": "a", "person_id": "P1"})
    trust = draw(TRUST, {"dataset": "civil", "rank": 1})
    chosen = registry.choose_survivors(records, identity, trust)
    provenance = registry.overrule(chosen, corrections, identity)
    words = registry.with_corrections(records, corrections)
    (person,) = registry.persons(
        records, facts, identity, provenance, draw(PAIRS), words=words, corrections=corrections
    ).arrow().to_pylist()  # fmt: skip
    (named,) = registry.identifiers(records, provenance, identity, words=words).arrow().to_pylist()
    assert person["records"] == 1, "a correction is no record of hers"
    return person, named, {field: record for _, field, record, _ in provenance.rows()}


@pytest.mark.parametrize(
    ("field", "value", "column", "found"),
    [
        ("sex", "f", "sex", "f"),
        ("birth_date", "1951-02-03", "birth_date", date(1951, 2, 3)),
        ("given_name", "คำ", "given_name", "คำ"),
        ("citizen_id", "3", "citizen_id", "3"),
        ("residence", "560101 9/1", "house_number", "9/1"),
        ("residence", "560101 9/1", "district_code", "5601"),
        ("residence", "560101", "house_number", None),
        ("death_date", "none", "death_date", None),
        ("death_date", "2025-01-01", "death_date", date(2025, 1, 1)),
    ],
)
def test_a_correction_wins_and_is_its_own_source(
    draw: Draw, field: str, value: str, column: str, found: object
) -> None:
    person, named, source = register(draw, corrected(draw, field, value))
    assert {**named, **person}[column] == found
    assert source[field] == "correction:1"
    assert source["family_name"] == "a"


def test_a_correction_about_somebody_else_changes_nothing(draw: Draw) -> None:
    assert register(draw, corrected(draw, "sex", "f", person="P2")) == register(draw, draw(CORRECTIONS))


def test_of_two_corrections_that_a_merge_brings_together_the_later_counts(draw: Draw) -> None:
    keys = draw(PERSON_KEYS, {"person_id": "P2", "state": "merged", "successor": "P1"}, {"person_id": "P1"})
    both = draw(
        CORRECTIONS,
        {"correction_id": "correction:9", "person_id": "P1", "field": "sex", "value": "m", "decided_on": BORN},
        {"correction_id": "correction:10", "person_id": "P2", "field": "sex", "value": "f", "decided_on": BORN},
    )
    assert [row[:4] for row in registry.corrections_now(both, keys).rows()] == [("correction:10", "P1", "sex", "f")]


def test_next_months_file_holds_the_same_people_though_each_file_holds_nobody_twice(draw: Draw) -> None:
    rows = [
        {"record_id": "d1:1", "dataset": "civil", "delivery_id": "d1"},
        {"record_id": "d2:1", "dataset": "civil", "delivery_id": "d2"},
        {"record_id": "d3:1", "dataset": "list", "delivery_id": "d3"},
    ]
    records = draw(RECORDS, *rows)
    contracts = [_promise("civil", clean=True), _promise("list", clean=False)]
    assert registry.clean_deliveries(records, contracts).rows() == [("d1",), ("d2",)]  # type: ignore[arg-type]  # two fields
    assert [row[1] for row in registry.by_delivery(records).rows()] == ["d1", "d2", "d3"]


class _promise:  # noqa: N801 - stands for a contract
    def __init__(self, dataset: str, *, clean: bool) -> None:
        self.dataset, self.one_row_per_person = dataset, clean


def test_records_of_an_unranked_source_are_refused(draw: Draw) -> None:
    with pytest.raises(UnknownSource):
        registry.choose_survivors(
            draw(RECORDS, {"record_id": "a", "dataset": "x"}), draw(IDENTITY), draw(TRUST)
        )  # fmt: skip
