"""What is each column called, where a header has one row or several, cells without a name, or one name twice?"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

_UNSEEN: Final = re.compile("[\ufeff\u200b-\u200d\u2060\u00ad]")
_SARA_AM: Final = "\u0e4d\u0e32"  # written as two signs, it looks the same as the one


def names_of(rows: Sequence[Sequence[str]]) -> tuple[str, ...]:
    """One name a column: the words over it from top to bottom, `col3` where there are none, `x (2)` for a second x.

    A merged cell stands over the cells to its right that have no text of their own in its row.
    """
    found: dict[str, int] = {}
    names: list[str] = []
    over = [""] * len(rows)
    for place in range(max(map(len, rows), default=0)):
        own = [seen(row[place]) if place < len(row) else "" for row in rows]
        for level, cell in enumerate(own):
            if cell:
                over[level:] = [cell, *[""] * (len(rows) - level - 1)]
        lowest = max((level for level, cell in enumerate(own) if cell), default=-1)
        words = [word for word in over[: lowest + 1] if word]
        name = " ".join(word for at, word in enumerate(words) if word not in words[:at]) or f"col{place + 1}"
        found[folded(name)] = again = found.get(folded(name), 0) + 1
        names.append(name if again == 1 else f"{name} ({again})")
    return tuple(names)


def seen(name: str) -> str:
    """A header as people see it: without marks that show nothing, on one line."""
    return " ".join(_UNSEEN.sub("", name).replace(_SARA_AM, "\u0e33").split())


def folded(name: str) -> str:
    """A header as it is compared: without what nobody sees, and without differences of space and case."""
    return seen(name).casefold()
