"""Which texts of a column are written as agreed, and how are the bytes of many texts looked at together?"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

Mask = npt.NDArray[np.bool_]
Bytes = npt.NDArray[np.uint8]
DIGITS: Final = np.isin(np.arange(256), np.frombuffer(b"0123456789", np.uint8))


@dataclass(frozen=True)
class Agreed:
    """The texts of a column that are written as agreed, and what they mean; their class is `ok`."""

    mask: Mask
    value: pa.Array
    rule: npt.NDArray[np.int32] | None = None  # 1 where `rule_name` changed the text
    rule_name: str = ""
    parts: dict[str, pa.Array] = field(default_factory=dict)  # others are null


def only(texts: pa.Array, mask: Mask) -> pa.Array:
    """The texts of the mask; the others are null."""
    return texts if mask.all() else pc.if_else(pa.array(mask), texts, pa.scalar(None, pa.string()))


def matches(texts: pa.Array, pattern: str) -> Mask:
    """Which texts the pattern fits."""
    found: Mask = np.asarray(pc.fill_null(pc.match_substring_regex(texts, pattern), fill_value=False))
    return found


def letters_of(texts: pa.Array) -> tuple[npt.NDArray[np.int64], Bytes]:
    """Where each text begins and ends, and the bytes of all."""
    _, ends, letters = texts.buffers()
    at = np.frombuffer(ends, np.int32)[texts.offset : texts.offset + len(texts) + 1].astype(np.int64)
    taken = np.frombuffer(letters, np.uint8) if letters is not None else np.zeros(0, np.uint8)
    return at - at[0], taken[at[0] : at[-1]]


def is_within(letters: Bytes, first: str, last: str) -> bool:
    """Whether every byte lies between these two signs."""
    # below the first it wraps around to a large one: one comparison, a tenth of the time of a look into a table
    return bool((letters - np.uint8(ord(first)) <= np.uint8(ord(last) - ord(first))).all())


def lengths(texts: pa.Array) -> npt.NDArray[np.int32]:
    """How many bytes each text has."""
    return np.asarray(pc.fill_null(pc.binary_length(texts), 0))


def rows_of(texts: pa.Array, mask: Mask, width: int) -> Bytes:
    """The bytes of the texts of the mask, all of one width, as a table."""
    chosen = texts if mask.all() else texts.filter(pa.array(mask))
    return letters_of(chosen)[1].reshape(-1, width)


def scattered(some: npt.NDArray[np.int32], mask: Mask) -> npt.NDArray[np.int32]:
    """Numbers of the rows of a mask, at their places among all."""
    every = np.zeros(len(mask), np.int32)
    every[mask] = some
    return every
