"""How is the journal chained, and how is a broken chain found? Pure functions over its rows.

Each row's head is HMAC-SHA256(key, previous head + row); rows are sealed in order by one sealer, so
writers never wait for each other. A cut tail is seen only against an *anchor*: a head that the other
party keeps.
"""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

GENESIS = "0" * 64

Fault = Literal["edited", "deleted", "reordered", "cut"]


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One row of the journal: who did what, about whom, for which purpose. Never a value of a record."""

    number: int
    at: str  # ISO 8601, UTC
    person: str
    purpose: str
    event: str
    about: tuple[str, ...] = ()  # person ids, or digests of stored sets of them
    detail: tuple[tuple[str, str], ...] = ()  # release, columns, dataset, counts


@dataclass(frozen=True)
class Sealed:
    """An entry and the head that binds it to all entries before it."""

    entry: Entry
    head: str


@dataclass(frozen=True)
class Anchor:
    """A head that the other party keeps: after `number` entries the chain ended in `head`."""

    number: int
    head: str


@dataclass(frozen=True)
class Break:
    """Where the chain no longer holds."""

    number: int
    fault: Fault


def head_after(previous: str, entry: Entry, *, key: bytes) -> str:
    """The head that binds `entry` to everything before it: 64 hexadecimal digits."""
    record = json.dumps(
        [previous, entry.number, entry.at, entry.person, entry.purpose, entry.event, entry.about, entry.detail],
        ensure_ascii=False,
        separators=(",", ":"),
    )
    return hmac.new(key, record.encode(), hashlib.sha256).hexdigest()


def seal(entries: Iterable[Entry], *, after: str = GENESIS, key: bytes) -> Iterator[Sealed]:
    """The entries in order, each with its head; `after` is the head of the last sealed entry."""
    head = after
    for entry in entries:
        head = head_after(head, entry, key=key)
        yield Sealed(entry, head)


def verify(rows: Iterable[Sealed], *, key: bytes, anchors: Iterable[Anchor] = ()) -> Break | None:
    """The first place where the chain is broken, or None: edit, deletion, reordering, and a cut tail."""
    owed = {anchor.number: anchor.head for anchor in anchors}
    head, count = GENESIS, 0
    for row in rows:
        count += 1
        if row.entry.number != count:
            return Break(count, "reordered" if row.entry.number < count else "deleted")
        head = head_after(head, row.entry, key=key)
        if not hmac.compare_digest(head, row.head):
            return Break(count, "edited")
        if owed.pop(count, head) != head:
            return Break(count, "edited")
    return Break(count, "cut") if owed else None
