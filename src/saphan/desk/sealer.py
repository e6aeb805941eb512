"""Seals the journal: numbers the waiting rows in order, and binds each to all before it.

Writers leave rows without a number, so they never wait for each other. One process at a time seals, and
gives numbers without a gap; a row that was committed late gets a later number.
"""

from __future__ import annotations

import logging
import threading
import time

from django.db import DatabaseError, close_old_connections

from saphan.desk import queries, statements
from saphan.desk.models import JournalRow, SealersTurn
from saphan.desk.turns import writing
from saphan.journal import GENESIS, seal

log = logging.getLogger(__name__)
SECONDS = 0.5  # an entry is sealed within a second of being written
SETTLED_AFTER = 5.0  # seconds between two times that the log goes to the disk: what a power cut may take


@writing()
def seal_waiting(key: bytes) -> int:
    """How many entries were sealed now."""
    # on PostgreSQL this row is locked until the end of the transaction; SQLite's IMMEDIATE has locked already
    SealersTurn.objects.get_or_create(pk=1)
    SealersTurn.objects.select_for_update().get(pk=1)
    waiting = list(JournalRow.objects.filter(number__isnull=True).order_by("id"))
    if not waiting:
        return 0
    number, head = queries.last_sealed() or (0, GENESIS)
    entries = [queries.entry_of(row, number + at) for at, row in enumerate(waiting, 1)]
    chained = zip(waiting, seal(entries, after=head, key=key), strict=True)
    statements.give_numbers([(sealed.entry.number, sealed.head, int(row.pk)) for row, sealed in chained])
    return len(waiting)


def keep_sealing(key: bytes, stop: threading.Event) -> threading.Thread:
    """A thread that seals until `stop` is set, or the process ends."""
    thread = threading.Thread(target=_seal_until, args=(key, stop), name="sealer", daemon=True)
    thread.start()
    return thread


def _seal_until(key: bytes, stop: threading.Event) -> None:
    settled, is_written = time.monotonic(), False
    while not stop.wait(SECONDS):
        close_old_connections()
        try:
            if JournalRow.objects.filter(number__isnull=True).exists():
                is_written = bool(seal_waiting(key)) or is_written
            if is_written and time.monotonic() - settled >= SETTLED_AFTER:
                statements.settle()
                settled, is_written = time.monotonic(), False
        except DatabaseError as failed:
            # the rows wait and are sealed at the next turn; a sealer that died would leave them for ever
            log.warning("The journal could not be sealed now: %s", type(failed).__name__)
