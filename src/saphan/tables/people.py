"""The register: persons, households, and what is known about them."""

from __future__ import annotations

from saphan.tables.shape import Table, Zone, day, integer, real, text, yes_no

TRUST = Table(
    name="trust",
    doc="One row: whose word is taken when two datasets disagree.",
    zone=Zone.WITHIN_BUILD,
    key=("dataset",),
    columns=(
        text("dataset", "the dataset"),
        integer("rank", "the lower, the more trusted; equal ranks are settled by the later day"),
    ),
)

CLEAN_SOURCES = Table(
    name="clean_sources",
    doc="One row: a dataset whose contract promises that it holds nobody twice.",
    zone=Zone.WITHIN_BUILD,
    key=("dataset",),
    columns=(text("dataset", "the dataset"),),
)

PERSONS = Table(
    name="persons",
    doc="One row per person, holding the most trusted value known: what casework and statistics read.",
    zone=Zone.CONTENT,
    key=("person_id",),
    columns=(
        text("person_id", "the person"),
        text("sex", "m, f, or null"),
        day("birth_date", "Common Era"),
        text("birth_precision", "day, month, year, year_ambiguous; null without a date"),
        text("citizen_id_kind", "first digit of the number, or null without one"),
        yes_no("citizen_id_valid", "its check digit agrees: evidence, never a gate; null without a number"),
        text("subdistrict_code", "DOPA code of the residence"),
        text("district_code", "DOPA code of the residence"),
        text("province_code", "DOPA code of the residence"),
        day("death_date", "the day of death, where an agency reported one"),
        integer("records", "how many records the person has"),
        yes_no("is_doubtful", "a doubtful pair ties one of her records to somebody else's"),
    ),
)

IDENTIFIERS = Table(
    name="identifiers",
    doc="One row per person: number, name and house, the most trusted values known.",
    zone=Zone.IDENTIFIERS,
    key=("person_id",),
    columns=(
        text("person_id", "the person"),
        text("citizen_id", "13 digits, or null"),
        text("title", "title"),
        text("given_name", "given name"),
        text("family_name", "family name"),
        text("house_number", "house number of the residence"),
        text("phone", "digits only"),
    ),
)

PROVENANCE = Table(
    name="provenance",
    doc="One row: which record a person's value was taken from.",
    zone=Zone.CONTENT,
    key=("person_id", "field"),
    columns=(
        text("person_id", "the person"),
        text("field", "the column of persons or identifiers; residence: house and area, taken together"),
        text("record_id", "the record believed"),
        text("dataset", "its dataset"),
    ),
)

DWELLINGS = Table(
    name="dwellings",
    doc="One row: one house or household, known to a dataset or by its address, and its key. The next build reads it.",
    zone=Zone.IDENTIFIERS,
    key=("dataset", "household_key"),
    columns=(
        text("dataset", "the dataset; ':address' where the address is the key"),
        text("household_key", "its own key of the house or household, or the address"),
        text("household_id", "H and 16 letters and digits that carry no information"),
    ),
)

RESIDENCES = Table(
    name="residences",
    doc="One row: a person in a household from a day to a day, by the word of one dataset.",
    zone=Zone.CONTENT,
    key=("person_id", "dataset", "began"),
    columns=(
        text("person_id", "the person"),
        text("dataset", "the dataset that says so"),
        text("kind", "registered: the house she is written in; actual: the one she lives in"),
        text("household_id", "the household"),
        day("began", "the day of the delivery that first says so"),
        day("ended", "the day of the delivery that first no longer does; null while the latest one does"),
    ),
)

HOUSEHOLDS = Table(
    name="households",
    doc="One row per household: people an agency says live in one house.",
    zone=Zone.CONTENT,
    key=("household_id",),
    columns=(
        text("household_id", "H and 16 letters and digits that carry no information"),
        text("subdistrict_code", "DOPA code"),
        text("district_code", "DOPA code"),
        text("province_code", "DOPA code"),
        integer("members", "how many persons"),
    ),
)

MEMBERSHIPS = Table(
    name="memberships",
    doc="One row: a person is a member of a household, and who says so.",
    zone=Zone.CONTENT,
    key=("person_id",),
    columns=(
        text("person_id", "the person"),
        text("household_id", "the household"),
        text("dataset", "the dataset believed"),
    ),
)

PERSON_FACTS = Table(
    name="person_facts",
    doc="One row: one thing one record says about a person besides who she is.",
    zone=Zone.CONTENT,
    key=("person_id", "record_id", "fact"),
    columns=(
        text("person_id", "the person"),
        text("record_id", "the record that says it"),
        text("dataset", "the dataset of that record"),
        text("fact", "what is said, from the list of meanings"),
        text("value_text", "the value where it is a word or a code"),
        real("value_number", "the value where it is a number"),
        day("value_date", "the value where it is a day"),
        day("seen_on", "the day of the delivery"),
    ),
)

LOOKUP = Table(
    name="lookup",
    doc="One row per person: what she can be found by; becomes the index that a look-up reads.",
    zone=Zone.WITHIN_BUILD,
    key=("person_id",),
    columns=(
        text("person_id", "the person"),
        text("household_id", "her household, or null"),
        text("citizen_id", "13 digits, or null"),
        text("title", "title"),
        text("given_name", "given name"),
        text("family_name", "family name"),
        text("house_number", "house number of the residence"),
        day("birth_date", "Common Era"),
        text("birth_precision", "day, month, year, year_ambiguous; null without a date"),
        text("area", "DOPA code of the residence, as long as it is known: subdistrict, district or province"),
        text("known_from", "|dataset.field| for every value the register holds of her"),
    ),
)
