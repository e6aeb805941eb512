"""What do the texts of a whole column mean? Those written as agreed are read at once, each other one by its reader.

`as_agreed` tells which texts need no second look, and says of them what the reader in Python would say;
tests/property/ingest/test_normalise_columns.py holds both against each other.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from saphan.contracts.meanings import DATE_MEANINGS, NUMBER_MEANINGS, Meaning
from saphan.contracts.model import Field
from saphan.ingest.normalise.agreed import DIGITS, Agreed, Mask, lengths, letters_of, matches, only, rows_of, scattered
from saphan.ingest.normalise.day_columns import day_column
from saphan.ingest.normalise.readers import Reader
from saphan.ingest.normalise.text import NOTHING_WRITTEN
from saphan.ingest.normalise.titles import BEGINNINGS
from saphan.store.query import ARROW_KINDS
from saphan.tables import Kind

# one letter with the marks it can bear, in their order and each once; a text is such letters and single spaces
_LETTER: Final = "\u0e40?[!-~\u0e01-\u0e30\u0e32\u0e41-\u0e46][\u0e31\u0e34-\u0e3a]?[\u0e47-\u0e4c]?\u0e33?"
_CLEAN: Final = f"^(?:{_LETTER})+(?: (?:{_LETTER})+)*$"
_NAME_LETTER: Final = "[\u0e01-\u0e2eA-Za-z]"
_WITH_TITLE: Final = f"(?i)^(?:{'|'.join(BEGINNINGS)})"
_NUMBER: Final = r"^(0|[1-9][0-9]{0,9})(\.[0-9]{1,4})?$"
_NOTHING: Final = pa.array(sorted(NOTHING_WRITTEN))
_WEIGHTS: Final = np.arange(13, 1, -1)
_SAMPLE: Final = 1_000
_REMEMBERED: Final = 200_000  # texts of one column, so that memory does not grow with the file
_REPEATED: Final = frozenset(
    {Meaning.TITLE, Meaning.GIVEN_NAME, Meaning.FAMILY_NAME, Meaning.FULL_NAME, Meaning.SEX, Meaning.LOCALITY, None,
     Meaning.SUBDISTRICT_CODE, Meaning.DISTRICT_CODE, Meaning.PROVINCE_CODE, Meaning.STREET, Meaning.POSTCODE,
     Meaning.DISABILITY_KIND, Meaning.NATIONALITY, Meaning.LIVES_IN_INSTITUTION}
)  # fmt: skip


Way = Callable[[pa.Array, Field], Agreed]


@dataclass
class Column:
    """How one column of a delivery is read; what its odd texts mean is remembered from block to block."""

    described: Field
    reader: Reader
    known: dict[str, Sequence[object]] = field(default_factory=dict)

    def read(self, texts: pa.Array) -> dict[str, pa.Array]:
        """What each text means: its value, the value as text, class and rule, and the parts its reader names."""
        if self.described.meaning not in _REPEATED or _are_numbers_apart(texts):
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


def _are_numbers_apart(texts: pa.Array) -> bool:
    """Whether they are digits alone, seldom the same twice: then to look at each costs less than to sort them out."""
    some = texts.slice(0, _SAMPLE)
    is_apart = len(some) == _SAMPLE and 2 * len(some.unique()) > _SAMPLE
    return is_apart and bool(DIGITS[letters_of(texts)[1]].all())


def _code(names: list[str], name: str) -> int:
    if name not in names:
        names.append(name)
    return names.index(name)


def _whole(answer: pa.Array | None, kind: Kind, size: int) -> pa.Array:
    return pa.nulls(size, ARROW_KINDS[kind]) if answer is None else answer


def _coded(indices: pa.Array, answer: pa.Array) -> pa.Array:
    """The answers of distinct texts, for every row that holds one."""
    if answer.null_count == len(answer):
        return pa.nulls(len(indices), answer.type)
    if pa.types.is_dictionary(answer.type):
        codes = np.asarray(answer.indices)
        same = (codes == codes[0]).all()  # nearly always: then nothing has to be looked up
        of_rows = pa.array(np.full(len(indices), codes[0])) if same else answer.indices.take(indices)
        return pa.DictionaryArray.from_arrays(of_rows, answer.dictionary)
    if pa.types.is_string(answer.type) and not answer.null_count:
        return pa.DictionaryArray.from_arrays(indices, answer)
    return answer.take(indices)


def _way_of(column: Field) -> Way:
    if column.meaning in DATE_MEANINGS:
        return day_column
    if column.meaning in NUMBER_MEANINGS:
        return _number
    return _WAYS.get(column.meaning, _none)


def _digits(texts: pa.Array, least: int, most: int) -> Mask:
    """Which texts are digits alone, so many of them."""
    sizes = lengths(texts)
    fits = (sizes >= least) & (sizes <= most)
    if len(texts) and DIGITS[letters_of(texts)[1]].all():
        return fits
    matching: Mask = fits & matches(texts, "^[0-9]+$")
    return matching


def _none(texts: pa.Array, _: Field) -> Agreed:
    return Agreed(np.zeros(len(texts), np.bool_), pa.nulls(len(texts), pa.string()))


def _clean(texts: pa.Array, _: Field) -> Agreed:
    mask = _is_clean(texts)
    return Agreed(mask, only(texts, mask))


def _is_clean(texts: pa.Array) -> Mask:
    digits = _digits(texts, 1, 1 << 30)
    if digits.all():
        return digits
    is_nothing = np.asarray(pc.fill_null(pc.is_in(pc.utf8_lower(texts), _NOTHING), fill_value=True))
    clean: Mask = digits | (matches(texts, _CLEAN) & ~is_nothing)
    return clean


def _name(texts: pa.Array, _: Field) -> Agreed:
    mask = _is_clean(texts) & matches(texts, _NAME_LETTER)
    return Agreed(mask, only(texts, mask))


def _given_name(texts: pa.Array, column: Field) -> Agreed:
    mask = _name(texts, column).mask & ~matches(texts, _WITH_TITLE)
    value = only(texts, mask)
    no_rule = pc.if_else(pa.array(mask), "", pa.scalar(None, pa.string()))
    return Agreed(mask, value, parts={"alone_value": value, "alone_rule": no_rule})


def _house(texts: pa.Array, column: Field) -> Agreed:
    _, letters = letters_of(texts)
    if (DIGITS[letters] | (letters == ord("/"))).all():
        mask = lengths(texts) > 0
        return Agreed(mask, only(texts, mask))
    return _clean(texts, column)


def _of_digits(least: int, most: int, first: str = "") -> Way:
    def way(texts: pa.Array, _: Field) -> Agreed:
        mask = _digits(texts, least, most)
        if first:
            mask &= np.asarray(pc.fill_null(pc.starts_with(texts, first), fill_value=False))
        return Agreed(mask, only(texts, mask))

    return way


def _citizen_id(texts: pa.Array, _: Field) -> Agreed:
    mask = _digits(texts, 13, 13)
    mask &= ~np.asarray(pc.fill_null(pc.equal(texts, "0" * 13), fill_value=True))
    digits = (rows_of(texts, mask, 13) - ord("0")).astype(np.int32)
    is_valid = np.zeros(len(texts), np.bool_)
    is_valid[mask] = (11 - (digits[:, :12] @ _WEIGHTS) % 11) % 10 == digits[:, 12]
    kinds = pa.array(scattered(digits[:, 0], mask), mask=~mask)
    parts = {
        "kind": pa.DictionaryArray.from_arrays(kinds, pa.array(list("0123456789"))).dictionary_decode(),
        "is_valid": pa.array(is_valid, mask=~mask),
    }
    return Agreed(mask, only(texts, mask), parts=parts)


def _number(texts: pa.Array, _: Field) -> Agreed:
    mask = matches(texts, _NUMBER)
    return Agreed(mask, only(texts, mask).cast(pa.float64()))


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
