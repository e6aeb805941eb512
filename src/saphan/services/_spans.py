"""From when to when does a source say what it says of a person?"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

FIELDS = ("citizen_id", "title", "given_name", "family_name", "sex", "birth_date", "residence", "phone")


@dataclass(frozen=True)
class Said:
    """One value that one source says of her, from the day it first said so until it said something else."""

    field: str
    value: str
    dataset: str
    delivery_id: str
    row_number: int
    record_id: str
    began: date | None  # None: a correction, which stands for all time
    ended: date | None  # the first day on which the source no longer said so; None: it still does
    is_believed: bool
    precision: str = "day"  # of a birth date: how much of it is known


def spans(
    rows: Iterable[Mapping[str, Any]],
    facts: Iterable[Mapping[str, Any]],
    believed: Mapping[str, str],
    *,
    deliveries: Mapping[str, Sequence[date]],
) -> list[Said]:
    """Everything said, those that lost too; two deliveries of one source that agree are one span.

    `believed` names the record whose word is taken for each field.
    """
    said: dict[tuple[str, str], list[Said]] = defaultdict(list)
    for row in rows:
        for field in FIELDS:
            if row[field]:
                where = (row["delivery_id"], row["row_number"], row["record_id"])
                said[field, row["dataset"]].append(_one(field, row, str(row[field]), where, believed))
    for fact in facts:
        delivery, _, number = fact["record_id"].partition(":")
        where = (delivery, int(number), fact["record_id"])
        said[fact["fact"], fact["dataset"]].append(_one(fact["fact"], fact, str(fact["value"]), where, believed))
    found: list[Said] = []
    for of_one in said.values():
        found += _ended(of_one, deliveries.get(of_one[0].dataset, ()))
    return sorted(found, key=lambda each: (each.field, not each.is_believed, each.dataset, str(each.began)))


def _one(
    field: str, row: Mapping[str, Any], value: str, where: tuple[str, int, str], believed: Mapping[str, str]
) -> Said:
    is_believed = believed.get(field) == where[2]
    precision = str(row.get("birth_precision") or "day") if field == "birth_date" else "day"
    return Said(field, value, row["dataset"], *where, row["seen_on"], None, is_believed, precision)


def _ended(said: Sequence[Said], days: Sequence[date]) -> list[Said]:
    """The spans of one field and source: each ends with the source's next delivery that does not say so again."""
    open_ones: dict[str, Said] = {}
    closed: list[Said] = []
    by_day: dict[date, dict[str, Said]] = defaultdict(dict)
    for each in said:
        if each.began is not None:
            kept = by_day[each.began].get(each.value)
            by_day[each.began][each.value] = each if kept is None or each.is_believed else kept
    for day in sorted({*days, *by_day}):
        now = by_day.get(day, {})
        gone = sorted(open_ones.keys() - now.keys())
        closed += [replace(open_ones.pop(value), ended=day) for value in gone]
        for value, each in now.items():
            if value not in open_ones:
                open_ones[value] = each
            elif each.is_believed:
                open_ones[value] = replace(each, began=open_ones[value].began)
    return closed + list(open_ones.values())
