"""What was true of a person on a day, and what did we believe on a day? Both, with the source of every value."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from saphan import registry
from saphan.access.actor import Asker
from saphan.access.permissions import Permission
from saphan.access.purposes import STANDING
from saphan.desk import queries
from saphan.desk.models import Correction
from saphan.errors import NotFound
from saphan.services import notes, reading
from saphan.services._spans import FIELDS, Said, spans
from saphan.services.gate import require
from saphan.services.platform import Platform
from saphan.services.reading import Reading
from saphan.store import Release, from_rows, query
from saphan.tables import IDENTITY, RECORDS
from saphan.words import say

__all__ = ["Change", "CorrectionMade", "History", "NoBeliefThen", "NotKnownThen", "Said", "Stay", "history_of"]


SQL = Path(__file__).parent
CORRECTION = "correction"  # what provenance names where a correction is believed


class NoBeliefThen(NotFound):
    """No release had been published by that day."""


class NotKnownThen(NotFound):
    """The release believed on that day holds nobody of that key."""


@dataclass(frozen=True)
class Change:
    """What a release believes of her that the one before did not."""

    release_id: str
    published_at: datetime
    field: str
    before: str
    after: str
    dataset: str  # whose word is taken; correction: a person decided
    record_id: str


@dataclass(frozen=True)
class Stay:
    """A household of hers, from a day to a day."""

    kind: str  # registered, actual
    dataset: str
    household_id: str
    began: date
    ended: date | None
    known_by: str = "household_key"  # residence: by its address, and withheld with it


@dataclass(frozen=True)
class CorrectionMade:
    """A value that somebody put right."""

    number: int
    field: str
    value: str
    evidence: str
    by: str
    decided_on: date
    withdrawn_on: date | None


@dataclass(frozen=True)
class History:
    """One person: what is said of her by whom, what is believed of it, and how that changed."""

    person_id: str  # the key she has in that release
    release_id: str  # the belief: the release that stood on the day asked about
    values: tuple[Said, ...]  # all that is said, believed or not
    stays: tuple[Stay, ...]
    changes: tuple[Change, ...]
    corrections: tuple[CorrectionMade, ...]


def history_of(
    asker: Asker, platform: Platform, person_id: str, *, on: date | None = None, as_of: date | None = None
) -> History:
    """All that is known of that person; `on`: what was true that day; `as_of`: what we believed at the end of that day.

    Raises:
        NoBeliefThen: nothing was published by `as_of`.
        NotKnownThen: the release of that day knows nobody of that key.
        OutsideArea: she lives outside the asker's areas.
    """
    require(asker, Permission.SEE_HISTORY, platform)
    published = reading.releases_until(platform, as_of)
    if not published:
        raise NoBeliefThen(
            say("Nothing had been published by that day."), cure=say("`saphan release list` names the days.")
        )
    belief = _standing(platform, published, as_of)
    with reading.opened_once(belief) as then:
        key = _key_then(then, person_id)
        place = then.rows("place_of_person", person_id=key)
        if not place:
            raise _unknown()
        require(asker, Permission.SEE_HISTORY, platform, area=place[0]["area"], about=person_id)
        # oversight rests on no agreement: it answers with what any purpose opens (PDPA s.30)
        purpose = "" if asker.purpose in STANDING else asker.purpose
        withheld = reading.withheld(platform, then, purpose, asker.party)
        notes.write(
            asker, platform, "history_opened", persons=[person_id], release=belief.release_id,
            columns=" ".join(FIELDS), on=on or "", as_of=as_of or "",
        )  # fmt: skip
        values = _values(platform, then, key, on, withheld)
        stays = [Stay(**row) for row in then.rows("residences_of_person", person_id=key)]
    before = published[: published.index(belief) + 1]
    return History(
        person_id=key,
        release_id=belief.release_id,
        values=tuple(values),
        stays=tuple(each for each in stays if _may(each.dataset, each.known_by, withheld) and _holds(each, on)),
        changes=tuple(_changes(before, person_id, withheld)),
        corrections=tuple(_made(row) for row in queries.corrections(person_ids={person_id, key})),
    )


def _standing(platform: Platform, published: Sequence[Release], as_of: date | None) -> Release:
    """The release readers saw at the end of that day: the one that stands now, else the last that was published."""
    now = reading.release_before(platform)
    if as_of is None and now is not None:
        return next((each for each in published if each.release_id == now.release_id), published[-1])
    return published[-1]


def _key_then(then: Reading, person_id: str) -> str:
    kept = then.rows("key_of_person", person_id=person_id)
    return str(kept[0]["successor"] or person_id) if kept else person_id


def _values(platform: Platform, then: Reading, key: str, on: date | None, withheld: str) -> list[Said]:
    rows = then.rows("said_of_person", person_id=key)
    believed = {row["field"]: row for row in then.rows("believed_of_person", person_id=key)}
    records = {field: row["record_id"] for field, row in believed.items()}
    if on is not None:
        corrected_fields = {field for field, row in believed.items() if row["dataset"] == CORRECTION}
        then_believed = _believed_on(platform, then, key, on)
        records = {field: record for field, record in then_believed.items() if field not in corrected_fields}
    corrected = [
        Said(field, row["value"], row["dataset"], "", 0, row["record_id"], None, None, is_believed=True)
        for field, row in believed.items()
        if row["dataset"] == CORRECTION
    ]
    facts = then.rows("facts_of_person", person_id=key)
    found = [*spans(rows, facts, records, deliveries=_delivered(then)), *corrected]
    return [each for each in found if _may(each.dataset, each.field, withheld) and _holds(each, on)]


def _believed_on(platform: Platform, then: Reading, key: str, on: date) -> dict[str, str]:
    """The record believed for each field by what had been delivered by that day; corrections stand for all time."""
    inputs = {"records": then.relations["records"], "identity": then.relations["identity"]}
    said = query(SQL / "records_until.sql", returns=RECORDS, inputs=inputs, params={"person_id": key, "until": on})
    hers = from_rows([(row[0], key) for row in said.rows()], returns=IDENTITY, engine=then.engine)
    trust = registry.trust_order(reading.contracts(platform).values(), then.engine)
    return {field: record for _, field, record, _ in registry.choose_survivors(said, hers, trust).rows()}


def _delivered(then: Reading) -> dict[str, list[date]]:
    """The days on which each dataset came."""
    days: dict[str, list[date]] = {}
    for row in then.rows("days_of_deliveries"):
        days.setdefault(row["dataset"], []).append(row["received_on"])
    return days


def _changes(published: Iterable[Release], person_id: str, withheld: str) -> Iterator[Change]:
    """What each release believed of her that the one before did not."""
    before: dict[str, str] = {}
    for release in published:
        with reading.opened_once(release) as then:
            rows = then.rows("believed_of_person", person_id=_key_then(then, person_id))
        now = {row["field"]: row for row in rows if _may(row["dataset"], row["field"], withheld)}
        for field in sorted(before.keys() | now.keys()):
            value = str(now[field]["value"] or "") if field in now else ""
            if value != before.get(field, ""):
                row = now.get(field, {})
                yield Change(
                    release.release_id, reading.published_at(release), field, before.get(field, ""), value,
                    row.get("dataset", ""), row.get("record_id", ""),
                )  # fmt: skip
            before[field] = value


def _may(dataset: str, field: str, withheld: str) -> bool:
    return f"|{dataset}|" not in withheld and f"|{dataset}.{field}|" not in withheld


def _holds(each: Said | Stay, on: date | None) -> bool:
    if on is None:
        return True
    return (each.began is None or each.began <= on) and (each.ended is None or on < each.ended)


def _made(row: Correction) -> CorrectionMade:
    return CorrectionMade(int(row.pk), row.field, row.value, row.evidence, row.by, row.decided_on, row.withdrawn_on)


def _unknown() -> NotKnownThen:
    return NotKnownThen(
        say("The release that stood on that day holds nobody of that key."),
        cure=say("Look at the key with `saphan identity show`: she may be away, or have come later."),
    )
