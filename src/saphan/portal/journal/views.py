"""The journal: who did what, about whom, for which purpose."""

from __future__ import annotations

from dataclasses import asdict

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from saphan.access.actor import Asker
from saphan.portal.doors import for_purpose, platform
from saphan.services import journal as service

PAGE_SIZE = 50


@require_safe
@for_purpose("oversight")
def journal(request: HttpRequest, asker: Asker) -> HttpResponse:
    """Entries, newest first; about one person, where her number is asked for."""
    asked = request.GET.get("page", "1")
    number = int(asked) if asked.isdecimal() and int(asked) > 0 else 1
    person_id = request.GET.get("person", "").strip()
    lines = service.page(asker, platform(), number=number, person_id=person_id)
    shown = {"lines": lines, "number": number, "person_id": person_id, "has_more": len(lines) == PAGE_SIZE}
    shown |= {"before": number - 1, "after": number + 1}
    return render(request, "portal/journal/journal.html", shown)


@for_purpose("oversight")
def verify(request: HttpRequest, asker: Asker) -> HttpResponse:
    """Seals what waits, checks the whole chain, and says whether it holds."""
    if request.method != "POST":  # reached by a change of language, or by the address alone
        return redirect("journal")
    return render(request, "portal/journal/verified.html", {"verified": service.verify(asker, platform())})


@require_POST
@for_purpose("oversight")
def anchor(_: HttpRequest, asker: Asker) -> JsonResponse:
    """Today's head, as the file the partner keeps."""
    response = JsonResponse(asdict(service.export_anchor(asker, platform())))
    response["Content-Disposition"] = 'attachment; filename="anchor.json"'
    return response
