"""A family on one page, and what came of the visit."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from saphan.access.actor import Asker
from saphan.portal.doors import for_purpose, permissions_here, platform
from saphan.portal.family.forms import OutcomeForm
from saphan.services import families, worklists
from saphan.services.worklists import OUTCOMES


@require_safe
@for_purpose("casework")
def family(request: HttpRequest, asker: Asker, person_id: str) -> HttpResponse:
    """Who lives there, what each is owed, gets and misses, and who says so."""
    opened = families.open_family(asker, platform(), person_id)
    missing_here = any(owed.state == "missing" for owed in opened.members[0].helps)
    may_know = "see_history" in permissions_here(request)
    shown = {"family": opened, "outcomes": OUTCOMES, "missing_here": missing_here, "may_know": may_know}
    return render(request, "portal/family/family.html", shown)


@for_purpose("casework")
def record_outcome(request: HttpRequest, asker: Asker, person_id: str) -> HttpResponse:
    """Writes the outcome down, and goes back to the family with a word about when it counts."""
    if request.method != "POST":  # reached by a change of language, or by the address alone
        return redirect("family", person_id=person_id)
    form = OutcomeForm(request.POST)
    back = redirect("family", person_id=form.data.get("family_of") or person_id)
    if not form.is_valid():
        messages.error(request, _("Choose one of the five outcomes, then save again."))
        return back
    given = form.cleaned_data
    worklists.record_outcome(asker, platform(), person_id, outcome=given["outcome"], benefit=given["benefit"])
    messages.success(request, _("Written down. It reaches the counts with the next build."))
    return back
