"""Deliveries, to the row: what was accepted, what waits and why, and the sheet that goes back."""

from __future__ import annotations

from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from saphan.access.actor import Asker
from saphan.errors import NotFound
from saphan.portal.doors import for_purpose, permissions_here, platform
from saphan.services import deliveries as service
from saphan.words import Language


@require_safe
@for_purpose("link_records")
def deliveries(request: HttpRequest, asker: Asker) -> HttpResponse:
    """Every delivery of the release."""
    here = platform()
    may_send = "send_delivery" in permissions_here(request)
    arrived = service.arrivals(asker, here) if may_send else []
    try:
        found = service.listing(asker, here)
    except NotFound:
        found = []  # before the first build a file can be sent all the same
    totals = {
        name: sum(getattr(one, name) for one in found) for name in ("delivered", "accepted", "quarantined", "refused")
    }
    shown = {"found": found, "totals": totals, "arrived": arrived, "may_send": may_send}
    return render(request, "portal/deliveries/deliveries.html", shown)


@for_purpose("link_records")
def send(request: HttpRequest, asker: Asker) -> HttpResponse:
    """Takes the files that were chosen, and says of each what became of it."""
    if request.method != "POST":  # reached by a change of language, or by the address alone
        return redirect("deliveries")
    sent = request.FILES.getlist("file")
    language: Language = "th" if get_language() == "th" else "en"
    if not sent:
        messages.error(request, _("Choose a file first, then send it."))
    for file in sent:
        for one in service.send(asker, platform(), file_name=file.name or "", content=file.chunks()):
            is_in = one.state in ("received", "already_received")
            tell = messages.success if is_in else messages.error
            tell(request, f"{one.file_name}: {one.words.in_(language)}")
    return redirect("deliveries")


@require_safe
@for_purpose("link_records")
def summary(request: HttpRequest, asker: Asker, delivery_id: str) -> HttpResponse:
    """One delivery on one page, to be printed or sent to whoever sent the file."""
    return render(request, "portal/deliveries/summary.html", {"one": service.one(asker, platform(), delivery_id)})


@require_safe
@for_purpose("link_records")
def return_sheet(_request: HttpRequest, asker: Asker, delivery_id: str) -> FileResponse:
    """The sheet for the agency, as a file."""
    sheet = service.return_sheet(asker, platform(), delivery_id)
    return FileResponse(sheet.open("rb"), as_attachment=True, filename=sheet.name)
