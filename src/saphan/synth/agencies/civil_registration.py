"""What does the civil register send? Everybody, the careful way: one row a person."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from saphan.synth.draw import Ints, Texts, chance, texts
from saphan.synth.errormix import care
from saphan.synth.files import write_csv
from saphan.synth.listing import Listing, Unreadable, listing, with_unreadable
from saphan.synth.people import People, calendar
from saphan.synth.picture import Picture
from saphan.synth.writing import drawn, sex_words, village, write_dates, write_down

DATASET = "civil_registration"
CARE = care(DATASET)
PATTERN = "{y:04d}{m:02d}{d:02d}"
SPOIL = Unreadable(number="เลขประจำตัวประชาชน", name="ชื่อตัว", birth="วันเดือนปีเกิด", no_such_day="25120231")


def rows(picture: Picture) -> Listing:
    """Everybody registered, with those who died this year, house by house."""
    people, rng = picture.people, picture.chance(DATASET)
    listed_still = people.is_alive | (people.death > np.datetime64(people.as_of, "D") - 365)
    who = drawn(listed_still)
    untold = chance(picture.fate("deaths not told"), len(people), 3_000)  # of those of the last six weeks
    told = ~(untold & (people.death > np.datetime64(people.as_of, "D") - 45))
    written = write_down(people, who, CARE, picture.fate(DATASET, who))
    listed = listing(
        DATASET,
        {
            "เลขประจำตัวประชาชน": written.number,
            "คำนำหน้านาม": written.title,
            "ชื่อตัว": written.given,
            "ชื่อสกุล": written.family,
            "เพศ": sex_words(people, who, ("ชาย", "หญิง")),
            "วันเดือนปีเกิด": _births(people)[who],
            "สัญชาติ": people.nationality[who],
            "เลขรหัสประจำบ้าน": house_codes(people)[who],
            "บ้านเลขที่": written.house,
            "หมู่ที่": village(people, who),
            "รหัสตำบล": people.places.codes[written.subdistrict],
            "วันที่ตาย": np.where(told, _deaths(people), "").astype(object)[who],
        },
        who,
    )
    return with_unreadable(listed, SPOIL, rng)


def write(listed: Listing, path: Path, *, first: bool) -> None:
    """UTF-8 with a byte-order mark, commas."""
    write_csv(listed, path, separator=",", encoding="utf-8-sig", first=first)


def house_codes(people: People) -> Texts:
    """Eleven digits: registration office, house, check; the same for all who live in it."""
    office = people.places.district_codes[people.subdistrict].astype(np.int64)
    body = office * 1_000_000 + people.home_key % 999_999 + 1
    return texts([f"{code:010d}{code % 9}" for code in body.tolist()])


def _births(people: People) -> Texts:
    year, month, day = calendar(people.birth)
    # Until BE 2483 the year began in April: January to March of CE y is written BE y + 542 in old entries.
    old_style = (year <= 1940) & (month <= 3) & ~people.birth_unknown
    era = np.where(old_style, 542, 543)
    unknown = people.birth_unknown
    return write_dates(PATTERN, year + era, _unless(unknown, month), _unless(unknown, day))


def _unless(unknown: np.ndarray[tuple[int, ...], np.dtype[np.bool_]], part: Ints) -> Ints:
    return np.where(unknown, 0, part)


def _deaths(people: People) -> Texts:
    year, month, day = calendar(np.where(people.is_alive, np.datetime64("2000-01-01", "D"), people.death))
    return np.where(people.is_alive, "", write_dates(PATTERN, year + 543, month, day)).astype(object)
