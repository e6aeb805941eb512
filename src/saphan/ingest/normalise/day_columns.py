"""Which days do the texts of a column write, read all at once?"""

from __future__ import annotations

from typing import Final

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from saphan.contracts.model import Field
from saphan.ingest.normalise.agreed import DIGITS, Agreed, Bytes, Mask, lengths, rows_of, scattered

_DAYS: Final = np.array([0, 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31])


def day_column(texts: pa.Array, column: Field) -> Agreed:
    """Days with a year of four digits, Buddhist or Common Era, in an order that the text or the contract tells."""
    sizes = lengths(texts)
    width = 8 if column.pattern == "yyyymmdd" else 10
    mask = sizes == width
    rows = rows_of(texts, mask, width)
    if width == 8:
        fits: Mask = np.asarray(DIGITS[rows].all(axis=1))
        order = (slice(0, 4), slice(4, 6), slice(6, 8))
        year, month, day = (_numeral(rows[:, part]) for part in order)
    else:
        is_last = _has_signs(rows, (2, 5), b"/-")
        is_first = _has_signs(rows, (4, 7), b"-")
        fits = is_last | is_first
        year = np.where(is_last, _numeral(rows[:, 6:10]), _numeral(rows[:, 0:4]))
        month = np.where(is_last, _numeral(rows[:, 3:5]), _numeral(rows[:, 5:7]))
        day = np.where(is_last, _numeral(rows[:, 0:2]), _numeral(rows[:, 8:10]))
    return _days(mask, fits, year, month, day)


def _has_signs(rows: Bytes, places: tuple[int, int], signs: bytes) -> Mask:
    """Digits, but for the same sign in both places."""
    first, second = rows[:, places[0]], rows[:, places[1]]
    others = np.delete(rows, places, axis=1)
    found: Mask = np.isin(first, np.frombuffer(signs, np.uint8)) & (first == second) & DIGITS[others].all(axis=1)
    return found


def _numeral(digits: Bytes) -> npt.NDArray[np.int32]:
    number = np.zeros(len(digits), np.int32)
    for at in range(digits.shape[1]):
        number = number * 10 + digits[:, at] - ord("0")
    return number


def _days(
    mask: Mask, fits: Mask, year: npt.NDArray[np.int32], month: npt.NDArray[np.int32], day: npt.NDArray[np.int32]
) -> Agreed:
    is_buddhist = (year >= 2400) & (year < 2600)
    fits = fits & (is_buddhist | ((year >= 1900) & (year < 2030))) & (month >= 1) & (month <= 12) & (day >= 1)
    common = np.where(is_buddhist, year - 543, year)
    is_leap = ((common % 4 == 0) & (common % 100 != 0)) | (common % 400 == 0)
    longest = _DAYS[np.where(fits, month, 0)] + ((month == 2) & is_leap)
    fits &= day <= longest
    months = (np.where(fits, common, 1970) - 1970) * 12 + np.where(fits, month, 1) - 1
    days = months.astype("datetime64[M]").astype("datetime64[D]").astype(np.int64) + np.where(fits, day, 1) - 1
    whole = mask.copy()
    whole[mask] = fits
    ambiguous = is_buddhist & (year <= 2483) & (month <= 3)
    value = pa.array(scattered(days[fits].astype(np.int32), whole), pa.int32(), mask=~whole).cast(pa.date32())
    rule = scattered(is_buddhist[fits].astype(np.int32), whole)
    codes = pa.array(scattered(ambiguous[fits].astype(np.int32), whole), mask=~whole)
    precision = pa.DictionaryArray.from_arrays(codes, pa.array(["day", "year_ambiguous"])).dictionary_decode()
    taken = pc.if_else(pa.array(rule == 1), value.cast(pa.string()), pa.scalar(None, pa.string()))
    return Agreed(whole, value, taken, rule, "buddhist_year", {"precision": precision})
