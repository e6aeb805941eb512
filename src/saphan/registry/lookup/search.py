"""Who may be meant by a number, a name, a birth date and a place, each of which may be missing or wrong?"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

import numpy as np
import numpy.typing as npt

from saphan.registry.lookup.index import NO_DAY
from saphan.registry.lookup.likeness import Floats, Likeness, likeness, spread
from saphan.registry.lookup.limits import Limits, allowed, codes_within, told
from saphan.registry.lookup.numbers import slips
from saphan.registry.lookup.opened import Index, Ints, Longs

MOST = 20  # persons told of at once: who is not among them is found by saying more
_MOST_LOOKED_AT = 60_000  # rows weighed for one name; the most alike names come first
# what each agreement is worth: an order that was chosen, not odds. A number outweighs everything, a name a birth date.
_NUMBER, _SLIP, _NAME, _BIRTH, _PLACE = 5.0, 2.5, 1.5, 1.0, 0.4
_TWO_PARTS = 0.5  # of a birth date whose third part differs
_EPOCH = date(1970, 1, 1).toordinal()

Flags = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Birth:
    """A birth date as far as it is known; a year alone, or a month of a year."""

    year: int
    month: int = 0
    day: int = 0


@dataclass(frozen=True)
class Question:
    """What is known of the one who is sought; at least one of it."""

    number: str = ""  # 13 digits
    given: str = ""
    family: str = ""
    birth: Birth | None = None
    areas: tuple[str, ...] = ()  # DOPA codes of any length that a place may mean


@dataclass(frozen=True)
class Hit:
    """One person who may be meant, and how what was asked agrees with her."""

    row: int
    weight: float
    number: str = ""  # same, slip, or empty
    name: float = 0.0  # 1: both names as asked; 0: not asked, or not alike
    birth: str = ""  # same, near, or empty
    in_place: bool = False


def find(index: Index, question: Question, sound_of: Callable[[str], str], limits: Limits) -> list[Hit]:
    """At most twenty persons who may be meant, the one most like what was asked first."""
    asked = _asked(index, question, sound_of)
    rows = allowed(index, _candidates(index, asked), limits)
    if not len(rows):
        return []
    agreed = _agreed(index, asked, rows, limits)
    weight = (
        _NUMBER * agreed.number + _SLIP * agreed.slip + _NAME * (agreed.given + agreed.family)
        + _BIRTH * agreed.birth + _PLACE * agreed.place
    )  # fmt: skip
    meant = np.flatnonzero(_may_be_meant(asked, agreed))
    best = meant[np.lexsort((rows[meant], -weight[meant]))][:MOST]
    return [_hit(asked, agreed, int(at), row=int(rows[at]), weight=float(weight[at])) for at in best]


@dataclass(frozen=True)
class _Asked:
    """A question with the names and numbers of the index that may be meant by it."""

    question: Question
    slips: tuple[int, ...]
    given: Likeness | None
    family: Likeness | None


@dataclass(frozen=True)
class _Agreed:
    """By candidate, from 0 to 1: how each part of the question agrees with her."""

    number: Floats
    slip: Floats
    given: Floats
    family: Floats
    birth: Floats
    place: Floats


def _asked(index: Index, question: Question, sound_of: Callable[[str], str]) -> _Asked:
    return _Asked(
        question,
        # who is found by the number itself was not mistyped
        slips(question.number) if question.number and not _is_there(index, int(question.number)) else (),
        likeness(index, question.given, sound_of) if question.given else None,
        likeness(index, question.family, sound_of) if question.family else None,
    )


def _candidates(index: Index, asked: _Asked) -> Longs:
    """The rows worth weighing: by number, by name, and by birth date where one is known."""
    question = asked.question
    found = (
        [_with(index.number_sorted, index.number_row, [int(question.number), *asked.slips])] if question.number else []
    )
    born = _born(index, question.birth) if question.birth else None
    if asked.family:
        found.append(_carrying(asked.family, index.family_first))
    elif asked.given:
        found.append(index.given_row[_carrying(asked.given, index.given_first)].astype(np.int64))
    if born is not None:
        # of those born then, only a name in common makes one worth weighing, where a name was asked for
        found.append(born[_named(index, asked, born)] if asked.given or asked.family else born)
    if len(found) == 1:  # one source names nobody twice
        return found[0]
    return np.unique(np.concatenate(found)) if found else np.empty(0, dtype=np.int64)


def _is_there(index: Index, number: int) -> bool:
    at = int(np.searchsorted(index.number_sorted, number))
    return at < len(index.number_sorted) and int(index.number_sorted[at]) == number


def _named(index: Index, asked: _Asked, rows: Longs) -> Flags:
    given, family = _alike(index, asked.given, index.given[rows]), _alike(index, asked.family, index.family[rows])
    return (given > 0) | (family > 0)


def _carrying(names: Likeness, first: Longs) -> Longs:
    begins, ends = first[names.place], first[names.place + 1]
    enough = int(np.searchsorted(np.cumsum(ends - begins), _MOST_LOOKED_AT)) + 1
    return spread(begins[:enough], ends[:enough])[:_MOST_LOOKED_AT]


def _with(rising: npt.NDArray[np.int64] | Ints, rows: Ints, values: list[int]) -> Longs:
    begins, ends = np.searchsorted(rising, values, "left"), np.searchsorted(rising, values, "right")
    return rows[spread(begins, ends)].astype(np.int64)


def _agreed(index: Index, asked: _Asked, rows: Longs, limits: Limits) -> _Agreed:
    question, number = asked.question, index.number[rows]
    by_number = told(index, rows, limits, "citizen_id") if question.number else np.zeros(len(rows), dtype=bool)
    return _Agreed(
        number=(by_number & (number == int(question.number or 0))).astype(np.float32),
        slip=(by_number & np.isin(number, asked.slips)).astype(np.float32),
        given=_alike(index, asked.given, index.given[rows]) * told(index, rows, limits, "given_name"),
        family=_alike(index, asked.family, index.family[rows]) * told(index, rows, limits, "family_name"),
        birth=_birth(index, question.birth, rows) * told(index, rows, limits, "birth_date"),
        place=_place(index, question.areas, rows) * told(index, rows, limits, "residence"),
    )


def _alike(index: Index, names: Likeness | None, carried: Ints) -> Floats:
    if names is None:
        return np.zeros(len(carried), dtype=np.float32)
    by_name = np.zeros(len(index.names) + 1, dtype=np.float32)
    by_name[names.place] = names.alike
    return by_name[carried]


def _place(index: Index, areas: tuple[str, ...], rows: Longs) -> Floats:
    if not areas:
        return np.zeros(len(rows), dtype=np.float32)
    return codes_within(index, areas)[index.area[rows]].astype(np.float32)


def _born(index: Index, birth: Birth) -> Longs:
    """The rows of those born on that day, in that month or year; a day and month exchanged count too."""
    spans = [_span(birth)]
    if birth.day and birth.day <= 12 and birth.day != birth.month:
        spans.append(_span(Birth(birth.year, birth.day, birth.month)))
    begins = np.searchsorted(index.birth_sorted, [first for first, _ in spans], "left")
    ends = np.searchsorted(index.birth_sorted, [last for _, last in spans], "right")
    return index.birth_row[spread(begins, ends)].astype(np.int64)


def _span(birth: Birth) -> tuple[int, int]:
    """The first and the last day it may mean, counted as the index counts."""
    first = date(birth.year, birth.month or 1, birth.day or 1)
    if birth.day:
        last = first
    elif birth.month == 12 or not birth.month:
        last = date(birth.year, 12, 31)
    else:
        last = date.fromordinal(date(birth.year, birth.month + 1, 1).toordinal() - 1)
    return first.toordinal() - _EPOCH, last.toordinal() - _EPOCH


def _birth(index: Index, birth: Birth | None, rows: Longs) -> Floats:
    """1 where all that is known on both sides agrees, less where two parts of three do."""
    if birth is None:
        return np.zeros(len(rows), dtype=np.float32)
    day = index.birth[rows]
    days = np.where(day == NO_DAY, 0, day).astype("datetime64[D]")
    months = days.astype("datetime64[M]")
    year, month = months.astype("datetime64[Y]").astype(int) + 1970, months.astype(int) % 12 + 1
    of_month = (days - months.astype("datetime64[D]")).astype(int) + 1
    exact = _of_precision(index, rows, "day", "year_ambiguous")
    with_month = exact | _of_precision(index, rows, "month")
    # January to March before 1941 may be written a year early
    same_year = (year == birth.year) | (_of_precision(index, rows, "year_ambiguous") & (year + 1 == birth.year))
    same_month = (month == birth.month) | (birth.month == 0) | ~with_month
    same_day = (of_month == birth.day) | (birth.day == 0) | ~exact
    same = same_year & same_month & same_day
    exchanged = same_year & (month == birth.day) & (of_month == birth.month)
    parts = same_year.astype(int) + same_month + same_day
    near = (parts == 2) & exact & (birth.day > 0) | exchanged
    known = (day != NO_DAY).astype(np.float32)
    agrees: Floats = np.select([same, near], [1.0, _TWO_PARTS], 0.0).astype(np.float32) * known
    return agrees


def _of_precision(index: Index, rows: Longs, *names: str) -> Flags:
    codes = [at for at, word in enumerate(index.birth_precision_words.to_pylist()) if word in names]
    return np.isin(index.birth_precision[rows], codes)


def _may_be_meant(asked: _Asked, agreed: _Agreed) -> Flags:
    """A number, all names that were asked for, one of them and the birth date; or the birth date alone."""
    question = asked.question
    meant: Flags = (agreed.number > 0) | (agreed.slip > 0)
    if question.given or question.family:
        all_names = ((agreed.given > 0) | (not question.given)) & ((agreed.family > 0) | (not question.family))
        one_name = ((agreed.given > 0) | (agreed.family > 0)) & (agreed.birth > 0)
        meant = meant | all_names | one_name
    elif question.birth and not question.number:
        meant = (agreed.birth == 1) & ((agreed.place > 0) | (not question.areas))
    return meant


def _hit(asked: _Asked, agreed: _Agreed, at: int, *, row: int, weight: float) -> Hit:
    parts = bool(asked.question.given) + bool(asked.question.family)
    birth = float(agreed.birth[at])
    return Hit(
        row=row,
        weight=weight,
        number="same" if agreed.number[at] else "slip" if agreed.slip[at] else "",
        name=float(agreed.given[at] + agreed.family[at]) / parts if parts else 0.0,
        birth="same" if birth == 1 else "near" if birth else "",
        in_place=bool(agreed.place[at]),
    )
