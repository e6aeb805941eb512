"""What differs between two releases: persons, tables, and what they were made from?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from saphan import registry
from saphan.access.actor import Asker
from saphan.access.permissions import Permission
from saphan.registry.changes import KINDS
from saphan.services import notes, reading
from saphan.services.gate import require
from saphan.services.platform import Platform
from saphan.store import Engine, Relation, Release, lease
from saphan.tables import IDENTITY, PAIRS
from saphan.words import Words, say

SHOWN = 50  # persons of each kind that are listed; all are counted
KIND_WORDS: Mapping[str, Words] = {
    "gained": say("New people"),
    "lost": say("People no longer there"),
    "merged": say("Several who became one"),
    "split": say("One who became several"),
    "rekeyed": say("Same records, another key"),
}
CAUSE_WORDS: Mapping[str, Words] = {
    "verdict": say("a reviewer's verdict"),
    "records_came": say("records that came"),
    "records_went": say("records that went"),
    "decided_anew": say("the same records decided anew"),
}
MAKING_WORDS: Mapping[str, Words] = {
    "inputs": say("Delivery"),
    "corrections": say("Correction"),
    "contracts": say("Contract"),
    "read_by": say("Contract that read a delivery"),
    "agreements": say("Agreement"),
    "left_out": say("Dataset left out"),
    "columns_left_out": say("Columns left out"),
    "decisions": say("Decisions taken in"),
    "policies": say("Policy"),
    "model": say("Linkage model"),
    "software": say("Version of Saphan"),
    "as_of": say("As of"),
    "calibrated": say("Calibrated"),
}
NOT_MAKING = {"release", "published_at", "content", "tables", "turns", "identity_before"}  # named by themselves
RESULTS = {"model"}  # too long to be shown: that it differs is


@dataclass(frozen=True)
class PersonChange:
    """What became of one person, the other person it concerns where there is one, and why."""

    kind: str  # gained, lost, merged, split, rekeyed
    person_id: str
    other_id: str
    cause: str  # verdict, records_came, records_went, decided_anew


@dataclass(frozen=True)
class KindCount:
    """How many persons a kind of change is about, for each cause."""

    kind: str
    persons: int
    causes: Mapping[str, int]


@dataclass(frozen=True)
class TableChange:
    """Rows of a table in both; None where one of them has no such table."""

    name: str
    before: int | None
    after: int | None
    is_same: bool  # the same bytes


@dataclass(frozen=True)
class MakingChange:
    """One thing that went into one release and not, or otherwise, into the other."""

    what: str  # inputs, corrections, contracts, agreements, policies, model, software, ...
    name: str
    before: str  # empty: not there
    after: str


@dataclass(frozen=True)
class Difference:
    """Two releases side by side."""

    earlier: str
    later: str
    persons_before: int
    persons_after: int
    kinds: tuple[KindCount, ...]
    changes: tuple[PersonChange, ...]  # the first of each kind
    tables: tuple[TableChange, ...]
    making: tuple[MakingChange, ...]


def compare(asker: Asker, platform: Platform, earlier: str = "", later: str = "") -> Difference:
    """The two releases side by side; unless named, the one that stands and the one it took its keys from.

    Raises:
        NoRelease: there is none of that name, or none before the first.
    """
    require(asker, Permission.BUILD, platform)
    later = later or reading.open_current(platform).release.release_id
    with lease(platform.project.lake, later) as second:
        earlier = earlier or str(second.release.manifest.get("identity_before") or "")
        with lease(platform.project.lake, earlier) as first:
            found = _difference(platform, first.release, second.release)
    shown = sorted({key for each in found.changes for key in (each.person_id, each.other_id) if key})
    notes.write(asker, platform, "releases_compared", persons=shown, release=later, earlier=earlier)
    return found


def _difference(platform: Platform, earlier: Release, later: Release) -> Difference:
    settings = platform.project.settings
    scratch = platform.project.lake / "scratch"
    with Engine(
        threads=settings.threads,
        memory_limit=settings.memory_limit,
        scratch=scratch,
        may_read=[earlier.root, later.root],
    ) as engine:
        rows = registry.person_changes(_known(earlier, engine), _known(later, engine)).rows()
    changes = [PersonChange(*row) for row in rows]
    return Difference(
        earlier=earlier.release_id,
        later=later.release_id,
        persons_before=earlier.manifest["tables"]["persons"]["rows"],
        persons_after=later.manifest["tables"]["persons"]["rows"],
        kinds=tuple(_counted(changes)),
        changes=tuple(each for kind in KINDS for each in [one for one in changes if one.kind == kind][:SHOWN]),
        tables=tuple(_tables(earlier.manifest["tables"], later.manifest["tables"])),
        making=tuple(_making(earlier.manifest, later.manifest)),
    )


def _known(release: Release, engine: Engine) -> registry.Known:
    opened: dict[str, Relation] = {table.name: release.relation(table, engine) for table in (IDENTITY, PAIRS)}
    return registry.Known(opened["identity"], opened["pairs"])


def _counted(changes: list[PersonChange]) -> Iterator[KindCount]:
    for kind in KINDS:
        causes = {each.person_id: each.cause for each in changes if each.kind == kind}
        yield KindCount(kind, len(causes), dict(sorted(Counter(causes.values()).items())))


def _tables(
    before: Mapping[str, Mapping[str, object]], after: Mapping[str, Mapping[str, object]]
) -> Iterator[TableChange]:
    for name in sorted(before.keys() | after.keys()):
        one, other = before.get(name, {}), after.get(name, {})
        rows = [each.get("rows") for each in (one, other)]
        counts = [each if isinstance(each, int) else None for each in rows]
        yield TableChange(name, counts[0], counts[1], one.get("sha256") == other.get("sha256"))


def _making(before: Mapping[str, object], after: Mapping[str, object]) -> Iterator[MakingChange]:
    for what in sorted((before.keys() | after.keys()) - NOT_MAKING):
        one, other = _named(before.get(what)), _named(after.get(what))
        if what in RESULTS and one != other:
            yield MakingChange(what, "", "", "")
            continue
        for name in sorted(one.keys() | other.keys()):
            if one.get(name) != other.get(name):
                yield MakingChange(what, name, one.get(name, ""), other.get(name, ""))


def _named(value: object) -> dict[str, str]:
    """A value of a manifest as names and texts: nested names are joined by a point."""
    if isinstance(value, Mapping):
        return {
            f"{name}.{below}" if below else str(name): text
            for name, inner in value.items()
            for below, text in _named(inner).items()
        }
    if isinstance(value, list):
        return {"": " ".join(str(each) for each in value)}
    return {"": "" if value is None else str(value)}
