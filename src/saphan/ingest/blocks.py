"""Which parts of a delimited file are plain, so that they can be read as columns, and which need the careful reader?

A block is a run of whole lines. A block in which every quote stands where the standard puts it and every byte is a
letter is read by Arrow at once; the first lines, the last and every other block go through the careful reader, line by
line. Both give the same cells: tests/property/ingest/test_ingest_blocks.py holds them against each other.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pacsv

from saphan.ingest.encoding import marking

pa.enable_signal_handlers(enable=False)  # a Ctrl-C that Arrow caught between two blocks would stop nothing

NOTHING: Final = " \t\r\n\x1a\u00a0\u200b\ufeff"  # 1A ends the files of old programs
TOTALS: Final = frozenset(
    {"รวม", "รวมทั้งสิ้น", "รวมทั้งหมด", "ยอดรวม", "รวมเงิน", "รวมเป็นเงิน", "ผลรวม", "total", "grand total", "sum"}
)
# the sum of a part, or of all: `รวมอำเภอจุน`, `รวมภาคเหนือ`, `รวมทั้งประเทศ`
SUM_PATTERN: Final = "(?:ยอด)?รวม *(?:ทั้ง|ภาค|จังหวัด|อำเภอ|ตำบล|เทศบาล|อบต|หมู่(?:ที่|บ้าน)|เขต|จำนวน|หน้า)|รวมย่อย|sub-?total"
NOTE_PATTERN: Final = (
    r"\s*(หมายเหตุ|(แหล่ง)?ที่มา\s*:|แหล่งข้อมูล|ผู้จัดทำ|จัดทำโดย|ประมวลผลโดย|ข้อมูล ณ|สืบค้น(เมื่อ|จาก)"
    r"|พิมพ์(เมื่อ|โดย|วันที่)|วันที่พิมพ์|ลงชื่อ\s*[.…_]|\(?ลงชื่อ\)|\*\s|[Nn]ote\s*:|[Ss]ource\s*:)"
)
_SUMMED: Final = f"[ \t\r\n\x1a\u00a0\u200b\ufeff]*(?:{SUM_PATTERN}|{'|'.join(sorted(TOTALS))})"
_NO_DATA: Final = f"(?i)^(?:{NOTE_PATTERN}|{_SUMMED})"
_BLANK_BYTES: Final = bytes({*NOTHING.encode(), *b'\x00",;|'})
_SAMPLE: Final = 64 << 10  # bytes of a block that tell which columns have few texts
_FEW: Final = 8  # times each text comes in them, at least
_CODED: Final = pa.dictionary(pa.int32(), pa.binary())
_LONGEST_LINE: Final = 1 << 20  # bytes; the careful reader judges longer ones by letters
_QUOTE: Final = ord('"')
_NEWLINE: Final = ord("\n")
_RETURN: Final = ord("\r")


@dataclass(frozen=True)
class Sizes:
    """How a file is cut."""

    block: int = 16 << 20  # bytes: enough rows that the work on each is worth starting, few enough to hold six
    ends: int = 64 << 10  # bytes at the head and at the tail that are always read with care
    held: int = 200_000  # rows that are simply held in memory; of more each block is written aside


@dataclass(frozen=True)
class Block:
    """Whole lines of a file, as bytes."""

    bytes: bytes
    is_plain: bool  # may be read as columns, if it proves to be so


def blocks(path: Path, *, bom: int, separator: str, sizes: Sizes) -> Iterator[Block]:
    """The file from its first byte after the mark to its last, cut at line ends."""
    with path.open("rb") as opened:
        tail = _tail_start(opened, separator, sizes)
        opened.seek(bom)
        yield Block(_lines(opened, sizes.ends), is_plain=False)
        while opened.tell() < tail:
            yield Block(_lines(opened, min(sizes.block, tail - opened.tell())), is_plain=True)
        while rest := _lines(opened, sizes.block):
            yield Block(rest, is_plain=False)


def as_columns(block: bytes, *, encoding: str, separator: str, width: int, cells: int, header: str) -> pa.Table | None:
    """The cells of a plain block by column, rows that hold nothing left out; None where it needs care.

    `cells` is what a row of the file has, `width` how many of them have a name: those beyond must be empty.
    Texts that come again and again stand as codes.
    """
    if b"\x00" in block or _has_lone_return(block) or block.startswith(b"\xef\xbb\xbf"):
        return None
    has_quotes = b'"' in block
    if not _is_well_formed(block, separator, has_quotes=has_quotes):
        return None
    table = _parsed(block, separator, cells, has_quotes=has_quotes)
    table = _as_letters(table, encoding) if table is not None else None
    if table is None or any(pc.any(_is_something(distinct(table.column(at)))).as_py() for at in range(width, cells)):
        return None
    table = table.select(range(width))
    if _has_no_data(distinct(table.column(0)), header):
        return None
    if pc.all(_is_something(distinct(table.column(0)))).as_py():
        return table
    return None if _has_sums_within(table) else _without_blank_rows(table)


def distinct(column: pa.ChunkedArray) -> pa.ChunkedArray:
    """The texts of a column, or of one that stands as codes each of them once."""
    if not pa.types.is_dictionary(column.type):
        return column
    return pa.chunked_array([chunk.dictionary for chunk in column.chunks], column.type.value_type)


def as_texts(table: pa.Table) -> pa.Table:
    """The same rows without codes."""
    coded = (pa.types.is_dictionary(field.type) for field in table.schema)
    columns = [
        each.cast(pa.string()) if is_coded else each for is_coded, each in zip(coded, table.columns, strict=True)
    ]
    return pa.table(columns, names=table.column_names)


def _has_lone_return(block: bytes) -> bool:
    """Whether a return stands where no line ends; looked for first, since counting takes ten times as long."""
    return b"\r" in block and block.count(b"\r") != block.count(b"\r\n")


def _has_long_line(block: bytes) -> bool:
    at = 0
    while len(block) - at >= _LONGEST_LINE:
        end = block.rfind(b"\n", at, at + _LONGEST_LINE)
        if end < 0:
            return True
        at = end + 1
    return False


def _has_no_data(first: pa.ChunkedArray, header: str) -> bool:
    """Whether a total, a remark or the header again may stand among the rows; numbers cannot."""
    starts = pc.utf8_slice_codeunits(first, 0, 1)
    if pc.all(pc.ascii_is_decimal(starts)).as_py() and not header[:1].isdigit():
        return False
    is_odd = pc.match_substring_regex(first, _NO_DATA)
    if header:
        is_odd = pc.or_(is_odd, pc.equal(first, header))
    return bool(pc.any(is_odd).as_py())


def _has_sums_within(table: pa.Table) -> bool:
    """Whether a total may stand in a row that begins with empty cells."""
    rows = table.filter(pc.invert(_is_something(table.column(0).cast(pa.string()))))
    further = (pc.match_substring_regex(distinct(column), f"(?i)^{_SUMMED}") for column in rows.columns[1:])
    return any(pc.any(found).as_py() for found in further)


def decoded(block: bytes, encoding: str) -> io.StringIO:
    """The text of a block for the careful reader, line ends untouched."""
    return io.StringIO(block.decode(encoding.removesuffix("-sig"), errors=marking(encoding)), newline="")


def _lines(opened: BinaryIO, size: int) -> bytes:
    """About so many bytes, and on to the end of the line; of a line without end a piece that cuts no letter."""
    block = opened.read(size)
    if not block or block.endswith(b"\n"):
        return block
    block += opened.readline(4 * _LONGEST_LINE)
    if block.endswith(b"\n"):
        return block
    cut = 0
    while cut < 4 and len(block) > cut and block[-1 - cut] & 0xC0 == 0x80:
        cut += 1
    if opened.peek(1) if isinstance(opened, io.BufferedReader) else b"":
        cut += 1
        opened.seek(-cut, io.SEEK_CUR)
        return block[: len(block) - cut]
    return block


def _tail_start(opened: BinaryIO, separator: str, sizes: Sizes) -> int:
    """Where some line begins that is no later than the last line that holds something."""
    end = _end_of_content(opened, separator, sizes.ends)
    size = sizes.ends
    while size < end:
        opened.seek(end - size)
        found = opened.read(size).find(b"\n")
        if found >= 0:
            return end - size + found + 1
        size *= 2
    return 0


def _end_of_content(opened: BinaryIO, separator: str, step: int) -> int:
    blank = _BLANK_BYTES + separator.encode()
    at = opened.seek(0, io.SEEK_END)
    while at > 0:
        start = max(0, at - step)
        opened.seek(start)
        if held := opened.read(at - start).rstrip(blank):
            return start + len(held)
        at = start
    return 0


def _is_well_formed(block: bytes, separator: str, *, has_quotes: bool) -> bool:
    """Whether no line is overlong, every line closes its quotes, and each is at the edge of a cell or doubled."""
    if _has_long_line(block):
        return False
    if not has_quotes:
        return True
    letters = np.frombuffer(block, np.uint8)
    starts = np.concatenate(([0], np.flatnonzero(letters == _NEWLINE) + 1))
    quotes = np.flatnonzero(letters == _QUOTE)
    before_line = np.searchsorted(quotes, starts)
    if (np.diff(before_line, append=len(quotes)) % 2).any():
        return False
    odd = (np.arange(len(quotes)) - before_line[np.searchsorted(starts, quotes, side="right") - 1]) % 2
    around = np.concatenate(([_NEWLINE], letters, [_NEWLINE]))
    edges = [ord(separator), _QUOTE, _NEWLINE]
    opening, closing = around[quotes[odd == 0]], around[quotes[odd == 1] + 2]
    return bool(np.isin(opening, edges).all() and np.isin(closing, [*edges, _RETURN]).all())


def _parsed(block: bytes, separator: str, cells: int, *, has_quotes: bool) -> pa.Table | None:
    """The cells as bytes; None where a row has another number of them."""
    try:
        some = _cut(
            block[: block.rfind(b"\n", 0, _SAMPLE) + 1], separator, [pa.binary()] * cells, has_quotes=has_quotes
        )
        kinds = [_CODED if _is_of_few(column) else pa.binary() for column in some.columns]
        return _cut(block, separator, kinds, has_quotes=has_quotes)
    except pa.ArrowInvalid:
        return None


def _cut(block: bytes, separator: str, kinds: Sequence[pa.DataType], *, has_quotes: bool) -> pa.Table:
    names = [str(at) for at in range(len(kinds))]
    if not block:
        return pa.table([pa.array([], kind) for kind in kinds], names=names)
    return pacsv.read_csv(
        pa.BufferReader(block),
        read_options=pacsv.ReadOptions(column_names=names, block_size=len(block) + 1, use_threads=False),
        parse_options=pacsv.ParseOptions(delimiter=separator, quote_char='"' if has_quotes else False),
        convert_options=pacsv.ConvertOptions(
            column_types=dict(zip(names, kinds, strict=True)), strings_can_be_null=False
        ),
    )


def _is_of_few(column: pa.ChunkedArray) -> bool:
    """Whether the same few texts come again and again: to look each up then costs no more than to keep it."""
    return len(column) > _FEW * len(column.unique())


def _as_letters(table: pa.Table, encoding: str) -> pa.Table | None:
    """The cells as texts; None where bytes are no letters of the encoding."""
    try:
        columns = [_with_letters(column, encoding) for column in table.columns]
    except (pa.ArrowInvalid, UnicodeDecodeError):
        return None
    return pa.table(columns, names=table.column_names)


def _with_letters(column: pa.ChunkedArray, encoding: str) -> pa.ChunkedArray:
    return pa.chunked_array([_texts_of(chunk, encoding) for chunk in column.chunks])


def _texts_of(cells: pa.Array, encoding: str) -> pa.Array:
    if pa.types.is_dictionary(cells.type):
        return pa.DictionaryArray.from_arrays(cells.indices, _texts_of(cells.dictionary, encoding))
    if encoding != "cp874" or _is_ascii(cells):
        return cells.cast(pa.string())
    # Python holds all threads while it decodes: each text is decoded once
    coded = cells.dictionary_encode()
    texts = pa.array([text.decode("cp874") for text in coded.dictionary.to_pylist()], pa.string())
    return texts.take(coded.indices)


def _is_ascii(cells: pa.Array) -> bool:
    _, _, letters = cells.buffers()
    return letters is None or not (np.frombuffer(letters, np.uint8) & 0x80).any()


def _is_something(column: pa.ChunkedArray) -> pa.ChunkedArray:
    return pc.not_equal(pc.utf8_trim(column, NOTHING), "")


def _without_blank_rows(table: pa.Table) -> pa.Table:
    kept = _is_something(table.column(0).cast(pa.string()))
    for column in table.columns[1:]:
        kept = pc.or_(kept, _is_something(column.cast(pa.string())))
    return table.filter(kept)
