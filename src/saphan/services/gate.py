"""Every service passes here first: may this be done? A refusal is written in the journal before it is told."""

from __future__ import annotations

from saphan.access.actor import Asker
from saphan.access.decide import decide
from saphan.access.permissions import Permission
from saphan.access.roles import permissions_of
from saphan.desk import queries
from saphan.errors import Refused
from saphan.services import notes, reading
from saphan.services._standing import Standing, in_force, standing
from saphan.services.platform import Platform
from saphan.words import say


class DataNotInForce(Refused):
    """A dataset or a column that this needs is opened by no agreement today."""


def require(
    asker: Asker,
    permission: Permission,
    platform: Platform,
    *,
    area: str | None = None,
    about: str = "",
    at: Standing | None = None,
) -> None:
    """Nothing, when it is allowed; `area` is the place that is asked about, None where none is; `about` the person.

    `at` is how things stand, where whoever asks has looked already.

    Raises:
        Refused: one of its kinds in access/decide.py, after the attempt was written down.
    """
    at = at or standing(platform)
    try:
        decide(
            asker, permission, agreements=in_force(at, asker.party), day=at.day, area=area,
            granted=frozenset() if permission in permissions_of(asker.roles) else _granted(asker),
        )  # fmt: skip
    except Refused as refused:
        note_refused(asker, platform, refused, permission=permission, about=about)
        raise


def _granted(asker: Asker) -> frozenset[Permission]:
    grants = queries.passed_lessons(asker.person).values()
    return frozenset(permission for permission in Permission if permission in grants)


def require_benefit(asker: Asker, permission: Permission, platform: Platform, benefit: str) -> None:
    """Nothing, when what is said about that benefit rests on datasets and columns that are in force.

    Raises:
        DataNotInForce: its payment list is not, or no birth date is.
    """
    if benefit not in reading.benefits_withheld(platform, asker.purpose, asker.party):
        return
    refused = DataNotInForce(
        say("What is known about this benefit rests on data that no agreement opens today for this purpose."),
        where=benefit,
        cure=say("Ask the parties to sign an agreement for its payment list and birth dates, or to resume the one."),
    )
    note_refused(asker, platform, refused, permission=permission)
    raise refused


def require_dataset(asker: Asker, permission: Permission, platform: Platform, dataset: str) -> None:
    """Nothing, when some agreement opens that dataset today for the asker's purpose.

    Raises:
        DataNotInForce: none does.
    """
    if dataset in reading.opened(platform, asker.purpose, asker.party):
        return
    refused = DataNotInForce(
        say("No agreement opens the dataset {dataset} today for this purpose.", dataset=dataset),
        where=dataset,
        cure=say("Ask the parties to sign an agreement for it, or to renew the one that ended."),
    )
    note_refused(asker, platform, refused, permission=permission)
    raise refused


def note_refused(
    asker: Asker, platform: Platform, refused: Refused, *, permission: Permission, about: str = ""
) -> None:
    """The attempt, written down before it is told."""
    notes.write(
        asker,
        platform,
        "refused",
        persons=[about] if about else [],
        permission=permission,
        reason=type(refused).__name__,
    )
