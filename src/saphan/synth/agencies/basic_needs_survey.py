"""What does the basic-needs survey (จปฐ.) send? Households met by volunteers, in a workbook typed by hand."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from saphan.synth.draw import Ints, Texts, chance, texts
from saphan.synth.errormix import care
from saphan.synth.listing import Listing, Unreadable, listing, with_repeats, with_total, with_unreadable
from saphan.synth.people import People
from saphan.synth.picture import Picture
from saphan.synth.workbook import write_workbook
from saphan.synth.writing import drawn, sex_words, village, write_down

DATASET = "basic_needs_survey"
CARE = care(DATASET)
SPOIL = Unreadable(number="เลขบัตรประชาชน", name="ชื่อ-นามสกุล", birth="วันเกิด", no_such_day="31/2/2512")
_INCOME = "รายได้เฉลี่ยต่อคนต่อปี (บาท)"


def rows(picture: Picture) -> Listing:
    """All members of 82 ordinary households in a hundred, with a total below."""
    people, rng = picture.people, picture.chance(DATASET)
    met = chance(picture.home_fate(DATASET), len(people), 8_200) & people.is_alive & people.is_at_home
    who = drawn(met)
    written = write_down(people, who, CARE, picture.fate(DATASET, who))
    written_order = np.lexsort((people.members.place[written.person], people.members.household[written.person]))
    places = people.places
    listed = listing(
        DATASET,
        {
            "ลำดับ": np.arange(1, len(who) + 1).astype(object),
            "รหัสครัวเรือน": _household_codes(people, who, written.subdistrict),
            "เลขบัตรประชาชน": written.number,
            "ชื่อ-นามสกุล": written.full_name,
            "เพศ": sex_words(people, who, ("ชาย", "หญิง")),
            "วันเกิด": written.dates("{d}/{m}/{y}"),
            "บ้านเลขที่": written.house,
            "หมู่": village(people, who),
            "ตำบล": texts([f"ต.{name}" for name in places.names])[written.subdistrict],
            "อำเภอ": places.district_names[written.subdistrict],
            "จังหวัด": places.province_names[written.subdistrict],
            "รหัสตำบล": places.codes[written.subdistrict],
            "โทรศัพท์": people.phone[who],
            _INCOME: people.income[who].astype(object),
        },
        who,
    )
    listed = listed.take(written_order.astype(np.int64))
    listed = with_repeats(with_unreadable(listed, SPOIL, rng), 8, rng)
    return with_total(listed, label=("รหัสครัวเรือน", "รวมทั้งสิ้น"), total=(_INCOME, int(listed.columns[_INCOME].sum())))


def write(listed: Listing, path: Path, *, first: bool) -> None:
    """A workbook with three title rows above the header."""
    del first  # every workbook is whole
    above = (
        "แบบสรุปข้อมูลความจำเป็นพื้นฐาน (จปฐ.)",
        "กรมการพัฒนาชุมชน กระทรวงมหาดไทย",
        "ข้อมูลสมมติ ไม่ใช่บุคคลจริง",
    )
    widths = (8, 18, 16, 28, 6, 12, 10, 8, 16, 16, 12, 10, 12, 18)
    write_workbook(listed, path, sheet="จปฐ", above=above, widths=widths)


def _household_codes(people: People, who: Ints, subdistrict: Ints) -> Texts:
    codes, villages = people.places.codes[subdistrict].tolist(), people.village[who].tolist()
    houses = people.members.household[who].tolist()
    return texts([f"{c}{v:02d}{h + 1:06d}" for c, v, h in zip(codes, villages, houses, strict=True)])
