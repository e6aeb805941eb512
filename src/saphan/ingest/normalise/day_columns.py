"""Which days do the texts of a column write, read all at once?"""

from __future__ import annotations

from typing import Final

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from saphan.contracts.model import Field
from saphan.ingest.normalise.agreed import Agreed, Bytes, Mask, lengths, rows_of, scattered

Numbers = npt.NDArray[np.int32]
_FIRST_YEAR: Final = 1850  # of `_MONTHS`: before the first Buddhist year that is read, 2400
_MONTHS: Final = (
    np.arange(f"{_FIRST_YEAR}-01", "2100-01", dtype="datetime64[M]").astype("datetime64[D]").astype(np.int64)
)
_DAYS: Final = np.array([0, 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31])


def day_column(texts: pa.Array, column: Field) -> Agreed:
    """Days with a year of four digits, Buddhist or Common Era, in an order that the text or the contract tells."""
    sizes = lengths(texts)
    width = 8 if column.pattern == "yyyymmdd" else 10
    mask = sizes == width
    # each place of the text as a row: what lies together is looked at several times as fast
    signs = np.ascontiguousarray(rows_of(texts, mask, width).T)
    numerals = signs - np.uint8(ord("0"))
    are_digits = numerals <= 9
    if width == 8:
        fits: Mask = np.asarray(are_digits.all(axis=0))
        year, month, day = (_number(numerals[part]) for part in (slice(0, 4), slice(4, 6), slice(6, 8)))
    else:
        is_last = _has_signs(signs, are_digits, (2, 5), "/-")
        is_first = _has_signs(signs, are_digits, (4, 7), "-")
        fits = is_last | is_first
        year, month, day = (_number(numerals[part]) for part in (slice(6, 10), slice(3, 5), slice(0, 2)))
        if is_first.any():
            year = np.where(is_first, _number(numerals[0:4]), year)
            month = np.where(is_first, _number(numerals[5:7]), month)
            day = np.where(is_first, _number(numerals[8:10]), day)
    return _days(mask, fits, year, month, day)


def _has_signs(signs: Bytes, are_digits: Mask, places: tuple[int, int], allowed: str) -> Mask:
    """Digits, but for the same sign in both places."""
    first, second = places
    found: Mask = (signs[first] == signs[second]) & np.isin(signs[first], np.frombuffer(allowed.encode(), np.uint8))
    for at in range(len(signs)):
        if at not in places:
            found &= are_digits[at]
    return found


def _number(numerals: Bytes) -> Numbers:
    number = np.zeros(numerals.shape[1], np.int32)
    for each in numerals:
        number = number * 10 + each
    return number


def _days(mask: Mask, fits: Mask, year: Numbers, month: Numbers, day: Numbers) -> Agreed:
    is_buddhist = (year >= 2400) & (year < 2600)
    fits = fits & (is_buddhist | ((year >= 1900) & (year < 2030))) & (month >= 1) & (month <= 12) & (day >= 1)
    common = year - 543 * is_buddhist
    is_leap = ((common % 4 == 0) & (common % 100 != 0)) | (common % 400 == 0)
    longest = _DAYS[np.where(fits, month, 0)] + ((month == 2) & is_leap)
    fits &= day <= longest
    whole = mask.copy()
    whole[mask] = fits
    # years that no text writes would be out of range: they stand for nothing
    first_of_month = _MONTHS[np.where(fits, (common - _FIRST_YEAR) * 12 + month - 1, 0)]
    days = first_of_month + day - 1
    ambiguous = is_buddhist & (year <= 2483) & (month <= 3)
    value = pa.array(scattered(days[fits].astype(np.int32), whole), pa.int32(), mask=~whole).cast(pa.date32())
    rule = scattered(is_buddhist[fits].astype(np.int32), whole)
    codes = pa.array(scattered(ambiguous[fits].astype(np.int32), whole), mask=~whole)
    precision = pa.DictionaryArray.from_arrays(codes, pa.array(["day", "year_ambiguous"])).dictionary_decode()
    return Agreed(whole, value, rule, "buddhist_year", {"precision": precision})
