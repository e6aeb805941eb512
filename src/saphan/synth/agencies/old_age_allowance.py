"""What do local governments send? The payment list of the old-age allowance."""

from __future__ import annotations

import csv
from dataclasses import replace
from pathlib import Path

import numpy as np

from saphan.synth.draw import Ints, Texts, texts
from saphan.synth.errormix import care
from saphan.synth.files import write_csv
from saphan.synth.listing import PAID_TWICE, Listing, Unreadable, listing, with_repeats, with_unreadable
from saphan.synth.people import People, calendar
from saphan.synth.picture import Picture
from saphan.synth.writing import drawn, order_by_area, village, write_dates, write_down

DATASET = "old_age_allowance"
CARE = care(DATASET)
SPOIL = Unreadable(number="เลขประจำตัวประชาชน", name="ชื่อ", birth="วัน/เดือน/ปีเกิด", no_such_day="31/02/2499")
_ENCODING = "cp874"
_AMOUNT, _START, _ROW = "จำนวนเงิน (บาท)", "วันที่เริ่มได้รับสิทธิ", "ลำดับที่"


def rows(picture: Picture) -> Listing:
    """Who is paid: some dead whose death nobody told, some paid twice; the total comes when all are listed."""
    people, rng = picture.people, picture.chance(DATASET)
    owed, places = picture.pension, people.places
    who = drawn(owed.is_listed)
    written = write_down(people, who, CARE, picture.fate(DATASET, who))
    listed = listing(
        DATASET,
        {
            _ROW: texts([""] * len(who)),
            "เลขประจำตัวประชาชน": written.number,
            "คำนำหน้า": written.title,
            "ชื่อ": written.given,
            "นามสกุล": written.family,
            "วัน/เดือน/ปีเกิด": written.dates("{d:02d}/{m:02d}/{y}"),
            "บ้านเลขที่": written.house,
            "หมู่ที่": village(people, who),
            "ตำบล": places.names[written.subdistrict],
            "อำเภอ": places.district_names[written.subdistrict],
            "รหัสตำบล": places.codes[written.subdistrict],
            _AMOUNT: _amounts(owed.monthly_baht[who], rng),
            _START: _starts(people, who),
        },
        who,
    ).take(order_by_area(written, rng))
    listed = with_unreadable(_with_paid_twice(listed, rng), SPOIL, rng)
    listed = replace(listed, columns={**listed.columns, _ROW: texts([str(at) for at in range(1, len(listed) + 1)])})
    return with_repeats(listed, 3, rng)


def write(listed: Listing, path: Path, *, first: bool) -> None:
    """Code page 874, commas."""
    write_csv(listed, path, separator=",", encoding=_ENCODING, first=first)


def total(listed: Listing) -> int:
    """Baht paid in all rows."""
    return sum(int(amount.replace(",", "").partition(".")[0]) for amount in listed.columns[_AMOUNT])


def write_total(path: Path, baht: int) -> None:
    """The one row below a whole file that is no person."""
    with path.open("rb") as begun:
        header = begun.readline().decode(_ENCODING).rstrip("\r\n").split(",")
    with path.open("a", encoding=_ENCODING, newline="") as text:
        row = {_ROW: "รวมทั้งสิ้น", _AMOUNT: f"{baht:,.2f}"}
        csv.DictWriter(text, header, restval="", lineterminator="\r\n").writerow(row)


def _with_paid_twice(rows: Listing, rng: np.random.Generator) -> Listing:
    """Four people in a thousand stand in the list again, on another row and with another first day."""
    again = rows.take(rng.integers(0, len(rows), max(len(rows) * 4 // 1_000, 2)))
    later = np.array([f"01/04/{2566 + at % 3}" for at in range(len(again))], dtype=object)
    return rows.insert(
        replace(again, columns={**again.columns, _START: later}, planted=texts([PAID_TWICE] * len(again))), rng
    )


def _amounts(baht: Ints, rng: np.random.Generator) -> Texts:
    form = rng.integers(0, 10, len(baht))
    return texts([f"{b:,.2f}" if f == 0 else f"{b:,}" for b, f in zip(baht.tolist(), form.tolist(), strict=True)])


def _starts(people: People, who: Ints) -> Texts:
    """The first of the month after the sixtieth birthday, or of the month the allowance became one for all."""
    year, month, _ = calendar(people.birth[who])
    year, month = year + 60 + month // 12, month % 12 + 1
    early = year < 2009  # paid to all who are 60 since BE 2552
    return write_dates("01/{m:02d}/{y}", np.where(early, 2009, year) + 543, np.where(early, 4, month), month)
