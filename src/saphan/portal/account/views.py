"""Logging in and out, the language, and whether the process is alive."""

from __future__ import annotations

from django.contrib.auth.views import LoginView, LogoutView
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_POST, require_safe
from django.views.i18n import set_language

from saphan.portal.doors import open_to_all

log_in = open_to_all(LoginView.as_view(template_name="portal/account/login.html", redirect_authenticated_user=True))
log_out = open_to_all(LogoutView.as_view())
choose_language = open_to_all(require_POST(set_language))


@require_safe
@open_to_all
def healthz(_: HttpRequest) -> HttpResponse:
    """The process answers; nothing is read."""
    return HttpResponse("ok\n", content_type="text/plain")
