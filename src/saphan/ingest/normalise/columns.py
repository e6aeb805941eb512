"""What do the texts of a whole column mean? Those written as agreed are read at once, each other one by its reader.

`as_agreed` tells which texts need no second look, and says of them what the reader in Python would say;
tests/property/ingest/test_normalise_columns.py holds both against each other.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Final

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from saphan.contracts.meanings import DATE_MEANINGS, NUMBER_MEANINGS, Meaning
from saphan.contracts.model import Field
from saphan.ingest.normalise.readers import Reader
from saphan.ingest.normalise.text import NOTHING_WRITTEN
from saphan.ingest.normalise.titles import BEGINNINGS
from saphan.store.query import ARROW_KINDS
from saphan.tables import Kind

Mask = npt.NDArray[np.bool_]
Bytes = npt.NDArray[np.uint8]
# one letter with the marks it can bear, in their order and each once; a text is such letters and single spaces
_LETTER: Final = "\u0e40?[!-~\u0e01-\u0e30\u0e32\u0e41-\u0e46][\u0e31\u0e34-\u0e3a]?[\u0e47-\u0e4c]?\u0e33?"
_CLEAN: Final = f"^(?:{_LETTER})+(?: (?:{_LETTER})+)*$"
_NAME_LETTER: Final = "[\u0e01-\u0e2eA-Za-z]"
_WITH_TITLE: Final = f"(?i)^(?:{'|'.join(BEGINNINGS)})"
_NUMBER: Final = r"^(0|[1-9][0-9]{0,9})(\.[0-9]{1,4})?$"
_NOTHING: Final = pa.array(sorted(NOTHING_WRITTEN))
_DIGITS: Final = np.isin(np.arange(256), np.frombuffer(b"0123456789", np.uint8))
_WEIGHTS: Final = np.arange(13, 1, -1)
_DAYS: Final = np.array([0, 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31])
_REMEMBERED: Final = 200_000  # texts of one column, so that memory does not grow with the file
_REPEATED: Final = frozenset(
    {Meaning.TITLE, Meaning.GIVEN_NAME, Meaning.FAMILY_NAME, Meaning.FULL_NAME, Meaning.SEX, Meaning.LOCALITY, None,
     Meaning.SUBDISTRICT_CODE, Meaning.DISTRICT_CODE, Meaning.PROVINCE_CODE, Meaning.STREET, Meaning.POSTCODE,
     Meaning.DISABILITY_KIND, Meaning.NATIONALITY, Meaning.LIVES_IN_INSTITUTION}
)  # fmt: skip


@dataclass(frozen=True)
class Agreed:
    """The texts of a column that are written as agreed, and what they mean; their class is `ok`."""

    mask: Mask
    value: pa.Array
    taken: pa.Array | None = None  # only where a rule changed the text
    rule: npt.NDArray[np.int32] | None = None  # 1 where `rule_name` changed the text
    rule_name: str = ""
    parts: dict[str, pa.Array] = field(default_factory=dict)  # others are null


Way = Callable[[pa.Array, Field], Agreed]


@dataclass
class Column:
    """How one column of a delivery is read; what its odd texts mean is remembered from block to block."""

    described: Field
    reader: Reader
    known: dict[str, Sequence[object]] = field(default_factory=dict)

    def read(self, texts: pa.Array) -> dict[str, pa.Array]:
        """What each text means: its value, the value as text, class and rule, and the parts its reader names."""
        if self.described.meaning not in _REPEATED:
            return self._answers(texts)
        coded = texts.dictionary_encode()
        answers = self._answers(coded.dictionary)
        if coded.indices.null_count:
            return {name: answer.take(coded.indices) for name, answer in answers.items()}
        return {name: _coded(coded.indices, answer) for name, answer in answers.items()}

    def _answers(self, texts: pa.Array) -> dict[str, pa.Array]:
        kinds = {"value": self.reader.kind, "taken": Kind.TEXT} | dict(self.reader.parts)
        agreed = _way_of(self.described)(texts, self.described)
        blank = np.asarray(pc.fill_null(pc.equal(texts, ""), fill_value=True))
        odd = np.flatnonzero(~agreed.mask & ~blank)
        given: dict[str, pa.Array | None] = {"value": agreed.value, "taken": agreed.taken, **agreed.parts}
        answers = {name: _whole(given.get(name), kind, len(texts)) for name, kind in kinds.items()}
        classes, rules = ["ok", "empty"], ["", agreed.rule_name]
        class_codes = blank.astype(np.int32)
        rule_codes = np.zeros(len(texts), np.int32) if agreed.rule is None else agreed.rule.copy()
        if len(odd):
            rows = [self._recall(text) for text in texts.take(pa.array(odd)).to_pylist()]
            class_codes[odd] = [_code(classes, str(row[2])) for row in rows]
            rule_codes[odd] = [_code(rules, str(row[3])) for row in rows]
            chosen = np.zeros(len(texts), np.bool_)
            chosen[odd] = True
            for place, (name, kind) in zip((0, 1, *range(4, 4 + len(kinds))), kinds.items(), strict=False):
                said = pa.array([row[place] for row in rows], ARROW_KINDS[kind])
                answers[name] = pc.replace_with_mask(answers[name], pa.array(chosen), said)
        return answers | {
            "class": pa.DictionaryArray.from_arrays(pa.array(class_codes), pa.array(classes)),
            "rule": pa.DictionaryArray.from_arrays(pa.array(rule_codes), pa.array(rules)),
        }

    def _recall(self, text: str) -> Sequence[object]:
        found = self.known.get(text)
        if found is None:
            found = self.reader.read(text)
            if len(self.known) < _REMEMBERED:
                self.known[text] = found
        return found


def _code(names: list[str], name: str) -> int:
    if name not in names:
        names.append(name)
    return names.index(name)


def _whole(answer: pa.Array | None, kind: Kind, size: int) -> pa.Array:
    return pa.nulls(size, ARROW_KINDS[kind]) if answer is None else answer


def _coded(indices: pa.Array, answer: pa.Array) -> pa.Array:
    """The answers of distinct texts, for every row that holds one."""
    if pa.types.is_dictionary(answer.type):
        return pa.DictionaryArray.from_arrays(answer.indices.take(indices), answer.dictionary)
    if pa.types.is_string(answer.type) and not answer.null_count:
        return pa.DictionaryArray.from_arrays(indices, answer)
    return answer.take(indices)


def _way_of(column: Field) -> Way:
    if column.meaning in DATE_MEANINGS:
        return _day
    if column.meaning in NUMBER_MEANINGS:
        return _number
    return _WAYS.get(column.meaning, _none)


def _only(texts: pa.Array, mask: Mask) -> pa.Array:
    """The texts of the mask; the others are null."""
    return texts if mask.all() else pc.if_else(pa.array(mask), texts, pa.scalar(None, pa.string()))


def _matches(texts: pa.Array, pattern: str) -> Mask:
    return np.asarray(pc.fill_null(pc.match_substring_regex(texts, pattern), fill_value=False))


def _letters(texts: pa.Array) -> tuple[npt.NDArray[np.int64], Bytes]:
    """Where each text begins and ends, and the bytes of all."""
    _, ends, letters = texts.buffers()
    at = np.frombuffer(ends, np.int32)[texts.offset : texts.offset + len(texts) + 1].astype(np.int64)
    taken = np.frombuffer(letters, np.uint8) if letters is not None else np.zeros(0, np.uint8)
    return at - at[0], taken[at[0] : at[-1]]


def _lengths(texts: pa.Array) -> npt.NDArray[np.int32]:
    return np.asarray(pc.fill_null(pc.binary_length(texts), 0))


def _digits(texts: pa.Array, least: int, most: int) -> Mask:
    """Which texts are digits alone, so many of them."""
    sizes = _lengths(texts)
    fits = (sizes >= least) & (sizes <= most)
    if len(texts) and _DIGITS[_letters(texts)[1]].all():
        return fits
    matching: Mask = fits & _matches(texts, "^[0-9]+$")
    return matching


def _rows_of(texts: pa.Array, mask: Mask, width: int) -> Bytes:
    """The bytes of the texts of the mask, all of one width, as a table."""
    chosen = texts if mask.all() else texts.filter(pa.array(mask))
    return _letters(chosen)[1].reshape(-1, width)


def _none(texts: pa.Array, _: Field) -> Agreed:
    return Agreed(np.zeros(len(texts), np.bool_), pa.nulls(len(texts), pa.string()))


def _clean(texts: pa.Array, _: Field) -> Agreed:
    mask = _is_clean(texts)
    return Agreed(mask, _only(texts, mask))


def _is_clean(texts: pa.Array) -> Mask:
    digits = _digits(texts, 1, 1 << 30)
    if digits.all():
        return digits
    is_nothing = np.asarray(pc.fill_null(pc.is_in(pc.utf8_lower(texts), _NOTHING), fill_value=True))
    return digits | (_matches(texts, _CLEAN) & ~is_nothing)


def _name(texts: pa.Array, _: Field) -> Agreed:
    mask = _is_clean(texts) & _matches(texts, _NAME_LETTER)
    return Agreed(mask, _only(texts, mask))


def _given_name(texts: pa.Array, column: Field) -> Agreed:
    mask = _name(texts, column).mask & ~_matches(texts, _WITH_TITLE)
    value = _only(texts, mask)
    no_rule = pc.if_else(pa.array(mask), "", pa.scalar(None, pa.string()))
    return Agreed(mask, value, parts={"alone_value": value, "alone_rule": no_rule})


def _house(texts: pa.Array, column: Field) -> Agreed:
    _, letters = _letters(texts)
    if (_DIGITS[letters] | (letters == ord("/"))).all():
        mask = _lengths(texts) > 0
        return Agreed(mask, _only(texts, mask))
    return _clean(texts, column)


def _of_digits(least: int, most: int, first: str = "") -> Way:
    def way(texts: pa.Array, _: Field) -> Agreed:
        mask = _digits(texts, least, most)
        if first:
            mask &= np.asarray(pc.fill_null(pc.starts_with(texts, first), fill_value=False))
        return Agreed(mask, _only(texts, mask))

    return way


def _citizen_id(texts: pa.Array, _: Field) -> Agreed:
    mask = _digits(texts, 13, 13)
    mask &= ~np.asarray(pc.fill_null(pc.equal(texts, "0" * 13), fill_value=True))
    digits = (_rows_of(texts, mask, 13) - ord("0")).astype(np.int32)
    is_valid = np.zeros(len(texts), np.bool_)
    is_valid[mask] = (11 - (digits[:, :12] @ _WEIGHTS) % 11) % 10 == digits[:, 12]
    kinds = pa.array(_scattered(digits[:, 0], mask), mask=~mask)
    parts = {
        "kind": pa.DictionaryArray.from_arrays(kinds, pa.array(list("0123456789"))).dictionary_decode(),
        "is_valid": pa.array(is_valid, mask=~mask),
    }
    return Agreed(mask, _only(texts, mask), parts=parts)


def _scattered(some: npt.NDArray[np.int32], mask: Mask) -> npt.NDArray[np.int32]:
    every = np.zeros(len(mask), np.int32)
    every[mask] = some
    return every


def _number(texts: pa.Array, _: Field) -> Agreed:
    mask = _matches(texts, _NUMBER)
    return Agreed(mask, _only(texts, mask).cast(pa.float64()))


def _day(texts: pa.Array, column: Field) -> Agreed:
    """Days with a year of four digits, Buddhist or Common Era, in an order that the text or the contract tells."""
    sizes = _lengths(texts)
    width = 8 if column.pattern == "yyyymmdd" else 10
    mask = sizes == width
    rows = _rows_of(texts, mask, width)
    if width == 8:
        fits: Mask = np.asarray(_DIGITS[rows].all(axis=1))
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
    found: Mask = np.isin(first, np.frombuffer(signs, np.uint8)) & (first == second) & _DIGITS[others].all(axis=1)
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
    value = pa.array(_scattered(days[fits].astype(np.int32), whole), pa.int32(), mask=~whole).cast(pa.date32())
    rule = _scattered(is_buddhist[fits].astype(np.int32), whole)
    codes = pa.array(_scattered(ambiguous[fits].astype(np.int32), whole), mask=~whole)
    precision = pa.DictionaryArray.from_arrays(codes, pa.array(["day", "year_ambiguous"])).dictionary_decode()
    taken = pc.if_else(pa.array(rule == 1), value.cast(pa.string()), pa.scalar(None, pa.string()))
    return Agreed(whole, value, taken, rule, "buddhist_year", {"precision": precision})


_WAYS: Final[dict[Meaning | None, Way]] = {
    None: _clean,
    Meaning.RECORD_KEY: _clean,
    Meaning.OTHER_NUMBER: _clean,
    Meaning.HOUSEHOLD_KEY: _clean,
    Meaning.STREET: _clean,
    Meaning.LOCALITY: _clean,
    Meaning.DISABILITY_KIND: _clean,
    Meaning.NATIONALITY: _clean,
    Meaning.HOUSE_NUMBER: _house,
    Meaning.CITIZEN_ID: _citizen_id,
    Meaning.GUARDIAN_ID: _citizen_id,
    Meaning.GIVEN_NAME: _given_name,
    Meaning.FAMILY_NAME: _name,
    Meaning.POSTCODE: _of_digits(5, 5),
    Meaning.PHONE: _of_digits(9, 10, first="0"),
}
