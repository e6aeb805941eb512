"""What every pair weighs is explained to the last bit, on drawn files with rare and common names."""

from __future__ import annotations

from collections import Counter
from datetime import date
from math import log2

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from saphan import linkage
from saphan.linkage.levels import Name, field_named, level_of
from saphan.store import Engine, Relation, empty, from_rows
from saphan.tables import CLEAN_SOURCES, RECORDS, VERDICTS

NAMES = st.sampled_from(["สมชาย", "สมหญิง", "ประเสริฐ", "บุญมี", "อินถา", "คำปัน"])
ROW = st.tuples(NAMES, NAMES, st.integers(1, 9), st.sampled_from(["m", "f", None]), st.sampled_from(["12", "34", None]))
FILES = st.lists(ROW, min_size=2, max_size=25)


def drawn(engine: Engine, rows: list[tuple[str, str, int, str | None, str | None]]) -> Relation:
    known = [
        {"record_id": f"r{at:02}", "dataset": "any", "given_name": given_name, "family_name": family, "sex": sex,
         "birth_date": date(1960, 1, day), "birth_precision": "day", "house_number": house, "province_code": "56"}
        for at, (given_name, family, day, sex, house) in enumerate(rows)
    ]  # fmt: skip
    return from_rows([[row.get(name) for name in RECORDS.names] for row in known], returns=RECORDS, engine=engine)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=40)
@given(rows=FILES)
def test_what_was_known_before_the_fields_and_the_rarities_are_the_weight_exactly(
    engine: Engine, rows: list[tuple[str, str, int, str | None, str | None]]
) -> None:
    verdict = from_rows([("r00", "r01", "same")], returns=VERDICTS, engine=engine)
    linked = linkage.link(drawn(engine, rows), verdict, empty(CLEAN_SOURCES, engine), linkage.default_policy(), hands=1)
    for _, _, pattern, weight, _, _, given_name, family_name in linked.pairs().rows():
        explained = linkage.explain(pattern, linked.model, given_name_rarity=given_name, family_name_rarity=family_name)
        assert explained.weight == weight


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=40)
@given(rows=FILES)
def test_the_bits_of_a_rare_name_are_what_the_model_file_says(
    engine: Engine, rows: list[tuple[str, str, int, str | None, str | None]]
) -> None:
    linked = linkage.link(
        drawn(engine, rows), empty(VERDICTS, engine), empty(CLEAN_SOURCES, engine), linkage.default_policy(), hands=1
    )
    rarity = linkage.Model.from_json(linked.model.to_json()).rarity
    assert rarity is not None
    names = {f"r{at:02}": row for at, row in enumerate(rows)}
    for one, _, pattern, _, _, _, *bits in linked.pairs().rows():
        for place, (field, added) in enumerate(zip(("given_name", "family_name"), bits, strict=True)):
            borne = Counter(row[place] for row in rows)[names[one][place]]
            expected = rarity.usual[field] - log2(max(borne, rarity.fewest) / len(rows))
            shared = level_of(pattern, field_named(field)) == Name.EQUAL
            assert abs(added - (max(-rarity.most, min(rarity.most, expected)) if shared else 0.0)) < 1e-9
