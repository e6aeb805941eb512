"""How many are missing help, where: protected counts only."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from saphan.access.actor import Asker
from saphan.services.platform import Platform


@dataclass(frozen=True)
class AreaCount:
    """One area's counts; null is protected, and `has_data` False is an area nobody sent data about."""

    code: str  # DOPA code, 2 digits a province, 4 a district
    name_th: str
    name_en: str
    eligible: int | None
    missing: int | None
    has_data: bool
    tile: tuple[int, int] | None = None  # row and column on the tile map, provinces only


@dataclass(frozen=True)
class Overview:
    """The country (or the areas the asker may see) for one benefit."""

    benefit: str
    benefit_th: str
    benefit_en: str
    as_of: date
    release_id: str
    calibrated: bool
    eligible: int | None
    missing: int | None
    outcomes: tuple[tuple[str, int | None], ...]
    areas: tuple[AreaCount, ...]


@dataclass(frozen=True)
class CrossTable:
    """A protected table as shown: rows are districts, columns age groups; null is protected."""

    table_id: str
    row_codes: tuple[str, ...]
    row_names: tuple[tuple[str, str], ...]  # Thai, English
    column_codes: tuple[str, ...]
    values: tuple[tuple[int | None, ...], ...]


def provinces(asker: Asker, platform: Platform, benefit: str = "old_age_allowance") -> Overview:
    """All 77 provinces on the tile map, with what is known of each."""
    raise NotImplementedError


def districts(asker: Asker, platform: Platform, province_code: str, benefit: str = "old_age_allowance") -> Overview:
    """A province's districts, most missing first."""
    raise NotImplementedError


def by_age(asker: Asker, platform: Platform, province_code: str, benefit: str = "old_age_allowance") -> CrossTable:
    """People missing the benefit by district and age group, protected, with totals."""
    raise NotImplementedError
