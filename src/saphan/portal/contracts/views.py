"""Contracts: the dictionary of each dataset, what is made from it, and changes that wait for an answer."""

from __future__ import annotations

from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from saphan.access.actor import Asker
from saphan.access.permissions import Permission
from saphan.portal.doors import for_purpose, permissions_here, platform
from saphan.portal.templatetags.saphan_words import language
from saphan.services import contracts as service
from saphan.words import say


@require_safe
@for_purpose("oversight")
def contracts(request: HttpRequest, asker: Asker) -> HttpResponse:
    """Every contract in force, and the changes that wait."""
    shown = {
        "found": service.listing(asker, platform()),
        "proposals": service.proposals(asker, platform()),
        "may_answer": Permission.DECIDE_CONTRACT in permissions_here(request),
    }
    return render(request, "portal/contracts/contracts.html", shown)


@require_safe
@for_purpose("oversight")
def dictionary(request: HttpRequest, asker: Asker, dataset: str) -> HttpResponse:
    """The data dictionary of one dataset."""
    found = service.dictionary(asker, platform(), dataset)
    return render(request, "portal/contracts/dictionary.html", {"one": found})


@require_safe
@for_purpose("oversight")
def made(_: HttpRequest, asker: Asker, dataset: str, what: str) -> FileResponse:
    """A file made from the contract."""
    path = service.made(asker, platform(), dataset, what)
    return FileResponse(path.open("rb"), as_attachment=True, filename=path.name)


@require_POST
@for_purpose("oversight")
def answer(request: HttpRequest, asker: Asker, dataset: str) -> HttpResponse:
    """The agency's answer to a proposed change."""
    accepts = request.POST.get("answer") == "accept"
    found = service.answer(asker, platform(), dataset, accepts=accepts)
    if accepts:
        said = say("Version {version} of {dataset} is accepted.", version=found.new_version, dataset=dataset)
    else:
        said = say("Version {version} of {dataset} is refused.", version=found.new_version, dataset=dataset)
    messages.success(request, said.in_(language()))
    return redirect("contracts")
