"""How loops over millions of pairs become machine code, kept between runs, and are spread over the cores."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TypeVar, cast

import numba
import numpy as np
import numpy.typing as npt

F = TypeVar("F", bound=Callable[..., object])
Part = TypeVar("Part")
Result = TypeVar("Result")
Number = TypeVar("Number", bound=np.generic)

ALL_HANDS = len(os.sched_getaffinity(0))
FEWEST = 1 << 12  # of whatever is done one by one
HERE = Path(__file__).parent
# whatever is compiled in: Numba itself notices a change of the calling file only, so a change of any makes a new place
COMPILED_FROM = (
    "alike.py", "blocking.py", "compiled.py", "counting.py", "deciding.py", "fetching.py", "gathering.py",
    "groups.py", "growing.py", "kernels.py", "levels.py", "meeting.py", "members.py", "numbering.py", "ordering.py",
    "prints.py", "rarity.py", "running.py", "spelling.py", "touching.py",
)  # fmt: skip


def _kept_in() -> Path | None:
    """A directory for compiled code that only we write; None where there is none, and each run compiles anew."""
    stamp = hashlib.sha256(b"".join((HERE / name).read_bytes() for name in COMPILED_FROM)).hexdigest()[:16]
    for root in (HERE / "__pycache__", Path.home() / ".cache" / "saphan"):
        place = root / f"compiled-{stamp}"
        try:
            place.mkdir(parents=True, exist_ok=True, mode=0o700)
        except OSError:
            continue  # read-only installation: the next place
        if os.access(place, os.W_OK):
            return place
    return None


_PLACE = _kept_in()
if _PLACE is not None:
    setattr(numba.config, "CACHE_DIR", str(_PLACE))  # noqa: B010  # made by Numba at run time


def compiled(function: F) -> F:
    """The function as machine code that runs beside other threads; compiled at its first call, then kept."""
    return cast("F", numba.njit(cache=_PLACE is not None, nogil=True, error_model="numpy")(function))


def hands_at_work(hands: int) -> ThreadPoolExecutor:
    """Threads that work side by side; what they call releases the interpreter."""
    return ThreadPoolExecutor(max_workers=max(1, hands))


def joined(parts: Sequence[npt.NDArray[Number]], kind: type[Number], *, hands: int) -> npt.NDArray[Number]:
    """The parts one behind another in one array of that kind of number.

    Written on all cores: one core alone took a fifth of a second for the pairs of five million records.
    """
    if len(parts) == 1 and parts[0].dtype == kind:
        return parts[0]
    ends = np.cumsum([0, *map(len, parts)])
    whole = np.empty(int(ends[-1]), dtype=kind)
    spread(lambda at: np.copyto(whole[ends[at] : ends[at + 1]], parts[at]), range(len(parts)), hands=hands)
    return whole


def slices(count: int, at_once: int) -> list[slice]:
    """So many places in parts of `at_once`; the last may be smaller."""
    return [slice(low, min(low + at_once, count)) for low in range(0, count, at_once)]


def shares(count: int, most: int, *, hands: int) -> list[slice]:
    """So many places in parts for all cores, of `most` or fewer; few are not worth a thread."""
    return slices(count, max(FEWEST, min(most, -(-count // hands))))


def spread(work: Callable[[Part], Result], parts: Iterable[Part], *, hands: int) -> list[Result]:
    """What `work` makes of each part, in the order of the parts."""
    every = list(parts)
    if min(len(every), hands) <= 1:  # to make a thread and wait for it takes longer than many a part
        return [work(part) for part in every]
    with hands_at_work(min(len(every), hands)) as pool:
        return list(pool.map(work, every))
