"""One family on one page: who lives there, what each is owed, gets, and misses, and who says so."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from saphan.access.actor import Asker
from saphan.access.decide import may_see
from saphan.access.permissions import Permission
from saphan.desk import queries
from saphan.errors import NotFound
from saphan.services import _places, notes, reading
from saphan.services._asked import Asking, asked_about
from saphan.services.gate import require
from saphan.services.platform import Platform
from saphan.services.reading import Reading, Row
from saphan.words import say

# what a page shows of a person, by the field of provenance it is known from
SHOWN_OF = {
    "residence": ("house_number", "subdistrict_code", "district_code", "province_code"),
    "birth_date": ("birth_date", "birth_precision"),
    "citizen_id": ("has_number",),
}


class NoSuchPerson(NotFound):
    """The register holds nobody with that key, or nobody who may still be shown."""


@dataclass(frozen=True)
class Help:
    """One benefit and one person."""

    benefit: str
    state: str  # receiving, missing, not_eligible, cannot_tell
    doubt: str  # of a missing one: sure, probable, cannot_tell
    reason: str
    monthly_baht: Decimal | None
    outcome: str
    outcome_on: date | None
    rule_id: str
    citation_th: str
    citation_en: str


@dataclass(frozen=True)
class Member:
    """One person of the household."""

    person_id: str
    name: str
    sex: str | None
    age: int | None
    birth_date: date | None
    birth_precision: str | None
    is_deceased: bool
    has_number: bool
    helps: tuple[Help, ...]
    sources: tuple[tuple[str, str, date], ...]  # dataset title in Thai, in English, day seen
    is_doubtful: bool


@dataclass(frozen=True)
class Family:
    """The household of one person; a person without one stands alone."""

    asked_for: str  # person_id
    household_id: str | None
    house_number: str | None
    place_th: str
    place_en: str
    members: tuple[Member, ...]  # the one asked for first
    release_id: str
    asked_about: tuple[Asking, ...] = ()  # by other agencies, about the one asked for


def open_family(asker: Asker, platform: Platform, person_id: str) -> Family:
    """The family of that person; one journal entry for each person shown, with ids and never a value.

    Raises:
        NoSuchPerson: nobody has that key.
        OutsideArea: she lives outside the asker's areas.
    """
    require(asker, Permission.OPEN_FAMILY, platform)
    now = reading.open_current(platform)
    found = now.rows("place_of_person", person_id=person_id)
    if not found:
        raise _nobody()
    require(asker, Permission.OPEN_FAMILY, platform, area=found[0]["area"], about=person_id)
    withheld = reading.withheld(platform, now, asker.purpose, asker.party)
    rows = now.rows("household_members", person_id=person_id, withheld=withheld)
    rows = [row for row in rows if row["person_id"] == person_id or may_see(asker, _area(row))]
    if not rows or rows[0]["person_id"] != person_id:
        raise _nobody()
    persons = [row["person_id"] for row in rows]
    # written before anything is shown: if it cannot be written, nothing is
    notes.write_each(
        asker, platform, "family_opened", persons=persons,
        release=now.release.release_id, columns="name birth place benefits outcome sources", opened_for=person_id,
    )  # fmt: skip
    return _family(asker, platform, now, rows, withheld)


def _family(asker: Asker, platform: Platform, now: Reading, rows: list[Row], withheld: str) -> Family:
    persons = reading.listed([row["person_id"] for row in rows])
    hidden = {
        (row["person_id"], column)
        for row in now.rows("withheld_fields", persons=persons, withheld=withheld)
        for column in SHOWN_OF.get(row["field"], (row["field"],))
    }
    hides_deaths = ".death_date|" in withheld
    rows = [
        {
            name: None if (row["person_id"], name) in hidden or (hides_deaths and name == "death_date") else value
            for name, value in row.items()
        }
        for row in rows
    ]
    helps = _helps(asker, platform, now, persons, withheld)
    sources = _sources(platform, now, persons, withheld)
    asked = rows[0]
    place_th, place_en = _places.address(asked["subdistrict_code"], asked["district_code"], asked["province_code"])
    return Family(
        asked_for=asked["person_id"],
        household_id=asked["household_id"],
        house_number=asked["house_number"],
        place_th=place_th,
        place_en=place_en,
        members=tuple(
            _member(row, now.as_of, helps.get(row["person_id"], ()), sources.get(row["person_id"], ())) for row in rows
        ),
        release_id=now.release.release_id,
        asked_about=asked_about(asked["person_id"]),
    )


def _member(row: Row, as_of: date, helps: tuple[Help, ...], sources: tuple[tuple[str, str, date], ...]) -> Member:
    return Member(
        person_id=row["person_id"],
        name=_places.full_name(row),
        sex=row["sex"],
        age=_age(row, as_of),
        birth_date=row["birth_date"],
        birth_precision=row["birth_precision"],
        is_deceased=row["death_date"] is not None and row["death_date"] <= as_of,
        has_number=row["has_number"],
        helps=helps,
        sources=sources,
        is_doubtful=row["is_doubtful"],
    )


def _helps(asker: Asker, platform: Platform, now: Reading, persons: str, withheld: str) -> dict[str, tuple[Help, ...]]:
    closed = reading.benefits_withheld(platform, asker.purpose, asker.party)
    hides_amounts = ".benefit_amount|" in withheld
    told: dict[str, tuple[Help, ...]] = {}
    for found in now.rows("helps_of_persons", persons=persons):
        row = found | {"monthly_baht": None} if hides_amounts and found["is_receiving"] else found
        told[row["person_id"]] = (*told.get(row["person_id"], ()), _help(row, is_list_closed=row["benefit"] in closed))
    return told


def _help(row: Row, *, is_list_closed: bool) -> Help:
    latest = queries.latest_outcome(row["person_id"], row["benefit"])
    pack = next((pack for pack in reading.packs() if pack.benefit == row["benefit"]), None)
    rule = pack.rule(row["rule_id"]) if pack and row["rule_id"] else None
    return Help(
        benefit=row["benefit"],
        state="cannot_tell" if is_list_closed else _state(row),
        doubt=row["doubt"] or "",
        reason=row["reason"] or "",
        monthly_baht=None if is_list_closed else row["monthly_baht"],
        outcome=latest.outcome if latest else row["outcome"] or "",
        outcome_on=latest.recorded_on if latest else row["outcome_on"],
        rule_id=row["rule_id"] or "",
        citation_th=rule.citation.get("th", "") if rule else "",
        citation_en=rule.citation.get("en", "") if rule else "",
    )


def _state(row: Row) -> str:
    if row["is_receiving"]:
        return "receiving"
    if row["is_missing"]:
        return "missing"
    return "not_eligible" if row["verdict"] == "not_eligible" else "cannot_tell"


def _sources(
    platform: Platform, now: Reading, persons: str, withheld: str
) -> dict[str, tuple[tuple[str, str, date], ...]]:
    told: dict[str, tuple[tuple[str, str, date], ...]] = {}
    for row in now.rows("sources_of_persons", persons=persons, withheld=withheld):
        title = reading.titled(platform, row["dataset"])
        named = (title.in_("th"), title.in_("en"), row["seen_on"])
        told[row["person_id"]] = (*told.get(row["person_id"], ()), named)
    return told


def _age(row: Row, as_of: date) -> int | None:
    """Completed years, by arithmetic on year, month and day; of an ambiguous year none is told."""
    born = row["birth_date"]
    if born is None or row["birth_precision"] == "year_ambiguous":
        return None
    return int(as_of.year - born.year - ((as_of.month, as_of.day) < (born.month, born.day)))


def _area(row: Row) -> str:
    return str(row["subdistrict_code"] or row["district_code"] or row["province_code"] or "")


def _nobody() -> NoSuchPerson:
    return NoSuchPerson(
        say("The register holds nobody with that key."), cure=say("Open the worklist and choose again.")
    )
