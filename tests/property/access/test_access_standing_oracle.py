"""The state of an agreement against a second implementation that asks every level, day by day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from saphan.access.standing import State, standing_ones, standings

DAY = date(2026, 11, 22)
DAYS = st.dates(DAY - timedelta(3), DAY + timedelta(3))


@dataclass(frozen=True)
class Agreed:
    agreement_id: str
    under: str
    is_signed: bool
    begins: date
    ends: date


def agreed(name: str) -> st.SearchStrategy[Agreed]:
    return st.builds(
        Agreed, agreement_id=st.just(name), under=st.sampled_from(["", "a", "b", "c", "missing"]),
        is_signed=st.booleans(), begins=DAYS, ends=DAYS,
    )  # fmt: skip


ALL = st.tuples(agreed("a"), agreed("b"), agreed("c"))
SUSPENDED = st.dictionaries(st.sampled_from("abc"), DAYS)


def stands(name: str, known: dict[str, Agreed], day: date, suspended: dict[str, date], depth: int = 0) -> bool:
    if name not in known or depth > 3:
        return False
    one = known[name]
    own = one.is_signed and one.begins <= day <= one.ends and not (name in suspended and suspended[name] <= day)
    return own and (not one.under or stands(one.under, known, day, suspended, depth + 1))


@given(ALL, DAYS, SUSPENDED)
def test_one_stands_exactly_when_it_and_all_above_it_do(
    all_of_them: tuple[Agreed, ...], day: date, suspended: dict[str, date]
) -> None:
    known = {each.agreement_id: each for each in all_of_them}
    expected = {name for name in known if stands(name, known, day, suspended)}
    assert {each.agreement_id for each in standing_ones(all_of_them, day, suspended)} == expected


@given(ALL, DAYS, SUSPENDED)
def test_the_day_it_ended_is_the_first_on_which_it_did_not_stand(
    all_of_them: tuple[Agreed, ...], day: date, suspended: dict[str, date]
) -> None:
    known = {each.agreement_id: each for each in all_of_them}
    for name, standing in standings(all_of_them, day, suspended).items():
        if standing.since is None:
            continue
        assert standing.state is not State.IN_FORCE
        assert standing.since <= day
        assert not stands(name, known, standing.since, suspended)
