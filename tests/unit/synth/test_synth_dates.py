"""Are dates written as each agency writes them, and ages counted as people count them?"""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from saphan.synth.agencies.child_support_grant import thai_dates
from saphan.synth.agencies.civil_registration import PATTERN
from saphan.synth.people import calendar, completed_years
from saphan.synth.writing import write_dates

AS_OF = date(2026, 11, 22)
births = st.dates(date(1925, 1, 1), AS_OF)


def days(*born: date) -> np.ndarray[tuple[int, ...], np.dtype[np.datetime64]]:
    return np.array(born, dtype="datetime64[D]")


def test_a_day_in_thai_digits_and_short_months() -> None:
    assert list(thai_dates(np.array([2560, 2569]), np.array([1, 12]), np.array([15, 1]))) == [
        "๑๕ ม.ค. ๒๕๖๐",
        "๑ ธ.ค. ๒๕๖๙",
    ]


def test_an_unknown_day_and_month_are_zeros() -> None:
    assert list(write_dates(PATTERN, np.array([2487]), np.array([0]), np.array([0]))) == ["24870000"]


def test_who_has_her_birthday_tomorrow_is_a_year_younger() -> None:
    birthday = date(1966, 11, 22)
    ages = completed_years(days(birthday, birthday + timedelta(days=1), date(1964, 2, 29)), AS_OF)
    assert list(ages) == [60, 59, 62]


@given(st.lists(births, min_size=1, max_size=20), births)
def test_ages_and_parts_of_dates_agree_with_the_calendar(born: list[date], on: date) -> None:
    year, month, day = calendar(days(*born))
    assert [(one.year, one.month, one.day) for one in born] == list(
        zip(year.tolist(), month.tolist(), day.tolist(), strict=True)
    )
    plain = [on.year - one.year - ((on.month, on.day) < (one.month, one.day)) for one in born]
    assert completed_years(days(*born), on).tolist() == plain
