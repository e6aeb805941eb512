"""Which local authority (อปท.) holds the budget where? Make-believe: an operator supplies the real relation.

Each subdistrict lies in one or two: a sub-district organisation (อบต.), a municipality (เทศบาล), or both side by side.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

import numpy as np

from saphan.synth.draw import Fate
from saphan.synth.places import Places, places

COLUMNS = ("รหัส อปท.", "ชื่อ อปท.", "ประเภท", "รหัสตำบล", "ตำบล", "อำเภอ", "จังหวัด")


def authorities(area: Places) -> Iterator[tuple[str, ...]]:
    """One row an authority and subdistrict, in the order of the subdistricts; the same in every country made."""
    keys = np.array([int(code) for code in area.codes], dtype=np.int64)
    drawn = Fate(0, "local authorities", keys).integers(0, 100, len(keys)).tolist()
    for at, code in enumerate(area.codes.tolist()):
        name = area.names[at]
        where = (code, name, area.district_names[at], area.province_names[at])
        if code.startswith("10"):
            yield ("5100001", "กรุงเทพมหานคร", "กรุงเทพมหานคร", *where)
            continue
        is_town = code.endswith("01")
        if is_town and code[2:4] == "01":
            yield (f"4{code}", f"เทศบาลเมือง{name} (สมมติ)", "เทศบาลเมือง", *where)
        elif is_town or drawn[at] < 35:  # a municipality of its own
            yield (f"5{code}", f"เทศบาลตำบล{name} (สมมติ)", "เทศบาลตำบล", *where)
        if (not is_town and drawn[at] >= 20) or (is_town and drawn[at] < 40):
            yield (f"6{code}", f"องค์การบริหารส่วนตำบล{name} (สมมติ)", "องค์การบริหารส่วนตำบล", *where)


def write_local_authorities(directory: Path, codes: Sequence[str], *, as_of: date) -> None:
    """`local_authorities_2569.csv`: UTF-8, commas."""
    with (directory / f"local_authorities_{as_of.year + 543}.csv").open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out, lineterminator="\r\n")
        writer.writerow(COLUMNS)
        writer.writerows(authorities(places(*codes)))
