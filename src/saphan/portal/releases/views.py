"""The releases: which one stands, what differs between two, and turning to another one."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from saphan.access.actor import Asker
from saphan.portal.doors import for_purpose, platform
from saphan.portal.templatetags.saphan_words import language
from saphan.services import differences
from saphan.services import releases as service
from saphan.words import say


@require_safe
@for_purpose("link_records")
def releases(request: HttpRequest, asker: Asker) -> HttpResponse:
    """All releases, newest first."""
    found = service.listing(asker, platform())[::-1]
    shown = {
        "found": found,
        "stands": next((each for each in found if each.is_current), None),
        "there": {each.release_id for each in found},
        "longest": service.LONGEST_REASON,
    }
    return render(request, "portal/releases/releases.html", shown)


@require_safe
@for_purpose("link_records")
def compare(request: HttpRequest, asker: Asker) -> HttpResponse:
    """Two releases side by side; unless they are named, the one that stands and the one before it."""
    listed = service.listing(asker, platform())
    stands = next((each for each in listed if each.is_current), None)
    later = request.GET.get("later", "") or (stands.release_id if stands else "")
    before = next((each.before for each in listed if each.release_id == later), "")
    earlier = request.GET.get("earlier", "") or before
    shown: dict[str, object] = {"listed": listed[::-1], "earlier": earlier, "later": later, "found": None}
    if earlier and later:
        found = differences.compare(asker, platform(), earlier, later)
        shown |= {
            "found": found,
            "changed": [each for each in found.tables if not each.is_same],
            "same": len([each for each in found.tables if each.is_same]),
            "lists": [
                (each, [one for one in found.changes if one.kind == each.kind]) for each in found.kinds if each.persons
            ],
        }
    return render(request, "portal/releases/compare.html", shown)


@require_POST
@for_purpose("link_records")
def turn(request: HttpRequest, asker: Asker, release_id: str) -> HttpResponse:
    """That release stands from now on."""
    now = service.rollback(asker, platform(), release_id, why=request.POST.get("why", ""))
    said = say("Release {release} stands now, as of {day}.", release=now.release_id, day=now.as_of)
    messages.success(request, said.in_(language()))
    return redirect("releases")
