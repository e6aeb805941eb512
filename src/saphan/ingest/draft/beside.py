"""What do two columns say together that neither says alone?"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from saphan.ingest.draft.look import Column
from saphan.ingest.normalise.dates import read_day
from saphan.ingest.normalise.text import arabic_digits

_LATEST = date(2200, 1, 1)
_SHORT = re.compile(r"[/.-]\d\d$")  # a year of two digits
_SOME = 1_000  # rows compared


def births_first(days: Sequence[int], columns: Sequence[Column]) -> int:
    """Of some columns of days the one that is earliest in most rows: people are born before all else happens."""
    wins = dict.fromkeys(days, 0)
    for row in range(min(_SOME, len(columns[days[0]].values))):
        told = [(day, at) for at in days if (day := _day(columns[at].values[row])) is not None]
        if told:
            wins[min(told)[1]] += 1
    return max(days, key=lambda at: (wins[at], -at))


def same_within(amounts: Column, groups: Column) -> bool:
    """Whether rows of one group nearly always have one amount."""
    first: dict[str, str] = {}
    pairs = [pair for pair in zip(groups.values, amounts.values, strict=True) if pair[0] and pair[1]]
    same = sum(1 for group, amount in pairs if first.setdefault(group, amount) == amount)
    return len(first) < len(pairs) and same >= 0.9 * len(pairs)


def _day(text: str) -> date | None:
    pattern = "yyyymmdd" if len(text) == 8 and arabic_digits(text).isdigit() else ""
    return read_day(text, era="be" if _SHORT.search(text) else "auto", pattern=pattern, no_later_than=_LATEST).value
