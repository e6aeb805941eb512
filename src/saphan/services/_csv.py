"""What do millions of rows look like as CSV?"""

from __future__ import annotations

import csv
import io

import pyarrow as pa
import pyarrow.compute as pc

MUST_BE_QUOTED = '[",\r\n]'


def lines(rows: pa.RecordBatch) -> bytes:
    """The rows as lines of CSV: joined as they are where no value must be quoted, which is ten times as fast."""
    texts = [pc.fill_null(column, "") for column in rows.columns]
    if any(pc.any(pc.match_substring_regex(text, MUST_BE_QUOTED)).as_py() for text in texts):
        told = io.StringIO()
        csv.writer(told, lineterminator="\n").writerows(zip(*(text.to_pylist() for text in texts), strict=True))
        return told.getvalue().encode()
    commas = [part for text in texts for part in (text, ",")][:-1]
    lines = pc.binary_join_element_wise(*commas, "\n", "")
    return b"" if not len(lines) else bytes(lines.buffers()[2])
