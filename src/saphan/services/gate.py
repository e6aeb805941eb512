"""Every service passes here first: may this be done? A refusal is written in the journal before it is told."""

from __future__ import annotations

from saphan.access.actor import Asker
from saphan.access.decide import decide
from saphan.access.permissions import Permission
from saphan.desk import queries
from saphan.errors import Refused
from saphan.services import notes, reading
from saphan.services.platform import Platform


def require(
    asker: Asker, permission: Permission, platform: Platform, *, area: str | None = None, about: str = ""
) -> None:
    """Nothing, when it is allowed; `area` is the place that is asked about, None where none is; `about` the person.

    Raises:
        Refused: one of its kinds in access/decide.py, after the attempt was written down.
    """
    grants = queries.passed_lessons(asker.person).values()
    try:
        decide(
            asker,
            permission,
            agreements=reading.agreements_in_force(platform),
            day=platform.day,
            area=area,
            granted=frozenset(permission for permission in Permission if permission in grants),
        )
    except Refused as refused:
        notes.write(
            asker,
            platform,
            "refused",
            persons=[about] if about else [],
            permission=permission,
            reason=type(refused).__name__,
        )
        raise
