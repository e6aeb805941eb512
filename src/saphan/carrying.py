"""READ AFTER pipeline.py: what of the register must be reckoned anew where only some records changed?

The register says of each person what her own records say, so it is reckoned anew for those whose records came, went,
changed or are others' now, by the same steps that reckon it for everybody; of all others it says what it said. What is
other than before is laid as one more layer over the tables of the release before.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from concurrent.futures import Executor, Future
from dataclasses import dataclass, field, replace
from datetime import date

import pyarrow as pa
from sqlglot import exp

from saphan import linkage, registry
from saphan.contracts.model import Contract
from saphan.registry import PERSON_IDS, RECORD_IDS
from saphan.store import Layer, Relation, from_arrow, open_layers, select, view, written_aside
from saphan.tables import (
    IDENTIFIERS,
    IDENTITY,
    MEMBERSHIPS,
    PAIRS,
    PERSON_FACTS,
    PERSON_KEYS,
    PERSONS,
    PROVENANCE,
    RESIDENCES,
    Table,
    Zone,
)
from saphan.tables.shape import text

CARRIED = (PAIRS, IDENTITY, PROVENANCE, PERSONS, IDENTIFIERS, PERSON_FACTS, MEMBERSHIPS, RESIDENCES, PERSON_KEYS)
FEWEST = 50_000  # rows; a smaller table is written whole
MOST_LAYERS = 12  # beyond them a table is written whole: reading looks through all of them
MOST_TOUCHED = 0.3  # of the records; beyond it everybody is reckoned anew, which costs no more
DELIVERY_IDS = Table(
    name="delivery_ids",
    doc="One row: a delivery.",
    zone=Zone.WITHIN_BUILD,
    key=("delivery_id",),
    columns=(text("delivery_id", "the delivery"),),
)


@dataclass(frozen=True)
class Former:
    """The release before, where its register was made by the same code, policies and order of trust."""

    layers: Mapping[str, Sequence[Layer]]  # of the tables of CARRIED
    tables: Mapping[str, Relation]
    names: Mapping[str, str]  # by delivery, the name of what it says
    kept_out: int  # records that objections kept out of it
    index: Callable[[], registry.Index | None] = lambda: None  # of its look-up

    def differing(self, names: Mapping[str, str]) -> frozenset[str]:
        """The deliveries that came, went, or say something else."""
        return frozenset(key for key in names.keys() | self.names.keys() if names.get(key) != self.names.get(key))


@dataclass(frozen=True, kw_only=True)
class Since:
    """What is other than in the release before, beside who is one person."""

    differing: frozenset[str]  # deliveries that came, went, or say something else
    corrected: Relation  # CORRECTIONS that stand
    crowded: tuple[Relation, Relation]  # CROWDED now and before: addresses that are nobody's household


@dataclass(frozen=True)
class Told:
    """What the register says of everybody, and whose word was taken for those who were reckoned anew."""

    believed: Relation  # PROVENANCE of these alone
    anew: tuple[Relation, Relation, Relation]  # their identifiers, persons and memberships
    provenance: Relation
    persons: Relation
    identifiers: Relation
    person_facts: Relation
    memberships: Relation

    @property
    def tables(self) -> tuple[Relation, ...]:
        """Those of everybody."""
        return self.provenance, self.persons, self.identifiers, self.person_facts, self.memberships


@dataclass(kw_only=True)
class Scope:
    """Whom a build reckons anew: everybody, or those whose records changed."""

    records: Relation
    facts: Relation
    clusters: Relation
    known: Relation  # IDENTITY: whose these records were
    memory: registry.Memory  # of these people
    pairs: Future[Relation]  # all of them
    doubtful: Future[Relation]  # PAIRS that may put one of these people in doubt
    crowded: Relation  # addresses that are nobody's household, of everybody
    changed: Relation | None = None  # RECORD_IDS of these people, now and before; None: everybody
    former: Former | None = None
    layers: dict[str, Sequence[Layer]] = field(default_factory=dict)

    def identity(self, found: Relation) -> Relation:
        """Everybody's identity, where that of these people was found."""
        return found if self.changed is None else self._over(found, self.changed)

    def named(self, identity: Relation, doubtful: Relation) -> Relation:
        """Whose the records are of these people, and of those whom a doubtful pair ties to them."""
        if self.changed is None:
            return identity
        sides = (renamed(doubtful, column, RECORD_IDS) for column in ("record_a", "record_b"))
        return only(identity, ids_of([self.clusters, *sides], RECORD_IDS))

    def people(self, found: Relation) -> Relation | None:
        """The keys these people have, where that is what was found, and those they had; None: everybody."""
        return None if self.changed is None else ids_of([found, self.memory.identity], PERSON_IDS)

    def person_keys(
        self, moved: Relation, found: Relation, identity: Relation, memory: registry.Memory, *, as_of: date
    ) -> Relation:
        """What became of every key; of a living person about whom nothing changed it is as it was."""
        if self.changed is None:
            return registry.person_keys(moved, identity, memory, as_of=as_of)
        asked = registry.keys_asked(ids_of([found, self.memory.identity], PERSON_IDS), memory.person_keys)
        few = replace(memory, person_keys=only(memory.person_keys, asked))
        return self._over(registry.person_keys(moved, identity, few, found=found, as_of=as_of), asked)

    def index(self) -> registry.Index | None:
        """The index of the release before, where not everybody is reckoned anew."""
        return self.former.index() if self.former else None

    def residences(
        self, keyed: Relation, people: Relation | None, housing: Future[Relation], contracts: Collection[Contract], *,
        records: Relation, identity: Relation,
    ) -> Relation:  # fmt: skip
        """Who lived where; of most people as before, where since then datasets only came once more."""
        houses, crowded = housing.result(), self.crowded
        days = registry.days_since(records, self.memory.records) if self.former and people else None
        if self.former is None or people is None or days is None:
            return registry.residences(records, identity, houses, contracts, crowded=crowded)
        found = registry.residences(self.records, keyed, houses, contracts, everything=records, crowded=crowded)
        if not days.count():
            return self.whole(found, people)
        return registry.residences_continued(found, self.former.tables[RESIDENCES.name], people, days)

    def sought(
        self, told: Told, people: Relation | None, former: Future[registry.Index | None], housing: Future[Relation]
    ) -> registry.Sought:
        """What everybody is found by; those about whom nothing changed as they were."""
        index, houses = former.result(), housing.result()
        if people is None or index is None:
            everybody = (told.identifiers, told.persons, told.memberships, told.provenance)
            return registry.Sought(registry.lookup_rows(*everybody, houses=houses))
        few = registry.lookup_rows(*told.anew, told.believed, houses=houses)
        return registry.sought_over(index, few, anew=people, memberships=told.memberships)

    def whole(self, found: Relation, people: Relation | None) -> Relation:
        """The table of everybody, where these rows were found of these people."""
        return found if people is None else self._over(found, people)

    def _over(self, rows: Relation, without: Relation) -> Relation:
        former = self.former.layers[rows.table.name] if self.former else ()
        relation, layers = laid_over(former, rows, without)
        self.layers[rows.table.name] = layers
        return relation

    def shared(self, relations: Collection[Relation]) -> Mapping[str, Sequence[Layer]]:
        """The layers of those of these tables that are worth keeping so."""
        laid = {each.table.name: self.layers.get(each.table.name, ()) for each in relations}
        return {
            each.table.name: layers
            for each in relations
            if 0 < len(layers := laid[each.table.name]) <= MOST_LAYERS and each.count() >= FEWEST
        }


def laid_over(former: Sequence[Layer], rows: Relation, without: Relation) -> tuple[Relation, Sequence[Layer]]:
    """A table of these rows, over those of the layers whose keys are not in `without`."""
    if rows.count() or without.count():
        keys = written_aside(without).rows
        former = [*former, Layer(written_aside(rows).rows, keys, without.table.names)]
    return open_layers(former, rows.table, rows.engine), former


def everybody(
    linked: linkage.Continued, records: Relation, facts: Relation, known: Relation, memory: registry.Memory,
    *, crowded: Relation,
) -> Scope:  # fmt: skip
    """All are reckoned anew."""
    pairs: Future[Relation] = Future()
    pairs.set_result(linked.found.pairs())
    return Scope(
        records=records, facts=facts, clusters=linked.found.clusters(), known=known, memory=memory, pairs=pairs,
        doubtful=pairs, crowded=crowded,
    )  # fmt: skip


def those_touched(
    linked: linkage.Continued, came: Mapping[str, Relation], known: Relation, memory: registry.Memory,
    *, former: Former, since: Since, beside: Executor,
) -> Scope | None:  # fmt: skip
    """Those whose records came, went, changed or are others' now; None where these are too many.

    Their pairs are laid over the others `beside` the rest.
    """
    other, records, facts = linked.made_other, came["records"], came["facts"]
    if other is None or (linked.changed or 0) > MOST_TOUCHED * records.count():
        return None
    layers: dict[str, Sequence[Layer]] = {}
    pairs = beside.submit(_pairs, other, former, layers)
    said = [of_deliveries(records, since.differing), *_corrected(memory, former, since.corrected)]
    # where an address became too crowded for a household, or no longer is, all who have no other are touched
    said.append(registry.crossed(records, *since.crowded))
    named = ids_of(said, RECORD_IDS).arrow().column("record_id")
    clusters = other.clusters(named)
    if clusters.count() > MOST_TOUCHED * records.count():
        return None
    gone = from_arrow(pa.table({"record_id": other.records_before()}), returns=RECORD_IDS, engine=records.engine)
    changed = ids_of([clusters, gone], RECORD_IDS)
    doubtful = beside.submit(_doubtful, other, changed)
    whose = [beside.submit(only, relation, changed) for relation in (facts, memory.identity)]
    known = only(known, changed)
    return Scope(
        records=only(records, changed), facts=whose[0].result(), clusters=clusters, known=known,
        memory=replace(memory, identity=whose[1].result()), pairs=pairs, doubtful=doubtful,
        crowded=since.crowded[0], changed=changed, former=former, layers=layers,
    )  # fmt: skip


def _pairs(other: linkage.Changed, former: Former, layers: dict[str, Sequence[Layer]]) -> Relation:
    """All pairs, of which those that changed are laid over the others."""
    pairs, layers[PAIRS.name] = laid_over(former.layers[PAIRS.name], other.pairs(), other.pairs_before())
    pairs.engine.known_count(pairs.physical, other.count_of_pairs())
    return pairs


def _doubtful(other: linkage.Changed, changed: Relation) -> Relation:
    return other.doubtful(changed.arrow()["record_id"])


def _corrected(memory: registry.Memory, former: Former, corrected: Relation) -> list[Relation]:
    """The records before of those about whom something was put right, now or then."""
    now = registry.corrections_now(corrected, memory.person_keys)
    then = registry.corrected_before(former.tables[PROVENANCE.name])
    people = ids_of([now, then], PERSON_IDS)
    return [only(memory.identity, people)] if people.count() else []


def only(relation: Relation, keys: Relation, *, column: str = "", where: str = "only") -> Relation:
    """The rows whose key is among those of `keys`, by its only column."""
    (key,) = keys.table.names[:1]
    columns = [exp.column(name, "r") for name in relation.table.names]
    same = exp.EQ(this=exp.column(key, "k"), expression=exp.column(column or key, "r"))
    among = exp.select("1").from_(exp.to_table("keys").as_("k")).where(same)
    tree = exp.select(*columns).from_(exp.to_table("rows").as_("r")).where(exp.Exists(this=among))
    return select(tree, returns=relation.table, inputs={"rows": relation, "keys": keys}, where=where)


def of_deliveries(relation: Relation, deliveries: frozenset[str]) -> Relation:
    """The records of these deliveries."""
    ids = from_arrow(pa.table({"delivery_id": sorted(deliveries)}), returns=DELIVERY_IDS, engine=relation.engine)
    return only(relation, ids)


def ids_of(relations: Sequence[Relation], table: Table) -> Relation:
    """The distinct keys that stand in the relations."""
    name = table.names[0]
    inputs = {f"part_{at}": relation for at, relation in enumerate(relations)}
    parts = [exp.select(exp.column(name, "r")).from_(exp.to_table(each).as_("r")) for each in inputs]
    tree: exp.Query = parts[0].distinct()
    for part in parts[1:]:
        tree = exp.union(tree, part, distinct=True)
    return select(tree, returns=table, inputs=inputs, where="keys")


def renamed(relation: Relation, column: str, table: Table) -> Relation:
    """One column of a relation as the key of another."""
    chosen = exp.alias_(exp.column(column, "r"), table.names[0])
    tree = exp.select(chosen).from_(exp.to_table("rows").as_("r"))
    return view(tree, returns=table, inputs={"rows": relation}, where="renamed")
