"""Writing the journal from a service: one entry, or one for each person shown."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from saphan.access.actor import Asker
from saphan.desk import actions
from saphan.services.platform import Platform


def write(asker: Asker, platform: Platform, event: str, *, persons: Collection[str] = (), **detail: object) -> None:
    """One entry; several persons are named by the digest of their stored set."""
    actions.note(event, by=asker, at=platform.clock.now(), persons=persons, detail=_texts(detail))


def write_each(asker: Asker, platform: Platform, event: str, *, persons: Sequence[str], **detail: object) -> None:
    """One entry for each person, all of them or none."""
    actions.note_each(event, by=asker, at=platform.clock.now(), persons=persons, detail=_texts(detail))


def _texts(detail: dict[str, object]) -> dict[str, str]:
    return {name: str(value) for name, value in detail.items()}
