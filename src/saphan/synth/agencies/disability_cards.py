"""What does the register of disability cards send? Fixed-width lines from an old machine."""

from __future__ import annotations

from pathlib import Path

from saphan.synth.draw import chance, texts
from saphan.synth.errormix import care
from saphan.synth.files import write_fixed
from saphan.synth.listing import Listing, Unreadable, listing, with_bytes_unreadable, with_repeats, with_unreadable
from saphan.synth.picture import Picture
from saphan.synth.writing import drawn, order_by_area, sex_words, write_down

DATASET = "disability_cards"
CARE = care(DATASET)
WIDTHS = {
    "เลขที่บัตร": 10,
    "เลขประจำตัวประชาชน": 13,
    "คำนำหน้า": 12,
    "ชื่อ": 40,
    "นามสกุล": 40,
    "เพศ": 1,
    "วันเกิด": 8,
    "ประเภทความพิการ": 1,
    "รหัสตำบล": 6,
}
SPOIL = Unreadable(number="เลขประจำตัวประชาชน", name="ชื่อ", birth="วันเกิด", no_such_day="25010231")


def rows(picture: Picture) -> Listing:
    """Card holders, a few of them dead."""
    people, rng = picture.people, picture.chance(DATASET)
    holds = (
        (people.disability > 0) & people.is_thai & (people.is_alive | chance(picture.fate("cards"), len(people), 4_000))
    )
    who = drawn(holds)
    written = write_down(people, who, CARE, picture.fate(DATASET, who))
    listed = listing(
        DATASET,
        {
            "เลขที่บัตร": texts([f"56{number:08d}" for number in (10_000 + people.key[who] % 90_000_000).tolist()]),
            "เลขประจำตัวประชาชน": written.number,
            "คำนำหน้า": written.title,
            "ชื่อ": written.given,
            "นามสกุล": written.family,
            "เพศ": sex_words(people, who, ("1", "2")),
            "วันเกิด": written.dates("{y:04d}{m:02d}{d:02d}"),
            "ประเภทความพิการ": people.disability[who].astype(str).astype(object),
            "รหัสตำบล": people.places.codes[written.subdistrict],
        },
        who,
    ).take(order_by_area(written, rng))
    listed = with_repeats(with_unreadable(listed, SPOIL, rng), 2, rng)
    # six in 100,000 people, and one at least in the whole file
    lost = max((len(people) * 6 + int(rng.integers(0, 100_000))) // 100_000, int(picture.share == 0))
    return with_bytes_unreadable(listed, lost, header=SPOIL.name, rng=rng)


def write(listed: Listing, path: Path, *, first: bool) -> None:
    """Code page 874, no header."""
    del first  # there is no header
    write_fixed(listed, path, widths=WIDTHS, encoding="cp874")
