"""The data protection officer's page: what must be destroyed, what was, and who was refused."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from saphan.access.actor import Asker
from saphan.portal.doors import for_purpose, platform
from saphan.services import destruction, processing


@require_safe
@for_purpose("oversight")
def officer(request: HttpRequest, asker: Asker) -> HttpResponse:
    """What is held out of force, the certificates, and the refused attempts."""
    shown = {
        "holdings": destruction.holdings(asker, platform()),
        "certificates": destruction.certificates(asker, platform()),
        "refusals": processing.refusals(asker, platform()),
    }
    return render(request, "portal/officer/officer.html", shown)


@require_POST
@for_purpose("oversight")
def destroy(request: HttpRequest, asker: Asker, dataset: str) -> HttpResponse:
    """Destroys what is held of a dataset, once its name was typed."""
    if request.POST.get("typed", "").strip() != dataset:
        return redirect("officer")
    made = destruction.destroy(asker, platform(), dataset)
    return redirect("certificate", made.certificate_id)


@require_safe
@for_purpose("oversight")
def certificate(request: HttpRequest, asker: Asker, certificate_id: str) -> HttpResponse:
    """One certificate, to print."""
    found, is_proven = destruction.certificate(asker, platform(), certificate_id)
    return render(request, "portal/officer/certificate.html", {"one": found, "is_proven": is_proven})
