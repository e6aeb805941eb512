"""The public page: no log-in, plain words."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from saphan.portal import terms
from saphan.portal.doors import asker_of, open_to_all, platform
from saphan.services import public as service


@require_safe
@open_to_all
def public(request: HttpRequest) -> HttpResponse:
    """Which data are used, for what, under which agreement, until when, and what came of it."""
    page = service.page(asker_of(request, "make_known"), platform())
    return render(request, "portal/public/public.html", {"page": page, "outcomes": terms.in_order(page.outcomes)})
