"""In which language is a page shown? The reader's choice, else her account's, else the installation's."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation


class ChosenLanguage:
    """Sets the language from choice and account; what the browser prefers is not asked, Thai comes first."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """The page in the language chosen, named in its header."""
        language = chosen(request)
        with translation.override(language):
            request.LANGUAGE_CODE = language
            response = self.get_response(request)
        response.headers.setdefault("Content-Language", language)
        return response


def chosen(request: HttpRequest) -> str:
    """Th or en."""
    known = {code for code, _ in settings.LANGUAGES}
    account = getattr(request.user, "language", "") if hasattr(request, "user") else ""
    wishes = (request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, ""), account, settings.LANGUAGE_CODE)
    return next((wish for wish in wishes if wish in known), "th")
