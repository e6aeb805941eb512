"""What does the state welfare card's register send? Adults of small income, from a modern database export."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from saphan.synth.draw import chance, texts
from saphan.synth.errormix import care
from saphan.synth.files import write_csv
from saphan.synth.listing import Listing, Unreadable, listing, with_repeats, with_unreadable
from saphan.synth.picture import Picture
from saphan.synth.writing import drawn, sex_words, write_down

DATASET = "state_welfare_card"
CARE = care(DATASET)
SPOIL = Unreadable(number="citizen_id", name="first_name", birth="birth_date", no_such_day="2531-02-31")


def rows(picture: Picture) -> Listing:
    """Thai adults at or below 100,000 baht a year who asked for the card: about one person in five."""
    people, rng = picture.people, picture.chance(DATASET)
    fate = picture.fate("welfare card")
    own = (people.income * fate.integers(50, 151, len(people)) // 100) // 100 * 100
    may = people.is_thai & people.is_alive & (people.age >= 18) & (own <= 100_000) & (people.income <= 100_000)
    # 13.5 M holders of 66 M people; the card knows nobody without a number.
    holds = may & (people.citizen_id != "") & ~people.monk & chance(fate, len(people), 3_900)
    who = drawn(holds)
    written = write_down(people, who, CARE, picture.fate(DATASET, who))
    listed = listing(
        DATASET,
        {
            "citizen_id": written.number,
            "prefix": written.title,
            "first_name": written.given,
            "last_name": written.family,
            "birth_date": written.dates("{y:04d}-{m:02d}-{d:02d}"),
            "gender": sex_words(people, who, ("M", "F")),
            "subdistrict_code": people.places.codes[written.subdistrict],
            "income_year": texts(
                [f"{baht:,}" if at % 3 == 0 else str(baht) for at, baht in enumerate(own[who].tolist())]
            ),
            "phone": people.phone[who],
        },
        who,
    ).take(np.argsort(picture.fate("order", who).integers(0, 1 << 40, len(who)), kind="stable"))
    return with_repeats(with_unreadable(listed, SPOIL, rng), 4, rng)


def write(listed: Listing, path: Path, *, first: bool) -> None:
    """UTF-8 without a mark, separated by |."""
    write_csv(listed, path, separator="|", encoding="utf-8", first=first)
