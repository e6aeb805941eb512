"""How like the name that was asked for is each name the register holds? By code point, tone marks nearly set aside."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa
from rapidfuzz import process
from rapidfuzz.distance import JaroWinkler

from saphan.registry.lookup import spelling
from saphan.registry.lookup.opened import Index, Longs

ALIKE = 0.80  # Jaro-Winkler; below it two Thai names are two names
SAME_SOUND = 0.86  # of two names that sound alike, however they are spelled
_MARKS = re.compile("[\u0e47-\u0e4e]")  # tone marks, thanthakhat and the like: the first thing a typist drops
_WORTH_A_SECOND_LOOK = 0.65
_MARK_DIFFERS = 0.99  # less than the same, more than any other letter
_SILENT = "\u0e4c"  # thanthakhat: dropped, it makes one or two consonants heard
_SILENCED = re.compile("[ก-ฮ][ิุ]?")

Floats = npt.NDArray[np.float32]


@dataclass(frozen=True)
class Likeness:
    """The names that may be meant: `place` in the index's list, `alike` from 0 to 1, the most alike first."""

    place: Longs
    alike: Floats


def likeness(index: Index, asked: str, sound_of: Callable[[str], str]) -> Likeness:
    """Every name of the index that may be `asked` with a slip."""
    places, is_same_sound = _candidates(index, asked, sound_of)
    names = index.names.take(pa.array(places)).to_pylist()
    alike = _similarity(asked, names)
    # marks are set aside only where the name is near enough for them to matter: most candidates are not
    near = np.flatnonzero(alike)
    bare = _similarity(_MARKS.sub("", asked), _without_marks([names[at] for at in near]))
    alike[near] = np.maximum(alike[near], _MARK_DIFFERS * bare)
    alike[is_same_sound] = np.maximum(alike[is_same_sound], SAME_SOUND)
    kept = np.flatnonzero(alike >= ALIKE)
    order = kept[np.lexsort((places[kept], -alike[kept]))]
    return Likeness(places[order], alike[order])


def _candidates(index: Index, asked: str, sound_of: Callable[[str], str]) -> tuple[Longs, npt.NDArray[np.bool_]]:
    """The places of names one slip away by sound, and which of them sound the same."""
    sounds = sorted({sound_of(asked), *(sound_of(other) for other in _silenced(asked))})
    found, _ = spelling.keys(sounds)
    begins, ends = np.searchsorted(index.spelling, found, "left"), np.searchsorted(index.spelling, found, "right")
    is_near = np.zeros(len(index.sound_key), dtype=bool)
    is_near[index.spelling_sound[spread(begins, ends)]] = True
    near = np.flatnonzero(is_near)
    first, end = index.sound_first[near], index.sound_first[near + 1]
    is_same = np.isin(index.sound_key[near], spelling.whole_keys(sounds))
    return spread(first, end), np.repeat(is_same, end - first)


def _silenced(asked: str) -> list[str]:
    """The name with a thanthakhat at every place where one may have been forgotten."""
    if _SILENT in asked:
        return [asked.replace(_SILENT, "")]
    return [asked[: each.end()] + _SILENT + asked[each.end() :] for each in _SILENCED.finditer(asked, 1)]


def spread(begins: Longs, ends: Longs) -> Longs:
    """All whole numbers of the ranges, one range after the other."""
    lengths = ends - begins
    total = int(lengths.sum())
    if not total:
        return np.empty(0, dtype=np.int64)
    starts = np.cumsum(lengths) - lengths
    spread_out: Longs = np.arange(total, dtype=np.int64) + np.repeat(begins - starts, lengths)
    return spread_out


def _without_marks(names: list[str]) -> list[str]:
    # gone over as one text: one after the other takes three times as long; no name holds the end of a line
    return _MARKS.sub("", "\n".join(names)).split("\n") if names else []


def _similarity(asked: str, names: list[str]) -> Floats:
    """From 0 to 1; 0 where it is too little to be worth a second look."""
    if not names:
        return np.empty(0, dtype=np.float32)
    scored = process.cdist(
        [asked], names, scorer=JaroWinkler.similarity, score_cutoff=_WORTH_A_SECOND_LOOK, dtype=np.float32
    )
    return np.asarray(scored[0])
