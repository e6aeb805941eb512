"""Which texts come again and again, so that each is looked at, and written, once?"""

from __future__ import annotations

from typing import Final

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from saphan.contracts.meanings import DATE_MEANINGS, NUMBER_MEANINGS, Meaning
from saphan.ingest.normalise.agreed import is_within, letters_of

_SAMPLE: Final = 1_000
_OFTEN: Final = 3  # times a text must come so that it is worth a code
_SELDOM_TWICE: Final = frozenset(
    {Meaning.CITIZEN_ID, Meaning.GUARDIAN_ID, Meaning.RECORD_KEY, Meaning.OTHER_NUMBER, Meaning.HOUSEHOLD_KEY,
     Meaning.HOUSE_NUMBER, Meaning.PHONE, *NUMBER_MEANINGS}
)  # fmt: skip


class Codes:
    """Names that stand as codes, those alone that occur: a name for nothing costs as much to write as one for all."""

    def __init__(self, *names: str) -> None:
        """With the names of the first codes."""
        self.names = list(names)

    def code(self, name: str) -> int:
        """The code of a name, a new one where it has none."""
        if name not in self.names:
            self.names.append(name)
        return self.names.index(name)

    def array(self, codes: npt.NDArray[np.int32]) -> pa.DictionaryArray:
        """The names of these codes."""
        used = np.flatnonzero(np.bincount(codes, minlength=len(self.names))) if codes.any() else np.zeros(1, np.int64)
        names = [self.names[at] for at in used]
        if len(used) < len(self.names):
            codes = np.searchsorted(used, codes).astype(np.int32)
        return pa.DictionaryArray.from_arrays(pa.array(codes), pa.array(names, pa.string()))


def coded_once(texts: pa.Array, meaning: Meaning | None) -> pa.DictionaryArray | None:
    """The texts as codes, where the same come again and again: then each is looked at once."""
    if pa.types.is_dictionary(texts.type):
        return texts
    return texts.dictionary_encode(null_encoding="encode") if _is_repeated(texts, meaning) else None


def _is_repeated(texts: pa.Array, meaning: Meaning | None) -> bool:
    if meaning in DATE_MEANINGS:
        return True  # a hundred years have 36,525 days
    some = texts.slice(0, _SAMPLE)
    if 2 * len(some.unique()) <= len(some):
        return True
    if meaning in _SELDOM_TWICE:
        return False
    return not (len(some) == _SAMPLE and is_within(letters_of(texts)[1], "0", "9"))


def as_written(texts: pa.Array, coded: pa.DictionaryArray | None) -> pa.Array:
    """The texts in the form that costs least to write: as codes, if there are few of them and none is null."""
    if coded is None or coded.dictionary.null_count or _OFTEN * len(coded.dictionary) > len(coded):
        return texts
    return coded


def told(raw: pa.Array, value: pa.Array) -> dict[str, pa.Array]:
    """Which values are not the text itself, and they."""
    differs = pc.fill_null(pc.not_equal(raw, value), fill_value=True)
    return {"differs": differs, "told": pc.if_else(differs, value, pa.scalar(None, pa.string()))}


def spread(coded: pa.DictionaryArray, answer: pa.Array) -> pa.Array:
    """The answers of distinct texts, for every row that holds one."""
    indices = coded.indices
    if answer is coded.dictionary and not answer.null_count:
        return coded
    if answer.null_count == len(answer):
        return pa.nulls(len(indices), answer.type)
    if pa.types.is_string(answer.type):
        answer = answer.dictionary_encode()
    if not pa.types.is_dictionary(answer.type):
        return answer.take(indices)
    is_one = len(answer.dictionary) == 1 and not (indices.null_count or answer.indices.null_count)
    of_rows = pa.array(np.zeros(len(indices), np.int32)) if is_one else answer.indices.take(indices)
    return pa.DictionaryArray.from_arrays(of_rows, answer.dictionary)
