"""Who is owed help, who does not get it, and what came of it."""

from __future__ import annotations

from saphan.tables.shape import Table, Zone, baht, day, integer, text

ENTITLEMENTS = Table(
    name="entitlements",
    doc="One row: what one benefit's rule, as in force on the build's day, says about one person.",
    zone=Zone.CONTENT,
    key=("person_id", "benefit"),
    columns=(
        text("person_id", "the person"),
        text("benefit", "name of the file welfare/packs/<benefit>.yaml"),
        text("verdict", "eligible, not_eligible, cannot_tell"),
        text("reason", "why: age_reached, newly_of_age, not_thai, deceased, no_number, no_birth_date ..."),
        baht("monthly_baht", "amount of the tier, baht a month; null unless eligible"),
        text("rule_id", "which dated rule of the pack said so"),
    ),
)

GAPS = Table(
    name="gaps",
    doc="One row: a person who is owed a benefit and is not seen receiving it. Leads only to an offer of help.",
    zone=Zone.CONTENT,
    key=("person_id", "benefit"),
    columns=(
        text("person_id", "the person"),
        text("benefit", "name of the file welfare/packs/<benefit>.yaml"),
        text("doubt", "sure, probable, cannot_tell"),
        text("reason", "why she may be missing it: never_registered, newly_eligible, number_unclear ..."),
        baht("monthly_baht", "what she is missing, baht a month; null where it cannot be told"),
        integer("age", "completed years on the build's day; null where it cannot be told"),
        text("subdistrict_code", "DOPA code of the residence"),
        text("district_code", "DOPA code of the residence"),
        text("province_code", "DOPA code of the residence"),
    ),
)

RECEIVING = Table(
    name="receiving",
    doc="One row: a person a benefit's payment list shows as paid, by its latest delivery.",
    zone=Zone.CONTENT,
    key=("person_id", "benefit"),
    columns=(
        text("person_id", "the person"),
        text("benefit", "the benefit whose payment list it is"),
        baht("monthly_baht", "what is paid, baht a month; null where the list does not say"),
        day("since", "since when, where the list says"),
        integer("payments", "how many rows of the latest list are hers: more than one is a duplicate"),
    ),
)

OUTCOMES = Table(
    name="outcomes",
    doc="One row: what a worker recorded about one gap, the latest word. Comes from the desk.",
    zone=Zone.WITHIN_BUILD,
    key=("person_id", "benefit"),
    columns=(
        text("person_id", "the person"),
        text("benefit", "the benefit"),
        text("outcome", "reached, refused, ineligible, moved, not_found"),
        day("recorded_on", "the day it was recorded"),
    ),
)

WORKLIST = Table(
    name="worklist",
    doc="One row: a gap and the latest outcome a worker recorded about it.",
    zone=Zone.CONTENT,
    key=("person_id", "benefit"),
    columns=(
        *GAPS.columns,
        text("outcome", "open, or what the worker recorded: reached, refused, ineligible, moved, not_found"),
        day("outcome_on", "the day it was recorded"),
    ),
)

COVERAGE = Table(
    name="coverage",
    doc="One row: one person the rule speaks about, with the groups she is counted in.",
    zone=Zone.WITHIN_BUILD,
    key=("person_id", "benefit"),
    columns=(
        text("person_id", "the person"),
        text("benefit", "the benefit"),
        text("province_code", "DOPA code of the residence, or unknown"),
        text("district_code", "DOPA code of the residence, or unknown"),
        text("age_group", "60-69, 70-79, 80-89, 90+, unknown"),
        text("sex", "m, f, unknown"),
        text("state", "receiving, or the gap's outcome: open, reached, refused, ineligible, moved, not_found"),
    ),
)
