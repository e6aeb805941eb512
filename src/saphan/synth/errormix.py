"""What does the committed file of error rates say?"""

from __future__ import annotations

from dataclasses import dataclass, fields
from functools import cache
from pathlib import Path
from typing import Any, cast

import yaml

ERRORS = Path(__file__).parent / "errors.yaml"


@dataclass(frozen=True, kw_only=True)
class Source:
    """One source of the linkage benchmark: rates in 10,000."""

    name: str
    covers: int  # people it knows
    twice: int  # of them, how many stand in it again
    no_number: int
    number_wrong: int
    name_wrong: int  # of each name
    birth_wrong: int
    no_birth: int
    no_phone: int
    swapped: int  # given and family name exchanged
    no_family: int


@dataclass(frozen=True, kw_only=True)
class Benchmark:
    """What happens to the people of the linkage benchmark, and in which sources they stand."""

    married_name: int
    given_name: int
    moved: int
    own_phone: int
    former: int
    sources: tuple[Source, ...]


@dataclass(frozen=True, kw_only=True)
class Care:
    """How many cells in 10,000 an agency gets wrong, by kind of error (guesses; the order between agencies matters)."""

    number_mistyped: int = 0
    number_missing: int = 0
    number_cut: int = 0  # twelve digits: the first lost
    number_as_float: int = 0  # 1.56061E+12
    number_made_up: int = 0  # a number of the school's own: 0, office, serial
    name_mistyped: int = 0  # each of the two names
    name_untidy: int = 0  # looks the same, compares as another
    keyboard: int = 0  # typed with the other keyboard layout
    names_swapped: int = 0
    family_missing: int = 0
    title_glued: int = 0
    first_of_january: int = 0  # day and month not asked for
    birth_mistyped: int = 0  # day and month exchanged, or ten years out
    two_digit_year: int = 0
    common_era: int = 0  # a Common Era year in a column of the Buddhist Era
    former_address: int = 10_000  # of those who moved
    actual_address: int = 0  # of those who live elsewhere than they are registered
    maiden_name: int = 0  # of married women
    house_as_date: int = 0  # 27/1 read as 27 January by the spreadsheet, of houses so numbered
    stray_bytes: int = 0  # bytes that no Thai code page knows
    is_unicode: bool = True  # can the file hold a zero-width space?
    short_titles: bool = True


@cache
def _written() -> dict[str, Any]:  # as YAML gives it; typed below
    return cast("dict[str, Any]", yaml.safe_load(ERRORS.read_text(encoding="utf-8")))


@cache
def benchmark() -> Benchmark:
    """The error mix of the linkage benchmark."""
    mix = _written()["benchmark"]
    sources = tuple(Source(name=name, **rates) for name, rates in mix["sources"].items())
    assert {field.name for field in fields(Source)} == {"name", *next(iter(mix["sources"].values()))}  # noqa: S101  # one committed file, read by one reader
    return Benchmark(**mix["people"], former=mix["former"], sources=sources)


@cache
def care(dataset: str) -> Care:
    """How carefully the agency of this dataset writes."""
    return Care(**_written()["agencies"][dataset])


@cache
def seeds() -> dict[str, int]:
    """The seeds of the linkage benchmark, by what they are for."""
    return {name: int(seed) for name, seed in _written()["seeds"].items()}
