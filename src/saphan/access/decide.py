"""May this person do this, for this purpose, about this place, today? One answer for every door."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Protocol, TypeVar

from saphan.access.actor import Asker
from saphan.access.permissions import Permission
from saphan.access.purposes import ALLOWS, PURPOSES, STANDING
from saphan.access.roles import ROLES, permissions_of
from saphan.errors import Refused
from saphan.words import say


class NoPurpose(Refused):
    """No purpose was named, or one that is not on the list."""


class PurposeNotInForce(Refused):
    """No agreement in force allows this purpose today."""


class NotPermitted(Refused):
    """The asker's roles, or the purpose she named, do not allow it."""


class OutsideArea(Refused):
    """It is about a place outside the asker's areas."""


class Agreed(Protocol):
    """What has to be known of an agreement to decide by it."""

    @property
    def agreement_id(self) -> str:
        """Its name, by which it is suspended."""
        ...

    @property
    def purposes(self) -> tuple[str, ...]:
        """What it allows the data to be used for."""
        ...

    @property
    def begins(self) -> date:
        """Its first day."""
        ...

    @property
    def ends(self) -> date:
        """Its last day."""
        ...


A = TypeVar("A", bound=Agreed)


def in_force(agreements: Iterable[A], day: date, suspended: Mapping[str, date]) -> tuple[A, ...]:
    """Those that run on `day`, first and last day included, and were not suspended on it or before."""
    return tuple(
        agreement
        for agreement in agreements
        if agreement.begins <= day <= agreement.ends
        and not (agreement.agreement_id in suspended and suspended[agreement.agreement_id] <= day)
    )


def may_see(asker: Asker, area: str) -> bool:
    """Whether `area` (a DOPA code of any length; empty where the place is not known) lies in the asker's areas."""
    return not asker.areas or any(area.startswith(code) for code in asker.areas)


def decide(
    asker: Asker,
    permission: Permission,
    *,
    agreements: Iterable[Agreed],
    day: date,
    area: str | None = None,
    granted: frozenset[Permission] = frozenset(),
) -> None:
    """Nothing, when it is allowed. `agreements` are those in force; `area` is None where no place is asked about.

    `granted` are permissions that passed lessons gave. The order is fixed, so that the same request is
    refused for the same reason at every door: purpose, role, agreement, area.

    Raises:
        NoPurpose: the purpose is not on the list.
        NotPermitted: the purpose or the roles do not allow it.
        PurposeNotInForce: no agreement in force names the purpose.
        OutsideArea: the place lies outside the asker's areas.
    """
    if asker.purpose not in PURPOSES:
        raise NoPurpose(
            say("No purpose was named, so nothing is read."),
            cure=say("Name one of: {purposes}.", purposes=", ".join(PURPOSES)),
        )
    purpose = PURPOSES[asker.purpose]
    if permission not in ALLOWS[asker.purpose]:
        raise NotPermitted(
            say("The purpose “{purpose}” does not allow this.", purpose=purpose),
            where=permission,
            cure=say("Choose the purpose you are doing it for: {purposes}.", purposes=_purposes_of(permission)),
        )
    if permission not in permissions_of(asker.roles) | granted:
        raise NotPermitted(
            say("You are not allowed to do this."),
            where=permission,
            cure=say("Ask the operator for one of the roles that may: {roles}.", roles=_roles_with(permission)),
        )
    if asker.purpose not in STANDING and not any(asker.purpose in agreed.purposes for agreed in agreements):
        raise PurposeNotInForce(
            say("No agreement in force on {day} allows the purpose “{purpose}”.", day=day.isoformat(), purpose=purpose),
            where=asker.purpose,
            cure=say("Ask the parties to sign an agreement for it, or to renew the one that ended."),
        )
    if area is not None and not may_see(asker, area):
        raise OutsideArea(
            say("This is outside the area you work in."),
            cure=say("Ask the operator to add the area to your account, or pass it to the worker of that area."),
        )


def _purposes_of(permission: Permission) -> str:
    return ", ".join(name for name, allowed in ALLOWS.items() if permission in allowed)


def _roles_with(permission: Permission) -> str:
    return ", ".join(name for name, role in ROLES.items() if permission in role.permissions)
