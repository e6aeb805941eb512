"""How many are missing help, where: protected counts only."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from pathlib import Path

from saphan.access.actor import Asker
from saphan.access.decide import may_see
from saphan.access.permissions import Permission
from saphan.errors import NotFound
from saphan.services import _places, notes, reading
from saphan.services._cells import TOTAL, Cells, cells_of, outcomes_of
from saphan.services.gate import require
from saphan.services.platform import Platform
from saphan.services.reading import Reading
from saphan.words import say

TILES = Path(__file__).parent / "thai_tilegrid.csv"


class NoSuchArea(NotFound):
    """There is no province with that code."""


class NoCounts(NotFound):
    """The release holds no counts of that benefit."""


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
    short_th: str = ""  # the letters on the tile: ชม
    short_en: str = ""  # CMI


@dataclass(frozen=True)
class Tile:
    """A province's place on the tile map, and the letters on it."""

    row: int
    column: int
    short_th: str
    short_en: str


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
    place_th: str = ""  # the province whose districts these are; empty for the country
    place_en: str = ""


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
    require(asker, Permission.SEE_COUNTS, platform)
    now = reading.open_current(platform)
    overview = _overview(asker, now, benefit, _places.provinces(), of=TOTAL)
    notes.write(asker, platform, "counts_shown", release=now.release.release_id, benefit=benefit, area="TH")
    return overview


def districts(asker: Asker, platform: Platform, province_code: str, benefit: str = "old_age_allowance") -> Overview:
    """A province's districts, most missing first."""
    require(asker, Permission.SEE_COUNTS, platform, area=_asked(asker, province_code))
    now = reading.open_current(platform)
    overview = _overview(asker, now, benefit, _places.districts(province_code), of=province_code)
    notes.write(asker, platform, "counts_shown", release=now.release.release_id, benefit=benefit, area=province_code)
    th, en = _places.area_names(province_code)
    return replace(overview, areas=tuple(sorted(overview.areas, key=_most_missing_first)), place_th=th, place_en=en)


def by_age(asker: Asker, platform: Platform, province_code: str, benefit: str = "old_age_allowance") -> CrossTable:
    """People missing the benefit by district and age group, protected, with totals."""
    require(asker, Permission.SEE_COUNTS, platform, area=_asked(asker, province_code))
    now = reading.open_current(platform)
    table_id = f"{benefit}.missing.area_age"
    cells = cells_of(now, table_id)
    rows = [code for code in _places.districts(province_code) if (code, TOTAL) in cells and may_see(asker, code)]
    rows += [province_code] if (province_code, TOTAL) in cells and may_see(asker, province_code) else []
    columns = sorted({column for _, column in cells}, key=lambda column: (column == TOTAL, column == "unknown", column))
    notes.write(asker, platform, "counts_shown", release=now.release.release_id, table=table_id, area=province_code)
    return CrossTable(
        table_id=table_id,
        row_codes=tuple(rows),
        row_names=tuple(_places.area_names(code) for code in rows),
        column_codes=tuple(columns),
        values=tuple(tuple(cells.get((row, column)) for column in columns) for row in rows),
    )


def _overview(asker: Asker, now: Reading, benefit: str, areas: Iterable[str], *, of: str) -> Overview:
    eligible = cells_of(now, f"{benefit}.eligible.area_age")
    missing = cells_of(now, f"{benefit}.missing.area_age")
    if not eligible:
        raise NoCounts(
            say("This release holds no counts of that benefit."),
            where=now.release.release_id,
            cure=say("Choose a benefit whose payment list was delivered, or run `saphan build` when it has been."),
        )
    title = reading.benefit_title(benefit)
    return Overview(
        benefit=benefit,
        benefit_th=title.in_("th"),
        benefit_en=title.in_("en"),
        as_of=now.as_of,
        release_id=now.release.release_id,
        calibrated=now.calibrated,
        eligible=eligible.get((of, TOTAL)),
        missing=missing.get((of, TOTAL), 0),
        outcomes=outcomes_of(now, benefit, of),
        areas=tuple(_area(asker, code, eligible, missing) for code in areas),
    )


def _area(asker: Asker, code: str, eligible: Cells, missing: Cells) -> AreaCount:
    # somebody of one district still sees the map, with her own province on it
    in_sight = may_see(asker, code) or any(area.startswith(code) for area in asker.areas)
    has_data = in_sight and (code, TOTAL) in eligible
    tile = _tiles().get(code)
    return AreaCount(
        code,
        *_places.area_names(code),
        eligible=eligible[code, TOTAL] if has_data else None,
        missing=missing.get((code, TOTAL), 0) if has_data else None,
        has_data=has_data,
        tile=(tile.row, tile.column) if tile else None,
        short_th=tile.short_th if tile else "",
        short_en=tile.short_en if tile else "",
    )


def _asked(asker: Asker, province_code: str) -> str:
    """The place that is asked about: of the province, the part the asker works in."""
    if province_code not in _places.provinces():
        raise NoSuchArea(say("There is no province with that code."), cure=say("Choose a province on the map."))
    return next((area for area in sorted(asker.areas) if area.startswith(province_code)), province_code)


def _most_missing_first(area: AreaCount) -> tuple[bool, int, str]:
    return area.missing is None, -(area.missing or 0), area.code


@lru_cache(maxsize=1)
def _tiles() -> Mapping[str, Tile]:
    with TILES.open(encoding="utf-8", newline="") as opened:
        return {
            row["tis1099"]: Tile(int(row["row"]), int(row["col"]), row["abbr_th"], row["abbr_en"])
            for row in csv.DictReader(opened)
        }
