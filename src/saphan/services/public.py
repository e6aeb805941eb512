"""What anyone may know: which data are used, for what, under which agreement, and what came of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from saphan.access.actor import Asker
from saphan.access.permissions import Permission
from saphan.access.purposes import PURPOSES
from saphan.contracts.model import Agreement, Contract, Field
from saphan.contracts.plain import PLAIN
from saphan.desk import queries
from saphan.services import reading
from saphan.services._cells import TOTAL, cells_of, outcomes_of
from saphan.services.gate import require
from saphan.services.platform import Platform
from saphan.services.reading import Reading, Row
from saphan.store import current
from saphan.words import Words, in_both


@dataclass(frozen=True)
class Use:
    """One dataset and the purposes it is used for."""

    dataset: str
    title: Words
    agency: str
    columns: tuple[Words, ...]  # what is held, in plain words
    purposes: tuple[Words, ...]
    agreement_id: str
    agreement_title: Words
    begins: date
    ends: date
    in_force: bool
    last_delivery: date | None
    rows_used: int


@dataclass(frozen=True)
class PublicPage:
    """Generated from agreements, deliveries and the journal."""

    uses: tuple[Use, ...]
    builds: int
    lookups: int  # pages about one family that were opened, from the journal
    missing: int | None
    outcomes: tuple[tuple[str, int | None], ...]
    contact: str


def page(asker: Asker, platform: Platform) -> PublicPage:
    """The public page; needs no log-in."""
    require(asker, Permission.SEE_PUBLIC_PAGE, platform)
    now = reading.open_current(platform) if current(platform.project.lake) else None
    used = {row["dataset"]: row for row in now.rows("rows_used")} if now else {}
    known = reading.contracts(platform)
    in_force = {agreement.agreement_id for agreement in reading.agreements_in_force(platform)}
    uses = tuple(
        _use(known[dataset], agreement, used.get(dataset), in_force=agreement.agreement_id in in_force)
        for agreement in reading.agreements(platform).values()
        if agreement.is_signed and agreement.level != "memorandum"
        for dataset in agreement.datasets
        if dataset in known
    )
    benefit = next(iter(reading.benefits(now)), "") if now else ""
    return PublicPage(
        uses=uses,
        builds=queries.events("build_published"),
        lookups=queries.events("family_opened"),
        missing=_missing(now, benefit) if now else None,
        outcomes=outcomes_of(now, benefit) if now else (),
        contact=platform.project.settings.contact,
    )


def _missing(now: Reading, benefit: str) -> int | None:
    return cells_of(now, f"{benefit}.missing.area_age").get((TOTAL, TOTAL))


def _use(contract: Contract, agreement: Agreement, used: Row | None, *, in_force: bool) -> Use:
    return Use(
        dataset=contract.dataset,
        title=in_both(contract.title, contract.dataset),
        agency=contract.agency,
        columns=_held(contract),
        purposes=tuple(PURPOSES[purpose] for purpose in agreement.purposes),
        agreement_id=agreement.agreement_id,
        agreement_title=in_both(agreement.title, agreement.agreement_id),
        begins=agreement.begins,
        ends=agreement.ends,
        in_force=in_force,
        last_delivery=used["last_delivery"] if used else None,
        rows_used=used["rows_used"] if used else 0,
    )


def _held(contract: Contract) -> tuple[Words, ...]:
    """What a file holds, each thing once."""
    held: list[Words] = []
    for column in contract.fields:
        if (words := _plainly(column)) not in held:
            held.append(words)
    return tuple(held)


def _plainly(column: Field) -> Words:
    """What the column holds, in a citizen's words; its description where it means nothing to Saphan."""
    return PLAIN[column.meaning] if column.meaning else in_both(column.description, column.name)
