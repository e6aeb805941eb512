"""A table in layers holds the rows that a plain dictionary holds; what is kept is whole or is not there."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from saphan.store import (
    DamagedRelease,
    Engine,
    Keeper,
    Layer,
    drafting,
    from_rows,
    open_layers,
    open_release,
    vacuum,
    verify,
    written_aside,
)
from saphan.store.removal import sweep
from saphan.tables import IDENTITY, PROVENANCE, Table, Zone
from saphan.tables.shape import text

KEYS = Table(name="keys", doc="", zone=Zone.WITHIN_BUILD, key=("person_id",), columns=(text("person_id", ""),))
PEOPLE, FIELDS = st.sampled_from("abcde"), st.sampled_from(("sex", "phone"))
CHANGE = st.tuples(st.dictionaries(st.tuples(PEOPLE, FIELDS), st.sampled_from("123"), max_size=4), st.sets(PEOPLE))
NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)


def layer(engine: Engine, rows: dict[tuple[str, str], str], without: set[str]) -> Layer:
    said = from_rows([(*key, value, "d") for key, value in rows.items()], returns=PROVENANCE, engine=engine)
    keys = from_rows([(each,) for each in sorted(without)], returns=KEYS, engine=engine)
    return Layer(written_aside(said).rows, written_aside(keys).rows if without else None, KEYS.names if without else ())


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(CHANGE, min_size=1, max_size=5))
def test_layers_are_a_dictionary_written_to_again_and_again(
    engine: Engine, changes: list[tuple[dict[tuple[str, str], str], set[str]]]
) -> None:
    told: dict[tuple[str, str], str] = {}
    layers = []
    for rows, gone in changes:
        without = gone | {person for person, _ in rows}  # whoever is written is written whole
        told = {key: value for key, value in told.items() if key[0] not in without} | rows
        layers.append(layer(engine, rows, without))
    found = open_layers(layers, PROVENANCE, engine).rows()
    assert found == [(*key, told[key], "d") for key in sorted(told)]


def test_a_release_holds_layers_shares_them_and_finds_damage(tmp_path: Path) -> None:
    lake = tmp_path / "lake"
    with Engine(threads=1, scratch=lake / "scratch", may_read=[tmp_path]) as engine:
        first = layer(engine, {("a", "sex"): "1", ("b", "sex"): "1"}, set())
        with drafting(lake) as draft:
            draft.add_layers(PROVENANCE, [first], rows=2)
            one = draft.publish(at=NOON, made_from={})
        with drafting(lake) as draft:
            draft.add_layers(PROVENANCE, [*one.layers(PROVENANCE), layer(engine, {("a", "sex"): "2"}, {"a"})], rows=2)
            two = draft.publish(at=NOON.replace(minute=1), made_from={})
        verify(one)
        verify(two)
        assert two.relation(PROVENANCE, engine).rows() == [("a", "sex", "2", "d"), ("b", "sex", "1", "d")]
        (shared,) = (layer.rows.path for layer in one.layers(PROVENANCE))
        assert shared.stat().st_ino == two.layers(PROVENANCE)[0].rows.path.stat().st_ino
        vacuum(lake, keep=1)
        assert two.relation(PROVENANCE, engine).rows()[1] == ("b", "sex", "1", "d")
        verify(open_release(lake, two.release_id))
        keys = two.layers(PROVENANCE)[1].without
        assert keys is not None
        keys.path.write_bytes(keys.path.read_bytes()[:-1] + b"x")
        with pytest.raises(DamagedRelease):
            verify(two)
        with drafting(lake) as draft, pytest.raises(DamagedRelease):
            draft.add_layers(PROVENANCE, two.layers(PROVENANCE), rows=2)
        assert sweep(lake) == 0


@pytest.mark.parametrize("harm", ["a byte", "a part", "a file", "the mark", "half the mark"])
def test_what_is_kept_is_whole_or_is_made_again(tmp_path: Path, engine: Engine, harm: str) -> None:
    keeper = Keeper(tmp_path / "kept")
    assert keeper.found("d1-x") is None
    keeper.keep("d1-x", [from_rows([("a:1", "P1")], returns=IDENTITY, engine=engine)])
    kept = keeper.found("d1-x")
    assert kept is not None
    assert (kept["identity"].rows, open_layers([kept["identity"].layer], IDENTITY, engine).rows()) == (
        1,
        [("a:1", "P1")],
    )
    file, mark = tmp_path / "kept" / "d1-x" / "identity.parquet", tmp_path / "kept" / "d1-x" / "kept.json"
    whole = file.read_bytes()
    if harm == "a byte":
        file.write_bytes(whole[:40] + bytes([whole[40] ^ 1]) + whole[41:])
    elif harm == "a part":
        file.write_bytes(whole[: len(whole) // 2])
    elif harm == "half the mark":
        mark.write_text(mark.read_text("utf-8")[:9], "utf-8")
    else:
        (file if harm == "a file" else mark).unlink()
    assert keeper.found("d1-x") is None
    assert keeper.holds("d1-x")
    keeper.keep("d1-x", [from_rows([("a:1", "P2")], returns=IDENTITY, engine=engine)])
    again = keeper.found("d1-x")
    assert again is not None
    assert open_layers([again["identity"].layer], IDENTITY, engine).rows() == [("a:1", "P2")]


def test_only_what_was_used_is_kept(tmp_path: Path, engine: Engine) -> None:
    keeper = Keeper(tmp_path / "kept")
    for name in ("d1-x", "d1-y", "d2-x"):
        keeper.keep(name, [from_rows([("a:1", "P1")], returns=IDENTITY, engine=engine)])
    (tmp_path / "kept" / ".making-d3").mkdir()
    keeper.forget_all_but({"d1-y", "d2-x"})
    assert sorted(path.name for path in (tmp_path / "kept").iterdir()) == ["d1-y", "d2-x"]
    assert keeper.forget("d1") == 2
    assert sorted(path.name for path in (tmp_path / "kept").iterdir()) == ["d2-x"]
