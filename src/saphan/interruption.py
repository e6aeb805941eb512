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


def watch() -> None:
    """Remember from now on that a Ctrl-C came; not where the process was started to ignore it."""
    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
        signal.signal(signal.SIGINT, _remember)


def came() -> bool:
    """Whether one came since `watch`."""
    return bool(_came)


def end() -> Never:
    """End this process with `CODE` at once: threads that a Ctrl-C left behind are neither waited for nor unwound.

    A library's thread that wakes up while the interpreter is taken down would abort the process (SIGABRT) instead.
    """
    with suppress(OSError, ValueError):  # who read what it says may be gone
        sys.stdout.flush()
        sys.stderr.flush()
    os._exit(CODE)


def _remember(number: int, _: FrameType | None) -> Never:
    _came.append(number)
    raise KeyboardInterrupt
