"""Which checks does a column get without anybody asking, from what it means?"""

from __future__ import annotations

from saphan.contracts.meanings import DATE_MEANINGS, NUMBER_MEANINGS, Meaning
from saphan.contracts.model import Field, Rule

_NAMES = frozenset({Meaning.GIVEN_NAME, Meaning.FAMILY_NAME, Meaning.FULL_NAME})
_AREAS = frozenset(
    {
        Meaning.SUBDISTRICT_CODE,
        Meaning.DISTRICT_CODE,
        Meaning.PROVINCE_CODE,
        Meaning.SUBDISTRICT_NAME,
        Meaning.DISTRICT_NAME,
        Meaning.PROVINCE_NAME,
    }
)
_READABLE = frozenset({Meaning.SEX, Meaning.PHONE, Meaning.POSTCODE, Meaning.LIVES_IN_INSTITUTION, Meaning.GUARDIAN_ID})
# a day on which an entitlement hangs: wrong, it makes somebody too young for help, or dead
_VITAL = frozenset({Meaning.BIRTH_DATE, Meaning.DEATH_DATE})


def rules_of(column: Field) -> tuple[Rule, ...]:
    """All rules of a column: the contract's own come first, and replace an automatic rule of the same name."""
    own = {rule.check_id: rule for rule in column.rules}
    return (*own.values(), *(rule for rule in _automatic(column) if rule.check_id not in own))


def _automatic(column: Field) -> list[Rule]:
    found = _of_meaning(column.meaning) if column.meaning else []
    if column.required:
        found.append(Rule(check_id="required", severity="quarantine"))
    if column.unique:
        found.append(Rule(check_id="unique", severity="warn"))
    return found


def _of_meaning(meaning: Meaning) -> list[Rule]:
    if meaning is Meaning.CITIZEN_ID:
        return [
            Rule(check_id="citizen_id_readable", severity="quarantine"),
            Rule(check_id="citizen_id_checksum", severity="warn"),
        ]
    if meaning in DATE_MEANINGS:
        return _of_day(meaning)
    if meaning in NUMBER_MEANINGS:
        return [Rule(check_id="readable", severity="warn"), Rule(check_id="amount_not_negative", severity="warn")]
    if meaning in _NAMES:
        return [Rule(check_id="name_has_letters", severity="quarantine")]
    if meaning in _AREAS:
        return [Rule(check_id="area_code_known", severity="warn")]
    return [Rule(check_id="readable", severity="warn")] if meaning in _READABLE else []


def _of_day(meaning: Meaning) -> list[Rule]:
    if meaning not in _VITAL:
        return [Rule(check_id="date_readable", severity="warn")]
    found = [
        Rule(check_id="date_readable", severity="quarantine"),
        Rule(check_id="date_not_future", severity="quarantine"),
    ]
    if meaning is Meaning.BIRTH_DATE:
        found.append(Rule(check_id="birth_date_plausible", severity="warn"))
    return found
