"""READ FIRST: the route of a record, step by step. Only this module knows the order."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from datetime import date
from functools import partial
from pathlib import Path

from saphan import carrying, disclosure, ingest, intake, linkage, measures, registry, welfare
from saphan.contracts.model import Contract
from saphan.onward import NOWHERE, Onward, in_no_layers
from saphan.store import Engine, Keeper, Layer, Relation
from saphan.tables import RECORDS
from saphan.words import Words, say

BESIDE = 4
Tell = Callable[[Words, float], None]  # what is being done, and how far the build is: 0 to 1


@dataclass(frozen=True, kw_only=True)
class Inputs:
    """Everything a build reads. A release can be made again from these, digit for digit."""

    receipts: Sequence[ingest.Receipt]  # received files of datasets whose agreement is in force
    contracts: Mapping[str, Contract]  # by dataset
    corrections: Mapping[str, Sequence[ingest.Receipt]]  # by delivery: return sheets that were sent back
    read_by: Mapping[str, Contract]  # by delivery: the version in force on the day it came
    vault: Path  # where received files lie
    keeper: Keeper  # of what earlier builds read; this build adds to it
    memory: registry.Memory  # of the release before: a person keeps her key, a household its own
    turns: int = 0  # how often somebody turned to an earlier release: goes into each new key
    verdicts: Relation  # VERDICTS: what reviewers decided
    reviewed: Relation  # REVIEWED: the review sample as far as it was judged
    objections: Relation  # OBJECTIONS: who stays out (PDPA s.32)
    objected_by: registry.Marked  # by what new records of theirs are known
    corrected: Relation  # CORRECTIONS: values that were put right on evidence
    outcomes: Relation  # OUTCOMES: what workers recorded
    packs: Sequence[welfare.Pack]
    linking: linkage.Policy
    survivorship: registry.Policy
    protection: disclosure.Policy
    former: carrying.Former | None = (
        None  # the register of the release before, where the same code and policies made it
    )
    linked_before: linkage.Before = field(default_factory=linkage.Before)  # what the last release left


@dataclass(frozen=True, kw_only=True)
class Built:
    """Every relation a build made, in the order it made them, and how it linked."""

    relations: tuple[Relation, ...]
    sought: registry.Sought  # by what everybody is found
    linked: linkage.Continued
    left_out: Relation  # the records that objections kept out; in no table of the release
    crowded: Relation  # the addresses that too many share to be a household; in no table of the release
    layers: Mapping[str, Sequence[Layer]]  # of tables whose files are written already
    carried: Mapping[str, Sequence[Layer]]  # of tables that were laid over those before, also of small ones
    read_as: Mapping[str, str]  # by delivery, the name under which what it says is kept

    @property
    def model(self) -> linkage.Model:
        """The linkage model it used."""
        return self.linked.model

    def __getitem__(self, name: str) -> Relation:
        return next(relation for relation in self.relations if relation.table.name == name)


def build(inputs: Inputs, *, as_of: date, engine: Engine, tell: Tell, onward: Onward = NOWHERE) -> Built:
    """All tables of one release, as known on `as_of`; writes only what it read of each delivery, for the next build."""
    # what nothing further on the route waits for is reckoned beside it
    with ThreadPoolExecutor(BESIDE) as beside:
        return _built(inputs, beside, as_of=as_of, engine=engine, tell=tell, onward=onward)


def _built(inputs: Inputs, beside: Executor, *, as_of: date, engine: Engine, tell: Tell, onward: Onward) -> Built:
    # what is submitted waits for nothing but what was submitted before it, so the hands can never all wait
    came, before = _intake(inputs, engine, tell)
    records, written = came.relations["records"], intake.layers(came.parts)
    onward.tables(came.relations.values(), lambda _: written)

    crowds = beside.submit(_crowded, records, inputs)
    houses = beside.submit(onward.made, in_no_layers, _houses, records, before, inputs)
    tell(say("Finding records that may be one person"), 0.40)
    linked = _link(records, before, inputs)
    onward.linked(linked)
    originals = beside.submit(intake.compare, came.unread, inputs.vault)
    quality = beside.submit(linkage.rates_kept, linked.kept, linked.judged, as_of=as_of, engine=engine)
    scope = _scope(linked, came, before, inputs, beside, crowded=crowds.result())

    tell(say("Giving everyone a key that lasts"), 0.70)
    keyed = registry.assign_identity(scope.clusters, scope.known, inputs.memory.person_keys, turns=inputs.turns)
    identity = scope.identity(keyed)
    beside.submit(onward.tables, [identity], scope.shared)
    moved = registry.moves(keyed, scope.known, scope.memory)
    hand = partial(onward.made, scope.shared)
    keys = beside.submit(hand, scope.person_keys, moved, keyed, identity, inputs.memory, as_of=as_of)
    became = beside.submit(_what_became, moved, keyed, keys, scope=scope, before=before, inputs=inputs)

    tell(say("Choosing whose word is taken"), 0.75)
    people = scope.people(keyed)
    of = (keyed, people, houses, inputs.contracts.values())
    residing = beside.submit(hand, scope.residences, *of, records=records, identity=identity)
    index = beside.submit(scope.index)
    told = _told(scope, keyed, identity, people, inputs, keys=keys, houses=houses)
    sought = beside.submit(onward.found, scope.sought, told, people, index, houses)
    carried = (scope.pairs.result(), identity, *told.tables)
    beside.submit(onward.tables, carried, scope.shared)

    outcomes = registry.outcomes_now(inputs.outcomes, keys.result())
    ends = _ends(told.persons, told.person_facts, outcomes, inputs, beside, as_of=as_of, tell=tell)
    # the index of the look-up takes longest: it goes before households
    housed = beside.submit(hand, registry.households, told.memberships, told.persons)
    residences = residing.result()
    originals.result()
    return Built(
        relations=(
            *came.relations.values(), carried[0], quality.result(), identity, keys.result(), *became.result(),
            *told.tables, houses.result(), residences, housed.result(), *ends,
        ),
        sought=sought.result(),
        linked=linked,
        left_out=before.left_out,
        crowded=scope.crowded,
        layers={**written, **scope.shared([*carried, keys.result(), residences])},
        carried=scope.layers,
        read_as=came.names,
    )  # fmt: skip


def _told(
    scope: carrying.Scope, keyed: Relation, identity: Relation, people: Relation | None, inputs: Inputs, *,
    keys: Future[Relation], houses: Future[Relation],
) -> carrying.Told:  # fmt: skip
    """What the register says of people, each value from the record whose word is taken."""
    trust = registry.trust_order(inputs.contracts.values(), keyed.engine)
    chosen = registry.choose_survivors(scope.records, keyed, trust, inputs.survivorship)
    corrections = _corrections(inputs, keys)
    words = registry.with_corrections(scope.records, corrections)
    believed = registry.overrule(chosen, corrections, keyed)
    identifiers = registry.identifiers(scope.records, believed, keyed, words=words)
    person_facts = registry.person_facts(scope.records, scope.facts, keyed)
    memberships = registry.memberships(scope.records, keyed, trust, houses.result(), crowded=scope.crowded)
    doubtful = scope.doubtful.result()
    persons = registry.persons(
        scope.records, scope.facts, scope.named(identity, doubtful), believed, doubtful,
        words=words, corrections=corrections,
    )  # fmt: skip
    return carrying.Told(
        believed, (identifiers, persons, memberships),
        *(scope.whole(each, people) for each in (believed, persons, identifiers, person_facts, memberships)),
    )  # fmt: skip


def _corrections(inputs: Inputs, keys: Future[Relation]) -> Relation:
    """What was put right; where nothing was, no key need be known for it."""
    none = not inputs.corrected.count()
    return registry.corrections_now(inputs.corrected, inputs.memory.person_keys if none else keys.result())


def _ends(
    persons: Relation, person_facts: Relation, outcomes: Relation, inputs: Inputs, beside: Executor, *,
    as_of: date, tell: Tell,
) -> tuple[Relation, ...]:  # fmt: skip
    """What the register is for: who should have help and is not seen to have it, and counts that may be shown."""
    tell(say("Finding who is missing help"), 0.80)
    seen = beside.submit(welfare.receiving, person_facts, inputs.contracts.values(), as_of=as_of)
    entitlements = welfare.entitle(persons, person_facts, inputs.packs, as_of=as_of)
    receiving = seen.result()
    gaps = welfare.find_gaps(entitlements, receiving, persons, as_of=as_of)
    worklist = welfare.worklist(gaps, outcomes)

    tell(say("Counting, and protecting the counts"), 0.90)
    coverage = measures.coverage(entitlements, receiving, worklist, persons, as_of=as_of)
    cells = measures.count_cells(coverage)
    return entitlements, receiving, gaps, worklist, coverage, cells, disclosure.protect(cells, inputs.protection)


@dataclass(frozen=True)
class _Before:
    delivered: Relation  # all records, those too that stay out
    known: Relation  # whose each record was, of those delivered and of those away
    objections: Relation  # under the keys of the release before
    left_out: Relation
    differing: tuple[Relation, Relation] | None  # records now and before of deliveries that are others, where known


@dataclass(frozen=True)
class _CameIn:
    relations: dict[str, Relation]
    parts: Sequence[intake.Taken]  # of each delivery
    unread: Sequence[ingest.Receipt]  # of files that were taken over
    names: Mapping[str, str]  # by delivery, under which what it says is kept


def _intake(inputs: Inputs, engine: Engine, tell: Tell) -> tuple[_CameIn, _Before]:
    """What came in, without the records of those who objected; and what is known of the records from before."""
    code = intake.code()
    deliveries = [
        intake.Delivery(each, inputs.read_by[each.delivery_id], inputs.corrections.get(each.delivery_id, ()))
        for each in inputs.receipts
    ]
    names = {each.receipt.delivery_id: each.name(code) for each in deliveries}
    by_name = {names[each.receipt.delivery_id]: each for each in deliveries}

    def told(at: int, words: Words) -> None:
        tell(words, 0.4 * at / len(by_name))

    taken, unread = intake.take_each(by_name, inputs.keeper, inputs.vault, engine, tell=told)
    came = intake.together(taken, engine)
    before = _before(came[RECORDS.name], inputs, names)
    staying = intake.staying(taken, before.left_out, registry.without)
    return _CameIn(intake.together(staying, engine), staying, unread, names), before


def _before(delivered: Relation, inputs: Inputs, names: Mapping[str, str]) -> _Before:
    differing = _differing(delivered, inputs.memory.records, inputs, names)
    known, keys = registry.known(inputs.memory, delivered, differing=differing), inputs.memory.person_keys
    objections = registry.objected_keys(inputs.objections, keys)
    left_out = registry.left_out(delivered, known, objections, keys, marked=inputs.objected_by)
    return _Before(delivered, known, objections, left_out, differing)


def _differing(
    records: Relation, were: Relation, inputs: Inputs, names: Mapping[str, str]
) -> tuple[Relation, Relation] | None:
    """The records now and before of deliveries that say something else; None where single records are kept out."""
    if inputs.former is None or inputs.objections.count() or inputs.former.kept_out:
        return None
    differing = inputs.former.differing(names)
    return carrying.of_deliveries(records, differing), carrying.of_deliveries(were, differing)


def _link(records: Relation, known: _Before, inputs: Inputs) -> linkage.Continued:
    """Who is one person, in the cheapest way that is exact; a source that holds nobody twice is one delivery."""
    before, left_out = inputs.linked_before, known.left_out
    were = before.records
    if were is not None and left_out.count() and registry.without(were, left_out).count() < were.count():
        why = say("somebody objected who was among the records, and nothing of hers is to be kept")
        before = linkage.Before(frozen=before.frozen, why=why)
    elif were is not None:
        now, then = map(registry.by_delivery, known.differing or (records, were))
        before = replace(before, records=registry.by_delivery(were), differing=(now, then))
    clean = registry.clean_deliveries(records, inputs.contracts.values())
    records = registry.by_delivery(records)
    return linkage.continue_linking(records, inputs.verdicts, clean, inputs.linking, before, reviewed=inputs.reviewed)


def _scope(
    linked: linkage.Continued, came: _CameIn, before: _Before, inputs: Inputs, beside: Executor, *,
    crowded: tuple[Relation, Relation],
) -> carrying.Scope:  # fmt: skip
    """Whom the register is reckoned anew for: everybody, where it cannot be known that less will do."""
    records, facts = came.relations["records"], came.relations["facts"]
    found = None
    if inputs.former is not None:
        since = carrying.Since(
            differing=inputs.former.differing(came.names), corrected=inputs.corrected, crowded=crowded
        )
        found = carrying.those_touched(
            linked, came.relations, before.known, inputs.memory, former=inputs.former, since=since, beside=beside
        )
    return found or carrying.everybody(linked, records, facts, before.known, inputs.memory, crowded=crowded[0])


def _crowded(records: Relation, inputs: Inputs) -> tuple[Relation, Relation]:
    """The addresses that are nobody's household, now and in the release before where that is asked."""
    most = inputs.survivorship.most_at_an_address
    now = registry.crowded(records, most=most)
    return now, registry.crowded(inputs.memory.records, most=most) if inputs.former else now


def _houses(records: Relation, before: _Before, inputs: Inputs) -> Relation:
    # a house that was known keeps its key, so new ones are found in deliveries that are others
    naming = before.differing[0] if before.differing else records
    return registry.dwellings(
        naming, inputs.memory.dwellings, delivered=before.delivered, left_out=before.left_out, turns=inputs.turns
    )


def _what_became(
    moved: Relation, keyed: Relation, keys: Future[Relation], *, scope: carrying.Scope, before: _Before, inputs: Inputs
) -> tuple[Relation, Relation]:
    """The records of those who are away, and the events that led there."""
    memory, left_out = inputs.memory, before.left_out
    away = registry.away(keys.result(), memory, left_out=left_out, objections=before.objections)
    events = registry.explain_events(
        moved, keyed, scope.known, scope.memory, verdicts=inputs.verdicts, left_out=left_out
    )
    return away, events
