"""Ask the register about one person or a list; and the description of both for whoever writes the asking machine."""

from __future__ import annotations

import json
from dataclasses import fields
from pathlib import Path

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_safe

from saphan.errors import BrokenPromise
from saphan.portal.asking.gate import for_agencies
from saphan.portal.doors import open_to_all, platform
from saphan.services import asking, asking_lists
from saphan.services.asking import AskedPerson
from saphan.services.credentials import Entered
from saphan.words import say

DESCRIPTION = Path(__file__).parent / "openapi.json"
_MOST_BYTES = 4_096
_LONGEST = 200  # letters of one text
_KEYS = frozenset(each.name for each in fields(AskedPerson))


class BadJson(BrokenPromise):
    """The body is not the JSON object that is described."""


@for_agencies(kind="application/json", most=_MOST_BYTES)
def ask(request: HttpRequest, by: Entered) -> HttpResponse:
    """The answer about one person."""
    told = asking.ask(by, platform(), _asked(request.body))
    helps = [{"since": each.since.isoformat() if each.since else None, "by": each.by} for each in told.help]
    return JsonResponse({"known": told.known, "helped": told.helped, "help": helps, "purpose": told.purpose})


@for_agencies(kind="text/csv", most=asking_lists.MOST_BYTES)
def ask_list(request: HttpRequest, by: Entered) -> HttpResponse:
    """The answers about a list, as a file; its account stands in the headers."""
    told = asking_lists.ask_list(by, platform(), request.body)
    account = {"Asked": told.asked, "Answered": told.answered, "Unclear": told.unclear}
    headers = {f"Saphan-{name}": str(rows) for name, rows in account.items()}
    headers["Content-Disposition"] = 'attachment; filename="answers.csv"'
    return HttpResponse(told.csv, content_type="text/csv; charset=utf-8", headers=headers)


@require_safe
@open_to_all
def description(_: HttpRequest) -> HttpResponse:
    """How to ask, in OpenAPI."""
    return HttpResponse(DESCRIPTION.read_bytes(), content_type="application/json")


def _asked(body: bytes) -> AskedPerson:
    try:
        given = json.loads(body)
    except (ValueError, RecursionError):
        raise _bad() from None
    if not isinstance(given, dict) or not given.keys() <= _KEYS:
        raise _bad()
    if not all(isinstance(value, str) and len(value) <= _LONGEST for value in given.values()):
        raise _bad()
    return AskedPerson(**given)


def _bad() -> BadJson:
    known = ", ".join(sorted(_KEYS))
    return BadJson(
        say("The body is not the JSON object that is described."),
        cure=say("Send an object with some of {keys} and nothing else, each a short text.", keys=known),
    )
