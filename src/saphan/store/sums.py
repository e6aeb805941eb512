"""Which files were read through already? None twice in one build, and large ones before somebody waits for them.

Files of a release never change, so their checksums are compared against damage and not against writers: a file that is
still of the same size and day was read, whatever name it is read by the next time.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event, Lock

from saphan.errors import Unavailable
from saphan.words import say

AT_ONCE = 1 << 20  # bytes
Mark = tuple[int, int, int, int]


class Stopped(Unavailable):
    """A file was not read to its end, since what it was read for has ended."""


@dataclass
class Sums:
    """Checksums of files; of each it is reckoned once."""

    ahead: ThreadPoolExecutor
    known: dict[Mark, Future[str]] = field(default_factory=dict)
    turn: Lock = field(default_factory=Lock)
    ended: Event = field(default_factory=Event)

    def of(self, path: Path) -> str:
        """SHA-256 of a file's bytes, in hexadecimal digits; whoever reads the file already is waited for."""
        mark = _mark(path)
        with self.turn:
            is_first = mark not in self.known
            found = self.known.setdefault(mark, Future())
        if is_first:
            try:
                found.set_result(self._read(path))
            except BaseException as failed:
                found.set_exception(failed)
                with self.turn:
                    del self.known[mark]
                raise
        return found.result()

    def read_ahead(self, paths: Iterable[Path]) -> None:
        """Read these files one after another while other things go on, so that they need not be waited for."""
        for path in paths:
            self.ahead.submit(self._tried, path)

    def _tried(self, path: Path) -> None:
        try:
            self.of(path)
        except (OSError, Stopped):
            return  # whoever asks for it will be told

    def _read(self, path: Path) -> str:
        found, block = hashlib.sha256(), memoryview(bytearray(AT_ONCE))
        with path.open("rb", buffering=0) as opened:
            while count := opened.readinto(block):
                if self.ended.is_set():
                    raise Stopped(
                        say("Reading was broken off."), where=str(path), cure=say("Run `saphan build` again.")
                    )
                found.update(block[:count])
        return found.hexdigest()


@contextmanager
def sums() -> Iterator[Sums]:
    """Checksums for the time of one build; nothing is read any more when this ends."""
    with ThreadPoolExecutor(1) as ahead:
        found = Sums(ahead)
        try:
            yield found
        finally:
            found.ended.set()
            ahead.shutdown(wait=True, cancel_futures=True)


def _mark(path: Path) -> Mark:
    told = path.stat()
    return told.st_dev, told.st_ino, told.st_size, told.st_mtime_ns
