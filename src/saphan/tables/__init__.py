"""THE VOCABULARY: the declared shape of every relation that crosses a stage."""

from saphan.tables.counting import CELLS, RELEASED_CELLS
from saphan.tables.helping import COVERAGE, ENTITLEMENTS, GAPS, OUTCOMES, RECEIVING, WORKLIST
from saphan.tables.intake import DELIVERIES, FACTS, FINDINGS, QUARANTINE, RECORDS, REPAIRS
from saphan.tables.linking import CANDIDATES, CLUSTERS, COMPARISONS, IDENTITY, PAIRS, VERDICTS
from saphan.tables.people import HOUSEHOLDS, IDENTIFIERS, MEMBERSHIPS, PERSON_FACTS, PERSONS, PROVENANCE
from saphan.tables.shape import Column, Kind, Table, Zone

TABLES: tuple[Table, ...] = (
    DELIVERIES,
    RECORDS,
    FACTS,
    REPAIRS,
    FINDINGS,
    QUARANTINE,
    CANDIDATES,
    COMPARISONS,
    PAIRS,
    VERDICTS,
    CLUSTERS,
    IDENTITY,
    PERSONS,
    IDENTIFIERS,
    PROVENANCE,
    HOUSEHOLDS,
    MEMBERSHIPS,
    PERSON_FACTS,
    ENTITLEMENTS,
    RECEIVING,
    GAPS,
    OUTCOMES,
    WORKLIST,
    COVERAGE,
    CELLS,
    RELEASED_CELLS,
)

__all__ = [
    "CANDIDATES",
    "CELLS",
    "CLUSTERS",
    "COMPARISONS",
    "COVERAGE",
    "DELIVERIES",
    "ENTITLEMENTS",
    "FACTS",
    "FINDINGS",
    "GAPS",
    "HOUSEHOLDS",
    "IDENTIFIERS",
    "IDENTITY",
    "MEMBERSHIPS",
    "OUTCOMES",
    "PAIRS",
    "PERSONS",
    "PERSON_FACTS",
    "PROVENANCE",
    "QUARANTINE",
    "RECEIVING",
    "RECORDS",
    "RELEASED_CELLS",
    "REPAIRS",
    "TABLES",
    "VERDICTS",
    "WORKLIST",
    "Column",
    "Kind",
    "Table",
    "Zone",
]
