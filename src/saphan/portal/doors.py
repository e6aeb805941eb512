"""Who is asking, and for which purpose? Every page passes through one of the two gates here."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache, wraps
from pathlib import Path
from typing import Concatenate, ParamSpec

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponseBase

from saphan.access.actor import Asker
from saphan.access.roles import permissions_of
from saphan.config import environment
from saphan.services.platform import Platform, open_platform

P = ParamSpec("P")
Page = Callable[Concatenate[HttpRequest, P], HttpResponseBase]
AskedPage = Callable[Concatenate[HttpRequest, Asker, P], HttpResponseBase]

PURPOSE = "saphan_purpose"  # the mark a gate leaves on a page, which a test looks for on every address


def for_purpose(purpose: str) -> Callable[[AskedPage[P]], Page[P]]:
    """A page for people who have logged in; it is handed the asker, with this purpose."""

    def gate(page: AskedPage[P]) -> Page[P]:
        @wraps(page)
        def gated(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            if not request.user.is_authenticated:
                return redirect_to_login(request.get_full_path())
            return page(request, asker_of(request, purpose), *args, **kwargs)

        setattr(gated, PURPOSE, purpose)
        return gated

    return gate


def open_to_all(page: Page[P]) -> Page[P]:
    """A page that anyone may read without logging in."""
    setattr(page, PURPOSE, "")
    return page


def asker_of(request: HttpRequest, purpose: str) -> Asker:
    """The one on whose session the page is asked for; nobody in particular where there is none."""
    user = request.user
    if not user.is_authenticated:
        return Asker("public", purpose)
    return Asker(f"user:{user.get_username()}", purpose, frozenset(user.roles), frozenset(user.areas), user.party)


def permissions_here(request: HttpRequest) -> frozenset[str]:
    """What this user's roles allow: for hiding links only, the services decide."""
    return frozenset(permissions_of(asker_of(request, "").roles))


@lru_cache(maxsize=1)
def platform() -> Platform:
    """The installation this process serves; opened once."""
    return open_platform(Path(str(settings.PROJECT_ROOT)), environment())
