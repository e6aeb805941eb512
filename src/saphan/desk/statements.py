"""What every look-up asks of the desk and writes to it, as statements.

They are written out because composing them took the mapper three times as long as the database took to run them, and
a writer composes them while all others wait. SQLite and PostgreSQL both read them; the tables are those of `models`.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date, datetime

from django.db import connection

_SUSPENDED = "SELECT agreement_id, suspended_on, suspended_by FROM desk_agreementstate WHERE suspended_on IS NOT NULL"
_PASSED = "SELECT lesson_id, grants FROM desk_lessonpass WHERE person = %s"
_MADE = "SELECT count(*) FROM desk_journalrow WHERE person = %s AND event = %s AND at >= %s"
_ENTRY = "INSERT INTO desk_journalrow (at, person, purpose, event, about, detail) VALUES (%s, %s, %s, %s, %s, %s)"
_SET = "INSERT INTO desk_personset (digest, size) VALUES (%s, %s) ON CONFLICT DO NOTHING"
_MEMBER = "INSERT INTO desk_personsetmember (person_set_id, person_id) VALUES (%s, %s)"
_SEALED = "UPDATE desk_journalrow SET number = %s, head = %s WHERE id = %s"


def suspended() -> list[tuple[str, date, str]]:
    """Each agreement that is suspended, since when and by whom."""
    with connection.cursor() as cursor:
        cursor.execute(_SUSPENDED)
        return list(cursor.fetchall())


def passed(person: str) -> list[tuple[str, str]]:
    """The lessons a person passed, and what each granted."""
    with connection.cursor() as cursor:
        cursor.execute(_PASSED, (person,))
        return list(cursor.fetchall())


def made_since(person: str, event: str, since: datetime) -> int:
    """How many entries of that event somebody wrote since that moment."""
    with connection.cursor() as cursor:
        cursor.execute(_MADE, (person, event, _moment(since)))
        return int(cursor.fetchone()[0])


def append(
    *, at: datetime, person: str, purpose: str, event: str, about: str, detail: Sequence[tuple[str, str]]
) -> None:
    """One journal row without number and head, which the sealer gives."""
    with connection.cursor() as cursor:
        cursor.execute(_ENTRY, (_moment(at), person, purpose, event, about, json.dumps(detail)))


def keep_set(digest: str, ids: Sequence[str]) -> None:
    """A set of persons under its digest; one that is there stays as it is."""
    with connection.cursor() as cursor:
        cursor.execute(_SET, (digest, len(ids)))
        if cursor.rowcount:
            cursor.executemany(_MEMBER, [(digest, person_id) for person_id in ids])


def give_numbers(sealed: Sequence[tuple[int, str, int]]) -> None:
    """Rows get the number and the head that stand before their key."""
    with connection.cursor() as cursor:
        cursor.executemany(_SEALED, sealed)


def settle() -> None:
    """SQLite's log is written into the desk itself and to the disk; of several who do so at once one does it."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(PASSIVE)")


def _moment(moment: datetime) -> datetime | str | None:
    """As the database keeps it: SQLite as text, in UTC."""
    kept: datetime | str | None = connection.ops.adapt_datetimefield_value(moment)
    return kept
