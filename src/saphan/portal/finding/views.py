"""Find a person. What is typed is sent in the body of the request: an address is kept in histories and logs."""

from __future__ import annotations

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from saphan.access.actor import Asker
from saphan.portal.doors import for_purpose, permissions_here, platform
from saphan.services import lookup

LONGEST = 200  # letters of one box


class SoughtForm(forms.Form):
    """What is known of the one who is sought."""

    number = forms.CharField(required=False, max_length=LONGEST)
    given_name = forms.CharField(required=False, max_length=LONGEST)
    family_name = forms.CharField(required=False, max_length=LONGEST)
    birth = forms.CharField(required=False, max_length=LONGEST)
    place = forms.CharField(required=False, max_length=LONGEST)


@never_cache
@sensitive_post_parameters()
@for_purpose("casework")
def find(request: HttpRequest, asker: Asker) -> HttpResponse:
    """The form, and under it who may be meant."""
    asker = lookup.for_ones_work(asker)
    form = SoughtForm(request.POST)
    allowed = permissions_here(request)
    shown: dict[str, object] = {
        "sought": {}, "may_open": "open_family" in allowed, "may_know": "see_history" in allowed
    }  # fmt: skip
    if request.method != "POST":
        lookup.open_form(asker, platform())
    elif form.is_valid() and any(form.cleaned_data.values()):
        shown["sought"] = form.cleaned_data
        shown["page"] = lookup.search(asker, platform(), lookup.Sought(**form.cleaned_data))
    else:
        shown["nothing"] = True
    return render(request, "portal/finding/find.html", shown)
