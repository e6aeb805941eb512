"""One side of delta.py in a process of its own: everybody, a change, or a check that both find the same."""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.parquet as pq

from saphan import linkage, registry
from saphan.linkage.keeping import Kept
from saphan.linkage.laying import laid_open
from saphan.linkage.linking import Linked
from saphan.linkage.relinking import Relinked, kept_of, relink
from saphan.linkage.storing import BASE, CHANGES, FILES, MODEL, read_kept, write_kept
from saphan.store import Engine, Relation, empty, from_arrow
from saphan.tables import CLEAN_SOURCES, IDENTITY, RECORDS, VERDICTS

POLICY = linkage.default_policy()
NOBODY = pa.array([], pa.string())


@contextmanager
def opened(place: Path) -> Iterator[Engine]:
    """An engine that reads files there."""
    with Engine(memory_limit="4GB", threads=4, scratch=place / "scratch", may_read=[place]) as engine:
        yield engine


def relation(file: Path, engine: Engine) -> Relation:
    """The records of a file."""
    physical = engine.new_name(RECORDS)
    engine.open_parquet(physical, file)
    return Relation(RECORDS, physical, engine)


def linked(records: Relation, kept: Kept | None = None) -> Linked:
    """Everybody, trained anew or under the model that was kept."""
    engine = records.engine
    frozen = kept.frozen if kept else None
    return linkage.link(records, empty(VERDICTS, engine), empty(CLEAN_SOURCES, engine), POLICY, frozen=frozen)


def changed(kept: Kept, added: Relation, withdrawn: pa.Array = NOBODY) -> Relinked:
    """What a change makes of what was kept."""
    engine = added.engine
    return relink(kept, added, withdrawn, empty(VERDICTS, engine), empty(CLEAN_SOURCES, engine))


def keeping(found: Linked) -> Kept:
    """What is kept of it."""
    return kept_of(found, empty(VERDICTS, found.engine), empty(CLEAN_SOURCES, found.engine))


def home(file: Path) -> Path:
    """Where what was kept of a file's linkage lies."""
    return file.with_suffix(".kept")


def emptied(place: Path) -> Path:
    """The directory, without what a former run kept there."""
    place.mkdir(exist_ok=True)
    for name in FILES:
        (place / name).unlink(missing_ok=True)
    return place


def keep(file: Path) -> dict[str, object]:
    """Link a file and keep it; untimed."""
    emptied(home(file))
    with opened(file.parent) as engine:
        write_kept(keeping(linked(relation(file, engine))), home(file))
    return {}


def whole(file: Path) -> dict[str, object]:
    """Everybody, training included."""
    linkage.warm()
    out = emptied(file.parent / "delta-whole")
    began = time.perf_counter()
    with opened(file.parent) as engine:
        found = linked(relation(file, engine))
        clusters = pa.table({"record_id": found.record_ids, "cluster_id": found.cluster_ids})
        pq.write_table(clusters, out / "clusters.parquet", compression="zstd", use_dictionary=False)
        synced(out / "clusters.parquet")
        ended = time.perf_counter()
        write_kept(keeping(found), out)
    for name in FILES:
        synced(out / name)
    kept = time.perf_counter() - ended
    # kept is told apart: delta.py prints the share with it and without it
    laps = {**found.seconds, "kept for the next (not in the total)": kept}
    return {"total": ended - began, "laps": laps, "records": len(found.first), "pairs": len(found.decided.one)}


def change(old: Path, new: Path) -> dict[str, object]:
    """A change, from what was kept of the old file to what the next build finds."""
    linkage.warm()
    out = emptied(new.with_suffix(".next"))
    began = time.perf_counter()
    kept = read_kept({name: home(old) / name for name in FILES})
    if kept is None:
        raise SystemExit("kept by another version of the code")
    read = time.perf_counter()
    with opened(new.parent) as engine:
        found = changed(kept, relation(new, engine))
    made = time.perf_counter()
    now = found.kept
    for name in (MODEL, BASE):
        os.link(home(old) / name, out / name)

    def keep_changes() -> None:
        write_kept(now, out)
        synced(out / CHANGES)

    def tell_clusters() -> None:
        clusters = pa.table({
            "record_id": now.ids_of(found.moved),
            "cluster": now.ids_of(now.groups.firsts_of(found.moved).astype(np.int64)),
        })  # fmt: skip
        pq.write_table(clusters, out / "clusters.parquet", compression="zstd", use_dictionary=False)
        synced(out / "clusters.parquet")

    with ThreadPoolExecutor(2) as pool:  # as a build writes side by side what it has reckoned
        for written in [pool.submit(keep_changes), pool.submit(tell_clusters)]:
            written.result()
    ended = time.perf_counter()
    laps = {"open what was kept": read - began, **found.seconds, "write": ended - made}
    fresh = len(now) - len(kept)
    return {"total": ended - began, "laps": laps, "records": fresh, "pairs": found.compared, "moved": len(found.moved)}


def synced(path: Path) -> None:
    """The file is on the disk."""
    with path.open("rb+") as written:
        os.fsync(written.fileno())


def equal(file: Path, old: Path, new: Path) -> dict[str, object]:
    """Whether the change finds what linking everybody under the same model finds, pair by pair."""
    kept = read_kept({name: home(old) / name for name in FILES})
    if kept is None:
        raise SystemExit("kept by another version of the code")
    with opened(file.parent) as engine:
        relinked = changed(kept, relation(new, engine)).kept
        told = compared(relinked, linked(relation(file, engine), kept))
    return {"told": f"pairs and clusters equal to those of everybody under the same model: {told}"}


def compared(kept: Kept, full: Linked) -> bool:
    """Both hold the same pairs, weighed and decided alike, and the same clusters."""
    whole = laid_open(kept, full.engine)
    found = whole.decided
    one, other = (np.lexsort((each.other, each.one)) for each in (found, full.decided))
    alike = whole.record_ids.equals(full.record_ids)
    for name in ("one", "other", "patterns", "weights", "rulings"):
        alike = alike and np.array_equal(getattr(found, name)[one], getattr(full.decided, name)[other])
    rarity = [each.rarities.of(each.decided.one, each.decided.patterns) for each in (whole, full)]
    for ours, theirs in zip(*rarity, strict=True):
        alike = alike and np.array_equal(ours[one], theirs[other])
    return bool(alike and np.array_equal(whole.first, full.first))


def months(file: Path, count: int, share: float) -> dict[str, object]:
    """Months one after another: are change and everybody equal, and whose key changes?"""
    rows = pq.read_table(file)
    drawn = np.random.default_rng(7).random(len(rows))
    comes = np.maximum(0, (count + 1 - np.floor(drawn / share)).astype(int))  # 0: there from the beginning
    comes[drawn >= share * count] = 0
    leaves = np.where(np.random.default_rng(8).random(len(rows)) < share * count / 5,
                      np.random.default_rng(9).integers(1, count + 1, len(rows)), count + 1)  # fmt: skip
    leaves[leaves <= comes] = count + 1
    all_equal, renamed, parted, persons = True, 0, 0, 0
    with opened(file.parent) as engine:

        def of(wanted: npt.NDArray[np.bool_]) -> Relation:
            return from_arrow(rows.filter(pa.array(wanted)), returns=RECORDS, engine=engine)

        kept = keeping(linked(of(comes == 0)))
        identity = assigned(kept, empty(IDENTITY, engine))
        for month in range(1, count + 1):
            gone = rows["record_id"].filter(pa.array(leaves == month)).combine_chunks()
            kept = changed(kept, of(comes == month), gone).kept
            is_equal = compared(kept, linked(of((comes <= month) & (leaves > month)), kept))
            before, identity = identity, assigned(kept, identity)
            new, part, number = followed(before, identity)
            renamed, parted, persons, all_equal = renamed + new, parted + part, number, all_equal and is_equal
            print(f"month {month}: equal {is_equal}, {new} keys changed, {part} by merge or split", file=sys.stderr)
    told = f"{count} months at {len(rows):,} records: equal to everybody {all_equal}; of {persons:,} persons' keys "
    return {"told": f"{told}{renamed} changed outside merges and splits, {parted} in one"}


def assigned(kept: Kept, before: Relation) -> Relation:
    """Everybody's key."""
    return registry.assign_identity(laid_open(kept, before.engine).clusters(), before)


def followed(before: Relation, now: Relation) -> tuple[int, int, int]:
    """Keys that no longer stand, outside merges and splits and in them, and how many keys there are."""
    then, since = before.arrow(), now.arrow()
    joined = then.join(since, "record_id", right_suffix="_now", join_type="inner")
    old, new = (joined.column(name).dictionary_encode().combine_chunks() for name in ("person_id", "person_id_now"))
    both = pa.table({"old": old.cast(pa.string()), "new": new.cast(pa.string())}).group_by(["old", "new"]).aggregate([])
    leads_to = both.group_by("old").aggregate([("new", "count")])
    made_of = both.group_by("new").aggregate([("old", "count")])
    parted = set(leads_to.filter(pa.compute.greater(leads_to["new_count"], 1))["old"].to_pylist())
    merged = set(made_of.filter(pa.compute.greater(made_of["old_count"], 1))["new"].to_pylist())
    moved = both.filter(pa.compute.not_equal(both["old"], both["new"])).to_pylist()
    otherwise = sum(each["old"] not in parted and each["new"] not in merged for each in moved)
    return (
        otherwise,
        len(moved) - otherwise,
        since.column("person_id").combine_chunks().dictionary_encode().dictionary.__len__(),
    )


SIDES = {"keep": keep, "whole": whole, "change": change, "equal": equal}

if __name__ == "__main__":
    name, *rest = sys.argv[1:]
    if name == "months":
        print(json.dumps(months(Path(rest[0]), int(rest[1]), float(rest[2]))))
    else:
        print(json.dumps(SIDES[name](*map(Path, rest))))
