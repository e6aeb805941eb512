"""What the route needs to know of a contract and of an agreement, once they are read and found right."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from saphan.contracts.database import Database
from saphan.contracts.meanings import Meaning

Era = Literal["be", "ce", "auto"]
Format = Literal["csv", "xlsx", "fixed", "jsonl", "parquet"]
Residence = Literal["actual", "registered"]
Severity = Literal["quarantine", "warn"]
Level = Literal["memorandum", "agreement", "licence"]


@dataclass(frozen=True, kw_only=True)
class Rule:
    """A quality rule of a column: the check of that name, with its parameters."""

    check_id: str  # the file quality/checks/<check_id>.sql
    severity: Severity
    params: Mapping[str, str | int | float | tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Field:
    """One column of the file."""

    name: str  # the header as the agency writes it
    description: Mapping[str, str]  # by language: th, en
    meaning: Meaning | None = None
    required: bool = False
    unique: bool = False
    sensitive: bool = False  # PDPA s.26
    era: Era = "auto"  # of a date column
    pattern: str = ""  # of a date column: dmy, ymd, or yyyymmdd where it is not to be found from the values
    start: int = 0  # fixed width: first character, from 1
    width: int = 0
    rules: tuple[Rule, ...] = ()
    is_closed: bool = False  # no agreement opens it: it is passed over when the file is read


@dataclass(frozen=True, kw_only=True)
class FileShape:
    """How the file is to be opened."""

    format: Format
    pattern: str  # file names it comes under: old_age_*.csv
    encoding: str = "auto"  # auto, utf-8, utf-16, cp874
    separator: str = ","
    header_row: int = -1  # from 1; 0: the file has no header; -1: the first row that holds the columns' names
    header_rows: int = 1  # of which each column's name is put together
    sheet: str = ""  # empty: the first sheet with rows


@dataclass(frozen=True, kw_only=True)
class Contract:
    """One dataset an agency has promised to send."""

    dataset: str  # a word of small letters, digits and _
    version: str
    agency: str
    title: Mapping[str, str]  # by language
    description: Mapping[str, str]
    file: FileShape
    fields: tuple[Field, ...]
    benefit: str = ""  # the dataset is the payment list of welfare/packs/<benefit>.yaml
    one_row_per_person: bool = False  # the source holds nobody twice
    is_sent_whole: bool = False  # each file is the whole list, and takes the place of the one before
    trust: int = 50  # whose word is taken when two disagree: the lower, the more trusted
    residence: Residence = "actual"  # what its household key names: the house written in, or the one lived in
    catalogue: Mapping[str, object] = field(
        default_factory=dict
    )  # the GD-Catalog's fields that a contract alone can say
    valid_from: date | None = None  # the first day whose deliveries are read by this version; None: from the beginning
    source: str = ""  # the file it was read from, for messages
    database: Database | None = None  # where it is fetched from; None: the agency sends files

    def field_meaning(self, meaning: Meaning) -> Field | None:
        """The column with that meaning, if there is one."""
        return next((column for column in self.fields if column.meaning is meaning), None)


@dataclass(frozen=True, kw_only=True)
class Agreement:
    """Which datasets two parties agreed to use, for which purposes, from when to when."""

    agreement_id: str
    title: Mapping[str, str]
    parties: tuple[str, ...]
    datasets: tuple[str, ...]
    purposes: tuple[str, ...]  # of access/purposes.py
    legal_basis: str  # PDPA section 24, by number: 24(4)
    sensitive_basis: str  # PDPA section 26, or empty
    signatories: tuple[str, ...]
    begins: date
    ends: date
    level: Level = "agreement"  # only agreements and licences open data; a memorandum is the frame they stand in
    under: str = ""  # the agreement of the level above
    is_signed: bool = True  # else a draft, which opens nothing
    # by purpose and dataset, the meanings that may be used; what is not listed is not narrowed
    columns: Mapping[str, Mapping[str, tuple[str, ...]]] = field(default_factory=dict)
    retention_days: int = 0  # how long after its last day data may still be kept, before they must be destroyed
    destruction: str = ""  # what the parties agreed about the destroying
    source: str = ""  # the file it was read from

    def opens(self, purpose: str, dataset: str, meaning: str) -> bool:
        """Whether it lets that column of that dataset be used for that purpose."""
        if purpose not in self.purposes or dataset not in self.datasets:
            return False
        narrowed = self.columns.get(purpose, {})
        return dataset not in narrowed or meaning in narrowed[dataset]
