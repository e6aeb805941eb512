"""Which words does a page show for a name that the tables hold? Same word everywhere."""

from __future__ import annotations

from collections.abc import Mapping

from saphan.access.purposes import PURPOSES
from saphan.words import Words, say

DOUBT: Mapping[str, Words] = {
    "sure": say("Sure"),
    "probable": say("Probable"),
    "cannot_tell": say("Cannot tell"),
}

DOUBT_MEANS: Mapping[str, Words] = {
    "sure": say("The registers agree: this person is owed it and does not get it."),
    "probable": say("It looks so, but one fact is weak. Ask at the visit."),
    "cannot_tell": say("The registers do not say enough. Ask at the visit."),
}

OUTCOME: Mapping[str, Words] = {
    "open": say("Not visited yet"),
    "receiving": say("Already receiving it"),
    "reached": say("Reached: help is on its way"),
    "refused": say("Does not want it"),
    "ineligible": say("Not entitled after all"),
    "moved": say("Moved away"),
    "not_found": say("Not found"),
}

OUTCOME_MEANS: Mapping[str, Words] = {
    "reached": say("You met, and the claim is made or being made."),
    "refused": say("The person was offered it and said no. It can be offered again."),
    "ineligible": say("Something the registers do not know, such as a pension."),
    "moved": say("The person lives somewhere else now."),
    "not_found": say("Nobody there knows the person."),
}

HELP_STATE: Mapping[str, Words] = {
    "receiving": say("Receives it"),
    "missing": say("Owed, but not received"),
    "not_eligible": say("Not owed it"),
    "cannot_tell": say("Cannot tell"),
}

REASON: Mapping[str, Words] = {
    "newly_eligible": say("Became entitled not long ago and may not have registered yet."),
    "never_registered": say("Has never been on a payment list."),
    "number_unclear": say("The citizen number is missing or doubtful, so a payment may not have been recognised."),
    "moved": say("Lives in another place than the one that pays, or has moved."),
    "link_doubtful": say("Two records may be the same person, and nobody has decided yet."),
    "stopped": say("Was on an earlier payment list, and is not on the latest one."),
    "age_reached": say("Has reached the age for it."),
    "too_young": say("Has not reached the age for it."),
    "too_old": say("Is past the age for it."),
    "not_thai": say("The rule is for Thai nationals."),
    "deceased": say("Has died, according to civil registration."),
    "no_birth_date": say("No birth date is known."),
    "birth_date_doubtful": say("The birth date is not certain."),
    "receiving": say("Is on the latest payment list."),
}

SEVERITY: Mapping[str, Words] = {
    "quarantine": say("waits until it is corrected"),
    "warn": say("accepted, and noted"),
    "note": say("accepted, and noted"),
    "refuse": say("refused"),
}

FAULT: Mapping[str, Words] = {
    "edited": say("an entry was changed"),
    "deleted": say("an entry is gone"),
    "reordered": say("entries stand in another order"),
    "cut": say("the last entries are gone"),
}

BENEFIT: Mapping[str, Words] = {
    "old_age_allowance": say("old-age allowance"),
    "child_support_grant": say("child support grant"),
}

GROUP: Mapping[str, Words] = {"unknown": say("Age not known"), "_T": say("Total"), "total": say("Total")}

TERMS: Mapping[str, Mapping[str, Words]] = {
    "doubt": DOUBT,
    "doubt_means": DOUBT_MEANS,
    "outcome": OUTCOME,
    "outcome_means": OUTCOME_MEANS,
    "help_state": HELP_STATE,
    "reason": REASON,
    "severity": SEVERITY,
    "fault": FAULT,
    "benefit": BENEFIT,
    "group": GROUP,
    "purpose": PURPOSES,
}


def term(kind: str, name: str) -> Words:
    """The words for `name`; a name nobody has given words yet is shown as it is."""
    return TERMS[kind].get(name, Words(name))
