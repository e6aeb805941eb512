"""What becomes of an index when a few people are others? The same bytes as one that is made of everybody.

People about whom nothing changed stand in the same order as before, and what is known of them has only other numbers:
so nobody's texts are read again, and nobody is sorted but the few.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from saphan.registry.lookup import spelling
from saphan.registry.lookup.index import (
    AT_ONCE,
    KEY_LETTERS,
    NOBODY,
    WORDS,
    Arrays,
    Ints,
    Listed,
    as_they_come,
    births_of,
    by_names,
    by_number,
    firsts,
    keys_of,
    laid_out,
    numbers_of,
    renumbered,
)
from saphan.registry.lookup.opened import Index

Longs = npt.NDArray[np.int64]
Anything = npt.NDArray[Any]


@dataclass(frozen=True)
class Few:
    """Those who are others than in the index before."""

    rows: pa.Table  # LOOKUP of them as they are now, in the order of their keys
    without: pa.ChunkedArray  # the keys they have and had
    mates: pa.Table  # household_id, person_id: of each of their households somebody else, where there is anybody


@dataclass(frozen=True)
class _Names:
    """The names that are borne now."""

    arrays: Arrays
    place: Ints  # by place among the names before, the place now; the last of those without a name
    given: Ints  # of the few
    family: Ints


def renewed(index: Index, few: Few, sound_of: Callable[[str], str]) -> Arrays:
    """The arrays of the index of everybody: of the people of `index` who stay, and of the few as they are now."""
    stays = ~pc.is_in(index.person, _fixed(few.without)).to_numpy(zero_copy_only=False)
    rows = np.flatnonzero(stays)
    names = _names(index, rows, few.rows, sound_of)

    by_key = index.person_row[stays[index.person_row]]
    keys, keys_of_few = _letters(index.person)[by_key], keys_of(few.rows)
    rank = np.empty(len(index.person), dtype=np.int64)
    rank_of_few, rank[by_key] = _merged(np.searchsorted(keys, _letters(keys_of_few)), len(keys))

    given, family = names.place[index.given], names.place[index.family]
    count = len(names.arrays["names"])
    few_by = by_names(names.given, names.family, count)
    in_order = np.lexsort((rank_of_few, few_by))
    at = _places(by_names(given, family, count)[rows], rank[rows], few_by[in_order], rank_of_few[in_order])
    source = np.empty(len(rows) + len(in_order), dtype=np.int64)
    place_of_few, place_of_rows = _merged(at, len(rows))
    source[place_of_rows], source[place_of_few] = rows, len(index.person) + in_order

    def laid(old: Anything, new: Anything) -> Anything:
        both: Anything = np.concatenate([old, new])[source]
        return both

    def words(column: str) -> tuple[Ints, pa.Array]:
        known = getattr(index, f"{column}_words")
        codes, more = _numbered_on(few.rows, column, known)
        return renumbered(laid(getattr(index, column), codes), pa.concat_arrays([known, more]))

    person_row = np.empty(len(source), dtype=np.int32)
    person_row[laid(rank, rank_of_few)] = np.arange(len(source), dtype=np.int32)
    mates = by_key[np.searchsorted(keys, _letters(_fixed(few.mates["person_id"])))]
    with ThreadPoolExecutor(AT_ONCE) as hands:
        found = {column: hands.submit(words, column) for column in WORDS}
        listed = Listed(
            names=names.arrays, given=laid(given, names.given), family=laid(family, names.family),
            person=pa.concat_arrays([index.person, keys_of_few]).take(pa.array(source)), person_row=person_row,
            words={column: each.result() for column, each in found.items()},
            household=as_they_come(laid(index.household, _houses(index, few, mates)))[0],
            birth=laid(index.birth, births_of(few.rows)), number=laid(index.number, numbers_of(few.rows)),
        )  # fmt: skip
        return laid_out(listed, hands)


def _names(index: Index, rows: Longs, few: pa.Table, sound_of: Callable[[str], str]) -> _Names:
    """As the names of everybody: those that nobody bears any more are gone, new ones stand by their sounds."""
    count, sounds = len(index.names), len(index.sound_key)
    both = pa.chunked_array([*few["given_name"].chunks, *few["family_name"].chunks], pa.string())
    coded = both.dictionary_encode().combine_chunks()
    found = pc.index_in(coded.dictionary.cast(pa.large_string()), index.names)
    known = found.fill_null(NOBODY).to_numpy()
    borne = np.zeros(count + 1, dtype=np.bool_)
    borne[index.given[rows]] = borne[index.family[rows]] = True
    borne[known[known >= 0]] = True
    borne = borne[:count]

    @cache
    def sound_at(sound: int) -> str:
        return sound_of(str(index.names[int(index.sound_first[sound])].as_py()))

    new = sorted((sound_of(name), name) for name in coded.dictionary.filter(pc.is_null(found)).to_pylist())
    new_sounds: list[str] = []
    at, label = np.empty(len(new), dtype=np.int64), np.empty(len(new), dtype=np.int64)
    for each, (sound, name) in enumerate(new):
        like = bisect_left(range(sounds), sound, key=sound_at)
        low, high = int(index.sound_first[like]), int(index.sound_first[like + 1])
        if like < sounds and sound_at(like) == sound:
            at[each] = bisect_left(range(low, high), name, key=index.name) + low
            label[each] = like
        else:
            if not new_sounds or new_sounds[-1] != sound:
                new_sounds.append(sound)
            at[each], label[each] = low, sounds + len(new_sounds) - 1

    # those that stay and the new ones in one list, and where each of the old ones stands in it
    place_of_new, place_of_old = _merged(np.append(0, np.cumsum(borne))[at], int(borne.sum()))
    place = np.full(count + 1, NOBODY, dtype=np.int32)
    place[:count][borne], place[count] = place_of_old, len(place_of_old) + len(new)
    source = np.empty(place[count], dtype=np.int64)
    source[place_of_old], source[place_of_new] = np.flatnonzero(borne), count + np.arange(len(new))
    listed = pa.concat_arrays([index.names, pa.array([name for _, name in new], pa.large_string())])
    of_old = np.repeat(np.arange(sounds), np.diff(index.sound_first[: sounds + 1]))
    arrays = {"names": listed.take(pa.array(source)), **_sounds(index, new_sounds, np.append(of_old, label)[source])}
    by_name = {name: int(at) for (_, name), at in zip(new, place_of_new, strict=True)}
    of_new = [by_name.get(name, NOBODY) for name in coded.dictionary.to_pylist()]
    of_few = np.where(known >= 0, place[known], of_new)
    codes = np.append(of_few, place[count])[coded.indices.fill_null(len(of_few)).to_numpy()].astype(np.int32)
    return _Names(arrays, place, codes[: len(few)], codes[len(few) :])


def _sounds(index: Index, new: list[str], labels: Longs) -> Arrays:
    """The arrays of sounds, where `labels` are those of the names in order: places before, and behind them new ones."""
    begins = np.flatnonzero(np.append(True, labels[1:] != labels[:-1])) if len(labels) else labels
    number = np.full(len(index.sound_key) + len(new), NOBODY, dtype=np.int32)
    number[labels[begins]] = np.arange(len(begins), dtype=np.int32)
    key = np.concatenate([index.sound_key, spelling.whole_keys(new)])[labels[begins]]
    keys, of = spelling.keys(new)
    of, old_of = number[of + len(index.sound_key)], number[index.spelling_sound]
    in_order, stays = np.lexsort((of, keys)), old_of >= 0
    keys, of, old_keys, old_of = keys[in_order], of[in_order], index.spelling[stays], old_of[stays]
    place_of_new, place_of_old = _merged(_places(old_keys, old_of, keys, of), len(old_keys))
    both_keys, both_of = (np.empty(len(keys) + len(old_keys), dtype=each.dtype) for each in (keys, of))
    both_keys[place_of_new], both_keys[place_of_old] = keys, old_keys
    both_of[place_of_new], both_of[place_of_old] = of, old_of
    return {
        "sound_key": key, "sound_first": firsts(number[labels], len(begins)), "spelling": both_keys,
        "spelling_sound": both_of,
    }  # fmt: skip


def _houses(index: Index, few: Few, mates: Ints) -> Ints:
    """The households of the few by number: that of somebody else who is in it, or one that nobody has."""
    coded = by_number(few.rows, "household_id")
    mate = pc.index_in(coded.dictionary, few.mates["household_id"].combine_chunks()).fill_null(NOBODY).to_numpy()
    highest = int(index.household.max(initial=NOBODY))
    number = np.append(highest + 1 + np.arange(len(mate)), NOBODY)
    number[:-1][mate >= 0] = index.household[mates][mate[mate >= 0]]
    codes: Ints = number[coded.indices.fill_null(len(mate)).to_numpy()].astype(np.int32)
    return codes


def _numbered_on(rows: pa.Table, column: str, known: pa.Array) -> tuple[Ints, pa.Array]:
    """The values of a column by their places among those that are known, and further ones that are not."""
    coded = by_number(rows, column)
    values = coded.dictionary.cast(pa.large_string())
    found = pc.index_in(values, known)
    place = np.append(found.fill_null(NOBODY).to_numpy(), NOBODY)
    is_new = place[:-1] < 0
    place[:-1][is_new] = len(known) + np.arange(int(is_new.sum()))
    codes: Ints = place[coded.indices.fill_null(len(values)).to_numpy()].astype(np.int32)
    return codes, values.filter(pc.is_null(found))


def _places(old: Anything, then: Anything, new: Anything, then_new: Anything) -> Longs:
    """Before how many of the old ones each new one stands, both rising by one number and then by another."""
    low = np.searchsorted(old, new)
    is_like = np.zeros(len(new), dtype=np.bool_)
    is_like[low < len(old)] = old[low[low < len(old)]] == new[low < len(old)]
    # equal ones have one group, and a group of its own stands between two; within a group the second number tells
    group, group_of_new = 2 * np.searchsorted(old, old) + 1, 2 * low + is_like
    most = 1 + max(int(each.max(initial=0)) for each in (then, then_new))
    at: Longs = np.searchsorted(group * most + then, group_of_new * most + then_new)
    return at


def _merged(at: Longs, count: int) -> tuple[Longs, Longs]:
    """The places of new ones that stand before so many of `count` old ones, and of these, in one list."""
    new = at + np.arange(len(at))
    is_old = np.ones(count + len(at), dtype=np.bool_)
    is_old[new] = False
    return new, np.flatnonzero(is_old)


def _fixed(keys: pa.ChunkedArray) -> pa.Array:
    whole = keys.combine_chunks() if isinstance(keys, pa.ChunkedArray) else keys
    return whole.cast(pa.binary()).cast(pa.binary(KEY_LETTERS))


def _letters(keys: pa.Array) -> Anything:
    """Keys as NumPy compares them."""
    whole: Anything = np.frombuffer(keys.buffers()[1], dtype=f"S{KEY_LETTERS}", count=len(keys) + keys.offset)
    return whole[keys.offset :]
