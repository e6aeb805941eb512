"""Which citizen numbers may have been meant by one that was typed with a slip?"""

from __future__ import annotations

from collections.abc import Iterator

_LENGTH = 13


def slips(number: str) -> tuple[int, ...]:
    """Every number with a right check digit that is one digit away, or two neighbours exchanged."""
    return tuple(sorted({int(other) for other in _one_slip_away(number) if _is_right(other)} - {int(number)}))


def _one_slip_away(number: str) -> Iterator[str]:
    for at in range(_LENGTH):
        for digit in "0123456789":
            yield number[:at] + digit + number[at + 1 :]
    for at in range(_LENGTH - 1):
        yield number[:at] + number[at + 1] + number[at] + number[at + 2 :]


def _is_right(number: str) -> bool:
    weighed = sum((_LENGTH - at) * int(number[at]) for at in range(_LENGTH - 1))
    return (11 - weighed % 11) % 10 == int(number[-1])
