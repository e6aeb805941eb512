"""The make-believe province of all tests (`site`), served in this process to a client that knows no browser."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from saphan.services.platform import Platform

if TYPE_CHECKING:
    from django.test import Client

Visit = Callable[..., "Client"]


@pytest.fixture
def visit(site: Platform) -> Visit:
    """A client logged in under a name, in a language."""
    from django.test import Client  # noqa: PLC0415 - Django is set up by `site`

    from saphan.desk.models import User  # noqa: PLC0415 - likewise

    def as_(name: str = "", language: str = "th") -> Client:
        client = Client(headers={"host": "localhost"})
        client.cookies["django_language"] = language
        if name:
            client.force_login(User.objects.get(username=name))
        return client

    return as_
