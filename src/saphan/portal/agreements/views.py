"""Agreements: which are in force, who signed, and the switch."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from saphan.access.actor import Asker
from saphan.portal.doors import for_purpose, platform
from saphan.portal.templatetags.saphan_words import language
from saphan.services import agreements as service
from saphan.words import say


@require_safe
@for_purpose("oversight")
def agreements(request: HttpRequest, asker: Asker) -> HttpResponse:
    """Every agreement under the level above it."""
    found = service.listing(asker, platform())
    shown = {"found": found, "standing": [each for each in found if each.in_force]}
    return render(request, "portal/agreements/agreements.html", shown)


@require_POST
@for_purpose("oversight")
def switch(request: HttpRequest, asker: Asker, agreement_id: str) -> HttpResponse:
    """Suspends an agreement, or resumes it."""
    if request.POST.get("to") == "resume":
        service.resume(asker, platform(), agreement_id)
        said = say("The agreement {name} is no longer suspended.", name=agreement_id)
    else:
        service.suspend(asker, platform(), agreement_id)
        said = say("The agreement {name} is suspended from today.", name=agreement_id)
    messages.success(request, said.in_(language()))
    return redirect("agreements")
