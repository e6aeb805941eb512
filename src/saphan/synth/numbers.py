"""Which citizen numbers do the make-believe people hold? Right by construction, and looked up nowhere."""

from __future__ import annotations

import numpy as np

from saphan.synth.draw import Ints, Texts, texts

# Weights of the first twelve digits: 13 down to 2; the check digit is (11 - sum mod 11) mod 10.
_WEIGHTS = np.arange(13, 1, -1, dtype=np.int64)
_SERIALS = 10_000_000  # the last seven digits before the check digit
_STEP = 7_919  # no common factor with _SERIALS, so that no serial comes twice


def check_digit(first_twelve: Ints) -> Ints:
    """The thirteenth digit; `first_twelve` holds one number per row, one digit per column."""
    return np.asarray((11 - (first_twelve @ _WEIGHTS) % 11) % 10, dtype=np.int64)


def made_up_numbers(offices: Ints, keys: Ints) -> Texts:
    """Numbers that schools and hospitals make up for those without: 0, office, serial, and a right check digit."""
    return citizen_numbers(np.zeros(len(keys), dtype=np.int64), offices, start=0, serials=keys % _SERIALS)


def citizen_numbers(kinds: Ints, offices: Ints, *, start: int, first: int = 0, serials: Ints | None = None) -> Texts:
    """One number per person: kind, registration office (four digits), serial, check digit.

    No two are equal, nor equal to those of another `first` with the same `start`, so long as the counts do not overlap.
    """
    if serials is None:
        serials = (start + (first + np.arange(len(kinds), dtype=np.int64)) * _STEP) % _SERIALS
    bodies = (kinds * 10_000 + offices) * _SERIALS + serials
    digits = (bodies[:, None] // 10 ** np.arange(11, -1, -1, dtype=np.int64)) % 10
    checks = check_digit(digits)
    return texts([f"{body:012d}{check}" for body, check in zip(bodies.tolist(), checks.tolist(), strict=True)])
