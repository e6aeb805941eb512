"""How are values spelt? Distinct texts as code points, side by side, for compiled loops.

By code point, never by byte: measured on bytes, unrelated Thai names look alike.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from saphan.linkage.compiled import compiled
from saphan.linkage.sounds import KEPT, SAME_SOUND

Ints = npt.NDArray[np.int64]
Points = npt.NDArray[np.uint32]
Hashes = npt.NDArray[np.uint64]
THANTHAKHAT, SARA_I, SARA_U, RO_RUA = 0x0E4C, 0x0E34, 0x0E38, 0x0E23
KO_KAI, HO_NOKHUK = 0x0E01, 0x0E2E
BEFORE_SILENT_RO = (0x0E15, 0x0E17, 0x0E14)  # ตร ทร ดร
_P, _H, _F = ord("p"), ord("h"), ord("f")


@dataclass(frozen=True)
class Spelling:
    """Value number v is spelt `points[starts[v]:starts[v + 1]]`."""

    points: Points
    starts: Ints

    def __len__(self) -> int:
        return len(self.starts) - 1


def spelling_of(values: pa.Array) -> Spelling:
    """The code points of Arrow text without nulls."""
    return Spelling(*_decoded(*bytes_of(values)))


def hashed(values: pa.Array) -> Hashes:
    """A number for each text, the same in every run and on every machine; two texts hardly ever have one number."""
    return _hashed(*bytes_of(values))


def bytes_of(values: pa.Array) -> tuple[npt.NDArray[np.uint8], Ints]:
    """The bytes of Arrow text without nulls, and where each value starts; one more at the end."""
    text = values.cast(pa.large_string())
    _, offsets, letters = text.buffers()
    if offsets is None:
        return np.zeros(0, dtype=np.uint8), np.zeros(1, dtype=np.int64)
    starts = np.frombuffer(offsets, dtype=np.int64)[text.offset : text.offset + len(text) + 1]
    written = np.frombuffer(letters, dtype=np.uint8) if letters is not None else np.zeros(0, dtype=np.uint8)
    return written, starts


@compiled
def _decoded(written: npt.NDArray[np.uint8], offsets: Ints) -> tuple[Points, Ints]:
    count = len(offsets) - 1
    points = np.empty(offsets[count] - offsets[0] if count > 0 else 0, dtype=np.uint32)
    starts = np.zeros(count + 1, dtype=np.int64)
    filled = 0
    for value in range(count):
        at = offsets[value]
        while at < offsets[value + 1]:
            first = np.uint32(written[at])
            follow = 0 if first < 0x80 else 1 if first < 0xE0 else 2 if first < 0xF0 else 3
            point = first if follow == 0 else first & np.uint32(0x3F >> follow)
            for step in range(1, follow + 1):
                point = (point << np.uint32(6)) | (np.uint32(written[at + step]) & np.uint32(0x3F))
            points[filled] = point
            filled += 1
            at += follow + 1
        starts[value + 1] = filled
    return points[:filled].copy(), starts


@compiled
def words_at(written: npt.NDArray[np.uint8], offsets: Ints | npt.NDArray[np.int32], skipped: int) -> Hashes:
    """Eight bytes of each value after the first `skipped`, as one number that sorts as they do; 0 beyond its end."""
    words = np.zeros(len(offsets) - 1, dtype=np.uint64)
    for value in range(len(words)):
        low = offsets[value] + skipped
        for at in range(low, min(low + 8, offsets[value + 1])):
            words[value] |= np.uint64(written[at]) << np.uint64(56 - 8 * (at - low))
    return words


@compiled
def mixed(key: np.uint64, part: np.uint64) -> np.uint64:
    """The key with one more part in it; two different lists of parts hardly ever meet in 64 bits."""
    key = (key ^ part) * np.uint64(0x9E3779B97F4A7C15)
    key ^= key >> np.uint64(30)
    key *= np.uint64(0xBF58476D1CE4E5B9)
    return key ^ (key >> np.uint64(27))


@compiled
def _hashed(written: npt.NDArray[np.uint8], offsets: Ints) -> Hashes:
    keys = np.empty(len(offsets) - 1, dtype=np.uint64)
    for value in range(len(keys)):
        low, high = offsets[value], offsets[value + 1]
        key, word, filled = np.uint64(high - low) + np.uint64(1), np.uint64(0), 0
        for at in range(low, high):
            word = (word << np.uint64(8)) | np.uint64(written[at])
            filled += 1
            if filled == 8:
                key, word, filled = mixed(key, word), np.uint64(0), 0
        keys[value] = mixed(key, word) if filled or low == high else key
    return keys


@compiled
def without_third(points: Points, starts: Ints) -> Hashes:
    """Of each value, a key of all its characters but the third."""
    keys = np.empty(len(starts) - 1, dtype=np.uint64)
    for value in range(len(keys)):
        key = np.uint64(1)
        for at in range(starts[value], starts[value + 1]):
            if at != starts[value] + 2:
                key = mixed(key, np.uint64(points[at]))
        keys[value] = key
    return keys


def heard(spelling: Spelling, values: slice = slice(None)) -> Hashes:
    """Of each name, or of these, a key of what it sounds like: `sounds.sound_of`, compiled."""
    low, high, _ = values.indices(len(spelling))
    return _heard(spelling.points, spelling.starts[low : high + 1], SAME_SOUND, KEPT)


@compiled
def _heard(points: Points, starts: Ints, same_sound: Points, kept: npt.NDArray[np.bool_]) -> Hashes:
    keys = np.empty(len(starts) - 1, dtype=np.uint64)
    for value in range(len(keys)):
        name = points[starts[value] : starts[value + 1]]
        spoken = _without_twice(_without_silent(name), np.uint32(RO_RUA))
        key, before, length = np.uint64(7), np.uint32(0), 0
        at = 0
        while at < len(spoken):
            point = spoken[at]
            if point == _P and at + 1 < len(spoken) and spoken[at + 1] == _H:
                point = np.uint32(_F)
                at += 1
            at += 1
            if point >= len(same_sound):
                continue
            sound = same_sound[point]
            if kept[sound] and sound != before:
                key = mixed(key, np.uint64(sound))
                before = sound
                length += 1
        if length == 0:
            for point in name:
                key = mixed(key, np.uint64(point) + np.uint64(1 << 32))
        keys[value] = key
    return keys


@compiled
def _without_silent(name: Points) -> Points:
    """The name without what a thanthakhat silences: a consonant, perhaps a short vowel, perhaps ต ท ด before a ร."""
    spoken = np.empty(len(name), dtype=np.uint32)
    filled, at = 0, 0
    while at < len(name):
        end = _silenced(name, at)
        if end > at:
            at = end
        else:
            spoken[filled] = name[at]
            filled += 1
            at += 1
    return spoken[:filled]


@compiled
def _silenced(name: Points, at: int) -> int:
    """Where what is silent from here on ends; `at` where nothing is."""
    for consonants in (2, 1):
        end = at + consonants
        if end >= len(name):
            continue
        if consonants == 2:
            fits = name[at + 1] == RO_RUA and name[at] in BEFORE_SILENT_RO
        else:
            fits = KO_KAI <= name[at] <= HO_NOKHUK
        if not fits:
            continue
        if name[end] == THANTHAKHAT:
            return end + 1
        if name[end] in (SARA_I, SARA_U) and end + 1 < len(name) and name[end + 1] == THANTHAKHAT:
            return end + 2
    return at


@compiled
def _without_twice(name: Points, letter: np.uint32) -> Points:
    spoken = np.empty(len(name), dtype=np.uint32)
    filled, at = 0, 0
    while at < len(name):
        if name[at] == letter and at + 1 < len(name) and name[at + 1] == letter:
            at += 2
            continue
        spoken[filled] = name[at]
        filled += 1
        at += 1
    return spoken[:filled]
