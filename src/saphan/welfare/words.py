"""How is each code of this stage said to a person? The codes stand in the tables, the words on the page."""

from __future__ import annotations

from collections.abc import Mapping

from saphan.words import Words, say

VERDICTS: Mapping[str, Words] = {
    "eligible": say("owed"),
    "not_eligible": say("not owed"),
    "cannot_tell": say("cannot be told"),
}

DOUBTS: Mapping[str, Words] = {
    "sure": say("sure"),
    "probable": say("probable"),
    "cannot_tell": say("cannot be told"),
}

# why a rule said what it said, and why somebody may be missing a benefit
REASONS: Mapping[str, Words] = {
    "age_reached": say("of age"),
    "newly_of_age": say("came of age within the last 12 months"),
    "not_thai": say("the number is not that of a Thai national"),
    "nationality_likely": say("by the number probably a Thai national"),
    "deceased": say("an agency reported a death"),
    "no_birth_date": say("no agency gave a birth date"),
    "no_number": say("no agency gave a citizen number"),
    "number_unverified": say("the check digit of the citizen number does not agree"),
    "number_unclear": say("the citizen number needs to be looked at"),
    "birth_date_unclear": say("the birth date is not known to the day"),
    "doubtful_match": say("a record that may be about this person waits for a reviewer"),
    "newly_eligible": say("came of age within the last 12 months, may not have registered yet"),
    "never_registered": say("on no payment list, may never have registered"),
}

OUTCOMES: Mapping[str, Words] = {
    "open": say("not visited yet"),
    "reached": say("reached: gets help now"),
    "refused": say("does not want the benefit"),
    "ineligible": say("does not meet the conditions"),
    "moved": say("has moved away"),
    "not_found": say("could not be found"),
}
