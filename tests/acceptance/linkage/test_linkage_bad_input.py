"""Records nobody would wish for: linkage finishes, says so, and never explodes."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

import pytest

from saphan import linkage
from saphan.linkage.blocking import cut_blocks
from saphan.linkage.linking import Linked
from saphan.store import Engine, Relation, empty, from_rows
from saphan.tables import CLEAN_SOURCES, RECORDS, VERDICTS

POLICY = linkage.default_policy()
Rows = list[dict[str, object]]


def records(engine: Engine, rows: Rows) -> Relation:
    filled = [{"record_id": f"r{at:07}", "dataset": "any", **row} for at, row in enumerate(rows)]
    return from_rows([[row.get(name) for name in RECORDS.names] for row in filled], returns=RECORDS, engine=engine)


def linked(engine: Engine, rows: Rows, *, verdicts: list[tuple[str, str, str]] | None = None) -> Linked:
    said = from_rows(verdicts or [], returns=VERDICTS, engine=engine)
    return linkage.link(records(engine, rows), said, empty(CLEAN_SOURCES, engine), POLICY)


def person(at: int) -> dict[str, object]:
    return {
        "citizen_id": f"{at:013}",
        "citizen_id_valid": True,
        "given_name": f"ก{chr(0x0E01 + at % 40)}{chr(0x0E01 + at // 40 % 40)}",
        "family_name": f"ข{chr(0x0E01 + at // 7 % 40)}{chr(0x0E01 + at % 37)}",
        "birth_date": date(1950 + at % 60, 1 + at % 12, 2 + at % 26),
        "birth_precision": "day",
    }


def test_a_column_all_equal_is_cut_and_said(engine: Engine) -> None:
    found = linked(engine, [{**person(at), "phone": "0000000000"} for at in range(3_000)])
    assert ("phone", 1, 3_000, 3_000) in cut_blocks(list(found.blocks), engine).rows()
    assert found.clusters().count() == 3_000


@pytest.mark.parametrize(
    "column", ["citizen_id", "given_name", "family_name", "birth_date", "sex", "subdistrict_code", "house_number"]
)
def test_any_column_all_equal_links_nobody_by_itself(engine: Engine, column: str) -> None:
    rows = [{**person(at), "sex": "fm"[at % 2], "subdistrict_code": f"{at:06}", "house_number": f"{at}"}
            for at in range(1_500)]  # fmt: skip
    found = linked(engine, [{**row, column: rows[0][column]} for row in rows])
    assert len(set(found.cluster_ids.tolist())) == 1_500


def test_a_house_of_very_many_without_birth_dates_is_cut_and_said(engine: Engine) -> None:
    monks = [{**person(at), "birth_date": None, "sex": "m", "house_number": "1", "subdistrict_code": "560101"}
             for at in range(3_000)]  # fmt: skip
    found = linked(engine, monks)
    assert ("sex_house_undated", 1, 3_000, 3_000) in cut_blocks(list(found.blocks), engine).rows()
    assert len(set(found.cluster_ids.tolist())) == 3_000


def test_verdicts_that_contradict_each_other_all_round_end_and_no_word_of_apart_is_broken(engine: Engine) -> None:
    ring = [f"r{at:07}" for at in range(120)]
    said = [(one, other, "same") for one, other in pairwise(ring)]
    apart = [(ring[at], ring[at + 60], "different") for at in range(60)]
    cluster = dict(zip(ring, linked(engine, [{}] * 120, verdicts=[*said, *apart]).cluster_ids.tolist(), strict=True))
    assert all(cluster[one] != cluster[other] for one, other, _ in apart)
    assert len(set(cluster.values())) < 120


def test_all_missing_leaves_everybody_alone(engine: Engine) -> None:
    found = linked(engine, [{}] * 500)
    assert len(set(found.cluster_ids.tolist())) == 500
    assert found.model.training.notes == ("no candidate pairs",)
    assert found.pairs().count() == 0


def test_one_block_of_very_many_is_cut_and_said(engine: Engine, *, is_soak: bool) -> None:
    many = 1_000_000 if is_soak else 100_000
    found = linked(engine, [{"given_name": "สมชาย", "family_name": "ใจดี"}] * many)
    assert ("both_names", 1, many, many) in cut_blocks(list(found.blocks), engine).rows()
    assert len(found.decided.one) == 0


def test_sources_of_one_record_each_are_linked_as_any_others(engine: Engine) -> None:
    rows = [{**person(at // 2), "dataset": f"source {at}"} for at in range(400)]
    found = linked(engine, rows)
    assert len(set(found.cluster_ids.tolist())) == 200


@pytest.mark.parametrize("copies", [100, 200])
def test_many_copies_of_one_person_end(engine: Engine, copies: int) -> None:
    found = linked(engine, [person(7)] * copies)
    sizes = [found.cluster_ids.tolist().count(number) for number in set(found.cluster_ids.tolist())]
    # within the guard on block size they are one person; beyond it every key is cut, which is said
    assert sizes == ([copies] if copies <= POLICY.largest_block else [1] * copies)
    assert bool(cut_blocks(list(found.blocks), engine).rows()) == (copies > POLICY.largest_block)


def test_a_ring_of_verdicts_that_contradict_each_other_ends_and_the_cautious_ones_hold(engine: Engine) -> None:
    ring = [f"r{at:07}" for at in range(300)]
    same = [(one, other, "same") for one, other in pairwise(ring)]
    found = linked(engine, [{}] * 300, verdicts=[*same, (ring[0], ring[-1], "different")])
    cluster = found.cluster_ids.tolist()
    assert cluster[0] != cluster[-1]
    assert len(set(cluster)) == 2


def test_no_records_at_all(engine: Engine) -> None:
    found = linked(engine, [])
    assert found.clusters().count() == found.pairs().count() == 0
