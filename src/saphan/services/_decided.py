"""What a build takes in besides deliveries: what people decided, and what the release before remembers."""

from __future__ import annotations

import hashlib
from datetime import date

from saphan import linkage, registry
from saphan.desk import queries
from saphan.errors import BrokenPromise
from saphan.services.platform import Platform, objections_key
from saphan.store import Draft, Engine, Relation, Release, empty, from_rows
from saphan.tables import (
    AWAY,
    CORRECTIONS,
    DWELLINGS,
    IDENTITY,
    OBJECTION_MARKS,
    OBJECTIONS,
    OUTCOMES,
    PERSON_KEYS,
    RECORDS,
    REVIEWED,
    VERDICTS,
    Table,
)
from saphan.words import say


class AnotherObjectionsKey(BrokenPromise):
    """The key that made the marks of those who objected is gone: their new records would not be known."""


def memory(draft: Draft, engine: Engine, *, as_of: date) -> registry.Memory:
    """What the release the draft is made upon leaves to it; empty before the first."""
    before = draft.before
    if before is None:
        return registry.remembered(empty(IDENTITY, engine), since=as_of)
    return registry.remembered(
        before.relation(IDENTITY, engine),
        person_keys=_kept(before, PERSON_KEYS, engine),
        away=_kept(before, AWAY, engine),
        records=before.relation(RECORDS, engine),
        dwellings=_kept(before, DWELLINGS, engine),
        since=date.fromisoformat(str(before.manifest["as_of"])),
    )


def verdicts(engine: Engine) -> Relation:
    """What reviewers decided about pairs."""
    return from_rows(queries.latest_verdicts(), returns=VERDICTS, engine=engine)


def reviewed(engine: Engine) -> Relation:
    """The review sample as far as it was judged."""
    return from_rows(queries.judged_pairs(linkage.LAYOUT), returns=REVIEWED, engine=engine)


def outcomes(engine: Engine) -> Relation:
    """What workers recorded about gaps."""
    rows = [(row.person_id, row.benefit, row.outcome, row.recorded_on) for row in queries.latest_outcomes()]
    return from_rows(rows, returns=OUTCOMES, engine=engine)


def objections(engine: Engine) -> Relation:
    """Who objected."""
    rows = [(row.person_id,) for row in queries.objections(state="accepted")]
    return from_rows(rows, returns=OBJECTIONS, engine=engine)


def objected_by(platform: Platform, engine: Engine) -> registry.Marked:
    """By what their new records are known.

    Raises:
        AnotherObjectionsKey: the key that made the marks is not the one that is here; nothing is built.
    """
    accepted = queries.objections(state="accepted")
    if {row.marked_with for row in accepted} - {which_key(platform)}:
        raise AnotherObjectionsKey(
            say("The key by which those who objected are kept out is not the one their objections were taken with."),
            where="keys/objections.key",
            cure=say("Put back `keys/objections.key` from the backup, then build again."),
        )
    rows = sorted({(mark, row.person_id) for row in accepted for mark in row.marks})
    return registry.Marked(from_rows(rows, returns=OBJECTION_MARKS, engine=engine), objections_key(platform.project))


def corrections(engine: Engine) -> Relation:
    """What was put right: the latest that stands, of each person and field."""
    rows = [
        (correction_id(row.pk), row.person_id, row.field, row.value, row.decided_on)
        for row in queries.latest_corrections()
    ]
    return from_rows(rows, returns=CORRECTIONS, engine=engine)


def correction_id(number: int) -> str:
    """How provenance names a correction."""
    return f"correction:{number}"


def which_key(platform: Platform) -> str:
    """A sign of the key of marks, which does not give it away."""
    return hashlib.sha256(f"which {objections_key(platform.project)}".encode()).hexdigest()[:16]


def _kept(release: Release, table: Table, engine: Engine) -> Relation | None:
    """That table of the release; None of one made before there was such a table."""
    return release.relation(table, engine) if table.name in release.manifest["tables"] else None
