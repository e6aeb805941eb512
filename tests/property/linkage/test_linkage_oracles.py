"""Blocking, comparing and deciding do on any records what a plain second implementation does."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from itertools import combinations
from typing import Any

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from rapidfuzz.distance import OSA, JaroWinkler

from saphan import linkage
from saphan.linkage.levels import FIELDS, MISSING, level_of, packed
from saphan.linkage.sounds import sound_of
from saphan.linkage.steps import SCORED
from saphan.store import Engine, Relation, from_rows
from saphan.tables import CANDIDATES, RECORDS, VERDICTS

Record = Mapping[str, Any]
POLICY = replace(linkage.default_policy(), largest_block=4)
SLOW = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def few(*values: str) -> st.SearchStrategy[str | None]:
    return st.sampled_from((None, *values))


NAMES = few("สมชาย", "สมชัย", "สมชาญ", "ณรงค์", "นรงค์", "ใจดี", "ใจดีๆ", "Smith", "smyth", "แก้ว", "แก่ว", "คำ", "ดำ")
BORN = st.sampled_from(
    [
        (None, None), (date(1950, 5, 6), "day"), (date(1950, 6, 5), "day"), (date(1950, 1, 1), "day"),
        (date(1950, 1, 1), "year"), (date(1950, 5, 1), "month"), (date(1951, 5, 6), "day"),
        (date(1939, 2, 3), "year_ambiguous"), (date(1940, 2, 3), "day"), (date(1962, 9, 9), "day"),
        (date(1950, 12, 31), "day"),
    ]
)  # fmt: skip
RECORD = st.fixed_dictionaries(
    {
        "citizen_id": few("3560100000126", "3570100000126", "3560100000216", "1101700203451"),
        "citizen_id_valid": st.booleans(),
        "other_number": few("AB12", "ab12", "AB21", "XY99"),
        "given_name": NAMES,
        "family_name": NAMES,
        "sex": few("m", "f"),
        "born": BORN,
        "house_number": few("1", "2"),
        "locality": few("dapto", "Dapto"),
        "street": few("stanley street"),
        "postcode": few("4223"),
        "subdistrict_code": few("560101", "560102"),
        "district_code": few("5601", "5602"),
        "province_code": few("56"),
        "phone": few("081", "082"),
        "household_key": few("h1"),
    }
)
RECORD_LISTS = st.lists(RECORD, max_size=9).map(
    lambda rows: [
        {**row, "record_id": f"r{at}", "birth_date": row["born"][0], "birth_precision": row["born"][1]}
        for at, row in enumerate(rows)
    ]
)


def relation(rows: list[Record], engine: Engine) -> Relation:
    return from_rows([[row.get(name) for name in RECORDS.names] for row in rows], returns=RECORDS, engine=engine)


def keys(row: Record) -> dict[str, Any]:
    def name(column: str) -> str | None:
        return row[column].lower() if row[column] else None

    def sound(column: str) -> str | None:
        return sound_of(row[column]) if row[column] else None

    def both(one: str | None, other: str | None) -> Any:
        return tuple(sorted((one, other))) if one and other else None

    def every(*parts: Any) -> Any:
        return parts if all(part is not None for part in parts) else None

    given_name, family, born = name("given_name"), name("family_name"), row["birth_date"]
    day = born if row["birth_precision"] == "day" else None
    year = born.year if born else None
    place = row["subdistrict_code"] or row["postcode"] or name("locality")
    number = row["citizen_id"]
    return {
        "citizen_id": number,
        "citizen_id_but_third_digit": number and number[:2] + number[3:],
        "other_number": name("other_number"),
        "both_names": both(given_name, family),
        "family_name_birth_date": every(family, day),
        "given_name_birth_date": every(given_name, day),
        "phone": row["phone"],
        "birth_date_place": every(day, place),
        "birth_date_house": every(day, name("house_number")),
        "birth_date_locality": every(day, name("locality")),
        "given_name_locality": every(given_name, name("locality")),
        "family_name_street": every(family, name("street")),
        "given_name_household": every(given_name, row["household_key"]),
        "both_names_by_sound": both(sound("given_name"), sound("family_name")),
        "given_sound_birth_year_place": every(sound("given_name"), year, place),
        "family_sound_birth_year_place": every(sound("family_name"), year, place),
        "given_name_place": every(given_name, place),
        "sex_house_undated": every(row["sex"], name("house_number"), place),
    }


def is_dated(row: Record) -> bool:
    born = row["birth_date"]
    return born is not None and row["birth_precision"] == "day" and (born.month, born.day) != (1, 1)


@given(rows=RECORD_LISTS)
@SLOW
def test_blocking_finds_the_pairs_that_share_a_key_that_is_not_too_common(engine: Engine, rows: list[Record]) -> None:
    keyed = {row["record_id"]: keys(row) for row in rows}
    dated = {row["record_id"]: is_dated(row) for row in rows}
    common = Counter((rule, of[rule]) for of in keyed.values() for rule in of)
    expected = []
    for one, other in combinations(sorted(keyed), 2):
        shared = [
            rule
            for rule in POLICY.blocking
            if keyed[one][rule] is not None
            and keyed[one][rule] == keyed[other][rule]
            and common[rule, keyed[one][rule]] <= POLICY.largest_block
            and not (rule == "sex_house_undated" and dated[one] and dated[other])
        ]
        expected += [(one, other, shared[0])] if shared else []
    assert linkage.block(relation(rows, engine), POLICY).rows() == expected
    cut = {rule for (rule, value), count in common.items() if value is not None and count > POLICY.largest_block}
    assert {row[0] for row in linkage.cut_blocks(relation(rows, engine), POLICY).rows()} == cut


def name_level(one: str | None, other: str | None) -> int:
    if not one or not other:
        return MISSING
    x, y = one.lower(), other.lower()
    if x == y:
        return 6
    if OSA.distance(x, y) == 1 and max(len(x), len(y)) > 3:
        return 5
    alike = JaroWinkler.similarity(x, y)
    return 4 if alike >= 0.92 else 2 if alike >= 0.82 else 0


def birth_level(a: Record, b: Record) -> int:
    one, other = a["birth_date"], b["birth_date"]
    if not one or not other:
        return MISSING
    precisions = {a["birth_precision"], b["birth_precision"]}
    if precisions != {"day"} or (1, 1) in {(one.month, one.day), (other.month, other.day)}:
        off = abs(one.year - other.year)
        return 2 if off == 0 or (off == 1 and "year_ambiguous" in precisions) else 0
    parts = (one.year == other.year) + (one.month == other.month) + (one.day == other.day)
    if parts == 3:
        return 5
    if one.year == other.year and (one.month, one.day) == (other.day, other.month):
        return 4
    return 3 if parts == 2 else 1 if one.year == other.year else 0


def place_level(a: Record, b: Record) -> int:
    columns = ("subdistrict_code", "locality", "street", "district_code", "postcode", "province_code", "house_number")
    known = [name for name in columns if a[name] and b[name]]
    same = {name for name in known if a[name].lower() == b[name].lower()}
    if not set(known) - {"house_number"}:
        return MISSING
    if "subdistrict_code" in known:
        same -= {"street"}
    if "house_number" in same and same & {"subdistrict_code", "locality", "street", "postcode"}:
        return 4
    if same & {"subdistrict_code", "locality", "street"}:
        return 3
    return 2 if same & {"district_code", "postcode"} else 1 if "province_code" in same else 0


def number_level(a: Record, b: Record) -> int:
    one, other, right = a["citizen_id"], b["citizen_id"], a["citizen_id_valid"] and b["citizen_id_valid"]
    if not one or not other:
        return MISSING
    if one == other:
        return 4 if right else 3
    return 2 if OSA.distance(one, other) == 1 else 0 if right else 1


def names_level(a: Record, b: Record) -> tuple[int, int]:
    given_name, family = name_level(a["given_name"], b["given_name"]), name_level(a["family_name"], b["family_name"])
    crossed = (name_level(a["given_name"], b["family_name"]), name_level(a["family_name"], b["given_name"]))
    told = [level for level in crossed if level != MISSING]
    if given_name == family == 0 and min(crossed) >= 4:
        return 3, 3
    if given_name == 0 and family == MISSING and any(level >= 4 for level in told):
        return MISSING, min(told[0], 5)
    return given_name, 1 if family == 0 and a["sex"] == b["sex"] == "f" else family


def levels(a: Record, b: Record) -> dict[str, int]:
    given_name, family = names_level(a, b)
    one, other = (a["other_number"] or "").lower(), (b["other_number"] or "").lower()
    return {
        "citizen_id": number_level(a, b),
        "other_number": MISSING if not one or not other else {0: 2, 1: 1}.get(OSA.distance(one, other), 0),
        "given_name": given_name,
        "family_name": family,
        "birth_date": birth_level(a, b),
        "sex": int(a["sex"] == b["sex"]) if a["sex"] and b["sex"] else MISSING,
        "place": place_level(a, b),
        "phone": int(a["phone"] == b["phone"]) if a["phone"] and b["phone"] else MISSING,
    }


@given(rows=RECORD_LISTS)
@SLOW
def test_every_field_of_every_pair_agrees_as_said_one_by_one(engine: Engine, rows: list[Record]) -> None:
    pairs = [(a["record_id"], b["record_id"], "phone") for a, b in combinations(rows, 2)]
    compared = linkage.compare(relation(rows, engine), from_rows(pairs, returns=CANDIDATES, engine=engine)).rows()
    found = {(a, b): {field.name: level_of(pattern, field) for field in FIELDS} for a, b, pattern in compared}
    assert found == {(a["record_id"], b["record_id"]): levels(a, b) for a, b in combinations(rows, 2)}


SCORES = st.lists(
    st.tuples(
        st.fixed_dictionaries(
            {field.name: st.sampled_from([*(int(level.code) for level in field.levels), MISSING]) for field in FIELDS}
        ),
        st.floats(-30, 30),
        st.sampled_from([None, None, "same", "different"]),
    ),
    max_size=8,
)


def ruling(at: Mapping[str, int], weight: float, verdict: str | None) -> tuple[str, str]:
    if verdict:
        return ("link" if verdict == "same" else "apart"), "verdict"
    if at["citizen_id"] == 4:
        supported = at["given_name"] in (2, 3, 4, 5, 6) or at["birth_date"] in (2, 3, 4, 5)
        opposed = at["given_name"] == 0 or at["birth_date"] in (0, 1)
        twin = at["given_name"] == 0 and at["sex"] == 0
        doubted = twin or (opposed and not supported)
        return ("review", "contradiction") if doubted else ("link", "citizen_id")
    agrees = at["citizen_id"] in (2, 3) or at["other_number"] in (1, 2)
    if (at["citizen_id"] == 0 or (at["birth_date"] == 0 and at["sex"] == 0)) and weight >= POLICY.review_weight:
        return "review", "contradiction"
    if weight >= POLICY.preset_weight + (4 if at["birth_date"] == 0 and not agrees else 0):
        return "link", "preset"
    return ("review", "doubtful") if weight >= POLICY.review_weight else ("apart", "low_weight")


@given(scores=SCORES)
@example([({**dict.fromkeys((field.name for field in FIELDS), 0), "citizen_id": 4, "given_name": 6}, 0.0, None)])
@SLOW
def test_every_pair_is_decided_by_the_first_rule_that_applies(
    engine: Engine, scores: list[tuple[dict[str, int], float, str | None]]
) -> None:
    names = [f"r{at:02}" for at in range(2 * len(scores))]
    pairs = list(zip(names[::2], names[1::2], strict=True))
    scored = [(*pair, packed(at), weight) for pair, (at, weight, _) in zip(pairs, scores, strict=True)]
    verdicts = [(*pair, verdict) for pair, (_, _, verdict) in zip(pairs, scores, strict=True) if verdict]
    decided = linkage.decide(
        from_rows(scored, returns=SCORED, engine=engine),
        relation([{"record_id": name} for name in names], engine),
        from_rows(verdicts, returns=VERDICTS, engine=engine),
        POLICY,
    )
    expected = {pair: ruling(*score) for pair, score in zip(pairs, scores, strict=True)}
    assert {(row[0], row[1]): (row[4], row[5]) for row in decided.rows()} == expected
