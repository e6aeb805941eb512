"""What does the ministry's case register send? People met in trouble, written down in a hurry."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from saphan.synth.draw import Flags, Ints, texts
from saphan.synth.errormix import care
from saphan.synth.files import write_csv
from saphan.synth.listing import Listing, Unreadable, listing, with_legend, with_repeats, with_unreadable
from saphan.synth.people import People, calendar
from saphan.synth.picture import Picture
from saphan.synth.writing import drawn, order_by_area, sex_words, write_dates, write_down

DATASET = "msdhs_cases"
CARE = care(DATASET)
SPOIL = Unreadable(number="เลขบัตร", name="ชื่อผู้ประสบปัญหา", birth="วันเกิด", no_such_day="31-02-2530")
OPEN_DAYS = 90  # a case stays in the monthly file for three months: files overlap
LEGEND = "หมายเหตุ: แฟ้มนี้รวมเรื่องที่รับไว้ในสามเดือนล่าสุด"
# ten groups of the hotline 1300; these five are drawn
VIOLENCE, PREGNANT, HOMELESS, CHILD, OLD = "ความรุนแรงในครอบครัว", "ตั้งครรภ์ไม่พร้อม", "คนไร้บ้าน", "เด็กและเยาวชน", "ผู้สูงอายุ"


def cases(people: People) -> tuple[tuple[str, Flags], ...]:
    """Who has a case open for which trouble, whether or not the ministry knows."""
    alive, today = people.is_alive, np.datetime64(people.as_of, "D")
    recent = today - OPEN_DAYS
    return (
        (VIOLENCE, alive & (people.violence_on > recent)),
        (PREGNANT, alive & ~np.isnat(people.pregnant_since) & (people.age < 20)),
        (HOMELESS, alive & ~np.isnat(people.homeless_since)),
        (CHILD, alive & people.lost_caregiver & (people.age < 18)),
        (OLD, alive & (people.age >= 75) & (people.income < 24_000) & (people.disability > 0)),
    )


def rows(picture: Picture) -> Listing:
    """Six in ten of those in trouble, each with the trouble she was met for."""
    people, rng = picture.people, picture.chance(DATASET)
    known = picture.fate("known to the ministry").integers(0, 10_000, len(people)) < 6_000
    kind = np.zeros(len(people), dtype=np.int64)
    named = cases(people)
    for at, (_, has) in reversed(list(enumerate(named, start=1))):
        kind = np.where(has, at, kind)
    who = drawn((kind > 0) & known)
    written = write_down(people, who, CARE, picture.fate(DATASET, who))
    opened = _opened(people, who, picture)
    listed = listing(
        DATASET,
        {
            "เลขที่เรื่อง": texts([f"พม{people.as_of.year + 543}-{key:08d}" for key in people.key[who].tolist()]),
            "วันที่รับเรื่อง": opened,
            "ประเภทปัญหา": texts([name for name, _ in named])[kind[who] - 1],
            "เลขบัตร": written.number,
            "ชื่อผู้ประสบปัญหา": written.full_name,
            "เพศ": sex_words(people, who, ("ชาย", "หญิง")),
            "วันเกิด": written.dates("{d:02d}-{m:02d}-{y}"),
            "บ้านเลขที่": written.house,
            "ตำบล": people.places.names[written.subdistrict],
            "อำเภอ": people.places.district_names[written.subdistrict],
            "จังหวัด": people.places.province_names[written.subdistrict],
            "รหัสตำบล": people.places.codes[written.subdistrict],
            "โทรศัพท์": people.phone[who],
        },
        who,
    ).take(order_by_area(written, rng))
    return with_legend(with_repeats(with_unreadable(listed, SPOIL, rng), 1, rng), header="เลขที่เรื่อง", words=LEGEND)


def write(listed: Listing, path: Path, *, first: bool) -> None:
    """UTF-8 separated by semicolons."""
    write_csv(listed, path, separator=";", encoding="utf-8", first=first)


def _opened(people: People, who: Ints, picture: Picture) -> np.ndarray[tuple[int, ...], np.dtype[np.object_]]:
    today = np.datetime64(people.as_of, "D")
    ago = picture.fate("case opened", who).integers(0, OPEN_DAYS, len(who)).astype("timedelta64[D]")
    met = people.violence_on[who]
    year, month, day = calendar(np.where(met > today - OPEN_DAYS, met, today - ago))
    return write_dates("{d:02d}-{m:02d}-{y}", year + 543, month, day)
