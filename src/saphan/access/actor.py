"""Who is asking, and for which purpose?"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Asker:
    """The one on whose behalf a service runs: first argument of every service.

    `person` comes from the operating-system account or from a session the desk issued, never from
    an argument somebody can type.
    """

    person: str  # os:somchai, user:demo, public
    purpose: str  # a name from access/purposes.py
    roles: frozenset[str] = frozenset()  # names from access/roles.py
    areas: frozenset[str] = frozenset()  # DOPA codes of any length; empty: the whole country
    party: str = ""  # of an agreement, for whom she works; empty: for the platform, which serves every party
