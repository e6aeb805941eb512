"""Who are the make-believe people, before any agency writes them down? This is the truth."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np

from saphan.synth.draw import Days, Flags, Ints, Texts
from saphan.synth.households import Members
from saphan.synth.places import Places


@dataclass(frozen=True, kw_only=True)
class People:
    """One entry per person; every array has the same length and order."""

    as_of: date
    places: Places
    members: Members
    key: Ints  # the number of the person in the truth
    citizen_id: Texts  # empty: no number
    nationality: Texts
    given_name: Texts
    family_name: Texts
    maiden_name: Texts  # the family name before marriage; of all others the family name
    monk: Flags
    rank: Texts  # empty, or a rank or profession that stands for the title
    is_married: Flags
    birth: Days
    birth_unknown: Flags  # only the year is known; `birth` then holds 1 January
    death: Days  # NaT: alive
    subdistrict: Ints  # position in places
    former_subdistrict: Ints  # where movers lived until this year
    house_number: Texts
    village: Ints
    phone: Texts
    income: Ints  # of the household, baht a person and year
    disability: Ints  # 0: no card
    actual_subdistrict: Ints  # where she lives; `subdistrict` is where she is registered
    institution: Ints  # 0: none; a temple, a home for children or the old, a prison
    dropped_out: Flags  # of school, before 18
    lost_caregiver: Flags  # the adult of the household who looked after the child has died
    pregnant_since: Days  # NaT: not pregnant
    violence_on: Days  # NaT: none known
    homeless_since: Days  # NaT: has a home

    def __len__(self) -> int:
        return len(self.birth)

    @property
    def home_key(self) -> Ints:
        """The number of the household in the truth."""
        return np.asarray(self.key[0] + self.members.household, dtype=np.int64)

    @property
    def is_woman(self) -> Flags:
        """Women and girls."""
        return self.members.is_woman

    @property
    def is_at_home(self) -> Flags:
        """Who lives in an ordinary household, not in an institution."""
        return np.asarray(self.institution == 0, dtype=np.bool_)

    @property
    def is_thai(self) -> Flags:
        """Who holds Thai nationality."""
        return np.asarray(self.nationality == "ไทย", dtype=np.bool_)

    @property
    def is_alive(self) -> Flags:
        """Who is alive on the day."""
        return np.isnat(self.death)

    @property
    def has_moved(self) -> Flags:
        """Who lived in another subdistrict until this year."""
        return np.asarray(self.subdistrict != self.former_subdistrict, dtype=np.bool_)

    @property
    def district(self) -> Ints:
        """Position of the district of residence."""
        return self.places.district[self.subdistrict]

    @property
    def is_pupil(self) -> Flags:
        """Who goes to school: 6 to 17, alive, not dropped out (nine years are compulsory; most stay on)."""
        return self.is_alive & (self.age >= 6) & (self.age < 18) & ~self.dropped_out

    @property
    def age(self) -> Ints:
        """Completed years on the day."""
        return completed_years(self.birth, self.as_of)


def completed_years(birth: Days, on: date) -> Ints:
    """Completed years of age; who is born on 29 February ages on 1 March in common years."""
    year, month, day = calendar(birth)
    had_birthday = (month < on.month) | ((month == on.month) & (day <= on.day))
    return np.asarray(on.year - year - ~had_birthday, dtype=np.int64)


def calendar(days: Days) -> tuple[Ints, Ints, Ints]:
    """Year (Common Era), month and day of each."""
    months = days.astype("datetime64[M]")
    year = days.astype("datetime64[Y]").astype(np.int64) + 1970
    month = months.astype(np.int64) % 12 + 1
    return year, month, (days - months).astype(np.int64) + 1
