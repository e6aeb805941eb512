"""How days and Thai words are written and ordered."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from saphan.portal.thai import day_words, dictionary_order, moment_words
from saphan.services.platform import Platform


@pytest.mark.parametrize(
    ("day", "precision", "thai", "english"),
    [
        (date(2026, 11, 22), "day", "22 พ.ย. 2569", "22 Nov 2026"),
        (date(2000, 2, 29), "day", "29 ก.พ. 2543", "29 Feb 2000"),
        (date(1954, 1, 1), "year", "พ.ศ. 2497", "1954"),
        (date(1954, 6, 1), "month", "มิ.ย. 2497", "Jun 1954"),
    ],
)
def test_a_day_is_told_as_far_as_it_is_known(day: date, precision: str, thai: str, english: str) -> None:
    assert day_words(day, "th", precision=precision) == thai
    assert day_words(day, "en", precision=precision) == english


def test_a_moment_is_told_by_the_clocks_of_bangkok() -> None:
    assert moment_words(datetime(2026, 12, 31, 18, 5, tzinfo=UTC), "th") == "1 ม.ค. 2570 01:05 น."


def test_thai_words_stand_in_the_order_of_a_dictionary() -> None:
    assert sorted(["กา", "ขา", "เกา", "แก"], key=dictionary_order) == ["กา", "เกา", "แก", "ขา"]
    assert sorted(["ก้า", "กา", "กาง"], key=dictionary_order) == ["กา", "ก้า", "กาง"]


def test_the_class_of_a_share_is_the_one_whose_edges_hold_it(site: Platform) -> None:
    from saphan.portal.overview.tilemap import EDGES, legend, look  # noqa: PLC0415 - Django is set up by `site`
    from saphan.services.counts import AreaCount  # noqa: PLC0415 - likewise

    lowers = (0, *EDGES)
    for missing in range(101):
        area = AreaCount("56", "พะเยา", "Phayao", 100, missing, has_data=True)
        expected = max(place for place, lower in enumerate(lowers) if missing >= lower)
        assert look(area) == f"r{expected}"
    assert [words for _, words in legend()][-1] == f"≥ {EDGES[-1]} %"


def test_protected_and_unknown_are_no_class_of_the_ramp(site: Platform) -> None:
    from saphan.portal.overview.tilemap import look  # noqa: PLC0415 - Django is set up by `site`
    from saphan.services.counts import AreaCount  # noqa: PLC0415 - likewise

    assert look(AreaCount("56", "พะเยา", "Phayao", 100, None, has_data=True)) == "protected"
    assert look(AreaCount("56", "พะเยา", "Phayao", None, None, has_data=False)) == "no-data"
