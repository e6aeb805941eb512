"""What came in: deliveries, the records in them, and what was found wrong."""

from __future__ import annotations

from saphan.tables.shape import Table, Zone, day, integer, real, text, yes_no

DELIVERIES = Table(
    name="deliveries",
    doc="One row: one file an agency sent. rows_delivered = rows_accepted + rows_quarantined + rows_refused.",
    zone=Zone.CONTENT,
    key=("delivery_id",),
    columns=(
        text("delivery_id", "d and the first 12 digits of the file's SHA-256"),
        text("dataset", "which contract describes it"),
        text("agency", "who sent it"),
        text("contract_version", "the version it was read by"),
        text("sha256", "checksum of the file as it came"),
        integer("bytes", "size of the file as it came"),
        day("received_on", "the day it was received"),
        text("encoding", "how its text was read: utf-8, utf-8-sig, utf-16, cp874, or the workbook's own"),
        integer("rows_delivered", "data rows in the file"),
        integer("rows_accepted", "rows that became records"),
        integer("rows_quarantined", "rows that wait for the agency"),
        integer("rows_refused", "rows that could not be read as rows at all"),
    ),
)

RECORDS = Table(
    name="records",
    doc="One row: what one delivered row says about who a person is, normalised.",
    zone=Zone.IDENTIFIERS,
    key=("record_id",),
    columns=(
        text("record_id", "delivery_id, a colon, row_number"),
        text("dataset", "which contract describes the row"),
        text("agency", "who sent it"),
        text("delivery_id", "the file it came in"),
        integer("row_number", "row of the file, the first data row being 1"),
        text("source_key", "the agency's own key of the row, where it has one"),
        text("citizen_id", "13 digits as text, or null"),
        text("citizen_id_kind", "first digit of the number: 1 to 8, 0; null without a number"),
        yes_no("citizen_id_valid", "the check digit agrees: evidence, never a gate"),
        text("other_number", "another number the source says identifies the person"),
        text("title", "title as normalised: นาย, นางสาว ..."),
        text("given_name", "given name without title, normalised"),
        text("family_name", "family name, normalised"),
        text("sex", "m, f, or null"),
        day("birth_date", "Common Era; unknown day or month stand as 1"),
        text("birth_precision", "day, month, year, year_ambiguous; null without a date"),
        text("house_number", "house number as normalised text"),
        text("street", "street or village as normalised text"),
        text("locality", "place as text, where there is no code"),
        text("postcode", "postal code"),
        text("subdistrict_code", "DOPA code, 6 digits"),
        text("district_code", "DOPA code, 4 digits"),
        text("province_code", "DOPA code, 2 digits"),
        text("phone", "digits only"),
        text("household_key", "the source's own key of the household or house"),
        day("seen_on", "the day of the delivery"),
    ),
)

FACTS = Table(
    name="facts",
    doc="One row: one thing a record says about a person besides who she is (an allowance, an income, a death).",
    zone=Zone.WITHIN_BUILD,
    key=("record_id", "fact"),
    columns=(
        text("record_id", "the record that says it"),
        text("dataset", "the dataset of that record"),
        text("fact", "what is said, from the list of meanings: benefit_amount, death_date ..."),
        text("value_text", "the value where it is a word or a code"),
        real("value_number", "the value where it is a number"),
        day("value_date", "the value where it is a day"),
    ),
)

REPAIRS = Table(
    name="repairs",
    doc="One row: a value that normalisation changed, as it stood, and the rule that changed it.",
    zone=Zone.IDENTIFIERS,
    key=("record_id", "column_name"),
    columns=(
        text("record_id", "the record"),
        text("column_name", "the column of the file"),
        text("original", "the value as it stood in the file"),
        text("value", "the value as it was taken"),
        text("rule", "the rule that changed it: sara_am, buddhist_year, title_split ..."),
    ),
)

FINDINGS = Table(
    name="findings",
    doc="One row: one thing wrong, or noteworthy, in a row of a delivery, or in all of it. Holds no value of the row.",
    zone=Zone.CONTENT,
    key=("delivery_id", "row_number", "column_name", "check_id"),
    columns=(
        text("delivery_id", "the file"),
        text("dataset", "the dataset of that file"),
        integer("row_number", "row of the file, the first data row being 1; 0: the file as a whole"),
        text("column_name", "the column of the file"),
        text("check_id", "name of the file quality/checks/<check_id>.sql, or of the reader's rule"),
        text("severity", "refuse: not a row; quarantine: waits for the agency; warn: taken, and said"),
        text("value_class", "what kind of value it was: empty, too_short, letters ... never the value"),
    ),
)

QUARANTINE = Table(
    name="quarantine",
    doc="One row: a delivered row that waits for the agency, as it came.",
    zone=Zone.IDENTIFIERS,
    key=("delivery_id", "row_number"),
    columns=(
        text("delivery_id", "the file"),
        text("dataset", "the dataset of that file"),
        integer("row_number", "row of the file, the first data row being 1"),
        text("cells", "the row's cells as a JSON list of texts, in the order of the contract's columns"),
    ),
)
