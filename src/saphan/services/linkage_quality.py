"""How good is the linkage of the release that stands now? Rates by group, which published figures can carry."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from saphan.access.actor import Asker
from saphan.access.permissions import Permission
from saphan.services import notes, reading
from saphan.services.gate import require
from saphan.services.platform import Platform
from saphan.words import Words, say

DIMENSIONS: Mapping[str, Words] = {
    "rule": say("By what linked them"),
    "age": say("By age"),
    "sex": say("By sex"),
    "region": say("By region"),
    "number": say("By kind of citizen number"),
}
CATEGORIES: Mapping[str, Words] = {
    "total": say("All"), "unknown": say("not known"),
    "citizen_id": say("equal citizen numbers"), "calibrated": say("calibrated weight"),
    "preset": say("preset weight, not calibrated"), "verdict": say("a reviewer's verdict"),
    "m": say("men"), "f": say("women"),
    "bangkok": say("Bangkok"), "central": say("Centre"), "north": say("North"), "northeast": say("Northeast"),
    "south": say("South"),
    "none": say("no number"), "doubted": say("wrong check digit"), "thai_or_settled": say("Thai or settled"),
    "other_kind": say("other kinds"),
}  # fmt: skip


@dataclass(frozen=True)
class Interval:
    """A share, with the ends of its 95 % interval."""

    share: float
    low: float
    high: float


@dataclass(frozen=True)
class GroupRates:
    """How right the linkage is in one group."""

    category: Words
    basis: str  # verdicts, none, few
    linked: float | None
    precision: Interval | None
    recall: Interval | None
    missed: float | None
    verdicts: int


@dataclass(frozen=True)
class LinkageQuality:
    """The rates of a release, and what they rest on."""

    release_id: str
    as_of: date
    calibrated: bool
    total: GroupRates
    by: tuple[tuple[Words, tuple[GroupRates, ...]], ...]
    verdicts: int  # on pairs that weight decides on
    verdict_error: float | None  # share of them taken to be wrong
    left_open: int  # pairs on which reviewers could not tell
    cut: float | None  # bits
    by_weight: Interval | None  # precision of the links that weight makes
    disagreements: int  # stretches of weight where the verdicts say something else than the curve
    model_version: str


def show(asker: Asker, platform: Platform) -> LinkageQuality:
    """The rates of the current release."""
    require(asker, Permission.SEE_COUNTS, platform)
    now = reading.open_current(platform)
    notes.write(asker, platform, "linkage_quality_shown", release=now.release.release_id)
    rows = now.rows("linkage_quality_rows")
    manifest = now.release.manifest
    calibration = manifest["model"].get("calibration") or {}
    return LinkageQuality(
        release_id=now.release.release_id,
        as_of=now.as_of,
        calibrated=now.calibrated,
        total=next(_rates(row) for row in rows if row["dimension"] == "all"),
        by=tuple(
            (words, tuple(_rates(row) for row in rows if row["dimension"] == dimension))
            for dimension, words in DIMENSIONS.items()
        ),
        verdicts=int(calibration.get("verdicts", 0)),
        verdict_error=calibration.get("verdict_error"),
        left_open=int(manifest.get("review", {}).get("cannot_tell", 0)),
        cut=calibration.get("cut"),
        by_weight=_interval(calibration, "precision", "lowest", "highest") if calibration else None,
        disagreements=len(calibration.get("disagreements", ())),
        model_version=str(manifest.get("model_version", "")),
    )


def _rates(row: Mapping[str, Any]) -> GroupRates:
    name = str(row["category"])
    return GroupRates(
        category=CATEGORIES.get(name, Words(name.replace("-", "–"))),
        basis=str(row["basis"]),
        linked=row["linked"],
        precision=_interval(row, "precision", "precision_low", "precision_high"),
        recall=_interval(row, "recall", "recall_low", "recall_high"),
        missed=row["missed"],
        verdicts=int(row["verdicts"]),
    )


def _interval(row: Mapping[str, Any], share: str, low: str, high: str) -> Interval | None:
    return None if row[share] is None else Interval(row[share], row[low], row[high])
