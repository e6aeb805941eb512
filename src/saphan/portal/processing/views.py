"""The record of processing (PDPA s.39): on screen, on paper, and as a workbook for the regulator."""

from __future__ import annotations

from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from saphan.access.actor import Asker
from saphan.portal.doors import for_purpose, platform
from saphan.portal.templatetags.saphan_words import language
from saphan.services import processing as service


@require_safe
@for_purpose("oversight")
def processing(request: HttpRequest, asker: Asker) -> HttpResponse:
    """The record as it stands today; printed, it is the paper for the regulator."""
    return render(request, "portal/processing/processing.html", {"record": service.record(asker, platform())})


@require_safe
@for_purpose("oversight")
def processing_xlsx(_: HttpRequest, asker: Asker) -> FileResponse:
    """The record as a workbook."""
    path = service.workbook(asker, platform(), language())
    return FileResponse(path.open("rb"), as_attachment=True, filename=path.name)
