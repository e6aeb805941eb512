"""Where does each province stand on the tile map, and in which class does its share fall?"""

from __future__ import annotations

from dataclasses import dataclass

from saphan.portal.shares import share
from saphan.services.counts import AreaCount

TILE = 46  # drawing units from one tile to the next
GAP = 2
# Upper edges of the classes, per cent. Fixed, so that two releases can be laid side by side; chosen by us: a
# province where one in twenty is missed is ordinary, one in three is an emergency.
EDGES = (5, 10, 15, 20, 30)


@dataclass(frozen=True)
class Tile:
    """One province as drawn."""

    area: AreaCount
    x: int
    y: int
    look: str  # r0 to r5, protected, no-data

    @property
    def names(self) -> tuple[str, str]:
        """The letters on it, in Thai and in English."""
        return self.area.short_th, self.area.short_en

    @property
    def middle(self) -> tuple[int, float]:
        """Where the letters stand."""
        return self.x + (TILE - GAP) // 2, self.y + TILE / 2 + 5


def look(area: AreaCount) -> str:
    """The class of an area on the map."""
    per_cent = share(area)
    if not area.has_data:
        return "no-data"
    return "protected" if per_cent is None else f"r{sum(per_cent >= edge for edge in EDGES)}"


def tiles(areas: tuple[AreaCount, ...]) -> list[Tile]:
    """The provinces that have a place on the map, in reading order."""
    placed = sorted((area for area in areas if area.tile), key=lambda area: area.tile or (0, 0))
    return [
        Tile(area, column * TILE, row * TILE, look(area)) for area in placed for row, column in [area.tile or (0, 0)]
    ]


def legend() -> list[tuple[str, str]]:
    """Class and the edges printed beside it."""
    lower, upper = (0, *EDGES), (*EDGES, None)
    return [
        (f"r{number}", f"{low}–{high} %" if high else f"≥ {low} %")
        for number, (low, high) in enumerate(zip(lower, upper, strict=True))
    ]
