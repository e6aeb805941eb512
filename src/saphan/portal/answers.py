"""How does a page say no? Every SaphanError becomes a page with what, where, cure and a reference code."""

from __future__ import annotations

import logging
import secrets
from collections.abc import Callable

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string

from saphan.errors import SaphanError
from saphan.words import Words, say

log = logging.getLogger(__name__)

NO_SUCH_PAGE = say("There is no page at this address.")
CHECK_ADDRESS = say("Check the address, or start from the first page.")
WENT_WRONG = say("Something went wrong on our side. Nothing you wrote was changed.")
TRY_AGAIN = say("Try again in a minute. If it happens again, tell the operator the reference code below.")
FORM_TOO_OLD = say("The form was open too long, or was sent from another page.")
OPEN_FORM_AGAIN = say("Go back, load the page again and send it once more.")
NOT_ALLOWED = say("You may not open this.")
ASK_OPERATOR = say("If you need it for your work, ask the operator for the role.")


class NamedAnswers:
    """Turns a refusal or a broken promise into a page that says what to do next."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """The page, as it is."""
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """A page for a SaphanError; anything else goes on to the page for faults of ours."""
        if not isinstance(exception, SaphanError):
            return None
        return answer(
            request,
            type(exception).__name__,
            status=exception.http_status,
            what=exception.what,
            cure=exception.cure,
            where=exception.where,
        )


def answer(request: HttpRequest, kind: str, *, status: int, what: Words, cure: Words, where: str = "") -> HttpResponse:
    """One page of one shape for every no; the log gets the code and the kind of fault, never a value."""
    code = secrets.token_hex(4)
    log.warning("%s %s %s", code, status, kind)
    shown = {"what": what, "cure": cure, "where": where, "code": code, "status": status}
    return render(request, "portal/answers/answer.html", shown, status=status)


def no_such_page(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001 - Django gives it by name
    """404."""
    return answer(request, "NoSuchPage", status=404, what=NO_SUCH_PAGE, cure=CHECK_ADDRESS)


def not_allowed(request: HttpRequest, exception: PermissionDenied) -> HttpResponse:  # noqa: ARG001 - Django gives it by name
    """403."""
    return answer(request, "PermissionDenied", status=403, what=NOT_ALLOWED, cure=ASK_OPERATOR)


def form_too_old(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001 - Django gives it by name
    """403, where the form's token is missing or wrong."""
    return answer(request, "FormTooOld", status=403, what=FORM_TOO_OLD, cure=OPEN_FORM_AGAIN)


def went_wrong(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 - Django hands it over
    """500, from a page that asks for nothing: what failed may be the database or the settings themselves."""
    code = secrets.token_hex(4)
    log.error("%s 500 Fault", code)
    shown = {"what": WENT_WRONG, "cure": TRY_AGAIN, "code": code}
    return HttpResponse(render_to_string("portal/answers/fault.html", shown), status=500)
