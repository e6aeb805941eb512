"""The record of processing (PDPA s.39), computed from agreements, contracts and runs: never typed, always current."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

import xlsxwriter

from saphan import ingest
from saphan.access.actor import Asker
from saphan.access.permissions import Permission
from saphan.access.purposes import PURPOSES
from saphan.access.standing import standings
from saphan.contracts.model import Agreement
from saphan.desk import queries
from saphan.services import _grants, notes, reading
from saphan.services._files import whole
from saphan.services.agreements import STATES
from saphan.services.gate import require
from saphan.services.platform import Platform
from saphan.words import Bilingual, Language, Words, in_both, say

REFUSALS_SHOWN = 50
# the security measures of s.37(1): those of the software; an installation adds its own beside the printed page
MEASURES: tuple[Words, ...] = (
    say("Every reading needs a purpose that an agreement in force allows; without one it is refused and written down."),
    say("Every look at a person and every run is an entry of a chained journal, whose head the partner keeps."),
    say("Received files and releases lie in directories that only the operating account may read."),
    say("Figures that leave are protected so that nobody can be recognised in them."),
)
RIGHTS = say("The person concerned asks at the contact on the public page; every look at her is found by her key.")


@dataclass(frozen=True)
class Activity:
    """One purpose of one agreement for one dataset: a line of the record."""

    agreement_id: str
    agreement: Words
    state: Words
    controllers: tuple[str, ...]  # the parties
    purpose: Words
    dataset: Words
    agency: str
    columns: tuple[Words, ...]  # the personal data that may be used
    sensitive: tuple[Words, ...]
    legal_basis: str
    sensitive_basis: str
    begins: date
    ends: date
    retention_days: int
    uses: int  # entries of the journal with this purpose: runs, lists, lookups
    refused: int  # refused attempts with this purpose
    last_received: date | None


@dataclass(frozen=True)
class Refusal:
    """One refused attempt."""

    at: datetime
    person: str
    purpose: str
    permission: str
    reason: str


@dataclass(frozen=True)
class Record:
    """The whole record, as of a day."""

    as_of: date
    installation: str
    contact: str
    activities: tuple[Activity, ...]
    rights: Words
    measures: tuple[Words, ...]


def record(asker: Asker, platform: Platform) -> Record:
    """The record of processing as it stands today."""
    require(asker, Permission.SEE_PROCESSING, platform)
    notes.write(asker, platform, "processing_shown")
    settings = platform.project.settings
    return Record(
        as_of=platform.day,
        installation=settings.title,
        contact=settings.contact,
        activities=tuple(_activities(platform)),
        rights=RIGHTS,
        measures=MEASURES,
    )


def refusals(asker: Asker, platform: Platform) -> list[Refusal]:
    """The latest refused attempts, newest first."""
    require(asker, Permission.READ_JOURNAL, platform)
    notes.write(asker, platform, "refusals_shown")
    found = []
    for row in queries.refusals(size=REFUSALS_SHOWN):
        detail = dict(row.detail)
        found.append(Refusal(row.at, row.person, row.purpose, detail.get("permission", ""), detail.get("reason", "")))
    return found


def workbook(asker: Asker, platform: Platform, language: Language) -> Path:
    """The record as .xlsx for the regulator."""
    held = record(asker, platform)
    path = platform.project.out / f"record-of-processing-{language}.xlsx"
    with whole(path) as aside, xlsxwriter.Workbook(str(aside), {"in_memory": True}) as book:
        sheet = book.add_worksheet(say("Record of processing").in_(language)[:31])
        head = book.add_format({"bold": True, "text_wrap": True, "bg_color": "#E4EEF7", "border": 1, "valign": "top"})
        text = book.add_format({"text_wrap": True, "valign": "top", "border": 1})
        for at, (words, width) in enumerate(COLUMNS):
            sheet.set_column(at, at, width)
            sheet.write_string(0, at, words.in_(language), head)
        for row, activity in enumerate(held.activities, 1):
            for at, cell in enumerate(_cells(activity, language)):
                sheet.write_string(row, at, cell, text)
        sheet.freeze_panes(1, 1)
        sheet.set_landscape()
        sheet.repeat_rows(0)
        sheet.fit_to_pages(1, 0)
        more = book.add_worksheet(say("Rights and security").in_(language)[:31])
        more.set_column(0, 0, 110, text)
        for row, sentence in enumerate((held.rights, *held.measures)):
            more.write_string(row, 0, sentence.in_(language), text)
    notes.write(asker, platform, "processing_taken", language=language)
    return path


COLUMNS: tuple[tuple[Words, int], ...] = (
    (say("Agreement"), 34), (say("State"), 14), (say("Controllers"), 34), (say("Purpose"), 26), (say("Data"), 30),
    (say("Personal data that may be used"), 44), (say("Sensitive data"), 24), (say("Ground of the law"), 16),
    (say("From"), 13), (say("To"), 13), (say("Kept after that, days"), 12), (say("Uses"), 9), (say("Refused"), 9),
    (say("Last received"), 13),
)  # fmt: skip


def _cells(activity: Activity, language: Language) -> tuple[str, ...]:
    """A line of the record as texts, in the order of COLUMNS; days are ISO, of the Common Era."""
    basis = " · ".join(part for part in (activity.legal_basis, activity.sensitive_basis) if part)
    return (
        activity.agreement.in_(language),
        activity.state.in_(language),
        "\n".join(activity.controllers),
        activity.purpose.in_(language),
        f"{activity.dataset.in_(language)} ({activity.agency})",
        ", ".join(words.in_(language) for words in activity.columns),
        ", ".join(words.in_(language) for words in activity.sensitive),
        basis,
        activity.begins.isoformat(),
        activity.ends.isoformat(),
        str(activity.retention_days),
        f"{activity.uses:,}",
        f"{activity.refused:,}",
        activity.last_received.isoformat() if activity.last_received else "",
    )


def _activities(platform: Platform) -> Iterator[Activity]:
    agreements = reading.agreements(platform)
    found = standings(agreements.values(), platform.day, queries.suspended())
    uses = queries.entries_by_purpose()
    received = _last_received(platform)
    for agreement in agreements.values():
        if agreement.level == "memorandum":
            continue
        state = STATES[found[agreement.agreement_id].state]
        for purpose in agreement.purposes:
            for dataset in agreement.datasets:
                yield _activity(platform, agreement, purpose, dataset, state=state, uses=uses.get(purpose, (0, 0)),
                                received=received.get(dataset))  # fmt: skip


def _activity(
    platform: Platform, agreement: Agreement, purpose: str, dataset: str, *,
    state: Words, uses: tuple[int, int], received: date | None,
) -> Activity:  # fmt: skip
    contracts = reading.contracts(platform)
    contract = contracts.get(dataset)
    may = _grants.opened(contracts, [agreement], purpose).get(dataset, frozenset())
    fields = [each for each in contract.fields if str(each.meaning) in may] if contract else []
    return Activity(
        agreement_id=agreement.agreement_id,
        agreement=Bilingual(agreement.title["en"], thai=agreement.title["th"]),
        state=state,
        controllers=agreement.parties,
        purpose=PURPOSES[purpose],
        dataset=reading.titled(platform, dataset),
        agency=contract.agency if contract else "",
        columns=tuple(in_both(each.description, each.name) for each in fields if not each.sensitive),
        sensitive=tuple(in_both(each.description, each.name) for each in fields if each.sensitive),
        legal_basis=agreement.legal_basis,
        sensitive_basis=agreement.sensitive_basis,
        begins=agreement.begins,
        ends=agreement.ends,
        retention_days=agreement.retention_days,
        uses=uses[0],
        refused=uses[1],
        last_received=received,
    )


def _last_received(platform: Platform) -> dict[str, date]:
    received = ingest.receipts(platform.project.vault) if platform.project.vault.is_dir() else []
    return {receipt.dataset: receipt.received_on for receipt in received}
