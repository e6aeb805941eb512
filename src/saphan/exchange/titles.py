"""What is a published table called, in Thai and in English?"""

from __future__ import annotations

from collections.abc import Callable

from saphan.words import Words, say

_TABLES: dict[str, Callable[[Words], Words]] = {
    "eligible.area_age": lambda benefit: say("People entitled to {benefit}, by area and age group", benefit=benefit),
    "missing.area_age": lambda benefit: say(
        "People entitled to {benefit} who are not seen receiving it, by area and age group", benefit=benefit
    ),
    "outcome.area_outcome": lambda benefit: say(
        "What came of offering {benefit} to people who were missing it, by area", benefit=benefit
    ),
}
_BENEFITS = {
    "old_age_allowance": say("the old-age allowance"),
    "disability_allowance": say("the disability allowance"),
    "child_support_grant": say("the child support grant"),
    "state_welfare_card": say("the state welfare card"),
}


def title(table_id: str) -> Words:
    """The title of a table; a table without words of its own is called by its id."""
    benefit, _, kind = table_id.partition(".")
    words = _TABLES.get(kind)
    return words(benefit_name(benefit)) if words else say("Table {table_id}", table_id=table_id)


def benefit_name(benefit: str) -> Words:
    """A benefit as it stands within a sentence; one without words of its own is called by its id."""
    return _BENEFITS.get(benefit, Words(benefit))
