"""On what rests what may be used today? The files of contracts and agreements, the day, and what the desk suspended.

Whatever follows from these alone is worked out once for as long as none of them changed: a file that is written to, a
suspension or a new day count at the very next question.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path

from saphan import quality
from saphan.access.standing import standing_ones
from saphan.contracts import load_agreements
from saphan.contracts.load import load_versions, version_on
from saphan.contracts.model import Agreement, Contract
from saphan.desk import queries
from saphan.services import _grants
from saphan.services._grants import Opened
from saphan.services.platform import Platform

Files = tuple[tuple[str, int, int], ...]  # name, time of change and size: what tells whether any file changed


@dataclass(frozen=True)
class Standing:
    """All that decides what may be used."""

    contracts: Path
    contract_files: Files
    agreements: Path
    agreement_files: Files
    day: date
    suspended: tuple[tuple[str, date], ...]


def standing(platform: Platform) -> Standing:
    """How things stand at this moment."""
    project = platform.project
    return Standing(
        project.contracts, files_of(project.contracts), project.agreements, files_of(project.agreements),
        platform.day, tuple(sorted(queries.suspended().items())),
    )  # fmt: skip


def files_of(directory: Path) -> Files:
    """What tells whether any file of the directory changed."""
    try:
        with os.scandir(directory) as entries:
            found = [(each.name, each.stat()) for each in entries if each.name.endswith((".yaml", ".yml"))]
    except FileNotFoundError:
        return ()
    return tuple(sorted((name, seen.st_mtime_ns, seen.st_size) for name, seen in found))


@lru_cache(maxsize=4)
def contracts_of(directory: Path, files: Files) -> Mapping[str, tuple[Contract, ...]]:
    """Every version of each contract by dataset, the oldest first."""
    return dict(sorted(load_versions(directory, quality.parameters()).items())) if files else {}


@lru_cache(maxsize=4)
def agreements_of(directory: Path, files: Files) -> Mapping[str, Agreement]:
    """All agreements by id."""
    return load_agreements(directory) if files else {}


@lru_cache(maxsize=16)
def contracts_on(at: Standing) -> Mapping[str, Contract]:
    """The version of each contract in force on that day, by dataset."""
    versions = contracts_of(at.contracts, at.contract_files)
    return {dataset: version_on(each, at.day) for dataset, each in versions.items()}


@lru_cache(maxsize=64)
def in_force(at: Standing, party: str = "") -> tuple[Agreement, ...]:
    """The agreements that open data, they and all above them in force; with `party`, those she has a part in."""
    known = agreements_of(at.agreements, at.agreement_files)
    found = standing_ones(known.values(), at.day, dict(at.suspended))
    return tuple(
        each for each in found if each.level != "memorandum" and (not party or party in each.parties)
    )  # a memorandum is the frame of agreements: by itself it opens nothing


@lru_cache(maxsize=64)
def opened(at: Standing, purpose: str = "", party: str = "") -> Opened:
    """The columns of each dataset that may be used for that purpose, or for any."""
    return _grants.opened(contracts_on(at), in_force(at, party), purpose)


def withheld(
    may: Opened, known: Mapping[str, Contract], left_out: Mapping[str, list[str]], held: tuple[str, ...]
) -> str:
    """What of the datasets held may not be shown to one for whom only that is opened: `|dataset|dataset.field|`."""
    names: list[str] = []
    for dataset in held:
        if dataset not in may:
            names.append(dataset)
        elif dataset in known:
            closed = set(_grants.closed_columns(known[dataset], may[dataset])) - set(left_out.get(dataset, ()))
            names += [f"{dataset}.{field}" for field in sorted(_grants.known_from(known[dataset], closed))]
    return "|" + "".join(f"{name}|" for name in names)
