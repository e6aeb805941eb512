"""The map of the country and the page of a province: how many are missing help, where."""

from __future__ import annotations

import csv
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from saphan.access.actor import Asker
from saphan.access.permissions import Permission
from saphan.portal import terms
from saphan.portal.doors import for_purpose, permissions_here, platform
from saphan.portal.overview.tilemap import TILE, legend, tiles
from saphan.portal.shares import share
from saphan.portal.templatetags.saphan_words import language
from saphan.portal.thai import dictionary_order
from saphan.services import counts
from saphan.services.counts import AreaCount

ORDERS: dict[str, Callable[[AreaCount], tuple[object, ...]]] = {
    "missing": lambda area: (area.missing is None, -(area.missing or 0), area.code),
    "share": lambda area: (share(area) is None, -(share(area) or 0), area.code),
    "name": lambda area: (*dictionary_order(area.name_th), area.code) if language() == "th" else (area.name_en,),
}


@require_safe
@for_purpose("find_missing_help")
def country(request: HttpRequest, asker: Asker) -> HttpResponse:
    """The overview: one sentence, the map, and its table."""
    overview = counts.provinces(asker, platform())
    known = [area for area in overview.areas if area.has_data]
    sort = request.GET.get("sort", "missing")
    drawn = tiles(overview.areas)
    height = max((tile.y for tile in drawn), default=0) + TILE
    width = max((tile.x for tile in drawn), default=0) + TILE
    shown = {
        "overview": overview,
        "tiles": drawn,
        "size": (width, height),
        "tile_side": TILE - 2,
        "legend": legend(),
        "areas": ranked(known, sort),
        "unknown": len(overview.areas) - len(known),
        "only": known[0] if len(known) == 1 else None,
        "sort": sort,
        "outcomes": terms.in_order(overview.outcomes),
    }
    return render(request, "portal/overview/country.html", shown)


@require_safe
@for_purpose("find_missing_help")
def province(request: HttpRequest, asker: Asker, province_code: str) -> HttpResponse:
    """A province: its districts, most missing first, and who is missing help by age."""
    overview = counts.districts(asker, platform(), province_code)
    table = counts.by_age(asker, platform(), province_code)
    longest = max((area.missing or 0 for area in overview.areas), default=0) or 1
    shown = {
        "overview": overview,
        "province_code": province_code,
        "areas": [(area, f"{100 * (area.missing or 0) / longest:.1f}") for area in ranked(overview.areas, "missing")],
        "table": table,
        "rows": [
            (code == province_code, names, values)
            for code, names, values in zip(table.row_codes, table.row_names, table.values, strict=True)
        ],
        "outcomes": terms.in_order(overview.outcomes),
        "may_visit": Permission.SEE_WORKLIST in permissions_here(request),
    }
    return render(request, "portal/overview/province.html", shown)


@require_safe
@for_purpose("find_missing_help")
def by_age_csv(_: HttpRequest, asker: Asker, province_code: str) -> HttpResponse:
    """The table by age as a file for a spreadsheet; a protected cell holds the letter c, never a number."""
    table = counts.by_age(asker, platform(), province_code)
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{table.table_id}-{province_code}.csv"'
    response.write("\ufeff")  # without it Excel takes Thai for Latin letters
    writer = csv.writer(response)
    writer.writerow(["district_code", "name_th", "name_en", *table.column_codes])
    for code, names, values in zip(table.row_codes, table.row_names, table.values, strict=True):
        writer.writerow([code, *names, *("c" if value is None else value for value in values)])
    return response


def ranked(areas: tuple[AreaCount, ...] | list[AreaCount], sort: str) -> list[AreaCount]:
    """The areas in the order a reader chose, protected ones last."""
    return sorted(areas, key=ORDERS.get(sort, ORDERS["missing"]))


@require_safe
@for_purpose("find_missing_help")
def counts_json(_: HttpRequest, asker: Asker, province_code: str) -> JsonResponse:
    """A province's districts for programs: protected counts, null where protected."""
    found = counts.districts(asker, platform(), province_code)
    return JsonResponse(
        {
            "benefit": found.benefit,
            "as_of": found.as_of.isoformat(),
            "release": found.release_id,
            "calibrated": found.calibrated,
            "eligible": found.eligible,
            "missing": found.missing,
            "areas": [
                {"code": each.code, "name_th": each.name_th, "name_en": each.name_en,
                 "eligible": each.eligible, "missing": each.missing}
                for each in found.areas if each.has_data
            ],
        },
        json_dumps_params={"ensure_ascii": False},
    )  # fmt: skip
