"""Which records are one person, all pairs considered together?

Following links alone over-merges: A is B and B is C makes A C, whatever A and C say. So links only
mark out components, and inside each, groups grow greedily by the *sum* of the evidence between them
(correlation clustering). What holds always: a reviewer's verdict; a source that holds nobody twice gives a
group one record; no merge without a link between the two groups.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from saphan.store import Relation, from_rows
from saphan.tables import CLUSTERS

MOST_BITS = 20.0  # no pair outweighs many others, however sure it is
NEVER_COMPARED = -4.0  # bits; -2 to -6 did equally well on five million made-believe records
LARGEST_COMPONENT = 200  # beyond it the sum over all pairs costs too much, and a component is hardly one person
STRONGER = (12.0, 16.0, MOST_BITS)  # bits; the links a larger component is cut down to, until it falls apart

Pair = tuple[str, str]


@dataclass(frozen=True)
class Evidence:
    """What is known about every pair that was compared."""

    bits: Mapping[Pair, float]
    links: frozenset[Pair]
    same: frozenset[Pair]  # verdicts
    different: frozenset[Pair]
    clean_source: Mapping[str, str]  # record -> its dataset, where that dataset holds nobody twice


def cluster(records: Relation, pairs: Relation, clean_sources: Relation) -> Relation:
    """One row per record: its cluster. Clusters are numbered in the order of their smallest record id."""
    who = records.arrow().select(["record_id", "dataset"]).to_pydict()
    decided = pairs.arrow().select(["record_a", "record_b", "weight", "decision", "rule"])
    links = _keys(decided.filter(pc.equal(decided.column("decision"), "link")))
    found = components(who["record_id"], links)
    clean = set(clean_sources.arrow().column("dataset").to_pylist())
    sources = {r: d for r, d in zip(who["record_id"], who["dataset"], strict=True) if d in clean}
    evidence = _evidence(_inside(decided, found), sources)
    groups = sorted(group for component in found for group in _refined(component, evidence, STRONGER))
    rows = [(record, number) for number, group in enumerate(groups, start=1) for record in group]
    return from_rows(sorted(rows), returns=CLUSTERS, engine=records.engine)


def components(records: Iterable[str], links: Iterable[Pair]) -> list[list[str]]:
    """The connected components, each sorted, in the order of their smallest record id."""
    parent = {record: record for record in records}

    def root(record: str) -> str:
        while parent[record] != record:
            parent[record] = parent[parent[record]]
            record = parent[record]
        return record

    for one, other in links:
        low, high = sorted((root(one), root(other)))
        parent[high] = low
    members: dict[str, list[str]] = {}
    for record in sorted(parent):
        members.setdefault(root(record), []).append(record)
    return list(members.values())


def _inside(decided: pa.Table, found: Sequence[Sequence[str]]) -> pa.Table:
    """The pairs that lie within one component: most pairs do not, and are never looked at one by one."""
    records = pa.array([record for component in found for record in component], pa.string())
    component = np.repeat(np.arange(len(found)), [len(each) for each in found])
    one, other = (pc.index_in(decided.column(side), records).to_numpy() for side in ("record_a", "record_b"))
    return decided.filter(pa.array(component[one] == component[other]))


def _evidence(inside: pa.Table, sources: Mapping[str, str]) -> Evidence:
    keys = _keys(inside)
    rest = (inside.column(name).to_pylist() for name in ("weight", "decision", "rule"))
    decided = list(zip(keys, *rest, strict=True))
    return Evidence(
        bits={key: _clipped(weight, decision, rule) for key, weight, decision, rule in decided},
        links=frozenset(key for key, _, decision, _ in decided if decision == "link"),
        same=frozenset(key for key, _, decision, rule in decided if rule == "verdict" and decision == "link"),
        different=frozenset(key for key, _, decision, rule in decided if rule == "verdict" and decision == "apart"),
        clean_source=sources,
    )


def _keys(pairs: pa.Table) -> list[Pair]:
    return list(zip(pairs.column("record_a").to_pylist(), pairs.column("record_b").to_pylist(), strict=True))


def _clipped(weight: float, decision: str, rule: str) -> float:
    if rule in ("verdict", "citizen_id"):
        return MOST_BITS if decision == "link" else -MOST_BITS
    if rule == "contradiction":
        return -MOST_BITS
    return max(-MOST_BITS, min(MOST_BITS, weight))


def _refined(component: Sequence[str], evidence: Evidence, stronger: tuple[float, ...]) -> list[list[str]]:
    """The groups of one component, each sorted."""
    if len(component) == 1:
        return [list(component)]
    if len(component) > LARGEST_COMPONENT:
        return _cut_down(component, evidence, stronger)
    return _grown(component, evidence)


def _cut_down(component: Sequence[str], evidence: Evidence, stronger: tuple[float, ...]) -> list[list[str]]:
    # not linking is the safe side: what stays too large on the strongest links is held together by verdicts only
    inside = set(component)
    kept = [pair for pair in evidence.links if pair[0] in inside and pair[1] in inside]
    if not stronger:
        told = components(component, evidence.same & set(kept))
        return [group for part in told for group in _by_verdict(part, evidence)]
    strong = [pair for pair in kept if evidence.bits[pair] >= stronger[0]]
    return [group for part in components(component, strong) for group in _refined(part, evidence, stronger[1:])]


def _by_verdict(part: Sequence[str], evidence: Evidence) -> list[list[str]]:
    return sorted(_Growing(part, evidence).groups.values())


def _grown(component: Sequence[str], evidence: Evidence) -> list[list[str]]:
    growing = _Growing(component, evidence)
    while (best := growing.best()) is not None:
        growing.merge(*best)
    return sorted(growing.groups.values())


class _Growing:
    """Groups of one component while they merge, with the evidence between every two of them."""

    def __init__(self, component: Sequence[str], evidence: Evidence) -> None:
        """Single records, then what reviewers said is one person."""
        self.groups = {record: [record] for record in component}
        self.sources = {r: {evidence.clean_source[r]} if r in evidence.clean_source else set() for r in component}
        self.between: dict[Pair, float] = {}
        self.linked: set[Pair] = set()
        self.forbidden: set[Pair] = set()
        for at, one in enumerate(component):
            for other in component[at + 1 :]:
                pair = (one, other)
                self.between[pair] = evidence.bits.get(pair, NEVER_COMPARED)
                if pair in evidence.links:
                    self.linked.add(pair)
                if pair in evidence.different:
                    self.forbidden.add(pair)
        self._home = {record: record for record in component}
        for one, other in sorted(pair for pair in self.linked if pair in evidence.same):
            homes = tuple(sorted((self._home[one], self._home[other])))
            # two verdicts may contradict a third through a chain: the one that says `different` is the safe one
            if homes[0] != homes[1] and homes not in self.forbidden:
                self.merge(*homes)

    def best(self) -> Pair | None:
        """The two groups with the most evidence for being one person; None when none may or should merge."""
        allowed = [pair for pair in self.linked if self.between[pair] > 0 and self._may_merge(*pair)]
        # rounded, so that the order in which sums were added up never decides; then the smaller record ids do
        return min(allowed, key=lambda pair: (-round(self.between[pair], 6), pair), default=None)

    def merge(self, kept: str, gone: str) -> None:
        """Make two groups one; it is known by its smallest record id."""
        for record in self.groups[gone]:
            self._home[record] = kept
        self.groups[kept] = sorted(self.groups[kept] + self.groups.pop(gone))
        self.sources[kept] |= self.sources.pop(gone)
        self._drop((kept, gone))
        for third in self.groups:
            if third != kept:
                self._join((min(kept, third), max(kept, third)), (min(gone, third), max(gone, third)))

    def _may_merge(self, one: str, other: str) -> bool:
        return (one, other) not in self.forbidden and not self.sources[one] & self.sources[other]

    def _join(self, kept: Pair, gone: Pair) -> None:
        self.between[kept] += self.between[gone]
        if gone in self.linked:
            self.linked.add(kept)
        if gone in self.forbidden:
            self.forbidden.add(kept)
        self._drop(gone)

    def _drop(self, pair: Pair) -> None:
        del self.between[pair]
        self.linked.discard(pair)
        self.forbidden.discard(pair)
