"""The worklist: whom to visit next, the surest first."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from saphan.access.actor import Asker
from saphan.errors import BrokenPromise
from saphan.portal import terms
from saphan.portal.doors import for_purpose, platform
from saphan.portal.worklist.forms import Filters, choices
from saphan.services import worklists
from saphan.services.worklists import OUTCOMES
from saphan.words import say


class UnknownFilter(BrokenPromise):
    """The address narrows the list by something that is not on offer."""


@require_safe
@for_purpose("casework")
def worklist(request: HttpRequest, asker: Asker) -> HttpResponse:
    """One page of the list, narrowed as asked."""
    filters = Filters(request.GET)
    if not filters.is_valid():
        raise UnknownFilter(
            say("The list cannot be narrowed that way."),
            where=", ".join(sorted(filters.errors)),
            cure=say("Open the worklist again and choose from the boxes."),
        )
    asked = {
        "district_code": filters.cleaned_data["district"],
        "doubt": filters.cleaned_data["doubt"],
        "outcome": filters.cleaned_data["outcome"] if "outcome" in request.GET else "open",
    }
    found = worklists.page(asker, platform(), number=filters.cleaned_data["page"] or 1, **asked)
    kept = urlencode({"district": asked["district_code"], "doubt": asked["doubt"], "outcome": asked["outcome"]})
    shown = {
        "found": found,
        "asked": asked,
        "doubts": choices("doubt", tuple(terms.DOUBT)),
        "outcomes": choices("outcome", ("open", *OUTCOMES)),
        "kept": kept,
        "before": found.page - 1,
        "after": found.page + 1,
    }
    return render(request, "portal/worklist/worklist.html", shown)
