"""Who may log in, with which roles and where."""

from __future__ import annotations

import re
import secrets
from collections.abc import Sequence
from dataclasses import dataclass

from saphan.access.actor import Asker
from saphan.access.permissions import Permission
from saphan.access.roles import ROLES
from saphan.desk import actions
from saphan.errors import BrokenPromise
from saphan.services.gate import require
from saphan.services.platform import Platform
from saphan.words import say

USERNAME = re.compile(r"[\w.\-]{2,60}")


class BadUsername(BrokenPromise):
    """A name that no account can have."""


class UnknownRole(BrokenPromise):
    """A role is not on the list."""


class UnknownArea(BrokenPromise):
    """An area is not a DOPA code of two, four or six digits."""


@dataclass(frozen=True)
class Login:
    """A new account; the password is shown once and kept nowhere."""

    username: str
    password: str
    roles: tuple[str, ...]
    areas: tuple[str, ...]


def make_login(
    asker: Asker, platform: Platform, username: str, *, roles: Sequence[str], areas: Sequence[str] = (), party: str = ""
) -> Login:
    """An account with these roles, in these areas (none: the whole country); one that exists gets a new password.

    `party` is the one of an agreement she works for: she then sees only what that party's agreements open.

    Raises:
        UnknownRole: names the roles there are.
        UnknownArea: an area is no code.
    """
    require(asker, Permission.MAKE_LOGIN, platform)
    if not USERNAME.fullmatch(username):
        raise BadUsername(
            say("That cannot be the name of an account."),
            cure=say("Use 2 to 60 letters, digits and the signs . _ - without spaces."),
        )
    for role in roles:
        if role not in ROLES:
            raise UnknownRole(
                say("There is no role `{role}`.", role=role), cure=say("Use one of: {known}.", known=", ".join(ROLES))
            )
    for area in areas:
        if not (area.isdecimal() and area.isascii() and len(area) in (2, 4, 6)):
            raise UnknownArea(
                say("`{area}` is not the code of an area.", area=area),
                cure=say("Give the 2 digits of a province, the 4 of a district or the 6 of a subdistrict."),
            )
    password = secrets.token_urlsafe(12)
    actions.make_user(username, password, roles=roles, areas=areas, by=asker, at=platform.clock.now(), party=party)
    return Login(username, password, tuple(roles), tuple(areas))
