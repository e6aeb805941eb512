"""What is withheld: drawn tables in, released cells out."""

from __future__ import annotations

from dataclasses import replace

import pytest

from saphan.disclosure import CannotProtect, NotAdditive, default_policy, protect
from saphan.store import Engine, from_rows
from saphan.tables import CELLS

MISSING, ELIGIBLE, OUTCOME = "b.missing.area_age", "b.eligible.area_age", "b.outcome.area_outcome"
Drawn = dict[str, list[int]]


def cells(table_id: str, columns: list[str], drawn: Drawn) -> list[tuple[str, str, str, int]]:
    """The rows of CELLS of a drawn table; the total of each row is added."""
    return [
        (table_id, row, column, count)
        for row, counts in drawn.items()
        for column, count in zip([*columns, "total"], [*counts, sum(counts)], strict=True)
    ]


def released(rows: list[tuple[str, str, str, int]], engine: Engine) -> dict[tuple[str, str, str], tuple[object, ...]]:
    protected = protect(from_rows(rows, returns=CELLS, engine=engine), default_policy())
    return {row[:3]: row[3:] for row in protected.rows()}


def shown(rows: list[tuple[str, str, str, int]], engine: Engine, table_id: str) -> dict[str, list[object]]:
    """The values of one table, row by row in the order of the column codes."""
    lines: dict[str, list[object]] = {}
    for (table, row, _), (value, _, _) in released(rows, engine).items():
        if table == table_id:
            lines.setdefault(row, []).append(value)
    return lines


def test_a_small_count_takes_a_rectangle_with_it_and_totals_and_zeros_stay(engine: Engine) -> None:
    drawn = {
        "5601": [3, 30, 40],
        "5602": [20, 10, 50],
        "5603": [0, 60, 70],
        "56": [23, 100, 160],
        "total": [23, 100, 160],
    }
    assert shown(cells(MISSING, ["60-69", "70-79", "80-89"], drawn), engine, MISSING) == {
        "5601": [None, None, 40, 73],
        "5602": [None, None, 50, 80],
        "5603": [0, 60, 70, 130],
        "56": [23, 100, 160, 283],
        "total": [23, 100, 160, 283],
    }


SQUARE = {"5601": [3, 30], "5602": [20, 10], "56": [23, 40], "total": [23, 40]}


def test_every_blank_bears_the_same_mark_so_that_none_points_at_the_small_one(engine: Engine) -> None:
    out = released(cells(MISSING, ["60-69", "70-79"], SQUARE), engine)
    assert out[MISSING, "5601", "60-69"] == (None, "Q", "C")
    assert out[MISSING, "5602", "70-79"] == (None, "Q", "C")
    assert out[MISSING, "56", "70-79"] == (40, "A", "F")


def test_where_a_policy_lets_marks_tell_the_small_are_marked_apart(engine: Engine) -> None:
    rows = from_rows(cells(MISSING, ["60-69", "70-79"], SQUARE), returns=CELLS, engine=engine)
    marks = {row[1:3]: row[5] for row in protect(rows, replace(default_policy(), marks_tell_small=True)).rows()}
    assert marks["5601", "60-69"] == "C"
    assert marks["5602", "70-79"] == "D"


def test_marks_that_would_give_a_count_away_are_refused(engine: Engine) -> None:
    # four districts with one person each: marked C under a total marked C, they can only be 1+1+1+1
    ones = {f"560{number}": [1, 50] for number in range(1, 5)}
    drawn = {**ones, "56": [4, 200], "total": [4, 200]}
    rows = from_rows(cells(MISSING, ["60-69", "70-79"], drawn), returns=CELLS, engine=engine)
    with pytest.raises(CannotProtect):
        protect(rows, replace(default_policy(), marks_tell_small=True))
    assert protect(rows, default_policy()).count() == len(drawn) * 3


@pytest.mark.parametrize(("count", "is_withheld"), [(0, False), (1, True), (4, True), (5, False)])
def test_one_to_four_are_withheld_and_nought_and_five_are_shown(
    engine: Engine, *, count: int, is_withheld: bool
) -> None:
    drawn = {"5601": [count, 30], "5602": [20, 10], "56": [20 + count, 40], "total": [20 + count, 40]}
    value, _, _ = released(cells(MISSING, ["60-69", "70-79"], drawn), engine)[MISSING, "5601", "60-69"]
    assert (value is None) == is_withheld


def test_a_table_without_small_counts_is_shown_whole(engine: Engine) -> None:
    rows = cells(MISSING, ["60-69", "70-79"], {"5601": [5, 30], "5602": [0, 10], "56": [5, 40], "total": [5, 40]})
    assert {row[:3]: row[3] for row in rows} == {at: value for at, (value, _, _) in released(rows, engine).items()}


def test_a_small_difference_between_two_tables_is_hidden_though_both_counts_are_large(engine: Engine) -> None:
    columns = ["60-69", "70-79"]
    owed = cells(ELIGIBLE, columns, {"5601": [40, 50], "5602": [70, 80], "56": [110, 130], "total": [110, 130]})
    gaps = cells(MISSING, columns, {"5601": [38, 20], "5602": [30, 30], "56": [68, 50], "total": [68, 50]})
    out = released([*owed, *gaps], engine)
    pair = [out[table_id, "5601", "60-69"][0] for table_id in (ELIGIBLE, MISSING)]
    assert None in pair


def test_a_total_that_another_table_adds_up_to_cannot_be_read_there(engine: Engine) -> None:
    gaps = cells(MISSING, ["60-69"], {"5601": [3], "5602": [40], "5603": [50], "56": [93], "total": [93]})
    outcomes = {"5601": [3, 9], "5602": [40, 9], "5603": [50, 9], "56": [93, 27], "total": [93, 27]}
    out = released([*gaps, *cells(OUTCOME, ["open", "reached"], outcomes)], engine)
    assert out[OUTCOME, "5601", "open"][0] is None
    assert out[MISSING, "5601", "total"][0] is None
    # 3 open of 12, with 9 reached: whoever is shown two of the three has the third
    assert [out[OUTCOME, "5601", column][0] for column in ("open", "reached", "total")].count(None) >= 2


def test_people_whose_district_is_unknown_are_protected_like_a_district(engine: Engine) -> None:
    rows = cells(MISSING, ["60-69", "70-79"], {"5601": [30, 30], "56": [32, 40], "total": [32, 40]})
    out = released(rows, engine)  # 2 and 10 people of the province live in no district that is named
    assert None in (out[MISSING, "5601", "60-69"][0], out[MISSING, "56", "60-69"][0])


def test_two_benefits_are_protected_apart(engine: Engine) -> None:
    drawn = {"5601": [3, 30], "5602": [20, 10], "56": [23, 40], "total": [23, 40]}
    one = cells("b.missing.area_age", ["60-69", "70-79"], drawn)
    other = cells("c.missing.area_age", ["60-69", "70-79"], {row: [10, 10] for row in ("5601", "56", "total")})
    out = released([*one, *other], engine)
    assert {cell[1:] for at, cell in out.items() if at[0].startswith("c.")} == {("A", "F")}
    assert {cell[1:] for at, cell in out.items() if at[0].startswith("b.")} > {("A", "F")}


def test_the_order_of_the_rows_changes_nothing(engine: Engine) -> None:
    drawn = {"5601": [3, 30, 4], "5602": [20, 10, 9], "5603": [1, 0, 8], "56": [24, 40, 21], "total": [24, 40, 21]}
    rows = cells(MISSING, ["60-69", "70-79", "80-89"], drawn)
    assert released(rows, engine) == released(rows[::-1], engine)


def test_counts_that_do_not_add_up_are_not_released(engine: Engine) -> None:
    rows = cells(MISSING, ["60-69", "70-79"], {"5601": [30, 30], "5602": [9, 9], "56": [32, 39], "total": [32, 39]})
    with pytest.raises(NotAdditive):
        released(rows, engine)
    with pytest.raises(NotAdditive):
        released([*rows[:2], (*rows[2][:3], 61), *rows[3:]], engine)


def test_one_small_count_alone_in_its_table_takes_every_total_along(engine: Engine) -> None:
    out = released(cells(MISSING, ["60-69"], {"5601": [2], "56": [2], "total": [2]}), engine)
    assert {value for value, _, _ in out.values()} == {None}


def test_no_cells_give_no_released_cells(engine: Engine) -> None:
    assert released([], engine) == {}
