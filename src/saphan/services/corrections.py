"""A value is put right on evidence: it wins over every delivery until it is withdrawn, and deletes none."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from saphan.access.actor import Asker
from saphan.access.permissions import Permission
from saphan.desk import queries, rights
from saphan.errors import BrokenPromise, NotFound
from saphan.ingest.normalise.dates import read_day
from saphan.services import _places, notes
from saphan.services._keys import known_by
from saphan.services.gate import require
from saphan.services.platform import Platform
from saphan.words import Words, say

LONGEST = 200
OLDEST = date(1850, 1, 1)
NUMBER = re.compile("[0-9]{13}")
PHONE = re.compile("[0-9]{9,10}")
RESIDENCE = re.compile("([0-9]{6})(?: ([^ ]{1,20}))?")

__all__ = ["FIELDS", "BadCorrection", "Correction", "NoSuchCorrection", "correct", "listing", "withdraw"]


class BadCorrection(BrokenPromise):
    """The field cannot be corrected, its value is not one, or nothing says how it is known."""


class NoSuchCorrection(NotFound):
    """There is no correction of that number that stands."""


@dataclass(frozen=True)
class Correction:
    """One correction; what is right is shown on the person's history alone."""

    number: int
    person_id: str
    field: str
    evidence: str
    by: str
    decided_on: date
    withdrawn_on: date | None


def listing(asker: Asker, platform: Platform) -> list[Correction]:
    """Every correction in the order they were decided."""
    require(asker, Permission.CORRECT_VALUE, platform)
    notes.write(asker, platform, "corrections_listed")
    return [
        Correction(int(row.pk), row.person_id, row.field, row.evidence, row.by, row.decided_on, row.withdrawn_on)
        for row in queries.corrections()
    ]


def correct(asker: Asker, platform: Platform, person_id: str, *, field: str, value: str, evidence: str) -> int:
    """The number of the correction; from the next build on it is what the register believes.

    Raises:
        BadCorrection: the field, the value or the evidence is not one.
        NoSuchKey: nobody has or ever had that key.
    """
    require(asker, Permission.CORRECT_VALUE, platform, about=person_id)
    if field not in _RIGHT:
        raise BadCorrection(
            say("This field cannot be corrected."), cure=say("Choose one of: {known}.", known=", ".join(_RIGHT))
        )
    is_right, how = _RIGHT[field]
    value = _as_kept(field, value.strip())
    if not value or len(value) > LONGEST or not is_right(value, platform.day):
        raise BadCorrection(say("This is no value of that field."), where=field, cure=how)
    if not evidence.strip():
        raise BadCorrection(
            say("A correction needs evidence."), where=field, cure=say("Name the paper you saw, and its number.")
        )
    key = known_by(platform, person_id)
    return rights.correct(
        key, field, value, evidence=evidence.strip(), by=asker, at=platform.clock.now(), day=platform.day
    )


def withdraw(asker: Asker, platform: Platform, number: int) -> None:
    """From the next build on the deliveries' word counts again.

    Raises:
        NoSuchCorrection: none of that number stands.
    """
    require(asker, Permission.CORRECT_VALUE, platform)
    if not rights.withdraw_correction(number, by=asker, at=platform.clock.now(), day=platform.day):
        raise NoSuchCorrection(
            say("There is no correction of that number that stands."), cure=say("`saphan correction list` shows them.")
        )


def _as_kept(field: str, value: str) -> str:
    """A day of either era as the register keeps days; anything else, and what is no whole day, as it was written."""
    read = read_day(value) if field in ("birth_date", "death_date") else None
    return read.value.isoformat() if read is not None and read.value is not None and read.precision == "day" else value


def _is_number(value: str, _day: date) -> bool:
    if not NUMBER.fullmatch(value):
        return False
    weighed = sum(int(digit) * weight for digit, weight in zip(value, range(13, 1, -1), strict=False))
    return (11 - weighed % 11) % 10 == int(value[12])


def _is_day(value: str, today: date) -> bool:
    try:
        found = date.fromisoformat(value)
    except ValueError:
        return False
    return OLDEST <= found <= today


def _is_residence(value: str, _day: date) -> bool:
    found = RESIDENCE.fullmatch(value)
    return found is not None and _places.is_subdistrict(found.group(1))


_A_WORD = say("Write it as the paper does.")
_RIGHT: Mapping[str, tuple[Callable[[str, date], bool], Words]] = {
    "citizen_id": (_is_number, say("Write 13 digits; the last one is the check digit.")),
    "title": (lambda value, _: "|" not in value, _A_WORD),
    "given_name": (lambda value, _: "|" not in value, _A_WORD),
    "family_name": (lambda value, _: "|" not in value, _A_WORD),
    "sex": (lambda value, _: value in ("m", "f"), say("Write m or f.")),
    "birth_date": (_is_day, say("Write the whole day, as 9/3/2501 or 1958-03-09.")),
    "residence": (_is_residence, say("Write the subdistrict's code of 6 digits, a space, and the house number.")),
    "phone": (lambda value, _: PHONE.fullmatch(value) is not None, say("Write 9 or 10 digits.")),
    "death_date": (
        lambda value, day: value == "none" or _is_day(value, day),
        say("Write the whole day, as 9/3/2567 or 2024-03-09, or `none` where she lives."),
    ),
}
FIELDS = tuple(_RIGHT)  # what can be put right
