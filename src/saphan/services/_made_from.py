"""From what was a release made? Everything that can change a digit of it, with checksums."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

import saphan
from saphan import disclosure, linkage, registry, welfare
from saphan.access.actor import Asker
from saphan.desk import queries
from saphan.pipeline import Built, Inputs
from saphan.services import _grants, _standing, reading
from saphan.services.platform import Platform
from saphan.store import Release, checksum
from saphan.tables import LINKAGE_QUALITY


def manifest(
    platform: Platform, inputs: Inputs, built: Built, before: Release | None, *, as_of: date, left_out: Sequence[str]
) -> Mapping[str, object]:
    """What the release's manifest says of its making."""
    agreements = reading.agreements_in_force(platform)
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
        "columns_left_out": columns_left_out(platform, inputs),
        "identity_before": before.release_id if before else None,
        "decisions": {
            "outcomes": inputs.outcomes.count(),
            "verdicts": inputs.verdicts.count(),
            "objections": inputs.objections.count(),
            "corrections": inputs.corrected.count(),
        },
        "left_out_on_objection": {
            "records": built.left_out.count(),
            "persons": len({person_id for _, person_id in built.left_out.rows()}),
        },
        "doubtful_pairs": built.linked.waiting(),
        "crowded_addresses": {
            "addresses": built.crowded.count(),
            "records": sum(records for _, records in built.crowded.rows()),
        },
        "policies": {
            "linking": _policy(Path(linkage.__file__).parent / "policy.yaml", inputs.linking.version),
            "survivorship": _policy(Path(registry.__file__).parent / "policy.yaml", inputs.survivorship.version),
            "protection": _policy(Path(disclosure.__file__).parent / "policy.yaml", inputs.protection.version),
            "packs": {
                pack.benefit: checksum(Path(welfare.__file__).parent / "packs" / f"{pack.benefit}.yaml")
                for pack in inputs.packs
            },
        },
        "model": json.loads(built.model.to_json()),
        "model_version": built.model.version,
        "linked": built.linked.recorded(),
        # a reviewed sample has measured from which weight pairs are linked; the model holds what it said
        "calibrated": built.model.is_calibrated,
        "review": _review(),
        # of all links; by group they stand in the table linkage_quality
        "linkage_quality": _rates(built),
        "software": saphan.__version__,
    }


def _review() -> Mapping[str, object]:
    drawn, said = queries.latest_sample(), queries.words_on_pairs()
    if drawn is None:
        return {}
    words = Counter(said.get((pair.record_a, pair.record_b), "open") for pair in queries.sample_pairs(drawn))
    drawn_from = {"sample": drawn.pk, "release": drawn.release_id, "model_version": drawn.model_version}
    return {**drawn_from, "pairs": drawn.size, **{word: words[word] for word in sorted(words)}}


def _rates(built: Built) -> Mapping[str, object]:
    columns = LINKAGE_QUALITY.names
    rows = [dict(zip(columns, row, strict=True)) for row in built[LINKAGE_QUALITY.name].rows()]
    return next({name: row[name] for name in columns[2:]} for row in rows if row["dimension"] == "all")


def _policy(path: Path, version: str) -> Mapping[str, str]:
    return {"version": version, "sha256": checksum(path)}


def columns_left_out(platform: Platform, inputs: Inputs) -> Mapping[str, list[str]]:
    """The columns of each dataset that no agreement opens, so that the release holds nothing of them."""
    known, opened = reading.contracts(platform), reading.opened(platform)
    return {
        dataset: sorted(closed)
        for dataset in inputs.contracts
        if (closed := _grants.closed_columns(known[dataset], opened[dataset]))
    }


def to_be_withheld(asker: Asker, platform: Platform, inputs: Inputs) -> str:
    """What of a release made from these will be withheld from whoever builds it, as far as can be said before."""
    may, left_out = reading.opened(platform, asker.purpose, asker.party), columns_left_out(platform, inputs)
    return _standing.withheld(may, reading.contracts(platform), left_out, tuple(sorted(inputs.contracts)))
