"""Was this process asked to stop by Ctrl-C?

`KeyboardInterrupt` alone does not tell: a library that sees it in the middle of its own work may end with an error of
its own instead, and so may what is closed on the way out. Whatever a command ends with after a Ctrl-C, it was stopped.
"""

from __future__ import annotations

import os
import signal
import sys
from contextlib import suppress
from types import FrameType
from typing import Never

CODE = 130  # as shells say it
_came: list[int] = []


def watch(*, is_loading: bool) -> None:
    """Heed Ctrl-C from now on, unless the process was started to ignore it.

    While it loads its modules it has nothing to lose and ends at once; later it remembers and raises as Python does.
    """
    if signal.getsignal(signal.SIGINT) in {signal.default_int_handler, _end_at_once}:
        signal.signal(signal.SIGINT, _end_at_once if is_loading else _remember)


def came() -> bool:
    """Whether one came since `watch`."""
    return bool(_came)


def heed() -> None:
    """Raise `KeyboardInterrupt` again if one came and was swallowed, as a callback of the interpreter's own does."""
    if _came:
        raise KeyboardInterrupt


def end() -> Never:
    """End this process with `CODE` at once: threads that a Ctrl-C left behind are neither waited for nor unwound.

    A library's thread that wakes up while the interpreter is taken down would abort the process (SIGABRT) instead.
    """
    with suppress(OSError, ValueError):  # who read what it says may be gone
        sys.stdout.flush()
        sys.stderr.flush()
    os._exit(CODE)


def _end_at_once(_number: int, _frame: FrameType | None) -> Never:
    os._exit(CODE)


def _remember(number: int, _: FrameType | None) -> Never:
    _came.append(number)
    raise KeyboardInterrupt
