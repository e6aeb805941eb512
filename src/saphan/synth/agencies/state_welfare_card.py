"""What does the state welfare card's register send? Adults of small income, from a modern database export."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from saphan.synth.draw import chance, stream, texts
from saphan.synth.files import write_csv
from saphan.synth.listing import Listing, Unreadable, listing, with_repeats, with_unreadable
from saphan.synth.people import People
from saphan.synth.writing import Care, drawn, sex_words, write_down

CARE = Care(
    number_mistyped=30,
    number_cut=20,
    name_mistyped=120,
    name_untidy=200,
    names_swapped=10,
    title_glued=40,
    first_of_january=100,
    birth_mistyped=30,
    former_address=8_000,
    maiden_name=600,
)
SPOIL = Unreadable(number="citizen_id", name="first_name", birth="birth_date", no_such_day="2531-02-31")


def rows(people: People, *, seed: int) -> Listing:
    """Thai adults at or below 100,000 baht a year who asked for the card: about one person in five."""
    rng = stream(seed, "state_welfare_card")
    own = (people.income * rng.integers(50, 151, len(people)) // 100) // 100 * 100
    may = people.is_thai & people.is_alive & (people.age >= 18) & (own <= 100_000) & (people.income <= 100_000)
    # 13.5 M holders of 66 M people; the card knows nobody without a number.
    holds = may & (people.citizen_id != "") & ~people.monk & chance(rng, len(people), 3_900)
    written = write_down(people, drawn(holds), CARE, rng)
    who = written.person
    listed = listing(
        "state_welfare_card",
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
    ).take(rng.permutation(len(who)).astype(np.int64))
    return with_repeats(with_unreadable(listed, SPOIL, rng), 4, rng)


def write(listed: Listing, path: Path) -> None:
    """UTF-8 without a mark, separated by |."""
    write_csv(listed, path, separator="|", encoding="utf-8")
