"""What can a column of an agency's file mean? The closed list a contract chooses from."""

from __future__ import annotations

from enum import StrEnum


class Meaning(StrEnum):
    """A column's meaning, written in a contract as the custom property `saphan.meaning`."""

    # who a person is: becomes a column of `records`
    RECORD_KEY = "record_key"
    CITIZEN_ID = "citizen_id"
    OTHER_NUMBER = "other_number"
    TITLE = "title"
    GIVEN_NAME = "given_name"
    FAMILY_NAME = "family_name"
    FULL_NAME = "full_name"  # title, given and family name in one column
    SEX = "sex"
    BIRTH_DATE = "birth_date"
    HOUSE_NUMBER = "house_number"
    STREET = "street"
    LOCALITY = "locality"
    POSTCODE = "postcode"
    SUBDISTRICT_CODE = "subdistrict_code"
    DISTRICT_CODE = "district_code"
    PROVINCE_CODE = "province_code"
    SUBDISTRICT_NAME = "subdistrict_name"
    DISTRICT_NAME = "district_name"
    PROVINCE_NAME = "province_name"
    PHONE = "phone"
    HOUSEHOLD_KEY = "household_key"
    # what is known about her: becomes a row of `facts`, named as here
    DEATH_DATE = "death_date"
    BENEFIT_AMOUNT = "benefit_amount"  # baht a month
    BENEFIT_START = "benefit_start"
    PAID_ON = "paid_on"
    INCOME_PER_YEAR = "income_per_year"  # baht
    HOUSEHOLD_INCOME_PER_PERSON = "household_income_per_person"  # baht a year
    DISABILITY_KIND = "disability_kind"
    LIVES_IN_INSTITUTION = "lives_in_institution"
    GUARDIAN_ID = "guardian_id"  # the citizen number of the one who receives for a child: kept as a fact's text
    NATIONALITY = "nationality"


FACT_MEANINGS: frozenset[Meaning] = frozenset(
    {
        Meaning.DEATH_DATE,
        Meaning.BENEFIT_AMOUNT,
        Meaning.BENEFIT_START,
        Meaning.PAID_ON,
        Meaning.INCOME_PER_YEAR,
        Meaning.HOUSEHOLD_INCOME_PER_PERSON,
        Meaning.DISABILITY_KIND,
        Meaning.LIVES_IN_INSTITUTION,
        Meaning.NATIONALITY,
    }
)
DATE_MEANINGS: frozenset[Meaning] = frozenset(
    {Meaning.BIRTH_DATE, Meaning.DEATH_DATE, Meaning.BENEFIT_START, Meaning.PAID_ON}
)
NUMBER_MEANINGS: frozenset[Meaning] = frozenset(
    {Meaning.BENEFIT_AMOUNT, Meaning.INCOME_PER_YEAR, Meaning.HOUSEHOLD_INCOME_PER_PERSON}
)
