"""In which encoding is a text file written? The content decides: byte-order mark, then UTF-8, then the Thai code page.

Nothing is replaced and nothing guessed. A byte that cannot be read is carried as a lone surrogate, which no readable
text holds, so that its row alone is refused and the rest of the file is taken.
"""

from __future__ import annotations

import codecs
import os
import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Final, NamedTuple, TextIO

import numpy as np
import pyarrow as pa

from saphan.contracts.model import Contract
from saphan.ingest.opened import UnreadableFile
from saphan.words import say

UNREADABLE: Final = re.compile("[\ud800-\udfff\x00]")
_LOST: Final = re.compile("[\udc80-\udcff]")
_THAI_LETTER: Final = re.compile("[\u0e01-\u0e5b]")
_BLOCK: Final = 1 << 20
_LARGE_BLOCK: Final = 4 << 20
_LONGEST_LETTER: Final = 3  # bytes of a letter after its first
_THAI_BYTES_OF_UTF8: Final = re.compile(rb"\xe0(?:\xb8[\x81-\xbf]|\xb9[\x80-\x9b])")
_AT_ONCE: Final = 4  # blocks looked at together
_MARKED: Final = "saphan.marked"  # the name of our way with bytes that cannot be
_BOMS: Final = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_UNUSED_IN_CP874: Final = re.compile(rb"[\x81-\x84\x86-\x90\x98-\x9f\xdb-\xde\xfc-\xff]+")
_THAI_RANGES: Final = ((0xA1, 0xDA), (0xDF, 0xFB))
# cp874's euro, ellipsis, quotes with bullet and dashes, space
_SIGN_RANGES: Final = ((0x80, 0x80), (0x85, 0x85), (0x91, 0x97), (0xA0, 0xA0))
_THAI_SHARE: Final = 0.95  # of the high bytes; other 8-bit code pages stay well below
_DAMAGED_SHARE: Final = 0.05  # of the high bytes, in UTF-8 of which some bytes were lost
_DAMAGED_FEW: Final = 3  # as many as a letter cut off leaves, and one more


def detect(path: Path, contract: Contract) -> str:
    """The encoding of a text file: utf-8, utf-8-sig, utf-16 or cp874.

    Raises:
        UnreadableFile: it is text in none of them.
    """
    return detect_declared(path, contract.file.encoding)


def detect_declared(path: Path, declared: str) -> str:
    """The encoding of a text file, of which somebody declared one, or `auto`.

    Raises:
        UnreadableFile: it is text in none of them.
    """
    with path.open("rb") as opened:
        head = opened.read(4)
    for mark, encoding in _BOMS:
        if head.startswith(mark):
            return encoding
    if declared == "utf-16":
        return "utf-16-le"
    if _is_thai_utf8(path):
        return "utf-8"
    found = _counts(path)
    if found.zeros:
        _refuse_binary(path, found.zeros)
    if not found.high:
        return "utf-8"
    few = max(_DAMAGED_FEW, _DAMAGED_SHARE * found.high)
    # where so many bytes stand alone there is no need to decode: it takes a file in the Thai code page seconds
    lost, has_thai = (found.alone, False) if found.alone > few else _as_utf8(path, enough=few)
    is_code_page = found.thai >= _THAI_SHARE * (found.high - found.signs) and found.thai > 0
    # `ยก` in cp874 is also a two-byte letter of UTF-8: a very short file can be both, and then the contract tells
    told_thai = declared == "cp874" and is_code_page
    # a few lost bytes among Thai letters are damage (a file cut within a letter); most bytes lost are no UTF-8
    damaged = lost <= few and (has_thai or not is_code_page)
    if (has_thai or not told_thai) and (not lost or damaged):
        return "utf-8"
    if is_code_page:
        return "cp874"
    raise UnreadableFile(
        say("{file} is text in an encoding that is neither UTF-8 nor a Thai code page.", file=path.name),
        where=path.name,
        cure=say("Save it again as UTF-8, and lay the new file in the inbox."),
    )


def open_text(path: Path, encoding: str) -> TextIO:
    """The file's text, line ends untouched; what cannot be read is marked by lone surrogates."""
    return path.open("r", encoding=encoding, errors=marking(encoding), newline="")


def marking(encoding: str) -> str:
    """The name of the error handler that marks an encoding's unreadable bytes by lone surrogates."""
    # in UTF-8 every byte that cannot be is above 7F, which Python's own handler marks alike, and 50 times as fast
    return "surrogateescape" if encoding.startswith("utf-8") else _MARKED


def _is_thai_utf8(path: Path) -> bool:
    """Whether all of it is UTF-8 with Thai letters and no zero byte: most files, told in a tenth of the time."""
    has_thai = False
    with path.open("rb") as opened, ThreadPoolExecutor(_AT_ONCE) as pool:
        starts = range(0, max(1, path.stat().st_size), _LARGE_BLOCK)
        looked = [pool.submit(_look, opened.fileno(), start) for start in starts]
        for each in looked:
            is_utf8, is_thai = each.result()
            has_thai = has_thai or is_thai
            if not is_utf8:
                pool.shutdown(cancel_futures=True)
                return False
    return has_thai


def _look(handle: int, start: int) -> tuple[bool, bool]:
    """Whether a part of a file is UTF-8, and whether it has a Thai letter; each letter is of the part it begins in."""
    part = os.pread(handle, _LARGE_BLOCK + _LONGEST_LETTER, start)
    first = _continued(part, 0) if start else 0
    last = _continued(part, _LARGE_BLOCK)
    return _is_utf8(part, first, last), _THAI_BYTES_OF_UTF8.search(part, first, last) is not None


def _continued(part: bytes, at: int) -> int:
    """Where the letter that goes on at this byte ends."""
    end = at
    while end < len(part) and end - at < _LONGEST_LETTER and part[end] & 0xC0 == 0x80:
        end += 1
    return min(end, len(part))


def _is_utf8(part: bytes, first: int, last: int) -> bool:
    if part.find(b"\x00", first, last) >= 0:
        return False
    texts = pa.LargeBinaryArray.from_buffers(
        pa.large_binary(), 1, [None, pa.array([first, last], pa.int64()).buffers()[1], pa.py_buffer(part)]
    )
    try:
        texts.cast(pa.large_string())
    except pa.ArrowInvalid:
        return False
    return True


class _Counts(NamedTuple):
    """How many bytes of a file are of each kind."""

    high: int  # no ASCII
    thai: int  # letters of the Thai code page
    signs: int  # other signs of it
    zeros: int
    alone: int  # in UTF-8 no part of a letter: at least so many


def _counts(path: Path) -> _Counts:
    with path.open("rb") as opened, ThreadPoolExecutor(_AT_ONCE) as pool:
        starts = range(0, path.stat().st_size, _BLOCK)
        parts = list(pool.map(lambda start: _counts_of(os.pread(opened.fileno(), _BLOCK, start)), starts))
    return _Counts(*(sum(each) for each in zip((0,) * 5, *parts, strict=True)))


def _counts_of(block: bytes) -> tuple[int, int, int, int, int]:
    letters = np.frombuffer(block, np.uint8)
    within = [letters - np.uint8(first) <= last - first for first, last in _THAI_RANGES]
    signs = [letters - np.uint8(first) <= last - first for first, last in _SIGN_RANGES]
    is_more, is_first = letters & 0xC0 == 0x80, letters >= 0xC0
    # a byte that begins a letter and is followed by none that goes on, and one that goes on after none of either
    alone = np.count_nonzero(is_first[:-1] & ~is_more[1:]) + np.count_nonzero(is_more[1:] & (letters[:-1] < 0x80))
    return (
        int(np.count_nonzero(letters >= 0x80)),
        sum(int(np.count_nonzero(each)) for each in within),
        sum(int(np.count_nonzero(each)) for each in signs),
        len(block) - int(np.count_nonzero(letters)),
        int(alone),
    )


def _as_utf8(path: Path, *, enough: float) -> tuple[int, bool]:
    """How many bytes are not UTF-8, counted until there are enough, and whether what is has a Thai letter."""
    decoder = codecs.getincrementaldecoder("utf-8")("surrogateescape")
    lost, has_thai = 0, False
    for block in (*_blocks(path), b""):
        text = decoder.decode(block, final=not block)
        has_thai = has_thai or _THAI_LETTER.search(text) is not None
        try:
            text.encode()
        except UnicodeEncodeError:  # ten times as fast as to count in every block
            lost += len(_LOST.findall(text))
        if lost > enough:
            break
    return lost, has_thai


def _refuse_binary(path: Path, zeros: int) -> None:
    # a few zero bytes are damage in some rows; many are no text at all
    if zeros > max(8, path.stat().st_size // 1000):
        raise UnreadableFile(
            say("{file} is not text: it is full of zero bytes.", file=path.name),
            where=path.name,
            cure=say("Ask the agency for the file again, as text."),
        )


def _blocks(path: Path) -> Iterator[bytes]:
    with path.open("rb") as opened:
        while block := opened.read(_BLOCK):
            yield block


def _mark(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeDecodeError):
        raise error
    end = error.end
    if error.encoding == "charmap" and (run := _UNUSED_IN_CP874.match(error.object, error.start)):
        end = run.end()  # all of a run at once: a call for each byte takes a damaged file of 10 MB ten seconds
    bad = error.object[error.start : end]
    # iso-8859-11 gives cp874's unused bytes below A0 as control characters: the row is kept, and checks see it
    control = error.encoding == "charmap"
    return "".join(chr(byte if control and byte < 0xA0 else 0xDC00 + byte) for byte in bad), end


codecs.register_error(_MARKED, _mark)
