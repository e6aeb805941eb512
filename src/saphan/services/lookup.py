"""Find one person by what is known of her: a number, a name, a birth date, a place, each of which may be misspelled."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta

from saphan.access.actor import Asker
from saphan.access.disclosed import lookup_shows
from saphan.access.permissions import Permission
from saphan.access.purposes import STANDING
from saphan.desk import queries
from saphan.errors import BrokenPromise, Unavailable
from saphan.linkage.sounds import sound_of
from saphan.registry.lookup import MOST, Hit, Index, Limits, find, open_fields
from saphan.services import _places, notes, reading
from saphan.services._sought import read_sought
from saphan.services._standing import standing
from saphan.services.gate import require
from saphan.services.platform import Platform
from saphan.words import say

EVENT = "person_sought"
WORK = {"social_worker": "casework", "operator": "link_records", "dpo": "oversight"}
HOUR = timedelta(hours=1)
_NEARLY = 0.999  # of a name: below it some letter differs
_EPOCH = date(1970, 1, 1).toordinal()
_FEW_DIGITS = 4  # of a number: enough to compare with a card, too few to be one


class NothingAsked(BrokenPromise):
    """Nothing that could be searched for was given."""


class TooManyLookups(Unavailable):
    """More people were looked up within an hour than the operator allows."""


@dataclass(frozen=True)
class Sought:
    """What is known of the one who is sought, as it was typed. It is kept nowhere."""

    number: str = ""
    given_name: str = ""  # or the whole name
    family_name: str = ""
    birth: str = ""  # any era; a year alone will do
    place: str = ""  # a province, district or subdistrict, by name or code


@dataclass(frozen=True)
class Found:
    """One person who may be meant; what the asker's role does not show is None or empty."""

    person_id: str
    name: str
    birth_date: date | None
    birth_precision: str | None
    number_end: str
    house_number: str
    place_th: str
    place_en: str
    members: int | None  # of her household, herself among them
    number: str  # same, slip or empty: how the number that was asked agrees
    name_is: str  # same, near or empty
    birth: str  # same, near or empty
    in_place: bool


@dataclass(frozen=True)
class FoundPage:
    """Who may be meant, the likeliest first."""

    found: tuple[Found, ...]
    is_cut: bool  # there may be more: twenty are shown
    unclear: tuple[str, ...]  # parts of the question that could not be read: number, name, birth, place
    release_id: str


def search(asker: Asker, platform: Platform, sought: Sought) -> FoundPage:
    """At most twenty people of the asker's areas; one journal entry that names them, and never what was typed.

    Raises:
        NothingAsked: no number, name or birth date could be read.
        TooManyLookups: the asker looked up as many as an hour allows.
    """
    at = standing(platform)
    require(asker, _permission(asker), platform, at=at)
    before = _so_far(asker, platform)
    read = read_sought(
        number=sought.number, given=sought.given_name, family=sought.family_name, birth=sought.birth, place=sought.place
    )
    question = read.question
    if not (question.number or question.given or question.family or question.birth):
        raise NothingAsked(
            say("Nothing to look for could be read."),
            where=", ".join(read.unclear),
            cure=say("Give a citizen number of 13 digits, a name, or a birth date; a place alone is too wide."),
        )
    now = reading.open_current(platform)
    index = reading.index_of(platform, now)
    limits = Limits(asker.areas, reading.withheld(platform, now, _purpose(asker), asker.party, at=at))
    hits = find(index, question, sound_of, limits)
    shows = lookup_shows(asker.roles)
    found = tuple(_found(index, hit, limits, shows) for hit in hits)
    often = {"often": before + 1} if before + 1 > platform.project.settings.lookups_per_hour // 2 else {}
    # written before anything is shown; of the words that were typed only their kinds
    notes.write(
        asker, platform, EVENT, persons=[each.person_id for each in found],
        asked=" ".join(read.asked), found=len(found), release=now.release.release_id, **often,
    )  # fmt: skip
    return FoundPage(found, len(found) == MOST, read.unclear, now.release.release_id)


def open_form(asker: Asker, platform: Platform) -> None:
    """Nothing, when the asker may look people up at all: nobody is shown yet."""
    require(asker, _permission(asker), platform)


def for_ones_work(asker: Asker) -> Asker:
    """The asker with the purpose for which her role looks people up: casework, else linking, else oversight."""
    purposes = (purpose for role, purpose in WORK.items() if role in asker.roles)
    return replace(asker, purpose=next(purposes, asker.purpose))


def _so_far(asker: Asker, platform: Platform) -> int:
    """How many look-ups the asker made within the hour."""
    allowed = platform.project.settings.lookups_per_hour
    made = queries.events_since(asker.person, EVENT, platform.clock.now() - HOUR)
    if made < allowed:
        return made
    notes.write(asker, platform, "refused", permission=_permission(asker), reason=TooManyLookups.__name__)
    raise TooManyLookups(
        say("You have looked up {count} times within the hour, which is as often as one may.", count=made),
        cure=say("Please wait a little. If your work needs more, ask the operator to allow it."),
    )


def _permission(asker: Asker) -> Permission:
    # oversight needs no agreement, so that naming it must not open what casework may not: it is the officer's alone
    return Permission.FIND_TO_ANSWER if asker.purpose in STANDING else Permission.FIND_PERSON


def _purpose(asker: Asker) -> str:
    # oversight rests on no agreement: it sees what any purpose opens
    return "" if asker.purpose in STANDING else asker.purpose


def _found(index: Index, hit: Hit, limits: Limits, shows: frozenset[str]) -> Found:
    row = hit.row
    fields = open_fields(str(index.known_from_words[int(index.known_from[row])]), limits.withheld)
    area = _word(index, "area", row) if "residence" in fields and "residence" in shows else ""
    day = int(index.birth[row])
    has_day = "birth_date" in fields and "birth_date" in shows and index.birth_precision[row] >= 0
    place_th, place_en = _places.address(
        area if len(area) == 6 else None, area[:4] if len(area) > 2 else None, area[:2]
    )
    number = int(index.number[row])
    return Found(
        person_id=index.person[row].as_py().decode(),
        name=_name(index, row, fields) if "name" in shows else "",
        birth_date=date.fromordinal(_EPOCH + day) if has_day else None,
        birth_precision=_word(index, "birth_precision", row) if has_day else None,
        number_end=f"{number:013d}"[-_FEW_DIGITS:]
        if number >= 0 and "citizen_id" in fields and "number_end" in shows
        else "",
        house_number=_word(index, "house_number", row) if "residence" in fields and "house_number" in shows else "",
        place_th=place_th if area else "",
        place_en=place_en if area else "",
        members=len(index.household_of(row)) if "household_key" in fields and "household" in shows else None,
        number=hit.number,
        name_is="same" if hit.name >= _NEARLY else "near" if hit.name else "",
        birth=hit.birth,
        in_place=hit.in_place,
    )


def _name(index: Index, row: int, fields: frozenset[str]) -> str:
    return _places.full_name(
        {
            "title": _word(index, "title", row) if "title" in fields else "",
            "given_name": index.name(int(index.given[row])) if "given_name" in fields else "",
            "family_name": index.name(int(index.family[row])) if "family_name" in fields else "",
        }
    )


def _word(index: Index, column: str, row: int) -> str:
    code = int(getattr(index, column)[row])
    return str(getattr(index, f"{column}_words")[code]) if code >= 0 else ""
