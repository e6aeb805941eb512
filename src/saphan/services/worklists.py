"""Who is to be visited: the gaps in the asker's area, and what came of each."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from saphan.access.actor import Asker
from saphan.access.permissions import Permission
from saphan.desk import actions, queries
from saphan.errors import BrokenPromise, NotFound
from saphan.services import _places, notes, reading
from saphan.services.gate import require
from saphan.services.platform import Platform
from saphan.services.reading import Reading, Row
from saphan.words import say

PAGE_SIZE = 25
OUTCOMES: tuple[str, ...] = ("reached", "refused", "ineligible", "moved", "not_found")


class NoSuchTask(NotFound):
    """That person is not known to miss that benefit."""


class UnknownOutcome(BrokenPromise):
    """The outcome is not on the list."""


@dataclass(frozen=True)
class Task:
    """One person to be visited."""

    person_id: str
    name: str
    age: int | None
    place_th: str  # ต. ... อ. ...
    place_en: str
    doubt: str  # sure, probable, cannot_tell
    reason: str
    monthly_baht: Decimal | None
    outcome: str  # open, or what was recorded last
    outcome_on: date | None


@dataclass(frozen=True)
class WorklistPage:
    """One page of the list, in Thai order within the surest first."""

    tasks: tuple[Task, ...]
    total: int
    page: int
    pages: int
    release_id: str
    districts: tuple[tuple[str, str, str], ...] = ()  # code, Thai and English name: by which the list can be narrowed


@dataclass(frozen=True)
class Recorded:
    """What was written down, and when it will be in the counts: with the next build."""

    person_id: str
    benefit: str
    outcome: str
    recorded_on: date


def page(
    asker: Asker,
    platform: Platform,
    *,
    district_code: str = "",
    doubt: str = "",
    outcome: str = "open",
    number: int = 1,
) -> WorklistPage:
    """The asker's tasks; one journal entry names the stored set of persons shown."""
    require(asker, Permission.SEE_WORKLIST, platform, area=district_code or None)
    now = reading.open_current(platform)
    withheld = reading.withheld(platform, now, asker.purpose, asker.party)
    gaps = list(_gaps(asker, platform, now, {"doubt": doubt, "withheld": withheld}))
    found = [gap for gap in gaps if outcome in ("", gap[2]) and district_code in ("", gap[4])]
    pages = max(1, math.ceil(len(found) / PAGE_SIZE))
    number = min(max(number, 1), pages)
    shown = found[(number - 1) * PAGE_SIZE : number * PAGE_SIZE]
    persons = [gap[0] for gap in shown]
    notes.write(
        asker, platform, "worklist_shown", persons=persons,
        release=now.release.release_id, columns="name age place reason outcome", rows=len(shown), page=number,
    )  # fmt: skip
    details = {
        (row["person_id"], row["benefit"]): row
        for row in now.rows("worklist_tasks", persons=reading.listed(persons), withheld=withheld)
    }
    return WorklistPage(
        tasks=tuple(_task(details[person_id, benefit], said, on) for person_id, benefit, said, on, _ in shown),
        total=len(found),
        page=number,
        pages=pages,
        release_id=now.release.release_id,
        districts=tuple((code, *_places.area_names(code)) for code in sorted({gap[4] for gap in gaps if gap[4]})),
    )


def record_outcome(
    asker: Asker, platform: Platform, person_id: str, *, outcome: str, benefit: str = "old_age_allowance"
) -> Recorded:
    """The outcome of a visit, written with its journal row in one transaction.

    Raises:
        UnknownOutcome: it is not one of `OUTCOMES`.
        NoSuchTask: that person is not known to miss that benefit.
    """
    require(asker, Permission.RECORD_OUTCOME, platform)
    if outcome not in OUTCOMES:
        raise UnknownOutcome(
            say("That is not an outcome of a visit."), cure=say("Choose one of: {known}.", known=", ".join(OUTCOMES))
        )
    now = reading.open_current(platform)
    withheld = reading.withheld(platform, now, asker.purpose, asker.party)
    tasks = now.rows("worklist_tasks", persons=reading.listed([person_id]), withheld=withheld)
    task = next((row for row in tasks if (row["person_id"], row["benefit"]) == (person_id, benefit)), None)
    if task is None:
        raise NoSuchTask(
            say("Nobody with that key is on the worklist for that benefit."), cure=say("Open the worklist again.")
        )
    require(asker, Permission.RECORD_OUTCOME, platform, area=str(task["area"]), about=person_id)
    day = platform.day
    actions.record_outcome(person_id, benefit, outcome, by=asker, at=platform.clock.now(), day=day)
    return Recorded(person_id, benefit, outcome, day)


Gap = tuple[str, str, str, date | None, str | None]  # person_id, benefit, outcome and its day, district_code


def _gaps(asker: Asker, platform: Platform, now: Reading, asked: Mapping[str, str]) -> Iterator[Gap]:
    """The gaps in the asker's areas in their order, each with the latest word: also one recorded since the build."""
    said = {(each.person_id, each.benefit): each for each in queries.latest_outcomes()}
    closed = reading.benefits_withheld(platform, asker.purpose, asker.party)
    for row in now.rows("worklist_order", areas=reading.listed(sorted(asker.areas)), **asked):
        if row["benefit"] in closed:
            continue
        latest = said.get((row["person_id"], row["benefit"]))
        outcome, on = (latest.outcome, latest.recorded_on) if latest else (row["outcome"], row["outcome_on"])
        yield row["person_id"], row["benefit"], outcome, on, row["district_code"]


def _task(row: Row, outcome: str, on: date | None) -> Task:
    place_th, place_en = _places.address(row["subdistrict_code"], row["district_code"], row["province_code"])
    return Task(
        person_id=row["person_id"],
        name=_places.full_name(row),
        age=row["age"],
        place_th=place_th,
        place_en=place_en,
        doubt=row["doubt"],
        reason=row["reason"],
        monthly_baht=row["monthly_baht"],
        outcome=outcome,
        outcome_on=on,
    )
