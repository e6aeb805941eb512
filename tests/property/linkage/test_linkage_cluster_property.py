"""Clusters are what two other ways of finding them say, and keep their promises on any pairs."""

from __future__ import annotations

from itertools import combinations

import networkx as nx
import numpy as np
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from saphan import linkage
from saphan.linkage.growing import roots
from saphan.linkage.levels import Number, packed
from saphan.store import Engine, from_rows
from saphan.tables import CLEAN_SOURCES, PAIRS, RECORDS

Decided = tuple[str, str, float, str, str]
NAMES = "abcdefgh"
SLOW = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
KINDS = (
    "preset",
    "preset",
    "preset",
    "citizen_id",
    "doubtful",
    "contradiction",
    "low_weight",
    "verdict",
    "verdict_apart",
)


def has_number(name: str) -> bool:
    """Of the drawn pairs those whose first record is one of these agree on a number."""
    return name in "aceg"


def pattern(name: str) -> int:
    return packed({"citizen_id": Number.EQUAL if has_number(name) else Number.DIFFERENT})


def clusters(engine: Engine, datasets: dict[str, str], pairs: list[Decided], clean: list[str]) -> set[frozenset[str]]:
    rows = [[name, dataset, *[None] * (len(RECORDS.names) - 2)] for name, dataset in datasets.items()]
    result = linkage.cluster(
        from_rows(rows, returns=RECORDS, engine=engine),
        from_rows([(a, b, pattern(a), *rest, 0.0, 0.0) for a, b, *rest in pairs], returns=PAIRS, engine=engine),
        from_rows([(name,) for name in clean], returns=CLEAN_SOURCES, engine=engine),
    )
    groups: dict[int, set[str]] = {}
    for record, number in result.rows():
        groups.setdefault(number, set()).add(record)
    assert list(groups) == sorted(groups)
    return {frozenset(group) for group in groups.values()}


@st.composite
def drawn_pairs(draw: st.DrawFn) -> list[Decided]:
    pairs: list[Decided] = []
    for one, other in combinations(NAMES, 2):
        kind = draw(st.sampled_from((None, None, *KINDS)))
        # whole numbers of bits, so that the order of adding up cannot matter
        weight = float(draw(st.integers(-25, 25)))
        if kind == "preset":
            pairs.append((one, other, abs(weight), "link", "preset"))
        elif kind is not None:
            decision = {"citizen_id": "link", "verdict": "link", "doubtful": "review", "contradiction": "review"}
            pairs.append((one, other, weight, decision.get(kind, "apart"), kind.removesuffix("_apart")))
    return pairs


DATASETS = st.fixed_dictionaries({name: st.sampled_from(("civil", "health", "welfare")) for name in NAMES})


def bits(one: str, weight: float, decision: str, rule: str) -> float:
    if rule == "contradiction" and has_number(one):
        return -8
    if rule in ("verdict", "citizen_id", "contradiction"):
        return 20 if decision == "link" else -20
    return max(-20, min(20, weight))


def grown_plainly(datasets: dict[str, str], pairs: list[Decided], clean: list[str]) -> set[frozenset[str]]:
    """The same greedy growth, adding every sum up anew from single pairs; whole components never matter to it."""
    known = {(a, b): bits(a, *rest) for a, b, *rest in pairs}
    links = {(a, b) for a, b, _, decision, _ in pairs if decision == "link"}
    different = {(a, b) for a, b, _, decision, rule in pairs if rule == "verdict" and decision == "apart"}
    groups = [{name} for name in NAMES]

    def across(one: set[str], other: set[str]) -> list[tuple[str, str]]:
        return [(min(a, b), max(a, b)) for a in one for b in other]

    def crowd_a_source(one: set[str], other: set[str]) -> bool:
        return bool({datasets[a] for a in one} & {datasets[b] for b in other} & set(clean))

    def join(one: set[str], other: set[str]) -> None:
        groups.remove(other)
        one |= other

    for a, b in sorted((a, b) for a, b, _, decision, rule in pairs if rule == "verdict" and decision == "link"):
        one, other = (next(group for group in groups if name in group) for name in (a, b))
        if one is not other and not different & set(across(one, other)):
            join(one, other)
    while True:
        best: tuple[float, str, str] | None = None
        for one, other in combinations(sorted(groups, key=min), 2):
            pairs_across = across(one, other)
            total = sum(known.get(pair, -4) for pair in pairs_across)
            allowed = links & set(pairs_across) and not different & set(pairs_across) and not crowd_a_source(one, other)
            if allowed and total > 0:
                best = min(best or (0.0, "~", "~"), (-total, min(one), min(other)))
        if best is None:
            return {frozenset(group) for group in groups}
        join(*(next(group for group in groups if name in group) for name in best[1:]))


@given(datasets=DATASETS, pairs=drawn_pairs(), clean=st.sampled_from([[], ["civil"], ["civil", "health"]]))
@SLOW
def test_clusters_grow_as_a_plain_second_implementation_grows_them(
    engine: Engine, datasets: dict[str, str], pairs: list[Decided], clean: list[str]
) -> None:
    found = clusters(engine, datasets, pairs, clean)
    assert found == grown_plainly(datasets, pairs, clean)
    assert clusters(engine, datasets, list(reversed(pairs)), clean) == found


@given(datasets=DATASETS, groups=st.lists(st.integers(0, 3), min_size=len(NAMES), max_size=len(NAMES)))
@SLOW
def test_where_nothing_speaks_against_links_clusters_are_connected_components(
    engine: Engine, datasets: dict[str, str], groups: list[int]
) -> None:
    of = dict(zip(NAMES, groups, strict=True))
    pairs: list[Decided] = [(a, b, 15.0, "link", "preset") for a, b in combinations(NAMES, 2) if of[a] == of[b]]
    graph = nx.Graph([(a, b) for a, b, *_ in pairs])
    graph.add_nodes_from(NAMES)
    assert clusters(engine, datasets, pairs, []) == {frozenset(each) for each in nx.connected_components(graph)}


@given(
    edges=st.sets(st.tuples(st.integers(0, 30), st.integers(0, 30)).map(lambda pair: tuple(sorted(pair))), max_size=40)
)
def test_components_are_those_of_networkx(edges: set[tuple[int, int]]) -> None:
    graph = nx.Graph([(a, b) for a, b in edges if a != b])
    graph.add_nodes_from(range(31))
    ends = np.array(sorted((a, b) for a, b in edges if a != b), dtype=np.int32).reshape(-1, 2)
    found = roots(31, ends[:, 0].copy(), ends[:, 1].copy(), np.ones(len(ends), dtype=np.bool_))
    assert found.tolist() == [min(nx.node_connected_component(graph, row)) for row in range(31)]
