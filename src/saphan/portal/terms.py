"""Which words does a page show for a name that the tables hold? Same word everywhere."""

from __future__ import annotations

from collections.abc import Mapping

from saphan.access.purposes import PURPOSES
from saphan.portal.journal.terms import DETAIL, EVENT, KNOWN, SOUGHT
from saphan.services.differences import CAUSE_WORDS, KIND_WORDS, MAKING_WORDS
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
SEQUENCE = {name: place for place, name in enumerate(OUTCOME)}

OUTCOME_MEANS: Mapping[str, Words] = {
    "reached": say("You met, and the claim is made or being made."),
    "refused": say("The person was offered it and said no. It can be offered again."),
    "ineligible": say("Something the registers do not know, such as a pension."),
    "moved": say("The person lives somewhere else now."),
    "not_found": say("Nobody there knows the person."),
}

REASON: Mapping[str, Words] = {
    "newly_eligible": say("Became entitled not long ago and may not have registered yet."),
    "never_registered": say("Has never been on a payment list."),
    "number_unclear": say("The citizen number is missing or doubtful, so a payment may not have been recognised."),
    "moved": say("Lives in another place than the one that pays, or has moved."),
    "doubtful_match": say("Two records may be the same person, and nobody has decided yet."),
    "newly_of_age": say("Reached the age for it within the last year."),
    "age_reached": say("Has reached the age for it."),
    "too_young": say("Has not reached the age for it."),
    "not_thai": say("The rule is for Thai nationals."),
    "deceased": say("Has died, according to civil registration."),
    "no_birth_date": say("No birth date is known."),
    "birth_date_unclear": say("The birth date is not certain."),
    "no_number": say("No citizen number is known, so nationality cannot be told."),
    "nationality_likely": say("The kind of citizen number makes Thai nationality likely, not certain."),
    "number_unverified": say("The citizen number fails its check, so nationality is not certain."),
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

AGENCY: Mapping[str, Words] = {  # short names of the agencies in the make-believe province; others show their own
    "dopa": say("Department of Provincial Administration"),
    "cdd": say("Community Development Department"),
    "dla": say("Department of Local Administration"),
    "dep": say("Department of Empowerment of Persons with Disabilities"),
    "mof": say("Ministry of Finance"),
    "dcy": say("Department of Children and Youth"),
    "obec": say("Office of the Basic Education Commission"),
    "mso": say("Office of the Permanent Secretary, Social Development and Human Security"),
}

RULE: Mapping[str, Words] = {
    "citizen_id": say("They carry one citizen number, so they were linked."),
    "calibrated": say("They were linked by their weight."),
    "preset": say("They were linked by their weight."),
    "doubtful": say("A person was to be asked."),
    "contradiction": say("Something contradicts, so a person was to be asked."),
    "low_weight": say("They were left apart."),
    "verdict": say("A person had decided on them before."),
}

STATE: Mapping[str, Words] = {
    "draft": say("a draft, not signed"),
    "to_come": say("signed, its first day has not come"),
    "in_force": say("in force"),
    "suspended": say("suspended"),
    "expired": say("expired"),
}

LEVEL: Mapping[str, Words] = {
    "memorandum": say("memorandum of understanding"),
    "agreement": say("data-sharing agreement"),
    "licence": say("data-use licence"),
}

CLASSIFICATION: Mapping[str, Words] = {
    "public": say("public"),
    "internal": say("internal"),
    "personal": say("personal data"),
    "sensitive": say("sensitive personal data"),
}

BREAKS: Mapping[str, Words] = {
    "sender": say("the agency that sends it"),
    "reader": say("those who use it"),
    "nobody": say("nobody"),
}

REFUSAL: Mapping[str, Words] = {
    "NoPurpose": say("No purpose was named"),
    "PurposeNotInForce": say("No agreement in force allows the purpose"),
    "TooManyLookups": say("Too many look-ups within an hour"),
    "TooManyAsked": say("The agency asked about as many as a day allows"),
    "NoCredential": say("The credential is not known or no longer valid"),
    "NotPermitted": say("The role or the purpose does not allow it"),
    "OutsideArea": say("Outside the area"),
    "DataNotInForce": say("The data are not in force"),
    "StillInForce": say("The data are in force"),
    "LicenceNotInForce": say("The licence is not in force"),
    "NotYourContract": say("Another agency's contract"),
}

MEANING: Mapping[str, Words] = {
    "record_key": say("key of the record"),
    "citizen_id": say("citizen number"),
    "other_number": say("another number"),
    "title": say("title of a name"),
    "given_name": say("given name"),
    "family_name": say("family name"),
    "full_name": say("title, given and family name"),
    "sex": say("sex"),
    "birth_date": say("day of birth"),
    "house_number": say("house number"),
    "street": say("village or street"),
    "locality": say("locality"),
    "postcode": say("postcode"),
    "subdistrict_code": say("code of the subdistrict"),
    "district_code": say("code of the district"),
    "province_code": say("code of the province"),
    "subdistrict_name": say("subdistrict"),
    "district_name": say("district"),
    "province_name": say("province"),
    "phone": say("telephone"),
    "household_key": say("key of the household"),
    "death_date": say("day of death"),
    "benefit_amount": say("amount of the benefit, baht a month"),
    "benefit_start": say("first day of the benefit"),
    "paid_on": say("day of payment"),
    "income_per_year": say("income, baht a year"),
    "household_income_per_person": say("income of the household per person, baht a year"),
    "disability_kind": say("kind of disability"),
    "lives_in_institution": say("lives in an institution"),
    "guardian_id": say("citizen number of the guardian"),
    "nationality": say("nationality"),
    "residence": say("residence"),
}

OBJECTION: Mapping[str, Words] = {
    "received": say("waits to be decided"),
    "accepted": say("accepted"),
    "refused": say("refused"),
    "withdrawn": say("withdrawn"),
}

SEX: Mapping[str, Words] = {"f": say("Woman"), "m": say("Man")}

STAY: Mapping[str, Words] = {"registered": say("registered there"), "actual": say("lives there")}

AMOUNTS = ("benefit_amount", "income_per_year", "household_income_per_person")  # meanings told in baht

SOURCE: Mapping[str, Words] = {"correction": say("put right by hand")}

GROUP: Mapping[str, Words] = {"unknown": say("Age not known"), "_T": say("Total"), "total": say("Total")}

TERMS: Mapping[str, Mapping[str, Words]] = {
    "doubt": DOUBT,
    "doubt_means": DOUBT_MEANS,
    "outcome": OUTCOME,
    "outcome_means": OUTCOME_MEANS,
    "reason": REASON,
    "severity": SEVERITY,
    "fault": FAULT,
    "benefit": BENEFIT,
    "group": GROUP,
    "purpose": PURPOSES,
    "agency": AGENCY,
    "event": EVENT,
    "rule": RULE,
    "state": STATE,
    "level": LEVEL,
    "classification": CLASSIFICATION,
    "breaks": BREAKS,
    "refusal": REFUSAL,
    "meaning": MEANING,
    "objection": OBJECTION,
    "sex": SEX,
    "stay": STAY,
    "detail": DETAIL,
    "change": KIND_WORDS,
    "cause": CAUSE_WORDS,
    "making": MAKING_WORDS,
    "sought": SOUGHT,
    "known": KNOWN,
}


def term(kind: str, name: str) -> Words:
    """The words for `name`; a name nobody has given words yet is shown as it is."""
    return TERMS[kind].get(name, Words(name.replace("-", "–") if kind == "group" else name))


def in_order(outcomes: tuple[tuple[str, int | None], ...]) -> list[tuple[str, int | None]]:
    """What came of the visits in the order of a visit, first those not yet visited."""
    return sorted(outcomes, key=lambda outcome: (outcome[0] not in SEQUENCE, SEQUENCE.get(outcome[0], 0)))
