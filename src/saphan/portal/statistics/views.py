"""Official statistics: protected tables to take away."""

from __future__ import annotations

from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from saphan.access.actor import Asker
from saphan.errors import NotFound
from saphan.portal.doors import for_purpose, platform
from saphan.services import publications
from saphan.services.publications import Publication
from saphan.words import say


class NoSuchTable(NotFound):
    """The release holds no protected table of that name."""


@require_safe
@for_purpose("official_statistics")
def statistics(request: HttpRequest, asker: Asker) -> HttpResponse:
    """The tables of the release."""
    return render(request, "portal/statistics/statistics.html", {"found": publications.listing(asker, platform())})


@require_safe
@for_purpose("official_statistics")
def sdmx_csv(_: HttpRequest, asker: Asker, table_id: str) -> FileResponse:
    """A table as SDMX-CSV."""
    path = one_of(publications.listing(asker, platform()), table_id).sdmx_csv
    return FileResponse(path.open("rb"), as_attachment=True, filename=path.name, content_type="text/csv; charset=utf-8")


@require_safe
@for_purpose("official_statistics")
def catalogue_json(_: HttpRequest, asker: Asker, table_id: str) -> FileResponse:
    """A table's catalogue record."""
    path = one_of(publications.listing(asker, platform()), table_id).catalogue_json
    return FileResponse(path.open("rb"), as_attachment=True, filename=path.name, content_type="application/json")


def one_of(found: list[Publication], table_id: str) -> Publication:
    """The table of that name.

    Raises:
        NoSuchTable: the release has none.
    """
    for publication in found:
        if publication.table_id == table_id:
            return publication
    raise NoSuchTable(
        say("There is no such table in this release."), where=table_id, cure=say("Choose one from the statistics page.")
    )
