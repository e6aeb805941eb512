"""What does each check say to the person who can put it right?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from saphan.words import Words, say


@dataclass(frozen=True, kw_only=True)
class Check:
    """A check, or a rule of the reader, in words."""

    check_id: str
    severity: Literal["refuse", "quarantine", "warn"]  # unless the contract says otherwise
    value_class: str  # what a value is called that was read well and fails all the same
    reason: Words  # what is the matter
    cure: Words  # what to do


@lru_cache(maxsize=1)
def catalogue() -> Mapping[str, Check]:
    """Every check by its name, in the order in which they are listed."""
    return {
        each.check_id: each for each in (*_of_files(), *_of_no_data(), *_of_whole_files(), *_of_people(), *_of_values())
    }


def _of_files() -> tuple[Check, ...]:
    """The reader's own rules: such a row is not a row."""
    return (
        Check(
            check_id="cells_too_many",
            severity="refuse",
            value_class="cells_too_many",
            reason=say("The row has more cells than the file has columns"),
            cure=say("Look for a separator inside a text, and put that text in quotation marks"),
        ),
        Check(
            check_id="cells_too_few",
            severity="refuse",
            value_class="cells_too_few",
            reason=say("The row has fewer cells than the file has columns"),
            cure=say("Look for a line break inside a text, and fill in the missing cells"),
        ),
        Check(
            check_id="truncated_last_row",
            severity="refuse",
            value_class="truncated",
            reason=say("The last row breaks off"),
            cure=say("Export the file again and check that the export came to its end"),
        ),
        Check(
            check_id="unreadable_bytes",
            severity="refuse",
            value_class="bytes",
            reason=say("The row holds bytes that are no letters in the file's encoding"),
            cure=say("Export the file again as UTF-8"),
        ),
        Check(
            check_id="unclosed_quote",
            severity="refuse",
            value_class="unclosed_quote",
            reason=say("A quotation mark opens in the row and does not close"),
            cure=say("Close the quotation mark, or take it out"),
        ),
        Check(
            check_id="line_too_long",
            severity="refuse",
            value_class="line_too_long",
            reason=say("The line is longer than any row can be"),
            cure=say("Look for missing line breaks, and export the file again"),
        ),
    )


def _of_no_data() -> tuple[Check, ...]:
    """What the reader says of rows that are none, and of rows that were sent back."""
    return (
        Check(
            check_id="total_row",
            severity="refuse",
            value_class="total",
            reason=say("The row is a total, not a person"),
            cure=say("Nothing to do; leave totals out of the next file"),
        ),
        Check(
            check_id="repeated_header",
            severity="refuse",
            value_class="header",
            reason=say("The row is the header again, not a person"),
            cure=say("Nothing to do; leave it out of the next file"),
        ),
        Check(
            check_id="note_row",
            severity="refuse",
            value_class="note",
            reason=say("The row is a remark under the table, not a person"),
            cure=say("Nothing to do; leave it out of the next file"),
        ),
        Check(
            check_id="not_waiting",
            severity="warn",
            value_class="not_waiting",
            reason=say("The row was sent back corrected, but it did not wait"),
            cure=say("Nothing to do if it is right; else send the whole file again"),
        ),
        Check(
            check_id="no_object",
            severity="refuse",
            value_class="no_object",
            reason=say("The line is no JSON object"),
            cure=say("Write one object in braces on each line"),
        ),
    )


def _of_whole_files() -> tuple[Check, ...]:
    """What the reader says of a file as a whole."""
    return (
        Check(
            check_id="undescribed_column",
            severity="warn",
            value_class="undescribed",
            reason=say("The file has a column that its contract does not describe; nothing of it was taken"),
            cure=say("Leave it out of the next file, or have the contract describe it"),
        ),
        Check(
            check_id="missing_column",
            severity="warn",
            value_class="missing",
            reason=say("The file lacks a column that its contract describes"),
            cure=say("Add the column to the next file, or have it taken out of the contract"),
        ),
        Check(
            check_id="another_format",
            severity="warn",
            value_class="format",
            reason=say("The file came in another format than its contract says; it was read by what it is"),
            cure=say("Send the agreed format, or have the contract name this one"),
        ),
        Check(
            check_id="beside_table",
            severity="warn",
            value_class="beside",
            reason=say("Cells stand beside the table; nothing of them was taken"),
            cure=say("Nothing to do if it is a legend; else give these cells a column name in the header"),
        ),
    )


def _of_people() -> tuple[Check, ...]:
    return (
        Check(
            check_id="citizen_id_readable",
            severity="quarantine",
            value_class="no_number",
            reason=say("The citizen number is not 13 digits"),
            cure=say("Write the 13 digits as text; leave the cell empty if the person has no number"),
        ),
        Check(
            check_id="citizen_id_checksum",
            severity="warn",
            value_class="wrong_check_digit",
            reason=say("The last digit of the citizen number does not belong to the others"),
            cure=say("Compare the number with the card; the row was taken as it is"),
        ),
        Check(
            check_id="name_has_letters",
            severity="quarantine",
            value_class="no_letters",
            reason=say("The name has no letters"),
            cure=say("Check whether the columns have shifted, and write the name"),
        ),
        Check(
            check_id="date_readable",
            severity="quarantine",
            value_class="unreadable",
            reason=say("The date cannot be read, or there is no such day"),
            cure=say("Write day, month and a Buddhist year of four digits: 14/02/2569"),
        ),
        Check(
            check_id="date_not_future",
            severity="quarantine",
            value_class="future",
            reason=say("The date lies after the day the file was received"),
            cure=say("Correct the year; check whether it is a Buddhist or a Common Era year"),
        ),
        Check(
            check_id="birth_date_plausible",
            severity="warn",
            value_class="too_long_ago",
            reason=say("Born more than 120 years ago"),
            cure=say("Check the date of birth; leave the cell empty if it is not known"),
        ),
        Check(
            check_id="area_code_known",
            severity="warn",
            value_class="unknown_place",
            reason=say("The area is not one the Department of Provincial Administration knows"),
            cure=say("Write the code of the subdistrict, or its name with district and province"),
        ),
    )


def _of_values() -> tuple[Check, ...]:
    return (
        Check(
            check_id="required",
            severity="quarantine",
            value_class="empty",
            reason=say("The cell is empty, and the agreement says that it is always filled in"),
            cure=say("Fill in the cell"),
        ),
        Check(
            check_id="unique",
            severity="warn",
            value_class="repeated",
            reason=say("Another row of the file has the same value"),
            cure=say("Check whether the row stands in the file twice"),
        ),
        Check(
            check_id="readable",
            severity="warn",
            value_class="unreadable",
            reason=say("The value cannot be read as what the column is meant to hold"),
            cure=say("Correct the value, or leave the cell empty"),
        ),
        Check(
            check_id="one_of",
            severity="warn",
            value_class="not_in_list",
            reason=say("The value is not one of those the agreement names"),
            cure=say("Use one of the agreed values, or tell us that there is a new one"),
        ),
        Check(
            check_id="in_range",
            severity="warn",
            value_class="out_of_range",
            reason=say("The number is smaller or larger than the agreement allows"),
            cure=say("Check the number and its unit"),
        ),
        Check(
            check_id="amount_not_negative",
            severity="warn",
            value_class="negative",
            reason=say("The amount is below zero"),
            cure=say("Correct the amount; a repayment does not belong in this column"),
        ),
        Check(
            check_id="matches_length",
            severity="warn",
            value_class="wrong_length",
            reason=say("The text is longer or shorter than agreed"),
            cure=say("Check whether characters are missing, such as zeros at the beginning"),
        ),
    )
