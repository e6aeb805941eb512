"""What happens to people in a month, and what of it is written into the truth?

Yearly rates in 10,000 are guesses of the right order (about 0.7 births and 0.85 deaths in 100 people a year); every
kind of event comes often enough to be met in a province of 20,000 people within a year.
"""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from datetime import date
from typing import Any

import numpy as np

from saphan.synth.circumstances import NEVER
from saphan.synth.draw import Days, Fate, Flags, Ints, Texts, stream, texts, weighted
from saphan.synth.households import CHILD, FIRST, GROWN, Members
from saphan.synth.names import given_names
from saphan.synth.numbers import citizen_numbers
from saphan.synth.people import People, completed_years
from saphan.synth.population import serial_start
from saphan.synth.shares import Share

BORN, DIED, MARRIED, MOVED = "born", "died", "married", "moved"
TURNED_15, PREGNANT_UNDER_20, VIOLENCE, HOMELESS = "turned_15", "pregnant_under_20", "violence", "homeless"
INCOME_CHANGED, DROPPED_OUT, LOST_CAREGIVER, DISABLED = "income_changed", "dropped_out", "lost_caregiver", "disabled"
_PREGNANCY = np.timedelta64(274, "D")


@dataclass(frozen=True, kw_only=True)
class Events:
    """What happened in one month; an entry per event."""

    kind: Texts
    key: Ints  # to whom


def live_a_month(people: People, *, share: Share, until: date) -> tuple[People, Events]:
    """The people a month later, on the day `until`; those born stand at the end."""
    month = _Month(people, share.seed, until)
    for step in (_die, _marry, _move, _earn, _meet_trouble, _carry_and_leave_school):
        step(month)
    month.note(TURNED_15, (people.age < 15) & (completed_years(people.birth, until) >= 15) & month.alive)
    born = _newborn(month)
    grown = _joined(replace(people, as_of=until, **month.changed), born, share)
    return grown, Events(kind=texts(month.kinds), key=np.concatenate([*month.keys, grown.key[len(people) :]]))


class _Month:
    """One month in the making: what has changed, and what happened."""

    def __init__(self, people: People, seed: int, until: date) -> None:
        self.people, self.until = people, until
        self.begin, self.end = np.datetime64(people.as_of, "D"), np.datetime64(until, "D")
        self.fate = Fate(seed, f"life until {until.isoformat()}", people.key)
        self.by_home = Fate(seed, f"homes until {until.isoformat()}", people.home_key)
        self.changed: dict[str, Any] = {}  # columns of People, of their several types
        self.kinds: list[str] = []
        self.keys: list[Ints] = [np.empty(0, dtype=np.int64)]

    @property
    def alive(self) -> Flags:
        return np.asarray(np.isnat(self.now("death")), dtype=np.bool_)

    def now(self, column: str) -> Any:  # noqa: ANN401  # a column of People: its type is the column's
        return self.changed.get(column, getattr(self.people, column))

    def chance(self, yearly_per_10_000: int | Ints, *, home: bool = False) -> Flags:
        fate = self.by_home if home else self.fate
        return np.asarray(fate.integers(0, 120_000, len(self.people)) < yearly_per_10_000, dtype=np.bool_)

    def day(self) -> Days:
        span = max(int((self.end - self.begin).astype(np.int64)), 1)
        return self.begin + 1 + self.fate.integers(0, span, len(self.people)).astype("timedelta64[D]")

    def note(self, kind: str, who: Flags) -> None:
        keys = self.people.key[who]
        self.keys.append(keys)
        self.kinds += [kind] * len(keys)


def _die(month: _Month) -> None:
    people, age = month.people, month.people.age
    risk = np.where(age >= 80, 900, np.where(age >= 60, 180, np.where(age >= 20, 25, 8))).astype(np.int64)
    dying = people.is_alive & month.chance(risk)
    month.changed["death"] = np.where(dying, month.day(), people.death)
    month.note(DIED, dying)
    carer = dying & people.is_at_home & np.isin(people.members.place, (FIRST, GROWN)) & (age >= 18)
    bereft = np.isin(people.members.household, people.members.household[carer])
    orphan = bereft & month.alive & (age < 18) & ~people.lost_caregiver
    month.changed["lost_caregiver"] = people.lost_caregiver | orphan
    month.note(LOST_CAREGIVER, orphan)


def _marry(month: _Month) -> None:
    """Couples, drawn among the unmarried of the share; six wives in ten take his name, half move to his house."""
    people, age = month.people, month.people.age
    free = month.alive & people.is_at_home & ~people.is_married & (age >= 20) & (age < 46)
    wives = np.flatnonzero(free & people.is_woman & month.chance(600))
    husbands = np.flatnonzero(free & ~people.is_woman & month.chance(900))
    pairs = min(len(wives), len(husbands))
    wives, husbands = wives[:pairs], husbands[:pairs]
    draws = month.fate.integers(0, 10_000, len(people))
    takes, moves = wives[draws[wives] < 6_000], wives[draws[wives] % 2 == 0]
    to = dict(zip(wives.tolist(), husbands.tolist(), strict=True))
    married = people.is_married.copy()
    married[wives] = married[husbands] = True
    family, maiden = people.family_name.copy(), people.maiden_name.copy()
    maiden[takes] = people.family_name[takes]
    family[takes] = people.family_name[[to[at] for at in takes.tolist()]]
    hers = np.array([to[at] for at in moves.tolist()], dtype=np.int64)
    homes = {}
    for column in ("subdistrict", "actual_subdistrict", "house_number", "village", "income"):
        homes[column] = month.now(column).copy()
        homes[column][moves] = month.now(column)[hers]
    household = people.members.household.copy()
    household[moves] = household[hers]
    month.changed |= homes | {
        "is_married": married,
        "family_name": family,
        "maiden_name": maiden,
        "members": replace(people.members, household=household),
    }
    both = np.zeros(len(people), dtype=np.bool_)
    both[wives] = both[husbands] = True
    month.note(MARRIED, both)


def _move(month: _Month) -> None:
    people = month.people
    going = month.chance(300, home=True) & month.alive & people.is_at_home
    near = weighted(month.by_home, len(people), people.places.weights)
    house = month.by_home.integers(1, 400, len(people))
    here = month.now("subdistrict")
    month.changed["former_subdistrict"] = np.where(going, here, people.former_subdistrict)
    month.changed["subdistrict"] = np.where(going, near, here)
    month.changed["actual_subdistrict"] = np.where(going, near, month.now("actual_subdistrict"))
    month.changed["house_number"] = np.where(going, house.astype(str), month.now("house_number")).astype(object)
    month.note(MOVED, going)


def _earn(month: _Month) -> None:
    changing = month.chance(1_500, home=True) & month.alive
    percent = month.by_home.integers(55, 150, len(month.people))
    income = month.now("income")
    month.changed["income"] = np.where(changing, np.maximum(income * percent // 100 // 100 * 100, 6_000), income)
    month.note(INCOME_CHANGED, changing)


def _meet_trouble(month: _Month) -> None:
    people, age = month.people, month.people.age
    day = month.day()
    hurt = month.alive & (people.is_woman | (age < 18)) & month.chance(25)
    roofless = month.alive & people.is_at_home & np.isnat(people.homeless_since) & (age >= 18) & month.chance(6)
    disabled = month.alive & (people.disability == 0) & month.chance(np.where(age >= 60, 60, 4).astype(np.int64))
    month.changed["violence_on"] = np.where(hurt, day, people.violence_on)
    month.changed["homeless_since"] = np.where(roofless, day, people.homeless_since)
    kind = 1 + weighted(month.fate, len(people), (90, 187, 510, 78, 68, 59, 8))
    month.changed["disability"] = np.where(disabled, kind, people.disability)
    for event, who in ((VIOLENCE, hurt), (HOMELESS, roofless), (DISABLED, disabled)):
        month.note(event, who)


def _carry_and_leave_school(month: _Month) -> None:
    people, age = month.people, month.people.age
    due = month.alive & (people.pregnant_since + _PREGNANCY <= month.end)
    may = month.alive & people.is_woman & (age >= 14) & (age < 45) & np.isnat(people.pregnant_since)
    expecting = may & month.chance(np.where(age < 20, 120, 420).astype(np.int64))
    since = np.where(due | ~month.alive, NEVER, people.pregnant_since)
    month.changed["pregnant_since"] = np.where(expecting, month.day(), since)
    month.note(PREGNANT_UNDER_20, expecting & (age < 20))
    leaving = people.is_pupil & month.alive & (age >= 12) & month.chance(150)
    month.changed["dropped_out"] = people.dropped_out | leaving
    month.note(DROPPED_OUT, leaving)


def _newborn(month: _Month) -> tuple[Ints, Days, Flags]:
    """Whose children are born, when, and which are girls."""
    people = month.people
    due = np.flatnonzero(month.alive & (people.pregnant_since + _PREGNANCY <= month.end))
    day = np.clip(people.pregnant_since[due] + _PREGNANCY, month.begin + 1, month.end)
    girl = month.fate.integers(0, 1_000, len(people))[due] < 488
    month.kinds += [BORN] * len(due)
    return due.astype(np.int64), day, np.asarray(girl, dtype=np.bool_)


def _joined(people: People, born: tuple[Ints, Days, Flags], share: Share) -> People:
    """The people with those just born after them: what nothing else is known of, they have from their mothers."""
    mother, day, girl = born
    count = len(mother)
    rng = stream(share.seed, f"born until {people.as_of.isoformat()}", share.number)
    office = people.places.district_codes[people.subdistrict[mother]].astype(np.int64)
    kinds = np.where(people.is_thai[mother], 1, 7)
    first = share.place * share.room + len(people)
    by_sex = [given_names(rng, count, young=True, woman=woman) for woman in (False, True)]
    names = np.where(girl, by_sex[1], by_sex[0])
    none = {
        "key": people.key[-1] + 1 + np.arange(count, dtype=np.int64),
        "citizen_id": citizen_numbers(kinds, office, first=first, start=serial_start(share)),
        "given_name": names.astype(object),
        "maiden_name": people.family_name[mother],
        "birth": day,
        "rank": texts([""] * count),
        "disability": np.zeros(count, dtype=np.int64),
        "pregnant_since": np.full(count, NEVER),
        "violence_on": np.full(count, NEVER),
        "homeless_since": np.full(count, NEVER),
        "death": np.full(count, NEVER),
    }
    no = ("monk", "is_married", "birth_unknown", "dropped_out", "lost_caregiver")
    none |= {column: np.zeros(count, dtype=np.bool_) for column in no}
    members = people.members
    theirs = {
        "household": members.household[mother],
        "place": np.full(count, CHILD),
        "age": np.zeros(count, dtype=np.int64),
        "is_woman": girl,
    }
    columns = {field.name: getattr(people, field.name) for field in fields(People)[3:]}
    more: dict[str, Any] = {
        name: np.concatenate([column, none[name] if name in none else column[mother]])
        for name, column in columns.items()
    }
    every = {name: np.concatenate([getattr(members, name), column]) for name, column in theirs.items()}
    return replace(people, members=Members(**every), **more)
