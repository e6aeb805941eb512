"""Which agreements are there, which are in force, and who stopped one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from saphan.access.actor import Asker
from saphan.access.permissions import Permission
from saphan.desk import actions, queries
from saphan.errors import Conflict, NotFound
from saphan.services import reading
from saphan.services.gate import require
from saphan.services.platform import Platform
from saphan.store import checksum
from saphan.words import Bilingual, Words, say


class NoSuchAgreement(NotFound):
    """There is no agreement of that name."""


class AlreadySo(Conflict):
    """The agreement is suspended already, or was not."""


@dataclass(frozen=True)
class AgreementSummary:
    """One agreement and its state today."""

    agreement_id: str
    title: Words
    datasets: tuple[str, ...]
    purposes: tuple[str, ...]
    begins: date
    ends: date
    in_force: bool
    suspended_on: date | None


def listing(asker: Asker, platform: Platform) -> list[AgreementSummary]:
    """All agreements, by name."""
    require(asker, Permission.SUSPEND_AGREEMENT, platform)
    in_force = {agreement.agreement_id for agreement in reading.agreements_in_force(platform)}
    suspended = queries.suspended()
    return [
        AgreementSummary(
            agreement_id=each.agreement_id,
            title=Bilingual(each.title["en"], thai=each.title["th"]),
            datasets=each.datasets,
            purposes=each.purposes,
            begins=each.begins,
            ends=each.ends,
            in_force=each.agreement_id in in_force,
            suspended_on=suspended.get(each.agreement_id),
        )
        for each in reading.agreements(platform).values()
    ]


def suspend(asker: Asker, platform: Platform, agreement_id: str) -> None:
    """From now on nothing that rests on it alone is read or built.

    Raises:
        NoSuchAgreement: there is none of that name.
        AlreadySo: it is suspended already.
    """
    _require_there(asker, platform, agreement_id)
    if not actions.suspend_agreement(agreement_id, by=asker, at=platform.clock.now(), day=platform.day):
        raise AlreadySo(
            say("The agreement {name} is suspended already.", name=agreement_id), cure=say("Nothing is left to do.")
        )


def resume(asker: Asker, platform: Platform, agreement_id: str) -> None:
    """The agreement is in force again, as long as its days run.

    Raises:
        NoSuchAgreement: there is none of that name.
        AlreadySo: it was not suspended.
    """
    _require_there(asker, platform, agreement_id)
    if not actions.resume_agreement(agreement_id, by=asker, at=platform.clock.now()):
        raise AlreadySo(
            say("The agreement {name} is not suspended.", name=agreement_id), cure=say("Nothing is left to do.")
        )


def take(asker: Asker, platform: Platform) -> None:
    """The agreements as they are written now, kept at the desk: each change of a file is one journal entry."""
    for agreement in reading.agreements(platform).values():
        actions.take_agreement(agreement, checksum(Path(agreement.source)), by=asker, at=platform.clock.now())


def _require_there(asker: Asker, platform: Platform, agreement_id: str) -> None:
    require(asker, Permission.SUSPEND_AGREEMENT, platform)
    take(asker, platform)
    known = reading.agreements(platform)
    if agreement_id not in known:
        raise NoSuchAgreement(
            say("There is no agreement of that name."), cure=say("Use one of: {known}.", known=", ".join(known))
        )
