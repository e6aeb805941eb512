"""How is a machine let in, and how is it told no? By a credential in the header, and in JSON."""

from __future__ import annotations

import logging
import secrets
from collections.abc import Callable
from functools import wraps

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt

from saphan.access.actor import Asker
from saphan.errors import BrokenPromise, SaphanError
from saphan.portal.doors import PURPOSE, platform
from saphan.services import credentials
from saphan.services.credentials import Entered
from saphan.words import say

log = logging.getLogger(__name__)
Page = Callable[[HttpRequest], HttpResponse]
AgencyPage = Callable[[HttpRequest, Entered], HttpResponse]

# what the web has a number of its own for
STATUS = {"NoCredential": 401, "TooManyAsked": 429, "WrongMethod": 405, "TooLong": 413, "WrongKind": 415}
_SCHEME = "Bearer "


class WrongMethod(BrokenPromise):
    """The address is asked by POST alone."""


class TooLong(BrokenPromise):
    """The body is longer than a question can be."""


class WrongKind(BrokenPromise):
    """The body is of another kind than the address takes."""


def for_agencies(*, kind: str, most: int) -> Callable[[AgencyPage], Page]:
    """A page for agencies' machines: bodies of that kind and at most so many bytes, in by POST alone."""

    def gate(page: AgencyPage) -> Page:
        @csrf_exempt  # no session and no cookie lets anybody in here, so that no other site can lend its own
        @never_cache
        @wraps(page, assigned=("__name__", "__doc__", "__module__"))
        def gated(request: HttpRequest) -> HttpResponse:
            try:
                _check_form(request, kind, most)
                held_out = request.headers.get("Authorization", "")
                token = held_out.removeprefix(_SCHEME) if held_out.startswith(_SCHEME) else ""
                entered = credentials.enter(Asker("agency:unknown", "casework"), platform(), token)
                return page(request, entered)
            except SaphanError as refused:
                return _told(refused)
            except RequestDataTooBig:
                return _told(_too_long(most))

        setattr(gated, PURPOSE, "of the credential")
        return gated

    return gate


def _check_form(request: HttpRequest, kind: str, most: int) -> None:
    if request.method != "POST":
        raise WrongMethod(say("This address takes POST alone."), cure=say("Send the question in the body of a POST."))
    if request.content_type != kind:
        raise WrongKind(say("This address takes {kind}.", kind=kind), cure=say("Set the header Content-Type to it."))
    length = request.META.get("CONTENT_LENGTH") or "0"
    if not str(length).isdecimal() or int(length) > most:
        raise _too_long(most)


def _too_long(most: int) -> TooLong:
    return TooLong(say("The body is too long."), cure=say("Send at most {most} bytes.", most=most))


def _told(refused: SaphanError) -> JsonResponse:
    """One shape for every no, in both languages; the log gets the code and the kind, never a value."""
    code, kind = secrets.token_hex(4), type(refused).__name__
    status = STATUS.get(kind, refused.http_status)
    log.warning("%s %s %s", code, status, kind)
    said = {
        "error": kind,
        "what": {"th": refused.what.in_("th"), "en": refused.what.in_("en")},
        "cure": {"th": refused.cure.in_("th"), "en": refused.cure.in_("en")},
        "code": code,
    }
    headers = {401: {"WWW-Authenticate": "Bearer"}, 405: {"Allow": "POST"}, 429: {"Retry-After": "3600"}}
    return JsonResponse(said, status=status, headers=headers.get(status, {}))
