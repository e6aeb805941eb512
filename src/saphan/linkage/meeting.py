"""Whose pair is it? Rules find the same pairs, and each belongs to the first that brings its two records together."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from saphan.linkage.compiled import compiled

Flags = npt.NDArray[np.bool_]
# a whole house is too many pairs for what it finds; so only pairs of which one has no day of birth, which all other
# rules of a house ask for
UNDATED = frozenset({"sex_house_undated"})


def undated_among(rules: Sequence[str]) -> Flags:
    """Of which rules a pair is only theirs where one of the two has no day of birth."""
    return np.array([rule in UNDATED for rule in rules], dtype=np.bool_)


@compiled
def found_before(  # noqa: PLR0917  # compiled code takes arrays, no objects
    rule: int, i: int, j: int, groups: npt.NDArray[np.int32], dated: Flags, undated: Flags
) -> bool:
    """An earlier rule brings the two rows together; or this one leaves them to others, both being dated."""
    if undated[rule] and dated[i] and dated[j]:
        return True
    for earlier in range(rule):
        is_shared = groups[i, earlier] != 0 and groups[i, earlier] == groups[j, earlier]
        if is_shared and not (undated[earlier] and dated[i] and dated[j]):
            return True
    return False
