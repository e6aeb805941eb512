"""What does a reader hold of an index? Views of the file's own bytes: nothing is read before it is asked for."""

from __future__ import annotations

from dataclasses import dataclass, fields
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from saphan.registry.lookup.index import LAYOUT
from saphan.store import open_arrays

Ints = npt.NDArray[np.int32]
Longs = npt.NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Index:
    """The arrays of an index; a *row* is a person's place in the order of names."""

    names: pa.Array  # every given and family name once, those of one sound together
    sound_first: Longs  # by sound: the place of its first name
    sound_key: npt.NDArray[np.uint64]  # by sound: its own key
    spelling: npt.NDArray[np.uint64]  # rising: keys that sounds one slip apart share
    spelling_sound: Ints
    given: Ints  # by row: the place of her given name in `names`; the number of names where there is none
    given_first: Longs  # by name: where its rows begin in `given_row`
    given_row: Ints
    family: Ints
    family_first: Longs  # by name: the first row of those who carry it
    person: pa.Array  # by row: the key of 17 letters
    person_row: Ints  # rows in the order of keys
    title: Ints
    title_words: pa.Array
    house_number: Ints
    house_number_words: pa.Array
    area: Ints
    area_words: pa.Array
    known_from: Ints
    known_from_words: pa.Array
    birth_precision: Ints
    birth_precision_words: pa.Array
    household: Ints
    household_sorted: Ints
    household_row: Ints
    birth: Ints  # days since 1970
    birth_sorted: Ints
    birth_row: Ints
    number: Longs
    number_sorted: Longs
    number_row: Ints

    def name(self, place: int) -> str | None:
        """The name at that place."""
        return str(self.names[place].as_py()) if place < len(self.names) else None

    def household_of(self, row: int) -> Ints:
        """The rows of everybody in her household, hers among them; hers alone where none is known."""
        home = self.household[row]
        if home < 0:
            return np.array([row], dtype=np.int32)
        first, end = np.searchsorted(self.household_sorted, [home, home + 1])
        return self.household_row[first:end]


def open_index(path: Path) -> Index | None:
    """The index in that file; None when another version of Saphan wrote it."""
    arrays = open_arrays(path, layout=LAYOUT)
    if arrays is None:
        return None
    kept = {"names", "person", *(name for name in arrays if name.endswith("_words"))}  # stay Arrow: texts
    return Index(
        **{
            field.name: arrays[field.name] if field.name in kept else arrays[field.name].to_numpy(zero_copy_only=True)
            for field in fields(Index)
        }
    )
