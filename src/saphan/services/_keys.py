"""What became of a key, by the release that stands now?"""

from __future__ import annotations

import re

from saphan.errors import NotFound
from saphan.services import reading
from saphan.services.platform import Platform
from saphan.services.reading import Row
from saphan.words import say

PERSON_KEY = re.compile("P[0-9A-Z]{16}")


class NoSuchKey(NotFound):
    """Nobody has or ever had that key."""


def key_of(platform: Platform, person_id: str) -> Row:
    """Its row among all keys ever given.

    Raises:
        NoSuchKey: nobody has or ever had it.
    """
    if PERSON_KEY.fullmatch(person_id):
        found = reading.open_current(platform).rows("key_of_person", person_id=person_id)
        if found:
            return found[0]
    raise NoSuchKey(
        say("Nobody has or ever had that key."), cure=say("A key is P and 16 letters and digits: copy it whole.")
    )


def known_by(platform: Platform, person_id: str) -> str:
    """The key she is known by now: its successor's where it merged."""
    kept = key_of(platform, person_id)
    return str(kept["successor"] or person_id)
