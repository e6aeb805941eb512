"""What is written beside the tables of a release so that one person is found in milliseconds?

Arrays, mapped into memory: persons stand in the order of their names, so that all who carry one family name lie
together, and for each other way of asking there is the same list in another order. What a page shows of a person
lies in the same place, since reading twenty persons from five Parquet files would touch a hundred blocks.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Executor, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from saphan.registry.lookup import spelling
from saphan.store import Relation, write_arrays

FILE = "lookup.arrow"
LAYOUT = "saphan lookup 1"  # raised when the arrays come to mean something else
KEY_LETTERS = 17  # P and sixteen
NOBODY = -1
NO_DAY = np.iinfo(np.int32).min
AT_ONCE = 4  # columns that are worked on side by side
WORDS = ("title", "house_number", "area", "known_from", "birth_precision")

Ints = npt.NDArray[np.int32]
Arrays = dict[str, pa.Array | npt.NDArray[np.generic]]


def write_index(rows: Relation, path: Path, sound_of: Callable[[str], str]) -> None:
    """Write the index of these persons; `sound_of` gives names that sound alike the same sound."""
    write_arrays(path, arrays_of(rows.arrow(), sound_of), layout=LAYOUT)


def arrays_of(rows: pa.Table, sound_of: Callable[[str], str]) -> Arrays:
    """The arrays of the index; `rows` stand in the order of their keys."""
    with ThreadPoolExecutor(AT_ONCE) as hands:
        coded = {column: hands.submit(by_number, rows, column) for column in (*WORDS, "household_id")}
        names, given, family = _names(rows, sound_of)
        # within one family name by given name, then by key: the same place in every build of the same people
        order = np.argsort(by_names(given, family, len(names["names"])), kind="stable").astype(np.int32)
        person_row = np.empty(len(order), dtype=np.int32)
        person_row[order] = np.arange(len(order), dtype=np.int32)
        households, _ = in_turn(coded["household_id"].result(), order)
        listed = Listed(
            names=names, given=given[order], family=family[order], person=keys_of(rows).take(pa.array(order)),
            person_row=person_row, words={column: in_turn(coded[column].result(), order) for column in WORDS},
            household=households, birth=births_of(rows)[order], number=numbers_of(rows)[order],
        )  # fmt: skip
        return laid_out(listed, hands)


@dataclass(frozen=True)
class Listed:
    """What is known of persons, in the order of their names."""

    names: Arrays  # the arrays of names, of their sounds and of the keys of these
    given: Ints
    family: Ints
    person: pa.Array
    person_row: Ints
    words: dict[str, tuple[Ints, pa.Array]]  # by column of WORDS
    household: Ints
    birth: Ints
    number: npt.NDArray[np.int64]


def laid_out(listed: Listed, hands: Executor) -> Arrays:
    """The arrays of the index, and for each way of asking the list in its order."""
    given, family, names = listed.given, listed.family, len(listed.names["names"])
    by_given = hands.submit(np.argsort, given, kind="stable")
    by_value: dict[str, tuple[npt.NDArray[np.generic], int]] = {
        "household": (listed.household, NOBODY), "birth": (listed.birth, NO_DAY), "number": (listed.number, NOBODY)
    }  # fmt: skip
    sought = [hands.submit(_in_order, name, values, nothing) for name, (values, nothing) in by_value.items()]
    given_row = by_given.result().astype(np.int32)
    arrays = listed.names | {"given": given, "family": family, "family_first": firsts(family, names)}
    arrays |= {"given_row": given_row, "given_first": firsts(given[given_row], names)}
    arrays |= {"person": listed.person, "person_row": listed.person_row}
    for column, (codes, words) in listed.words.items():
        arrays |= {column: codes, f"{column}_words": words}
    arrays |= {name: values for name, (values, _) in by_value.items()}
    for each in sought:
        arrays |= each.result()
    return arrays


def by_names(given: Ints, family: Ints, names: int) -> npt.NDArray[np.int64]:
    """Numbers that rise as persons do by family name, then by given name."""
    return family.astype(np.int64) * (names + 1) + given


def births_of(rows: pa.Table) -> Ints:
    """Birth dates as days since 1970."""
    days: Ints = rows["birth_date"].cast(pa.int32()).fill_null(NO_DAY).to_numpy().astype(np.int32)
    return days


def numbers_of(rows: pa.Table) -> npt.NDArray[np.int64]:
    """Citizen numbers as numbers."""
    numbers: npt.NDArray[np.int64] = rows["citizen_id"].cast(pa.int64()).fill_null(NOBODY).to_numpy()
    return numbers


def _names(rows: pa.Table, sound_of: Callable[[str], str]) -> tuple[Arrays, Ints, Ints]:
    """Every name once, those of one sound together; and each person's two names by their place in that list."""
    both = pa.chunked_array([*rows["given_name"].chunks, *rows["family_name"].chunks], pa.string())
    coded = both.dictionary_encode().combine_chunks()
    names, codes = coded.dictionary, coded.indices.fill_null(len(coded.dictionary)).to_numpy().astype(np.int32)
    sounds = pa.array([sound_of(name) for name in names.to_pylist()], pa.string())
    order = pc.sort_indices(
        pa.table({"sound": sounds, "name": names}), sort_keys=[("sound", "ascending"), ("name", "ascending")]
    )
    place = np.empty(len(names) + 1, dtype=np.int32)
    place[order.to_numpy()] = np.arange(len(names), dtype=np.int32)
    place[-1] = len(names)  # of those without such a name
    sound = sounds.take(order).dictionary_encode()
    found, of = spelling.keys(sound.dictionary.to_pylist())
    arrays: Arrays = {
        "names": names.take(order).cast(pa.large_string()),
        "sound_key": spelling.whole_keys(sound.dictionary.to_pylist()),
        "sound_first": firsts(sound.indices.to_numpy().astype(np.int32), len(sound.dictionary)),
        "spelling": found,
        "spelling_sound": of,
    }
    return arrays, place[codes[: len(rows)]], place[codes[len(rows) :]]


def firsts(rising: Ints, highest: int) -> npt.NDArray[np.int64]:
    """Where each value from 0 to `highest` begins in a rising list, and where the last one ends."""
    return np.searchsorted(rising, np.arange(highest + 2), side="left").astype(np.int64)


def _in_order(column: str, values: npt.NDArray[np.generic], nothing: int) -> Arrays:
    known = np.flatnonzero(values != nothing).astype(np.int32)
    order = known[np.argsort(values[known], kind="stable")]
    return {f"{column}_sorted": values[order], f"{column}_row": order}


def by_number(rows: pa.Table, column: str) -> pa.DictionaryArray:
    """The values of a column by numbers."""
    return rows[column].dictionary_encode().combine_chunks()


def in_turn(coded: pa.DictionaryArray, order: Ints) -> tuple[Ints, pa.Array]:
    """The values in that order by numbers, and the values, numbered as they first come in it."""
    # numbers are put in order and not the texts themselves: a tenth of the work
    return renumbered(coded.indices.fill_null(NOBODY).to_numpy()[order], coded.dictionary)


def renumbered(codes: Ints, words: pa.Array) -> tuple[Ints, pa.Array]:
    """As `in_turn`, of values that are numbered already; those without one have -1."""
    codes, came = as_they_come(codes)
    return codes, words.take(came).cast(pa.large_string())


def as_they_come(codes: Ints) -> tuple[Ints, pa.Array]:
    """Numbers instead of numbers, in the order in which these first come; and these in that order."""
    again = pa.array(codes, mask=codes == NOBODY).dictionary_encode()
    return again.indices.fill_null(NOBODY).to_numpy().astype(np.int32), again.dictionary


def keys_of(rows: pa.Table) -> pa.Array:
    """The persons' keys, all of one length."""
    return rows["person_id"].combine_chunks().cast(pa.binary()).cast(pa.binary(KEY_LETTERS))
