"""What does the office of basic education send? A workbook of pupils, its headings in merged cells."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from saphan.synth.draw import Ints, Texts, chance, texts
from saphan.synth.errormix import care
from saphan.synth.listing import Listing, Unreadable, listing, with_repeats, with_unreadable
from saphan.synth.people import People
from saphan.synth.picture import Picture
from saphan.synth.workbook import write_workbook
from saphan.synth.writing import drawn, order_by_area, sex_words, write_down

DATASET = "school_enrolment"
CARE = care(DATASET)
SPOIL = Unreadable(number="เลขประจำตัวนักเรียน", name="ชื่อ", birth="วันเกิด", no_such_day="31/02/58")
GROUPS = ((0, 2, "สถานศึกษา"), (3, 9, "นักเรียน"), (10, 11, "ที่อยู่ปัจจุบัน"))


def rows(picture: Picture) -> Listing:
    """Nine pupils in ten: private and monastery schools are under other offices."""
    people, rng = picture.people, picture.chance(DATASET)
    who = drawn(people.is_pupil & chance(picture.fate("kind of school"), len(people), 9_000))
    written = write_down(people, who, CARE, picture.fate(DATASET, who))
    listed = listing(
        DATASET,
        {
            "ที่": np.arange(1, len(who) + 1).astype(object),
            "รหัสโรงเรียน": _school_codes(people, who),
            "ชั้น": _grades(people.age[who]),
            "เลขประจำตัวนักเรียน": written.number,
            "คำนำหน้า": written.title,
            "ชื่อ": written.given,
            "นามสกุล": written.family,
            "เพศ": sex_words(people, who, ("ช", "ญ")),
            "วันเกิด": _short_dates(written.year, written.month, written.day),
            "โทรศัพท์ผู้ปกครอง": people.phone[who],
            "บ้านเลขที่": written.house,
            "รหัสตำบล": people.places.codes[written.subdistrict],
        },
        who,
    ).take(order_by_area(written, rng))
    return with_repeats(with_unreadable(listed, SPOIL, rng), 2, rng)


def write(listed: Listing, path: Path, *, first: bool) -> None:
    """A workbook whose header stands below a title and merged headings."""
    del first  # every workbook is whole
    above = ("ข้อมูลนักเรียนรายบุคคล ณ วันสิ้นเดือน (ข้อมูลสมมติ ไม่ใช่บุคคลจริง)",)
    widths = (6, 12, 8, 16, 10, 18, 18, 6, 12, 14, 10, 10)
    write_workbook(listed, path, sheet="นักเรียน", above=above, widths=widths, groups=GROUPS)


def _school_codes(people: People, who: Ints) -> Texts:
    """Eight digits; a school for each subdistrict."""
    codes = people.places.codes[people.actual_subdistrict[who]]
    return texts([f"10{code}" for code in codes.tolist()])


def _grades(age: Ints) -> Texts:
    """ป.1 at six or seven, ม.1 at twelve or thirteen."""
    year = np.clip(age - 6, 0, 11)
    return texts([f"ป.{at + 1}" if at < 6 else f"ม.{at - 5}" for at in year.tolist()])


def _short_dates(year: Ints, month: Ints, day: Ints) -> Texts:
    """15/03/58: the year in two digits, as schools write it; a slip leaves all four of the Common Era."""
    dated = zip(year.tolist(), month.tolist(), day.tolist(), strict=True)
    return texts([f"{d:02d}/{m:02d}/{y % 100:02d}" if y > 2400 else f"{d:02d}/{m:02d}/{y}" for y, m, d in dated])
