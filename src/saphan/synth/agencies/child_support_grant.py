"""What does the child support grant's register send? A workbook with Thai digits and short months."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from saphan.synth.draw import Ints, Texts, texts
from saphan.synth.errormix import care
from saphan.synth.listing import Listing, Unreadable, listing, with_repeats, with_total, with_unreadable
from saphan.synth.people import People, calendar
from saphan.synth.picture import Picture
from saphan.synth.workbook import write_workbook
from saphan.synth.writing import drawn, order_by_area, sex_words, write_down

DATASET = "child_support_grant"
CARE = care(DATASET)
MONTHS = ["ม.ค.", "ก.พ.", "มี.ค.", "เม.ย.", "พ.ค.", "มิ.ย.", "ก.ค.", "ส.ค.", "ก.ย.", "ต.ค.", "พ.ย.", "ธ.ค."]
SPOIL = Unreadable(number="เลขประจำตัวประชาชนเด็ก", name="ชื่อเด็ก", birth="วันเกิดเด็ก", no_such_day="๓๑ ก.พ. ๒๕๖๕")
_THAI_DIGITS = str.maketrans("0123456789", "๐๑๒๓๔๕๖๗๘๙")
_AMOUNT = "จำนวนเงินต่อเดือน"


def rows(picture: Picture) -> Listing:
    """Children who are paid, each with the number of the one who receives for her."""
    people, rng = picture.people, picture.chance(DATASET)
    owed = picture.grant
    who = drawn(owed.is_listed)
    written = write_down(people, who, CARE, picture.fate(DATASET, who))
    year, month, day = calendar(people.birth[who])
    listed = listing(
        DATASET,
        {
            "ที่": np.arange(1, len(who) + 1).astype(object),
            "เลขประจำตัวประชาชนเด็ก": written.number,
            "คำนำหน้า": written.title,
            "ชื่อเด็ก": written.given,
            "นามสกุลเด็ก": written.family,
            "เพศ": sex_words(people, who, ("ช", "ญ")),
            "วันเกิดเด็ก": thai_dates(written.year, written.month, written.day),
            "เลขประจำตัวประชาชนผู้ปกครอง": _guardians(people, who),
            "บ้านเลขที่": written.house,
            "รหัสตำบล": people.places.codes[written.subdistrict],
            _AMOUNT: owed.monthly_baht[who].astype(object),
            "เริ่มรับเงิน": thai_dates(year + 543 + month // 12, month % 12 + 1, np.ones_like(day)),
        },
        who,
    ).take(order_by_area(written, rng))
    listed = with_repeats(with_unreadable(listed, SPOIL, rng), 2, rng)
    return with_total(
        listed, label=("เลขประจำตัวประชาชนเด็ก", "รวม"), total=(_AMOUNT, int(listed.columns[_AMOUNT].sum()))
    )


def write(listed: Listing, path: Path, *, first: bool) -> None:
    """A workbook with two title rows above the header."""
    del first  # every workbook is whole
    above = ("ทะเบียนผู้รับเงินอุดหนุนเพื่อการเลี้ยงดูเด็กแรกเกิด", "ข้อมูลสมมติ ไม่ใช่บุคคลจริง")
    write_workbook(listed, path, sheet="ผู้รับสิทธิ", above=above, widths=(6, 18, 10, 18, 18, 6, 16, 18, 10, 10, 12, 16))


def thai_dates(year: Ints, month: Ints, day: Ints) -> Texts:
    """๑๕ ม.ค. ๒๕๖๐: Thai digits and short months, the year in the Buddhist Era."""
    dated = zip(year.tolist(), month.tolist(), day.tolist(), strict=True)
    return texts([f"{d} {MONTHS[m - 1]} {y}".translate(_THAI_DIGITS) for y, m, d in dated])


def _guardians(people: People, who: Ints) -> Texts:
    """The number of the household's first member."""
    _, first, home = np.unique(people.members.household, return_index=True, return_inverse=True)
    return people.citizen_id[first[home[who]]]
