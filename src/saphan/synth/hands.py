"""How do several processes work on one country? Each takes a share; what they made is taken up in order."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from multiprocessing import get_context
from typing import TypeVar

Task = TypeVar("Task")
Made = TypeVar("Made")
_AHEAD = 2  # shares waiting for each hand: what bounds memory


def in_order(make: Callable[[Task], Made], tasks: Iterable[Task], *, hands: int) -> Iterator[Made]:
    """What `make` makes of each task, in the order of the tasks; tasks may have no end, and the caller may stop."""
    if hands <= 1:
        yield from map(make, tasks)
        return
    waiting: deque[Future[Made]] = deque()
    upcoming = iter(tasks)
    # "spawn": a process of threads (the portal's, a test's) may not be copied while it runs.
    with ProcessPoolExecutor(hands, mp_context=get_context("spawn")) as pool:
        try:
            while True:
                while len(waiting) < _AHEAD * hands and (task := next(upcoming, None)) is not None:
                    waiting.append(pool.submit(make, task))
                if not waiting:
                    return
                yield waiting.popleft().result()
        finally:
            pool.shutdown(wait=True, cancel_futures=True)
