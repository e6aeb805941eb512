"""Which agencies asked about this person? Read from the journal, for her own list and for the family's page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from saphan.desk import queries

EVENT = "register_asked"
MOST = 50


@dataclass(frozen=True)
class Asking:
    """One question of another agency about one person."""

    at: datetime
    agency: str
    agreement_id: str
    purpose: str
    answer: str  # known: yes, no, unsure


def asked_about(person_id: str) -> tuple[Asking, ...]:
    """The latest questions about her, newest first; whoever calls it has been let in, and is written down."""
    rows = queries.entries_about(person_id, EVENT, size=MOST)
    return tuple(_asking(row.at, row.purpose, dict(row.detail)) for row in rows)


def _asking(at: datetime, purpose: str, detail: dict[str, str]) -> Asking:
    return Asking(at, detail["agency"], detail["agreement"], purpose, detail["answer"])
