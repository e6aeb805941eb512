"""What may be analysed, by which project, and until when? Extracts under each project's own keys.

A project is a licence: purpose, datasets, columns and an end, signed under an agreement, suspended like any other.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import shutil
from base64 import b32encode
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from saphan.access.actor import Asker
from saphan.access.permissions import Permission
from saphan.access.standing import State, standings
from saphan.analysis.extract import DESCRIBED
from saphan.contracts.model import Agreement
from saphan.desk import queries
from saphan.errors import NotFound, Refused
from saphan.services import _grants, _groups, notes, reading
from saphan.services.gate import note_refused, require
from saphan.services.platform import Platform, forget_project_key, project_key
from saphan.store import Engine, checksum, from_arrow, read
from saphan.store.durable import admit, sync, write
from saphan.tables.extracted import EXTRACT_FACTS, EXTRACT_PERSONS
from saphan.words import say

SQL = Path(__file__).parent
QUESTIONS = {EXTRACT_PERSONS: "extract_persons.sql", EXTRACT_FACTS: "extract_facts.sql"}


class NoLicence(NotFound):
    """There is no licence of that name."""


class LicenceNotInForce(Refused):
    """The licence does not stand today, or not for this purpose."""


@dataclass(frozen=True)
class ExtractSummary:
    """One extract that lies ready."""

    project: str
    title_th: str
    title_en: str
    ends: date
    release_id: str
    rows: dict[str, int]  # by table
    path: Path


def listing(asker: Asker, platform: Platform) -> list[ExtractSummary]:
    """The extracts of licences that stand today, by project."""
    require(asker, Permission.MAKE_EXTRACT, platform)
    withdraw_ended(asker, platform)
    return [_summary(platform, path) for path in sorted(platform.project.extracts.glob(f"[!.]*/[!.]*/{DESCRIBED}"))]


def make(asker: Asker, platform: Platform, project: str) -> ExtractSummary:
    """The extract of the release that stands now for that licence, in place of its former one.

    Raises:
        NoLicence: there is no licence of that name.
        LicenceNotInForce: it does not stand today, or not for this purpose.
        NoRelease: nothing has been built yet.
    """
    require(asker, Permission.MAKE_EXTRACT, platform)
    withdraw_ended(asker, platform)
    licence = _licence(asker, platform, project)
    now = reading.open_current(platform)
    may = _grants.opened(reading.contracts(platform), [licence], asker.purpose)
    withheld = reading.withheld_from(platform, now, may)
    # written first, so that no row can leave without its entry
    notes.write(asker, platform, "extract_made", release=now.release.release_id, project=project, people="everyone")
    home = platform.project.extracts / project
    aside = home / f".making-{now.release.release_id}"
    _start(aside)
    rows = _written(platform, now, aside, withheld, project_key(platform.project, project))
    said = {
        "project": project, "title": dict(licence.title), "purpose": asker.purpose,
        "release": now.release.release_id, "as_of": now.as_of.isoformat(),
        "begins": licence.begins.isoformat(), "ends": licence.ends.isoformat(), "tables": rows,
    }  # fmt: skip
    write(aside / DESCRIBED, json.dumps(said, ensure_ascii=False, indent=2, sort_keys=True) + "\n")
    for path in (*aside.iterdir(), aside, home, home.parent):
        admit(path, _groups.analysis(platform))
    return _summary(platform, _placed(aside, home / now.release.release_id) / DESCRIBED)


def withdraw_ended(asker: Asker, platform: Platform) -> list[str]:
    """The projects whose extracts were removed since their licence does not stand; an expired one's secret goes too."""
    found = standings(reading.agreements(platform).values(), platform.day, queries.suspended())
    project = platform.project
    names = {path.name for path in project.extracts.glob("*")} | {
        path.stem for path in (project.keys / "projects").glob("*.key")
    }
    gone = []
    for name in sorted(names):
        state = found[name].state if name in found else None  # its file may be away for a while: the secret stays
        is_there = (project.extracts / name).is_dir()
        if is_there and state is not State.IN_FORCE:
            shutil.rmtree(project.extracts / name)
            notes.write(asker, platform, "extract_withdrawn", project=name)
            gone.append(name)
        if state is State.EXPIRED:
            forget_project_key(project, name)
    return gone


def _licence(asker: Asker, platform: Platform, project: str) -> Agreement:
    licence = reading.agreements(platform).get(project)
    if licence is None or licence.level != "licence" or Path(project).name != project:
        raise NoLicence(
            say("There is no licence {name}.", name=project),
            where=str(platform.project.agreements),
            cure=say("Put the signed licence in place; `saphan agreement list` names those there are."),
        )
    standing = {each.agreement_id for each in reading.agreements_in_force(platform, asker.party)}
    if project not in standing or asker.purpose not in licence.purposes:
        refused = LicenceNotInForce(
            say("The licence {name} does not stand today for this purpose.", name=project),
            where=project,
            cure=say("Ask the parties to sign or renew it, or to resume it."),
        )
        note_refused(asker, platform, refused, permission=Permission.MAKE_EXTRACT)
        raise refused
    return licence


def _start(aside: Path) -> None:
    home = aside.parent
    home.mkdir(mode=0o700, parents=True, exist_ok=True)
    for left in home.glob(".*"):  # of one that was stopped
        shutil.rmtree(left)
    aside.mkdir(mode=0o700)


def _written(
    platform: Platform, now: reading.Reading, aside: Path, withheld: str, secret: bytes
) -> dict[str, dict[str, object]]:
    settings, made = platform.project.settings, {}
    with Engine(threads=settings.threads, memory_limit=settings.memory_limit, may_read=[aside]) as engine:
        for table, question in QUESTIONS.items():
            rows = read(SQL / question, inputs=now.relations, params={"withheld": withheld})
            keyed = rows.set_column(0, "person_key", _keyed(rows.column("person_key"), secret))
            relation = from_arrow(keyed, returns=table, engine=engine)
            path = aside / f"{table.name}.parquet"
            engine.copy_out(relation, path)
            sync(path)
            made[table.name] = {"rows": rows.num_rows, "sha256": checksum(path)}
    return made


def _keyed(persons: pa.ChunkedArray, secret: bytes) -> pa.Array:
    """The project's own key for each person: whoever lacks the secret cannot tell it from chance."""
    coded = pc.dictionary_encode(persons).combine_chunks()
    keys = [_project_key_of(str(person), secret) for person in coded.dictionary.to_pylist()]
    return pc.take(pa.array(keys, pa.string()), coded.indices)


def _project_key_of(person_id: str, secret: bytes) -> str:
    digest = hmac.new(secret, person_id.encode(), hashlib.sha256).digest()
    return "A" + b32encode(digest)[:26].decode("ascii")  # 130 bits


def _placed(aside: Path, home: Path) -> Path:
    for former in home.parent.glob("[!.]*"):
        shutil.rmtree(former)
    aside.rename(home)
    sync(home.parent)
    return home


def _summary(platform: Platform, path: Path) -> ExtractSummary:
    said = json.loads(path.read_text("utf-8"))
    return ExtractSummary(
        project=said["project"],
        title_th=said["title"].get("th", said["project"]),
        title_en=said["title"].get("en", said["project"]),
        ends=date.fromisoformat(said["ends"]),
        release_id=said["release"],
        rows={name: int(each["rows"]) for name, each in said["tables"].items()},
        path=path.parent.relative_to(platform.project.root),
    )
