"""How is a listing laid down in a file? The same listing gives the same bytes, on any day."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from pathlib import Path

from saphan.synth.listing import Listing


def write_csv(rows: Listing, path: Path, *, separator: str, encoding: str, first: bool = True) -> None:
    """Separated text, lines ended as Windows does; the first part of a file begins with its header line."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=separator, lineterminator="\r\n")
    if first:
        writer.writerow(rows.columns)
    writer.writerows(zip(*rows.columns.values(), strict=True))
    path.write_bytes(out.getvalue().encode(encoding if first else encoding.removesuffix("-sig")))


def write_fixed(rows: Listing, path: Path, *, widths: Mapping[str, int], encoding: str) -> None:
    """Lines without a header, each column as wide as `widths` says."""
    cells = [[str(cell).ljust(widths[header]) for cell in column] for header, column in rows.columns.items()]
    text = "".join("".join(line) + "\r\n" for line in zip(*cells, strict=True))
    path.write_bytes(text.encode(encoding, "surrogateescape"))  # bytes of no character, where they are planted
