"""From what was a release made? Everything that can change a digit of it, with checksums."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

import saphan
from saphan import disclosure, linkage, welfare
from saphan.pipeline import Built, Inputs
from saphan.services import _grants, reading
from saphan.services.platform import Platform
from saphan.store import checksum


def manifest(
    platform: Platform, inputs: Inputs, built: Built, *, as_of: date, left_out: Sequence[str]
) -> Mapping[str, object]:
    """What the release's manifest says of its making."""
    agreements, opened = reading.agreements_in_force(platform), reading.opened(platform)
    known = reading.contracts(platform)
    before = reading.release_before(platform)
    return {
        "as_of": as_of.isoformat(),
        "inputs": {receipt.delivery_id: receipt.sha256 for receipt in inputs.receipts},
        "corrections": {
            delivery_id: [each.sha256 for each in sent] for delivery_id, sent in inputs.corrections.items() if sent
        },
        "contracts": {
            dataset: {"version": contract.version, "sha256": checksum(Path(contract.source))}
            for dataset, contract in inputs.contracts.items()
        },
        "read_by": {
            delivery: {"version": contract.version, "sha256": checksum(Path(contract.source))}
            for delivery, contract in inputs.read_by.items()
        },
        "agreements": {agreed.agreement_id: checksum(Path(agreed.source)) for agreed in agreements},
        "left_out": list(left_out),
        "columns_left_out": {
            dataset: sorted(closed)
            for dataset in inputs.contracts
            if (closed := _grants.closed_columns(known[dataset], opened[dataset]))
        },
        "identity_before": before.release_id if before else None,
        "decisions": {"outcomes": inputs.outcomes.count(), "verdicts": inputs.verdicts.count()},
        "policies": {
            "linking": _policy(Path(linkage.__file__).parent / "policy.yaml", inputs.linking.version),
            "protection": _policy(Path(disclosure.__file__).parent / "policy.yaml", inputs.protection.version),
            "packs": {
                pack.benefit: checksum(Path(welfare.__file__).parent / "packs" / f"{pack.benefit}.yaml")
                for pack in inputs.packs
            },
        },
        "model": json.loads(built.model.to_json()),
        "linked": built.linked.recorded(),
        # no reviewed sample has measured any threshold yet
        "calibrated": False,
        "software": saphan.__version__,
    }


def _policy(path: Path, version: str) -> Mapping[str, str]:
    return {"version": version, "sha256": checksum(path)}
