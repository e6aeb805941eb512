"""What is made for analysis: a person's key is another in each project, and nothing says who she is."""

from __future__ import annotations

from saphan.tables.shape import Table, Zone, day, integer, real, text

EXTRACT_PERSONS = Table(
    name="persons",
    doc="One row per person whom a dataset of the project knows; a value stands where its dataset is open for it.",
    zone=Zone.CONTENT,
    key=("person_key",),
    columns=(
        text("person_key", "A and 26 letters and digits, the same for one person within one project only"),
        text("sex", "m, f, or null"),
        day("birth_date", "Common Era"),
        text("birth_precision", "day, month, year, year_ambiguous; null without a date"),
        text("subdistrict_code", "DOPA code of the residence"),
        text("district_code", "DOPA code of the residence"),
        text("province_code", "DOPA code of the residence"),
    ),
)

EXTRACT_FACTS = Table(
    name="person_facts",
    doc="One row: one thing a dataset of the project says about a person.",
    zone=Zone.CONTENT,
    key=("person_key", "dataset", "fact", "number"),
    columns=(
        text("person_key", "the person"),
        text("dataset", "the dataset that says it"),
        text("fact", "what is said, from the list of meanings"),
        integer("number", "of several alike, which one, from 1"),
        text("value_text", "the value where it is a word or a code"),
        real("value_number", "the value where it is a number"),
        day("value_date", "the value where it is a day"),
        day("seen_on", "the day of the delivery"),
    ),
)

EXTRACTS: tuple[Table, ...] = (EXTRACT_PERSONS, EXTRACT_FACTS)
