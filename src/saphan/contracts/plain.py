"""How is a column's meaning said to anybody who asks what is held about her?"""

from __future__ import annotations

from collections.abc import Mapping

from saphan.contracts.meanings import Meaning
from saphan.words import Words, say

_ADDRESS = say("address")
_NAME = say("name")

# several columns may be one thing to a reader: title, given and family name are her name
PLAIN: Mapping[Meaning, Words] = {
    Meaning.RECORD_KEY: say("the agency's own row number"),
    Meaning.CITIZEN_ID: say("citizen number"),
    Meaning.OTHER_NUMBER: say("another identifying number"),
    Meaning.TITLE: _NAME,
    Meaning.GIVEN_NAME: _NAME,
    Meaning.FAMILY_NAME: _NAME,
    Meaning.FULL_NAME: _NAME,
    Meaning.SEX: say("sex"),
    Meaning.BIRTH_DATE: say("birth date"),
    Meaning.HOUSE_NUMBER: _ADDRESS,
    Meaning.STREET: _ADDRESS,
    Meaning.LOCALITY: _ADDRESS,
    Meaning.POSTCODE: _ADDRESS,
    Meaning.SUBDISTRICT_CODE: _ADDRESS,
    Meaning.DISTRICT_CODE: _ADDRESS,
    Meaning.PROVINCE_CODE: _ADDRESS,
    Meaning.SUBDISTRICT_NAME: _ADDRESS,
    Meaning.DISTRICT_NAME: _ADDRESS,
    Meaning.PROVINCE_NAME: _ADDRESS,
    Meaning.PHONE: say("telephone number"),
    Meaning.HOUSEHOLD_KEY: say("which household"),
    Meaning.DEATH_DATE: say("day of death"),
    Meaning.BENEFIT_AMOUNT: say("amount received"),
    Meaning.BENEFIT_START: say("since when it is received"),
    Meaning.PAID_ON: say("day of payment"),
    Meaning.INCOME_PER_YEAR: say("income"),
    Meaning.HOUSEHOLD_INCOME_PER_PERSON: say("income of the household"),
    Meaning.DISABILITY_KIND: say("kind of disability"),
    Meaning.LIVES_IN_INSTITUTION: say("whether living in an institution"),
    Meaning.GUARDIAN_ID: say("who receives it for a child"),
    Meaning.NATIONALITY: say("nationality"),
}
