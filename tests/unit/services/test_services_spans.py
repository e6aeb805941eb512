"""From when to when a source says what it says: drawn."""

from __future__ import annotations

from datetime import date

from saphan.services._spans import FIELDS, spans

SEP, OCT, NOV = date(2026, 9, 30), date(2026, 10, 31), date(2026, 11, 30)


def row(record_id: str, day: date, **said: object) -> dict[str, object]:
    where = {
        "record_id": record_id,
        "delivery_id": record_id.split(":", maxsplit=1)[0],
        "row_number": 1,
        "seen_on": day,
    }
    return {**dict.fromkeys(FIELDS), "dataset": "civil", **where, **said}


def told(*rows: dict[str, object], days: tuple[date, ...], **believed: str) -> list[tuple[object, ...]]:
    found = spans(rows, [], believed, deliveries={"civil": days})
    return sorted((each.value, each.began, each.ended, each.is_believed) for each in found)


def test_what_is_said_again_is_one_span_from_its_first_day() -> None:
    rows = row("a:1", SEP, sex="f"), row("b:1", OCT, sex="f")
    assert told(*rows, days=(SEP, OCT), sex="b:1") == [("f", SEP, None, True)]


def test_a_value_ends_with_the_delivery_that_says_another() -> None:
    rows = row("a:1", SEP, sex="f"), row("b:1", OCT, sex="m")
    assert told(*rows, days=(SEP, OCT), sex="b:1") == [("f", SEP, OCT, False), ("m", OCT, None, True)]


def test_a_value_ends_with_the_delivery_in_which_she_is_not() -> None:
    assert told(row("a:1", SEP, sex="f"), days=(SEP, OCT), sex="a:1") == [("f", SEP, OCT, True)]


def test_what_comes_back_is_a_span_of_its_own() -> None:
    rows = row("a:1", SEP, sex="f"), row("b:1", OCT, sex="m"), row("c:1", NOV, sex="f")
    found = told(*rows, days=(SEP, OCT, NOV), sex="c:1")
    assert found == [("f", SEP, OCT, False), ("f", NOV, None, True), ("m", OCT, NOV, False)]


def test_two_rows_of_one_day_that_disagree_are_both_shown() -> None:
    rows = row("a:1", SEP, sex="f"), row("a:2", SEP, sex="m")
    assert told(*rows, days=(SEP,), sex="a:2") == [("f", SEP, None, False), ("m", SEP, None, True)]


def test_a_fact_is_said_by_a_row_too() -> None:
    fact = {"record_id": "a:7", "dataset": "civil", "fact": "death_date", "value": "2026-01-01", "seen_on": SEP}
    (found,) = spans([], [fact], {}, deliveries={"civil": (SEP,)})
    assert (found.field, found.value, found.row_number, found.is_believed) == ("death_date", "2026-01-01", 7, False)
