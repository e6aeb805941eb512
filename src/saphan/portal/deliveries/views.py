"""Deliveries, to the row: what was accepted, what waits and why, and the sheet that goes back."""

from __future__ import annotations

from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from saphan.access.actor import Asker
from saphan.portal.doors import for_purpose, platform
from saphan.services import deliveries as service


@require_safe
@for_purpose("link_records")
def deliveries(request: HttpRequest, asker: Asker) -> HttpResponse:
    """Every delivery of the release."""
    found = service.listing(asker, platform())
    totals = {
        name: sum(getattr(one, name) for one in found) for name in ("delivered", "accepted", "quarantined", "refused")
    }
    return render(request, "portal/deliveries/deliveries.html", {"found": found, "totals": totals})


@require_safe
@for_purpose("link_records")
def return_sheet(_: HttpRequest, asker: Asker, delivery_id: str) -> FileResponse:
    """The sheet for the agency, as a file."""
    sheet = service.return_sheet(asker, platform(), delivery_id)
    return FileResponse(sheet.open("rb"), as_attachment=True, filename=sheet.name)
