"""What did an agency promise to send? Contracts in the Open Data Contract Standard, read as untrusted text."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import cast, get_args

from open_data_contract_standard.model import OpenDataContractStandard, SchemaObject, Server

from saphan.contracts.columns import WORD, Checks, only_known_checks, read_columns, read_rules
from saphan.contracts.database import read_database
from saphan.contracts.document import Document, open_document
from saphan.contracts.extras import OF_CONTRACT, OF_FILE, Extras, read_extras
from saphan.contracts.faults import BadContract, Fault, Faults, choose_from
from saphan.contracts.model import Contract, FileShape, Format, Residence
from saphan.contracts.standard import standard_model
from saphan.errors import NotFound
from saphan.words import say

VERSIONS = ("v3.2.0", "v3.1.0", "v3.0.2", "v3.0.1", "v3.0.0")
# what agencies and programs call the one Thai code page; Python knows only the first
ENCODINGS = {
    "auto": "auto", "utf-8": "utf-8", "utf8": "utf-8", "utf-16": "utf-16", "cp874": "cp874", "windows-874": "cp874",
    "windows874": "cp874", "x-windows-874": "cp874", "ms874": "cp874", "tis-620": "cp874", "tis620": "cp874",
    "tis-620-2533": "cp874", "iso-8859-11": "cp874",
}  # fmt: skip
_FILE_PATTERN = re.compile(r"(?!.*\.\.)[\w\u0e31-\u0e4e*?][\w\u0e31-\u0e4e*?. ()-]{1,120}")
LAST_YEAR = 2400  # a later year is one of the Buddhist Era, written by habit
DELIVERIES = ("part", "whole")  # files that add up, or each the whole list
MOST_HEADER_ROWS = 5
FOUND_BY_NAMES = -1  # header row: the first rows are searched for the contract's names


class NoContracts(NotFound):
    """There is no such file or directory of contracts or agreements."""


def load_contract(path: Path, checks: Checks | None = None) -> Contract:
    """The contract that the file holds; with `checks`, one that asks for another check is refused.

    Raises:
        BadContract: names every fault with its line and what to do.
        NoContracts: there is no such file.
    """
    document = open_document(existing(path))
    model = standard_model(document)
    contract = _contract(model, document) if model else None
    if model and contract and checks is not None:
        columns = (model.schema_ or [])[0].properties or ()
        only_known_checks(columns, ("schema", 0, "properties"), checks, document.faults)
    document.faults.raise_any()
    if contract is None:  # a model that does not fit has left a fault, which was raised just now
        raise AssertionError(path)
    return contract


def load_contracts(directory: Path, day: date | None = None) -> dict[str, Contract]:
    """All contracts of a directory by dataset, in the order of the datasets' names: the versions in force on `day`.

    Without a day, the latest. A version is in force from its `saphan.validFrom` on, until the next one is.

    Raises:
        BadContract: names every fault of every file.
        NoContracts: there is no such directory.
    """
    versions = load_versions(directory)
    return {dataset: version_on(versions[dataset], day or date.max) for dataset in sorted(versions)}


def load_versions(directory: Path, checks: Checks | None = None) -> dict[str, tuple[Contract, ...]]:
    """Every version of every contract by dataset, the oldest first; `checks` as in `load_contract`.

    Raises:
        BadContract: names every fault of every file.
        NoContracts: there is no such directory.
    """
    versions: dict[str, dict[date, Contract]] = {}
    faults: list[Fault] = []
    for path in yaml_files(directory):
        try:
            contract = load_contract(path, checks)
        except BadContract as bad:
            faults += bad.faults
            continue
        first = versions.setdefault(contract.dataset, {}).setdefault(contract.valid_from or date.min, contract)
        if first is not contract:
            what = say(
                "The dataset `{dataset}` is described by {other} too.", dataset=contract.dataset, other=first.source
            )
            cure = say("Give one of them another name, say from which day it holds (`saphan.validFrom`), or remove it.")
            faults.append(Fault(file=path, line=1, at="schema[0].name", what=what, cure=cure))
    if faults:
        raise BadContract(faults)
    return {dataset: tuple(by_day[day] for day in sorted(by_day)) for dataset, by_day in versions.items()}


def version_on(versions: Iterable[Contract], day: date) -> Contract:
    """The version by which a delivery of that day is read: the latest begun by then, else the first there is."""
    oldest_first = list(versions)
    begun = [contract for contract in oldest_first if (contract.valid_from or date.min) <= day]
    return begun[-1] if begun else oldest_first[0]


def existing(path: Path) -> Path:
    """The same path, when something is there.

    Raises:
        NoContracts: nothing is.
    """
    if not path.exists():
        raise NoContracts(
            say("There is nothing at {path}.", path=path),
            where=str(path),
            cure=say("Name a file or directory that is there."),
        )
    return path


def yaml_files(directory: Path) -> list[Path]:
    """The YAML files of a directory, by name."""
    return sorted(path for path in existing(directory).iterdir() if path.suffix in (".yaml", ".yml") and path.is_file())


def _contract(model: OpenDataContractStandard, document: Document) -> Contract | None:
    faults = document.faults
    for key, value, known in (("kind", model.kind, ("DataContract",)), ("apiVersion", model.apiVersion, VERSIONS)):
        if value and value not in known:
            faults.add((key,), say("`{value}` is not known here.", value=value), choose_from(value, known))
    server, table = _single(model.servers, "servers", faults), _single(model.schema_, "schema", faults)
    if not isinstance(server, Server) or not isinstance(table, SchemaObject):
        return None
    dataset = table.name or ""
    if not WORD.fullmatch(dataset):
        what = say("A dataset's name has only small letters a-z, digits and `_`, and begins with a letter.")
        faults.add(("schema", 0, "name"), what, say("Write a name such as `old_age_allowance`."))
    read_rules(table.quality, ("schema", 0, "quality"), faults)
    database = None
    if server.type == "postgres":
        database = read_database(server, table.physicalName or dataset, ("servers", 0), faults)
    # what is fetched comes as a file of its own making
    file = FileShape(format="parquet", pattern=f"{dataset}.parquet") if database else _file(server, faults)
    extras = read_extras(model.customProperties, (), known=OF_CONTRACT, faults=faults)
    if not table.properties:
        faults.add(("schema", 0), say("The contract describes no column."), say("List the columns as `properties`."))
    description = (model.description.purpose if model.description else None) or ""
    return Contract(
        dataset=dataset,
        version=model.version or "",
        agency=_word(extras, "saphan.agency", needed=True),
        title={"th": extras.text("saphan.title.th") or model.name or dataset,
               "en": extras.text("saphan.title.en") or model.name or dataset},
        description={"th": description, "en": extras.text("saphan.description.en")},
        file=file,
        fields=read_columns(table.properties or (), ("schema", 0, "properties"), form=file.format, faults=faults),
        benefit=_word(extras, "saphan.benefit", needed=False),
        one_row_per_person=extras.says("saphan.onePersonPerRow"),
        is_sent_whole=extras.one_of("saphan.delivery", DELIVERIES, "part") == "whole",
        trust=_trust(extras),
        residence=_residence(extras),
        catalogue=extras.mapping("saphan.catalogue"),
        valid_from=_valid_from(extras),
        source=str(faults.file),
        database=database,
    )  # fmt: skip


def _single(parts: list[Server] | list[SchemaObject] | None, key: str, faults: Faults) -> Server | SchemaObject | None:
    if parts and len(parts) == 1:
        return parts[0]
    what = say("A contract has exactly one entry under `{key}`; this one has {count}.", key=key, count=len(parts or ()))
    faults.add((key,), what, say("Write one contract for each file an agency sends."))
    return None


def _file(server: Server, faults: Faults) -> FileShape:
    place = ("servers", 0)
    extras = read_extras(server.customProperties, place, known=OF_FILE, faults=faults)
    form = server.format or ""
    if form not in get_args(Format):
        faults.add(
            (*place, "format"), say("`{value}` is not known here.", value=form), choose_from(form, get_args(Format))
        )
        form = "csv"
    if server.type != "local":
        what = say("`{value}` is not known here.", value=server.type or "")
        faults.add((*place, "type"), what, choose_from(server.type or "", ("local", "postgres")))
    pattern = server.path or ""
    if not _FILE_PATTERN.fullmatch(pattern) or not pattern.strip("*?. "):
        what = say("`path` must be the pattern of a file's name, without a directory.")
        faults.add((*place, "path"), what, say("Write a pattern such as `old_age_*.csv`."))
    separator = extras.text("saphan.separator") or ","
    separator = "\t" if separator in ("tab", "\\t") else separator
    if len(separator) != 1 or separator in '"\r\n':
        extras.wrong(
            "saphan.separator", say("The separator must be one character."), say("Write `,`, `;`, `|` or `tab`.")
        )
    header = extras.whole("saphan.headerRow", 0 if form == "fixed" else FOUND_BY_NAMES)
    if not FOUND_BY_NAMES <= header <= 1000:
        what = say("The header row must lie between 1 and 1000, or be 0 where there is none.")
        extras.wrong("saphan.headerRow", what, say("Count the rows from 1."))
    header_rows = extras.whole("saphan.headerRows", 1)
    if not 1 <= header_rows <= MOST_HEADER_ROWS or (header_rows > 1 and header < 1):
        what = say(
            "A header of several rows has at most {most}, and begins in a row that is given.", most=MOST_HEADER_ROWS
        )
        extras.wrong("saphan.headerRows", what, say("Give `saphan.headerRow` its first row, counted from 1."))
    encoding = extras.text("saphan.encoding").lower() or "auto"
    if encoding not in ENCODINGS:
        what = say("`{value}` is not known here.", value=encoding)
        extras.wrong("saphan.encoding", what, choose_from(encoding, ENCODINGS))
    return FileShape(
        format=cast("Format", form),
        pattern=pattern,
        encoding=ENCODINGS.get(encoding, "auto"),
        separator=separator,
        header_row=header,
        header_rows=header_rows,
        sheet=extras.text("saphan.sheet"),
    )


def _word(extras: Extras, name: str, *, needed: bool) -> str:
    value = extras.text(name)
    if (value or needed) and not WORD.fullmatch(value):
        what = say("`{name}` must be a word of small letters a-z, digits and `_`.", name=name)
        extras.wrong(name, what, say("Write a word such as `dopa` or `old_age_allowance`."))
    return value


def _valid_from(extras: Extras) -> date | None:
    text = extras.text("saphan.validFrom")
    if not text:
        return None
    try:
        day = date.fromisoformat(text)
    except ValueError:
        day = None
    if day is None or day.year >= LAST_YEAR:
        what = say("This is not a day of the Common Era.")
        extras.wrong("saphan.validFrom", what, say("Write it as year-month-day of the Common Era: 2027-09-30."))
    return day


def _trust(extras: Extras) -> int:
    trust = extras.whole("saphan.trust", 50)
    if not 1 <= trust <= 99:
        extras.wrong(
            "saphan.trust",
            say("Trust must lie between 1 and 99."),
            say("The lower, the more trusted; 50 is the middle."),
        )
    return trust


def _residence(extras: Extras) -> Residence:
    said = extras.text("saphan.residence") or "actual"
    if said not in get_args(Residence):
        what = say("`{value}` is not known here.", value=said)
        extras.wrong("saphan.residence", what, choose_from(said, get_args(Residence)))
        return "actual"
    return cast(Residence, said)
