"""Which pairs are one person, which are asked about, and which stay apart?"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from saphan.linkage.histogram import patterns
from saphan.linkage.levels import ALL_MISSING, FIELDS, MISSING, Birth, Name, Number, OtherNumber, Sex, level_of
from saphan.linkage.policy import Policy
from saphan.store import Relation, from_rows, query
from saphan.tables import PAIRS, Table, Zone
from saphan.tables.shape import integer, yes_no

SQL = Path(__file__).parent

PATTERN_FACTS = Table(
    name="pattern_facts",
    doc="One row: a pattern that occurs, and what rules read in it besides its weight.",
    zone=Zone.WITHIN_BUILD,
    key=("pattern",),
    columns=(
        integer("pattern", "agreement levels, 3 bits a field"),
        yes_no("number_agrees", "equal citizen numbers whose check digit is right"),
        yes_no("is_contradicted", "a fact speaks against one person, whatever the weight"),
    ),
)


def decide(scored: Relation, records: Relation, verdicts: Relation, policy: Policy) -> Relation:
    """One row per pair: link, review or apart, and the rule that says so; a reviewer's verdict always wins."""
    facts = [(pattern, number_agrees(pattern), is_contradicted(pattern)) for pattern in patterns(scored)]
    return query(
        SQL / "decide.sql",
        returns=PAIRS,
        inputs={
            "scored": scored,
            "pattern_facts": from_rows(facts, returns=PATTERN_FACTS, engine=records.engine),
            "verdicts": verdicts,
            "records": records,
        },
        params={
            "preset": policy.preset_weight,
            "review": policy.review_weight,
            "nothing_compared": ALL_MISSING,
        },
    )


def number_agrees(pattern: int) -> bool:
    """Both records carry one citizen number, and its check digit is right."""
    return _levels(pattern)["citizen_id"] == Number.EQUAL


def is_contradicted(pattern: int) -> bool:
    """A fact in the pattern speaks against one person.

    Where the number agrees: the given name differs, or the year of birth does or all but it, and neither given name nor
    birth date supports the number (a parent's number written for a child: the family name proves nothing); or given
    name and sex both differ (a twin's number).
    Where it does not: two different numbers whose check digits are both right and that are not one slip apart;
    or different dates of birth beside different sexes, or without any number that agrees (a father and
    his son can share name and house).
    """
    level = _levels(pattern)
    other_sex = level["sex"] == Sex.DIFFERENT
    if level["citizen_id"] != Number.EQUAL:
        other_date = level["birth_date"] == Birth.DIFFERENT
        return level["citizen_id"] == Number.DIFFERENT or (other_date and (other_sex or not _some_number_agrees(level)))
    other_name = level["given_name"] == Name.DIFFERENT
    other_birth = level["birth_date"] in (Birth.DIFFERENT, Birth.SAME_YEAR)
    name_supports = Name.SIMILAR <= level["given_name"] < MISSING
    birth_supports = Birth.YEAR_IS_ALL_THERE_IS <= level["birth_date"] < MISSING
    supported = name_supports or birth_supports
    return ((other_name or other_birth) and not supported) or (other_name and other_sex)


def _some_number_agrees(level: Mapping[str, int]) -> bool:
    """Perhaps but for one slip of the hand."""
    return Number.ONE_EDIT <= level["citizen_id"] < MISSING or OtherNumber.ONE_EDIT <= level["other_number"] < MISSING


def _levels(pattern: int) -> dict[str, int]:
    return {field.name: level_of(pattern, field) for field in FIELDS}
