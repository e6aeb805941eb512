"""Which agreements are there, which are in force, and who stopped one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from saphan.access.actor import Asker
from saphan.access.permissions import Permission
from saphan.access.standing import Standing, State, standings
from saphan.contracts.model import Agreement
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


STATES: Mapping[str, Words] = {
    State.DRAFT: say("a draft, not signed"),
    State.TO_COME: say("signed, its first day has not come"),
    State.IN_FORCE: say("in force"),
    State.SUSPENDED: say("suspended"),
    State.EXPIRED: say("expired"),
}


@dataclass(frozen=True)
class AgreementSummary:
    """One agreement and its state today."""

    agreement_id: str
    level: str  # memorandum, agreement, licence
    under: str
    title: Words
    parties: tuple[str, ...]
    datasets: tuple[str, ...]
    purposes: tuple[str, ...]
    columns: tuple[tuple[str, str, tuple[str, ...]], ...]  # purpose, dataset, meanings: what it narrows
    legal_basis: str
    sensitive_basis: str
    signatories: tuple[str, ...]
    begins: date
    ends: date
    retention_days: int
    destruction: str
    state: str  # a key of STATES
    because_of: str  # the level that decided the state
    in_force: bool
    suspended_on: date | None
    suspended_by: str


def listing(asker: Asker, platform: Platform) -> list[AgreementSummary]:
    """All agreements, each under the level above it."""
    require(asker, Permission.SUSPEND_AGREEMENT, platform)
    known = reading.agreements(platform)
    suspended = queries.suspended()
    found = standings(known.values(), platform.day, suspended)
    by = queries.suspended_by()
    return [
        _summary(known[name], found[name], suspended.get(name), by.get(name, ""))
        for name in sorted(known, key=lambda name: _way_down(name, known))
    ]


def _way_down(name: str, known: Mapping[str, Agreement]) -> tuple[str, ...]:
    above = known[name].under
    return (*_way_down(above, known), name) if above in known else (name,)


def _summary(agreement: Agreement, standing: Standing, suspended_on: date | None, by: str) -> AgreementSummary:
    return AgreementSummary(
        agreement_id=agreement.agreement_id,
        level=agreement.level,
        under=agreement.under,
        title=Bilingual(agreement.title["en"], thai=agreement.title["th"]),
        parties=agreement.parties,
        datasets=agreement.datasets,
        purposes=agreement.purposes,
        columns=tuple(
            (purpose, dataset, meanings)
            for purpose, datasets in agreement.columns.items()
            for dataset, meanings in datasets.items()
        ),
        legal_basis=agreement.legal_basis,
        sensitive_basis=agreement.sensitive_basis,
        signatories=agreement.signatories,
        begins=agreement.begins,
        ends=agreement.ends,
        retention_days=agreement.retention_days,
        destruction=agreement.destruction,
        state=str(standing.state),
        because_of=standing.because_of,
        in_force=standing.state is State.IN_FORCE,
        suspended_on=suspended_on,
        suspended_by=by,
    )


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
