"""What agencies sent, what became of each row, and what they get back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from saphan.access.actor import Asker
from saphan.services.platform import Platform
from saphan.words import Words


@dataclass(frozen=True)
class ReceivedFile:
    """One file of the inbox and what was done with it."""

    file_name: str
    dataset: str  # empty where no contract describes it
    state: str  # received, already_received, unknown, unreadable, no_agreement
    delivery_id: str
    words: Words  # what happened and what to do


@dataclass(frozen=True)
class Reason:
    """Why rows wait or were noted: one check of one dataset."""

    check_id: str
    words: Words
    severity: str
    rows: int


@dataclass(frozen=True)
class DeliverySummary:
    """One delivery, to the row: delivered = accepted + quarantined + refused."""

    delivery_id: str
    dataset: str
    title: Words  # of the dataset
    agency: str
    received_on: date
    delivered: int
    accepted: int
    quarantined: int
    refused: int
    reasons: tuple[Reason, ...]


def receive_inbox(asker: Asker, platform: Platform) -> list[ReceivedFile]:
    """Every file in the inbox, received (checksummed, laid in the vault) or named with what to do."""
    raise NotImplementedError


def listing(asker: Asker, platform: Platform) -> list[DeliverySummary]:
    """The deliveries of the current release, the largest share of waiting rows first."""
    raise NotImplementedError


def return_sheet(asker: Asker, platform: Platform, delivery_id: str) -> Path:
    """The .xlsx that goes back to the agency: failing rows, reason and cure in Thai."""
    raise NotImplementedError
