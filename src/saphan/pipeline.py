"""READ FIRST: the route of a record, step by step. Only this module knows the order."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from saphan import disclosure, ingest, linkage, measures, quality, registry, welfare
from saphan.contracts.model import Contract
from saphan.store import Engine, Relation, union
from saphan.tables import DELIVERIES, FACTS, FINDINGS, QUARANTINE, RECORDS, REPAIRS
from saphan.words import Words, say

Tell = Callable[[Words, float], None]  # what is being done, and how far the build is: 0 to 1


@dataclass(frozen=True, kw_only=True)
class Inputs:
    """Everything a build reads. A release can be made again from these, digit for digit."""

    receipts: Sequence[ingest.Receipt]  # received files of datasets whose agreement is in force
    contracts: Mapping[str, Contract]  # by dataset
    corrections: Mapping[str, Sequence[ingest.Receipt]]  # by delivery: return sheets that were sent back
    read_by: Mapping[str, Contract]  # by delivery: the version in force on the day it came
    vault: Path  # where received files lie
    identity: Relation  # IDENTITY of the release before: a person keeps her key
    verdicts: Relation  # VERDICTS: what reviewers decided
    outcomes: Relation  # OUTCOMES: what workers recorded
    packs: Sequence[welfare.Pack]
    linking: linkage.Policy
    protection: disclosure.Policy
    linked_before: linkage.Before = field(default_factory=linkage.Before)  # what the last release left


@dataclass(frozen=True, kw_only=True)
class Built:
    """Every relation a build made, in the order it made them, and how it linked."""

    relations: tuple[Relation, ...]
    linked: linkage.Continued

    @property
    def model(self) -> linkage.Model:
        """The linkage model it used."""
        return self.linked.model

    def __getitem__(self, name: str) -> Relation:
        return next(relation for relation in self.relations if relation.table.name == name)


def build(inputs: Inputs, *, as_of: date, engine: Engine, tell: Tell) -> Built:
    """All tables of one release, as known on `as_of`. Writes nothing."""
    taken = [
        _take_in(receipt, inputs, engine, tell, done=0.4 * at / len(inputs.receipts))
        for at, receipt in enumerate(inputs.receipts)
    ]
    intake = {
        table.name: union([part[table.name] for part in taken], returns=table, engine=engine)
        for table in (DELIVERIES, RECORDS, FACTS, REPAIRS, FINDINGS, QUARANTINE)
    }
    records = intake["records"]
    trust = registry.trust_order(inputs.contracts.values(), engine)

    tell(say("Finding records that may be one person"), 0.40)
    clean_sources = registry.clean_sources(inputs.contracts.values(), engine)
    linked = linkage.continue_linking(records, inputs.verdicts, clean_sources, inputs.linking, inputs.linked_before)
    pairs, clusters = linked.relations()

    tell(say("Giving everyone a key that lasts"), 0.70)
    identity = registry.assign_identity(clusters, inputs.identity)
    provenance = registry.choose_survivors(records, identity, trust)
    persons = registry.persons(records, intake["facts"], identity, provenance, pairs)
    identifiers = registry.identifiers(records, provenance, identity)
    person_facts = registry.person_facts(records, intake["facts"], identity)
    memberships = registry.memberships(records, identity, trust)
    households = registry.households(memberships, persons)

    tell(say("Finding who is missing help"), 0.80)
    entitlements = welfare.entitle(persons, person_facts, inputs.packs, as_of=as_of)
    receiving = welfare.receiving(person_facts, inputs.contracts.values(), as_of=as_of)
    gaps = welfare.find_gaps(entitlements, receiving, persons, as_of=as_of)
    worklist = welfare.worklist(gaps, inputs.outcomes)

    tell(say("Counting, and protecting the counts"), 0.90)
    coverage = measures.coverage(entitlements, receiving, worklist, persons, as_of=as_of)
    cells = measures.count_cells(coverage)
    released = disclosure.protect(cells, inputs.protection)

    return Built(
        relations=(
            *intake.values(), pairs, clusters, identity, provenance, persons, identifiers,
            person_facts, memberships, households, entitlements, receiving, gaps, worklist, coverage, cells, released,
        ),
        linked=linked,
    )  # fmt: skip


def _take_in(
    receipt: ingest.Receipt, inputs: Inputs, engine: Engine, tell: Tell, *, done: float
) -> dict[str, Relation]:
    contract = inputs.read_by[receipt.delivery_id]
    tell(say("Reading {dataset}", dataset=contract.dataset), done)
    reading, conformed = ingest.take_in(receipt, contract, inputs.vault, engine)
    taken = _judged(reading, conformed, contract, receipt)
    for correction in inputs.corrections.get(receipt.delivery_id, ()):
        waiting = taken[QUARANTINE.name]
        reading = ingest.overlay(reading, waiting, correction, contract, inputs.vault, delivery_id=receipt.delivery_id)
        conformed = ingest.conform(reading, contract, received_on=receipt.received_on)
        taken = _judged(reading, conformed, contract, receipt)
    return taken


def _judged(
    reading: ingest.Reading, conformed: ingest.Conformed, contract: Contract, receipt: ingest.Receipt
) -> dict[str, Relation]:
    findings = quality.check(conformed.rows, contract, receipt.delivery_id)
    return ingest.accept(reading, conformed, findings, contract, receipt)
