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
from saphan.ingest.normalise.agreed import (
    Agreed,
    Mask,
    is_within,
    lengths,
    letters_of,
    matches,
    only,
    rows_of,
    scattered,
)
from saphan.ingest.normalise.codes import Codes, as_written, coded_once, spread, told
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
_LONGEST_NUMBER: Final = 10  # digits before the point
_NOTHING: Final = pa.array(sorted(NOTHING_WRITTEN))
_WEIGHTS: Final = np.arange(13, 1, -1)
_REMEMBERED: Final = 200_000  # texts of one column, so that memory does not grow with the file


Way = Callable[[pa.Array, Field], Agreed]


@dataclass
class Column:
    """How one column of a delivery is read; what its odd texts mean is remembered from block to block."""

    described: Field
    reader: Reader
    known: dict[str, Sequence[object]] = field(default_factory=dict)

    def read(self, texts: pa.Array) -> dict[str, pa.Array]:
        """What each text means: its value, class and rule, the parts its reader names, and a number as text (`taken`).

        `raw` are the texts themselves. Where they are not all the values of a column of texts, `differs` says which
        are not, and `told` what is meant by those.
        """
        coded = coded_once(texts, self.described.meaning)
        if coded is None:
            return {"raw": texts, **self._answers(texts)}
        answers = {name: spread(coded, answer) for name, answer in self._answers(coded.dictionary).items()}
        return {"raw": as_written(texts, coded), **answers}

    def _answers(self, texts: pa.Array) -> dict[str, pa.Array]:
        parts = self._parts()
        agreed = _way_of(self.described)(texts, self.described)
        blank = np.asarray(pc.fill_null(pc.equal(texts, ""), fill_value=True))
        odd = np.flatnonzero(~agreed.mask & ~blank)
        given: dict[str, pa.Array | None] = {"value": agreed.value, **agreed.parts}
        answers = {name: _whole(given.get(name), kind, len(texts)) for name, kind, _ in parts}
        classes, rules = Codes("ok", "empty"), Codes("", agreed.rule_name)
        class_codes = blank.astype(np.int32)
        rule_codes = np.zeros(len(texts), np.int32) if agreed.rule is None else agreed.rule.copy()
        if len(odd):
            rows = [self._recall(text) for text in texts.take(pa.array(odd)).to_pylist()]
            class_codes[odd] = [classes.code(str(row[2])) for row in rows]
            rule_codes[odd] = [rules.code(str(row[3])) for row in rows]
            chosen = np.zeros(len(texts), np.bool_)
            chosen[odd] = True
            for name, kind, place in parts:
                said = pa.array([row[place] for row in rows], ARROW_KINDS[kind])
                answers[name] = pc.replace_with_mask(answers[name], pa.array(chosen), said)
        answers |= {"class": classes.array(class_codes), "rule": rules.array(rule_codes)}
        if self.reader.kind is Kind.TEXT and not agreed.mask.all():
            answers |= told(texts, answers["value"])
        return answers

    def _parts(self) -> list[tuple[str, Kind, int]]:
        """What its reader says of a text besides class and rule: the name, the kind, and the place in its answer."""
        found = [("value", self.reader.kind, 0)]
        if self.reader.kind is Kind.REAL:
            found.append(("taken", Kind.TEXT, 1))  # of any other value the text follows from the value
        return found + [(name, kind, at) for at, (name, kind) in enumerate(self.reader.parts, start=4)]

    def _recall(self, text: str) -> Sequence[object]:
        found = self.known.get(text)
        if found is None:
            found = self.reader.read(text)
            if len(self.known) < _REMEMBERED:
                self.known[text] = found
        return found


def _whole(answer: pa.Array | None, kind: Kind, size: int) -> pa.Array:
    return pa.nulls(size, ARROW_KINDS[kind]) if answer is None else answer


def _way_of(column: Field) -> Way:
    if column.meaning in DATE_MEANINGS:
        return day_column
    if column.meaning in NUMBER_MEANINGS:
        return _number
    return _WAYS.get(column.meaning, _none)


def _digits(texts: pa.Array, least: int, most: int) -> Mask:
    """Which texts are digits alone, so many of them."""
    sizes = lengths(texts)
    fits: Mask = (sizes >= least) & (sizes <= most)
    return fits if is_within(letters_of(texts)[1], "0", "9") else fits & matches(texts, "^[0-9]+$")


def _none(texts: pa.Array, _: Field) -> Agreed:
    return Agreed(np.zeros(len(texts), np.bool_), pa.nulls(len(texts), pa.string()))


def _clean(texts: pa.Array, _: Field) -> Agreed:
    mask = _is_clean(texts)
    return Agreed(mask, only(texts, mask))


def _is_clean(texts: pa.Array) -> Mask:
    letters = letters_of(texts)[1]
    if is_within(letters, "0", "9"):
        return lengths(texts) > 0
    is_something = ~np.asarray(pc.fill_null(pc.is_in(pc.utf8_lower(texts), _NOTHING), fill_value=True))
    # plain letters without a space are clean: no need to look at each text
    return is_something if is_within(letters, "!", "~") else is_something & matches(texts, _CLEAN)


def _name(texts: pa.Array, _: Field) -> Agreed:
    mask = _is_clean(texts) & matches(texts, _NAME_LETTER)
    return Agreed(mask, only(texts, mask))


def _given_name(texts: pa.Array, column: Field) -> Agreed:
    mask = _name(texts, column).mask & ~matches(texts, _WITH_TITLE)
    value = only(texts, mask)
    no_rule = pc.if_else(pa.array(mask), "", pa.scalar(None, pa.string()))
    return Agreed(mask, value, parts={"alone_value": value, "alone_rule": no_rule})


def _house(texts: pa.Array, column: Field) -> Agreed:
    if is_within(letters_of(texts)[1], "/", "9"):  # the sign before the digits is the stroke
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
    ends, letters = letters_of(texts)
    if is_within(letters, "0", "9") and not texts.null_count:
        sizes = np.diff(ends)
        starts_with_zero = np.append(letters, 0)[ends[:-1]] == ord("0")
        mask: Mask = (sizes == 1) | ((sizes > 0) & (sizes <= _LONGEST_NUMBER) & ~starts_with_zero)
    else:
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
