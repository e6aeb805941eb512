"""Linking what changed finds the pairs and clusters of linking everybody, after any changes one after another."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import HealthCheck, Phase, event, given, settings
from hypothesis import strategies as st

from saphan import linkage
from saphan.linkage.keeping import Kept
from saphan.linkage.linking import clusters_of, pairs_of
from saphan.linkage.relinking import NotIncremental, kept_of, laid_open, relink
from saphan.linkage.storing import FILES, read_kept, write_kept
from saphan.store import Engine, Relation, empty, from_rows
from saphan.tables import CLEAN_SOURCES, RECORDS, VERDICTS

# a world has hundreds of drawn values: shrinking one takes minutes, and the example is read as it stands
NO_SHRINKING = (Phase.explicit, Phase.reuse, Phase.generate)
Record = Mapping[str, Any]
POLICY = replace(linkage.default_policy(), largest_block=3)
SLOW = settings(
    max_examples=40, deadline=None, phases=NO_SHRINKING, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
IDS = [f"{place:02}{letter}" for place in range(8) for letter in "ba"]


def few(*values: str) -> st.SearchStrategy[str | None]:
    return st.sampled_from((None, *values))


NAMES = few("สมชาย", "สมชัย", "ณรงค์", "นรงค์", "ใจดี", "Smith", "smith")
RECORD = st.fixed_dictionaries(
    {
        "dataset": st.sampled_from(("civil", "health", "welfare")),
        "citizen_id": few("3560100000126", "3570100000126", "3560100000216", "1101700203451"),
        "citizen_id_valid": st.booleans(),
        "other_number": few("AB12", "ab12"),
        "given_name": NAMES,
        "family_name": NAMES,
        "sex": few("m", "f"),
        "birth_date": st.sampled_from((None, date(1950, 5, 6), date(1950, 6, 5), date(1951, 1, 1))),
        "birth_precision": st.sampled_from(("day", "year")),
        "house_number": few("1", "2"),
        "locality": few("dapto", "Dapto"),
        "postcode": few("4223"),
        "subdistrict_code": few("560101", "560102"),
        "phone": few("081"),
        "household_key": few("h1"),
    }
)
RECORD_SETS = st.dictionaries(st.sampled_from(IDS), RECORD, max_size=12)
VERDICT_SETS = st.dictionaries(
    st.tuples(st.sampled_from(IDS), st.sampled_from(IDS)).filter(lambda pair: pair[0] < pair[1]),
    st.sampled_from(("same", "different")),
    max_size=4,
)
CHANGES = st.lists(
    st.tuples(
        st.dictionaries(st.sampled_from(IDS), RECORD, max_size=4),
        st.sets(st.sampled_from(IDS), max_size=3),
        VERDICT_SETS,
    ),
    max_size=4,
)


def records(rows: Mapping[str, Record], engine: Engine) -> Relation:
    full = [{**row, "record_id": name} for name, row in rows.items()]
    return from_rows([[row.get(name) for name in RECORDS.names] for row in full], returns=RECORDS, engine=engine)


def said(verdicts: Mapping[tuple[str, str], str], engine: Engine) -> Relation:
    return from_rows([(*pair, verdict) for pair, verdict in verdicts.items()], returns=VERDICTS, engine=engine)


def through_files(kept: Kept) -> Kept:
    """The same, written and read again; the files stay open after they are gone."""
    with TemporaryDirectory() as place:
        write_kept(kept, Path(place))
        read = read_kept({name: Path(place) / name for name in FILES})
    assert read is not None
    assert read.frozen.version == kept.frozen.version
    return read


def found(kept: Kept, engine: Engine) -> tuple[list[Any], list[Any]]:
    ids, decided, first = laid_open(kept)
    return pairs_of(ids, decided, engine).rows(), clusters_of(ids, first, engine).rows()


def changed(before: list[Any], now: list[Any], replaced: set[str]) -> set[str]:
    """Whose cluster holds other records than before, told from the clusters; a replaced record is another one."""

    def together(rows: list[Any], mark: str) -> dict[str, frozenset[str]]:
        members: dict[int, set[str]] = {}
        for record, cluster in rows:
            members.setdefault(cluster, set()).add(record + mark * (record in replaced))
        return {record: frozenset(members[cluster]) for record, cluster in rows}

    then, since = together(before, " before"), together(now, " now")
    return {record for record in since if then.get(record) != since[record]}


@given(rows=RECORD_SETS, changes=CHANGES, clean=st.sets(st.sampled_from(("civil", "health"))))
@SLOW
def test_linking_what_changed_is_linking_everybody(
    engine: Engine, rows: dict[str, Record], changes: list[Any], clean: set[str]
) -> None:
    sources = from_rows([(name,) for name in sorted(clean)], returns=CLEAN_SOURCES, engine=engine)
    none = empty(VERDICTS, engine)
    first = linkage.link(records(rows, engine), none, sources, POLICY)
    kept = through_files(kept_of(first, none, sources))
    for added, withdrawn, verdicts in changes:
        before = found(kept, engine)[1]
        rows = {name: row for name, row in rows.items() if name not in withdrawn} | added
        whole = linkage.link(records(rows, engine), said(verdicts, engine), sources, POLICY, frozen=first.frozen)
        gone = pa.array(sorted(withdrawn), pa.string())
        try:
            relinked = relink(kept, records(added, engine), gone, said(verdicts, engine), sources)
        except NotIncremental:
            event("a guard was passed")
            kept = kept_of(whole, said(verdicts, engine), sources)
            continue
        kept = through_files(relinked.kept)
        assert found(kept, engine) == (whole.pairs().rows(), whole.clusters().rows())
        moved = kept.ids_of(relinked.moved).to_pylist()
        assert sorted(moved) == sorted(changed(before, found(kept, engine)[1], set(added)))
        event("incremental")


def test_a_source_that_newly_holds_nobody_twice_is_not_linked_by_what_changed(engine: Engine) -> None:
    none, sources = empty(VERDICTS, engine), empty(CLEAN_SOURCES, engine)
    kept = kept_of(linkage.link(records({}, engine), none, sources, POLICY), none, sources)
    with pytest.raises(NotIncremental):
        relink(kept, records({}, engine), pa.array([], pa.string()), none,
               from_rows([("civil",)], returns=CLEAN_SOURCES, engine=engine))  # fmt: skip
