"""What did each agency promise, what does it propose to change, and what is made from a contract?"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from saphan import quality
from saphan.access.actor import Asker
from saphan.access.permissions import Permission
from saphan.contracts import load_contract
from saphan.contracts.columns import WORD
from saphan.contracts.compare import Change, compare
from saphan.contracts.model import Contract
from saphan.contracts.standard_document import load_standard
from saphan.errors import Conflict, NotFound, Refused
from saphan.exchange.described import catalogue_record, dcat_record, json_schema, write_template
from saphan.services import notes, reading
from saphan.services._files import whole
from saphan.services.gate import note_refused, require
from saphan.services.platform import Platform
from saphan.words import Words, in_both, say

PROPOSED, REFUSED = "proposed", "refused"  # directories beside the contracts in force


class NoSuchContract(NotFound):
    """There is no contract of that dataset, or no proposal for it."""


class NotYourContract(Refused):
    """The contract is another party's to change."""


class VersionTaken(Conflict):
    """There is a version of that number already."""


@dataclass(frozen=True)
class Entry:
    """One column in the dictionary."""

    name: str
    words: Words
    meaning: str
    kind: str
    required: bool
    unique: bool
    classification: str
    rules: tuple[str, ...]


@dataclass(frozen=True)
class Dictionary:
    """The data dictionary of one dataset, made from its contract."""

    dataset: str
    title: Words
    description: Words
    agency: str
    version: str
    valid_from: date | None
    file_pattern: str
    in_force: bool
    purposes: tuple[str, ...]  # for which some agreement opens it today
    entries: tuple[Entry, ...]
    problems: tuple[Words, ...]  # of its catalogue record
    versions: tuple[str, ...]
    proposed: str  # the version that waits for an answer, or empty


@dataclass(frozen=True)
class Proposal:
    """A change of a contract that waits for its agency."""

    dataset: str
    title: Words
    old_version: str
    new_version: str
    valid_from: date | None
    changes: tuple[Change, ...]


def listing(asker: Asker, platform: Platform) -> list[Dictionary]:
    """Every contract in force today."""
    require(asker, Permission.SEE_CONTRACT, platform)
    return [_dictionary(platform, contract) for contract in reading.contracts(platform).values()]


def dictionary(asker: Asker, platform: Platform, dataset: str) -> Dictionary:
    """The data dictionary of one dataset.

    Raises:
        NoSuchContract: there is no contract of that name.
    """
    require(asker, Permission.SEE_CONTRACT, platform)
    return _dictionary(platform, _contract(platform, dataset))


def made(asker: Asker, platform: Platform, dataset: str, what: str) -> Path:
    """A file made from the contract: `template` (.xlsx), `schema`, `catalogue` or `dcat` (.json).

    Raises:
        NoSuchContract: there is no contract of that name, or nothing of that kind is made from it.
    """
    require(asker, Permission.SEE_CONTRACT, platform)
    contract = _contract(platform, dataset)
    home = platform.project.out / "made-from-contracts"
    if what == "template":
        path = home / f"{dataset}.xlsx"
        with whole(path) as aside:
            write_template(aside, contract)
    else:
        texts: Mapping[str, object] = {
            "schema": json_schema(contract),
            "catalogue": catalogue_record(contract)[0],
            "dcat": dcat_record(contract, modified=contract.valid_from or platform.day),
        }
        if what not in texts:
            raise _nothing(what)
        path = home / f"{dataset}.{what}.json"
        with whole(path) as aside:
            aside.write_text(json.dumps(texts[what], ensure_ascii=False, indent=2) + "\n", "utf-8")
    notes.write(asker, platform, "made_from_contract", dataset=dataset, what=what, version=contract.version)
    return path


def propose(asker: Asker, platform: Platform, file: Path) -> Proposal:
    """Lays a new version of a contract before its agency, which accepts or refuses it.

    Raises:
        BadContract: it is no contract we could receive files by.
        NoSuchContract: there is no contract of that dataset to change.
        VersionTaken: its version is there already.
    """
    require(asker, Permission.SEE_CONTRACT, platform)
    new = load_contract(file, quality.parameters())
    old = _contract(platform, new.dataset)
    if new.version in {each.version for each in reading.contract_versions(platform)[new.dataset]}:
        raise VersionTaken(
            say("The version {version} of {dataset} is there already.", version=new.version, dataset=new.dataset),
            where=str(file),
            cure=say("Give the change a version of its own, and say from which day it holds (`saphan.validFrom`)."),
        )
    with whole(_proposed_path(platform, new.dataset)) as aside:
        aside.write_bytes(file.read_bytes())
    notes.write(asker, platform, "contract_proposed", dataset=new.dataset, version=new.version, instead_of=old.version)
    return _proposal(platform, new.dataset)


def proposals(asker: Asker, platform: Platform) -> list[Proposal]:
    """Every change that waits for an answer."""
    require(asker, Permission.SEE_CONTRACT, platform)
    home = platform.project.contracts / PROPOSED
    return [_proposal(platform, path.stem) for path in sorted(home.glob("*.yaml"))] if home.is_dir() else []


def answer(asker: Asker, platform: Platform, dataset: str, *, accepts: bool) -> Proposal:
    """The agency's answer: an accepted version is in force from its day; a refused one is kept aside.

    Raises:
        NoSuchContract: nothing waits for an answer.
        NotYourContract: she works for another party.
    """
    require(asker, Permission.DECIDE_CONTRACT, platform)
    proposal, agency = _proposal(platform, dataset), _contract(platform, dataset).agency
    if asker.party not in ("", agency):
        refused = NotYourContract(
            say("Only the agency that sends {dataset} answers for its contract.", dataset=dataset),
            where=agency,
            cure=say("Pass it to the steward of that agency."),
        )
        note_refused(asker, platform, refused, permission=Permission.DECIDE_CONTRACT)
        raise refused
    event = "contract_accepted" if accepts else "contract_refused"
    # written first: a contract is never changed without its entry
    notes.write(asker, platform, event, dataset=dataset, version=proposal.new_version, changes=len(proposal.changes))
    home = platform.project.contracts if accepts else platform.project.contracts / REFUSED
    home.mkdir(exist_ok=True)
    safe = "".join(sign if sign.isalnum() or sign == "." else "_" for sign in proposal.new_version)
    _proposed_path(platform, dataset).replace(home / f"{dataset}-{safe}.yaml")
    return proposal


def _contract(platform: Platform, dataset: str) -> Contract:
    found = reading.contracts(platform).get(dataset)
    if found is None:
        raise _nothing(dataset)
    return found


def _nothing(name: str) -> NoSuchContract:
    return NoSuchContract(
        say("There is no contract of that name."), where=name, cure=say("Choose one from the page of contracts.")
    )


def _proposed_path(platform: Platform, dataset: str) -> Path:
    if not WORD.fullmatch(dataset):
        raise _nothing("")
    return platform.project.contracts / PROPOSED / f"{dataset}.yaml"


def _proposal(platform: Platform, dataset: str) -> Proposal:
    path = _proposed_path(platform, dataset)
    if not path.is_file():
        raise _nothing(dataset)
    old, new = _contract(platform, dataset), load_contract(path, quality.parameters())
    return Proposal(
        dataset=dataset,
        title=in_both(new.title, dataset),
        old_version=old.version,
        new_version=new.version,
        valid_from=new.valid_from,
        changes=tuple(compare(load_standard(Path(old.source)), load_standard(path))),
    )


def _dictionary(platform: Platform, contract: Contract) -> Dictionary:
    described = {each.path: each for each in load_standard(Path(contract.source)).attributes}
    path = _proposed_path(platform, contract.dataset)
    return Dictionary(
        dataset=contract.dataset,
        title=in_both(contract.title, contract.dataset),
        description=in_both(contract.description, ""),
        agency=contract.agency,
        version=contract.version,
        valid_from=contract.valid_from,
        file_pattern=contract.file.pattern,
        in_force=contract.dataset in reading.datasets_in_force(platform),
        purposes=tuple(
            dict.fromkeys(
                purpose
                for agreement in reading.agreements_in_force(platform)
                if contract.dataset in agreement.datasets
                for purpose in agreement.purposes
            )
        ),
        entries=tuple(
            Entry(
                name=field.name,
                words=in_both(field.description, field.name),
                meaning=str(field.meaning or ""),
                kind=described[field.name].text("logicalType") or "string",
                required=field.required,
                unique=field.unique,
                classification=described[field.name].text("classification") or "internal",
                rules=tuple(rule.check_id for rule in field.rules),
            )
            for field in contract.fields
        ),
        problems=tuple(catalogue_record(contract)[1]),
        versions=tuple(each.version for each in reading.contract_versions(platform)[contract.dataset]),
        proposed=load_contract(path).version if path.is_file() else "",
    )
