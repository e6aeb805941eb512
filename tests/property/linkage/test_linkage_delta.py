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
from saphan.linkage.blocking import FROZEN_FACTOR
from saphan.linkage.keeping import Kept
from saphan.linkage.kernels import At
from saphan.linkage.laying import judged_kept, laid_open
from saphan.linkage.levels import FIELDS, MISSING
from saphan.linkage.linking import Whole
from saphan.linkage.relinking import NotIncremental, kept_of, relink
from saphan.linkage.storing import FILES, read_kept, write_kept
from saphan.store import Engine, Relation, empty, from_rows
from saphan.tables import CLEAN_SOURCES, RECORDS, REVIEWED, VERDICTS

# a world has hundreds of drawn values: shrinking one takes minutes, and the example is read as it stands
NO_SHRINKING = (Phase.explicit, Phase.reuse, Phase.generate)
Record = Mapping[str, Any]
POLICY = replace(linkage.default_policy(), largest_block=3)
SLOW = settings(
    max_examples=40, deadline=None, phases=NO_SHRINKING, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
SOURCES = ("civil", "health", "welfare", "month one", "month two")
IDS = [f"{place:02}{letter}" for place in range(8) for letter in "ba"]


def few(*values: str) -> st.SearchStrategy[str | None]:
    return st.sampled_from((None, *values))


NAMES = few("สมชาย", "สมชัย", "ณรงค์", "นรงค์", "ใจดี", "Smith", "smith")
RECORD = st.fixed_dictionaries(
    {
        "dataset": st.sampled_from(SOURCES),
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
PROMISES = st.sets(st.sampled_from(SOURCES))
CHANGES = st.lists(
    st.tuples(
        st.dictionaries(st.sampled_from(IDS), RECORD, max_size=4),
        st.sets(st.sampled_from(IDS), max_size=3),
        VERDICT_SETS,
        PROMISES,
        st.sampled_from((False,) * 9 + (True,)),  # whether a source may change its promise while its records stay
    ),
    max_size=4,
)
DAY = date(2026, 1, 1)
NAMED = ("given_name", "family_name")  # all that is known of reviewed pairs, so that weight alone decides on them
AGREEING = sum((of.levels[-1].code if of.name in NAMED else MISSING) << of.shift for of in FIELDS)
DIFFERING = sum((of.levels[0].code if of.name in NAMED else MISSING) << of.shift for of in FIELDS)
GONE = [(f"gone{at}", f"gone{at}x", "same" if at % 2 else "different", AGREEING if at % 2 else DIFFERING, 0.0, 0.0)
        for at in range(60)]  # fmt: skip


def records(rows: Mapping[str, Record], engine: Engine) -> Relation:
    full = [{**row, "record_id": name, "citizen_id_kind": (row.get("citizen_id") or "")[:1] or None}
            for name, row in rows.items()]  # fmt: skip
    return from_rows([[row.get(name) for name in RECORDS.names] for row in full], returns=RECORDS, engine=engine)


def clean(sources: set[str], engine: Engine) -> Relation:
    return from_rows([(name,) for name in sorted(sources)], returns=CLEAN_SOURCES, engine=engine)


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


def found(whole: Whole, rows: Relation) -> list[object]:
    """Everything that is told of a linkage, as it is written."""
    judged = whole.judged
    of_sample = None if judged is None else [of.tolist() for of in (
        judged.weights, judged.rulings, judged.same, judged.one, judged.other)]  # fmt: skip
    quality = linkage.rates(whole, rows, as_of=DAY).rows()
    return [whole.clusters().rows(), sorted(whole.pairs().rows()), of_sample, quality, whole.model.to_json()]


def changed(before: list[Any], now: list[Any], replaced: set[str]) -> set[str]:
    """Whose cluster holds other records than before, told from the clusters; a replaced record is another one."""

    def together(rows: list[Any], mark: str) -> dict[str, frozenset[str]]:
        members: dict[int, set[str]] = {}
        for record, cluster in rows:
            members.setdefault(cluster, set()).add(record + mark * (record in replaced))
        return {record: frozenset(members[cluster]) for record, cluster in rows}

    then, since = together(before, " before"), together(now, " now")
    return {record for record in since if then.get(record) != since[record]}


@given(rows=RECORD_SETS, changes=CHANGES, promises=PROMISES, sample=VERDICT_SETS, is_calibrated=st.booleans())
@SLOW
def test_linking_what_changed_is_linking_everybody(  # noqa: PLR0917 - Hypothesis draws each of them
    engine: Engine, rows: dict[str, Record], changes: list[Any], promises: set[str],
    sample: dict[tuple[str, str], str], is_calibrated: bool,
) -> None:  # fmt: skip
    judged = [(*pair, said, AGREEING, 1.5, 0.5) for pair, said in sample.items()]
    reviewed = from_rows(judged + GONE * is_calibrated, returns=REVIEWED, engine=engine)
    first = linkage.link(records(rows, engine), empty(VERDICTS, engine), clean(promises, engine), POLICY,
                         reviewed=reviewed)  # fmt: skip
    assert (first.model.calibration is not None) == is_calibrated
    kept = through_files(kept_of(first, empty(VERDICTS, engine), clean(promises, engine)))
    clusters = first.clusters().rows()
    for added, withdrawn, told, drawn, may_break in changes:
        stay = {row["dataset"] for name, row in rows.items() if name not in withdrawn and name not in added}
        before, promises = promises, drawn if may_break else (drawn - stay) | (promises & stay)
        rows = {name: row for name, row in rows.items() if name not in withdrawn} | added
        now, verdicts, sources = records(rows, engine), said(told, engine), clean(promises, engine)
        whole = linkage.link(now, verdicts, sources, POLICY, frozen=first.frozen, reviewed=reviewed)
        gone = pa.array(sorted(withdrawn), pa.string())
        try:
            relinked = relink(kept, records(added, engine), gone, verdicts, sources)
        except NotIncremental:
            event("a guard was passed")
            kept, clusters = kept_of(whole, verdicts, sources), whole.clusters().rows()
            continue
        assert not (before ^ promises) & stay
        kept = through_files(relinked.kept)
        assert found(laid_open(kept, engine, reviewed=reviewed), now) == found(whole, now)
        rated = linkage.rates_kept(kept, judged_kept(kept, reviewed, hands=2), as_of=DAY, engine=engine, hands=2)
        # a number that too many shared is nobody's, and so of no kind
        unnumbered = {
            name for name, row in zip(sorted(rows), whole.encoded.rows[:, At.CITIZEN_ID], strict=True) if row < 0
        }
        plain = {name: {**row, "citizen_id": None} if name in unnumbered else row for name, row in rows.items()}
        assert rated.rows() == linkage.rates(whole, records(plain, engine), as_of=DAY).rows()
        moved = kept.ids_of(relinked.moved).to_pylist()
        assert sorted(moved) == sorted(changed(clusters, whole.clusters().rows(), set(added)))
        clusters = whole.clusters().rows()
        event("incremental")


def test_a_source_that_newly_holds_nobody_twice_is_not_linked_by_what_changed(engine: Engine) -> None:
    none, sources, nobody = empty(VERDICTS, engine), empty(CLEAN_SOURCES, engine), pa.array([], pa.string())
    one = records({"a": {"dataset": "civil", "given_name": "ใจดี"}}, engine)
    kept = kept_of(linkage.link(one, none, sources, POLICY), none, sources)
    with pytest.raises(NotIncremental):
        relink(kept, records({}, engine), nobody, none, clean({"civil"}, engine))
    # nobody of it stays: then its promise is as good as a new one
    assert len(relink(kept, records({}, engine), pa.array(["a"]), none, clean({"civil"}, engine)).kept.clean) == 1


def test_a_new_source_that_holds_nobody_twice_is_linked_by_what_changed(engine: Engine) -> None:
    none = empty(VERDICTS, engine)
    one = {"dataset": "month one", "given_name": "ใจดี", "family_name": "สมชาย", "other_number": "AB12"}
    kept = kept_of(linkage.link(records({"a": one}, engine), none, clean({"month one"}, engine), POLICY), none,
                   clean({"month one"}, engine))  # fmt: skip
    more = records({"b": {**one, "dataset": "month two"}, "c": {**one, "dataset": "month two"}}, engine)
    promises = clean({"month one", "month two"}, engine)
    now = laid_open(relink(kept, more, pa.array([], pa.string()), none, promises).kept, engine)
    clusters = dict(now.clusters().rows())
    assert clusters["b"] != clusters["c"]


def test_a_house_of_too_many_is_noticed_though_only_the_undated_are_compared_in_it(engine: Engine) -> None:
    none, sources, nobody = empty(VERDICTS, engine), empty(CLEAN_SOURCES, engine), pa.array([], pa.string())

    def people(low: int, high: int) -> dict[str, Record]:
        house = {"dataset": "civil", "sex": "f", "house_number": "1", "subdistrict_code": "560101"}
        return {
            f"{at:02}": {**house, "birth_date": date(1950, 1 + at % 12, 1 + at), "birth_precision": "day"}
            for at in range(low, high)
        }

    kept = kept_of(linkage.link(records(people(2, 5), engine), none, sources, POLICY), none, sources)
    most = FROZEN_FACTOR * POLICY.largest_block
    few = relink(kept, records(people(5, 2 + most), engine), nobody, none, sources)
    assert len(few.kept) == most
    with pytest.raises(NotIncremental):
        relink(kept, records(people(5, 3 + most), engine), nobody, none, sources)


def test_other_reviewed_pairs_link_everybody_anew_under_the_same_weights(engine: Engine) -> None:
    none, sources, some = empty(VERDICTS, engine), empty(CLEAN_SOURCES, engine), records({}, engine)
    first = linkage.link(some, none, sources, POLICY)
    accepted = replace(first.frozen, is_accepted=True)
    before = linkage.Before(frozen=accepted, kept=kept_of(replace(first, frozen=accepted), none, sources), records=some)
    reviewed = from_rows(GONE, returns=REVIEWED, engine=engine)
    again = linkage.continue_linking(some, none, sources, POLICY, before, reviewed=reviewed)
    assert again.how == "frozen"
    assert again.recorded()["why"] == "other pairs were reviewed, so that weights mean something else"
    assert again.kept.frozen.version == first.frozen.version
    assert again.model.calibration is not None
    before = linkage.Before(frozen=again.kept.frozen, kept=again.kept, records=some)
    assert linkage.continue_linking(some, none, sources, POLICY, before, reviewed=reviewed).how == "changes"
