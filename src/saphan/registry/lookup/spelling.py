"""Which spellings lie one slip from each other? Keys that two such spellings share, on the sounds of names.

A sound and all that is left of it when one letter is dropped: two sounds of which one has a letter more, less,
another, or two neighbours exchanged, share one of these keys. So a misspelled name is found by a few exact
searches, however many names there are.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

Keys = npt.NDArray[np.uint64]
_LONGEST = 24  # letters of a sound that count; a name has about five consonants
_BASE = 0x9E3779B97F4A7C15  # odd, so that it can be divided by: any odd number of 64 bits serves
_WHOLE = 1 << 64
_UNDONE = np.uint64(pow(_BASE, -1, _WHOLE))
_POWERS = np.array([pow(_BASE, at, _WHOLE) for at in range(_LONGEST)], dtype=np.uint64)


def keys(sounds: Sequence[str]) -> tuple[Keys, npt.NDArray[np.int32]]:
    """Every key of every sound, in rising order, and beside it the place of the sound; none twice."""
    letters = _letters(sounds)
    # a sum of letter times power of its place, in arithmetic that wraps; what follows a dropped letter moves up by one
    before = np.cumsum(letters * _POWERS, axis=1, dtype=np.uint64)
    whole = before[:, -1]
    up_to = np.concatenate([np.zeros((len(letters), 1), np.uint64), before[:, :-1]], axis=1)
    without = up_to + (whole[:, None] - before) * _UNDONE
    is_letter = letters > 0
    at = np.arange(len(letters), dtype=np.int32)
    found = np.concatenate([whole, without[is_letter]])
    of = np.concatenate([at, np.broadcast_to(at[:, None], letters.shape)[is_letter]])
    order = np.lexsort((of, found))
    found, of = found[order], of[order]
    is_new = np.ones(len(found), dtype=bool)
    is_new[1:] = (found[1:] != found[:-1]) | (of[1:] != of[:-1])
    return found[is_new], of[is_new]


def whole_keys(sounds: Sequence[str]) -> Keys:
    """The key of each sound as a whole."""
    whole: Keys = (_letters(sounds) * _POWERS).sum(axis=1, dtype=np.uint64)
    return whole


def _letters(sounds: Sequence[str]) -> npt.NDArray[np.uint64]:
    cut = np.array([sound[:_LONGEST] for sound in sounds], dtype=f"<U{_LONGEST}")
    return cut.view(np.uint32).reshape(len(sounds), _LONGEST).astype(np.uint64)
