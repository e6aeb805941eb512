"""What of a person does a look-up show to which role? Enough to tell that she is the one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

LOOKUP_SHOWS: Mapping[str, frozenset[str]] = {
    # who visits: enough not to knock at the wrong door
    "social_worker": frozenset({"name", "birth_date", "number_end", "residence", "house_number", "household"}),
    # who runs the register: enough to tell two records apart, and nothing of where anybody lives
    "operator": frozenset({"name", "birth_date", "number_end"}),
    # who answers somebody asking what is known of her (PDPA s.30): the name and the end of the number
    "dpo": frozenset({"name", "number_end"}),
}


def lookup_shows(roles: Iterable[str]) -> frozenset[str]:
    """The fields shown to somebody with these roles."""
    return frozenset().union(*(LOOKUP_SHOWS[role] for role in roles if role in LOOKUP_SHOWS))
