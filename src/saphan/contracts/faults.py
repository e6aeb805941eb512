"""What is wrong in a contract or an agreement, and on which line? Faults are collected, then told all at once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path

from saphan.errors import BrokenPromise
from saphan.words import Words, say

Place = tuple[str | int, ...]  # the way to a value from the top of the file: ("schema", 0, "name")


class BadContract(BrokenPromise):
    """A contract or an agreement has faults; `faults` holds them all, in the order of the file."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        """The message names every fault with its file and line."""
        self.faults = tuple(faults)
        first = self.faults[0]
        if len(self.faults) == 1:
            super().__init__(first.what, where=first.where, cure=first.cure)
        else:
            super().__init__(
                say("There are {count} faults:{lines}", count=len(self.faults), lines=_joined(self.faults)),
                where=str(first.file),
                cure=say("Correct these lines, then run the same command again."),
            )


@dataclass(frozen=True, kw_only=True)
class Fault:
    """One fault: where it stands, what it is, what to do."""

    file: Path
    line: int
    at: str  # schema[0].properties[3].saphan.meaning
    what: Words
    cure: Words

    @property
    def where(self) -> str:
        """File, line, and the way to the value."""
        return f"{self.file}:{self.line} {self.at}".rstrip()


class Faults:
    """The faults of one file, as they are found."""

    def __init__(self, file: Path, line_of: Callable[[Place], int]) -> None:
        """`line_of` tells on which line the value at a place stands."""
        self.file, self._line_of, self.found = file, line_of, list[Fault]()

    def add(self, place: Place, what: Words, cure: Words, *, shown: str = "") -> None:
        """Keep one fault; `shown` is how the place is written, where that is not the plain way to it."""
        fault = Fault(file=self.file, line=self._line_of(place), at=shown or written(place), what=what, cure=cure)
        if fault not in self.found:
            self.found.append(fault)

    def raise_any(self) -> None:
        """Nothing, when there are none.

        Raises:
            BadContract: there are; it names them all.
        """
        if self.found:
            raise BadContract(sorted(self.found, key=lambda fault: fault.line))


def written(place: Place) -> str:
    """A place as people write it: schema[0].properties[3].name."""
    parts = (f"[{step}]" if isinstance(step, int) else f".{step}" for step in place)
    return "".join(parts).removeprefix(".")


def choose_from(value: str, known: Iterable[str]) -> Words:
    """What to write instead: the nearest of the known words, else all of them."""
    choices = sorted(known)
    near = get_close_matches(value, choices, n=1)
    if near:
        return say("Did you mean `{near}`?", near=near[0])
    return say("Use one of: {known}.", known=", ".join(choices))


def _joined(faults: Sequence[Fault]) -> Words:
    if len(faults) == 1:
        fault = faults[0]
        return Words("\n{where}: {what} {cure}", {"where": fault.where, "what": fault.what, "cure": fault.cure})
    middle = len(faults) // 2  # halves, so that a thousand faults are ten calls deep
    return Words("{before}{after}", {"before": _joined(faults[:middle]), "after": _joined(faults[middle:])})
