"""What does one share's part of every agency's delivery look like, month by month?"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import NamedTuple

import pyarrow as pa
import pyarrow.parquet as pq

from saphan.synth import owed as owing
from saphan.synth import planted, truth
from saphan.synth.agencies import (
    basic_needs_survey,
    child_support_grant,
    civil_registration,
    disability_cards,
    msdhs_cases,
    old_age_allowance,
    school_enrolment,
    state_welfare_card,
)
from saphan.synth.life import live_a_month
from saphan.synth.listing import Listing
from saphan.synth.picture import Picture
from saphan.synth.places import places
from saphan.synth.population import draw_people
from saphan.synth.shares import Share


@dataclass(frozen=True, kw_only=True)
class Agency:
    """One agency's file: how it is named and who writes it."""

    stem: str
    suffix: str
    rows: Callable[[Picture], Listing]
    write: Callable[..., None]
    total: Callable[[Listing], int] | None = None  # of a part of a text file that ends in the sum of all parts
    write_total: Callable[[Path, int], None] | None = None
    is_monthly: bool = False  # its file is named for the month even when only one is made

    @property
    def is_workbook(self) -> bool:
        """Written whole for each share; all others are parts of one text file."""
        return self.suffix == "xlsx"


AGENCIES = (
    Agency(stem="civil_registration", suffix="csv", rows=civil_registration.rows, write=civil_registration.write),
    Agency(stem="basic_needs", suffix="xlsx", rows=basic_needs_survey.rows, write=basic_needs_survey.write),
    Agency(
        stem="old_age",
        suffix="csv",
        rows=old_age_allowance.rows,
        write=old_age_allowance.write,
        total=old_age_allowance.total,
        write_total=old_age_allowance.write_total,
        is_monthly=True,
    ),
    Agency(stem="disability_cards", suffix="txt", rows=disability_cards.rows, write=disability_cards.write),
    Agency(stem="state_welfare_card", suffix="csv", rows=state_welfare_card.rows, write=state_welfare_card.write),
    Agency(stem="child_grant", suffix="xlsx", rows=child_support_grant.rows, write=child_support_grant.write),
    Agency(stem="school", suffix="xlsx", rows=school_enrolment.rows, write=school_enrolment.write),
    Agency(stem="msdhs_cases", suffix="csv", rows=msdhs_cases.rows, write=msdhs_cases.write, is_monthly=True),
)
TRUTHS = ("people", "records", "owed", "facts", "events")


class Task(NamedTuple):
    """One share's work."""

    share: Share
    provinces: tuple[str, ...]
    days: tuple[date, ...]  # of each month's picture
    is_only: bool  # no other share: workbooks need no part number
    pieces: Path  # where parts are laid, to be joined


class Part(NamedTuple):
    """A part of a delivery."""

    file: str
    path: Path
    rows: int
    stem: str
    dataset: str
    total: int | None  # what the file's total row must add up; nothing where there is none


def file_name(agency: Agency, task: Task, day: date) -> str:
    """`old_age_2569_11.csv`; of workbooks one for each share: `school_2569_57_1.xlsx`."""
    year = day.year + 543
    month = f"_{day.month:02d}" if agency.is_monthly or len(task.days) > 1 else ""
    share = "" if task.is_only or not agency.is_workbook else f"_{task.share.province}_{task.share.place + 1}"
    return f"{agency.stem}_{year}{month}{share}.{agency.suffix}"


def close_file(parts: Sequence[Part], path: Path) -> bool:
    """Whether the whole file, joined of its parts, ends in a total; the row is written."""
    agency = next(agency for agency in AGENCIES if agency.stem == parts[0].stem)
    if agency.write_total is None:
        return False
    agency.write_total(path, sum(part.total or 0 for part in parts))
    return True


def write_share(task: Task) -> list[Part]:
    """Every agency's part for every month, and the share's part of the truth, laid in the task's own directory."""
    home = task.pieces / f"{task.share.number:06d}"
    home.mkdir(parents=True)
    people = draw_people(task.share, places(*task.provinces))
    parts: list[Part] = []
    told: dict[str, list[pa.Table]] = {name: [] for name in TRUTHS}
    for month, day in enumerate(task.days):
        if month:
            people, events = live_a_month(people, share=task.share, until=day)
            told["events"].append(truth.events(events, day))
        pension, grant = (
            owing.old_age(people, seed=task.share.seed),
            owing.child_grant(people, seed=task.share.seed),
        )
        picture = Picture(
            people=people,
            pension=pension,
            grant=grant,
            seed=task.share.seed,
            share=task.share.number,
            month=month,
        )
        for agency in AGENCIES:
            listed, file = agency.rows(picture), file_name(agency, task, day)
            agency.write(listed, home / file, first=task.share.number == 0)
            total = agency.total(listed) if agency.total else None
            parts.append(Part(file, home / file, len(listed), agency.stem, listed.dataset, total))
            told["records"].append(truth.records(file, listed, people))
        told["owed"] += [truth.owed(people, one) for one in (pension, grant)]
        told["facts"].append(planted.table(people, (pension, grant)))
    told["people"].append(truth.people(people))
    if not told["events"]:
        told["events"].append(truth.NO_EVENTS)
    for name, tables in told.items():
        pq.write_table(pa.concat_tables(tables), home / f"truth-{name}.parquet")
    return parts
