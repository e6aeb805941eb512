"""By which model is linked, what would one trained anew do to people's keys, and who accepted it?

Training is an event: a model waits until somebody who was shown its effect accepts it, and the next build links
everybody by it. A release says which model it was made by, and whether it was trained with it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from saphan import linkage, registry
from saphan.access.actor import Asker
from saphan.access.permissions import Permission
from saphan.errors import NotFound
from saphan.linkage.storing import write_frozen
from saphan.services import _decided, _linking, notes, reading
from saphan.services.gate import require
from saphan.services.platform import Platform
from saphan.store import Engine, read
from saphan.tables import IDENTITY, RECORDS
from saphan.words import say

SQL = Path(__file__).parent


class NoModelProposed(NotFound):
    """No model was trained that waits to be accepted."""


@dataclass(frozen=True)
class ModelSummary:
    """A model of linkage."""

    version: str
    trained_on: int  # records
    is_accepted: bool


@dataclass(frozen=True)
class Effect:
    """What a model trained anew would do to keys, beside the release that stands."""

    model: ModelSummary
    persons_before: int
    persons_after: int
    changed: int  # persons whose records would be another person's, wholly or in part
    merged: int  # of them, those who would become one with another
    split: int  # of them, those who would become several


def standing(asker: Asker, platform: Platform) -> ModelSummary:
    """The model of the release that stands.

    Raises:
        NoModelProposed: it keeps none.
    """
    require(asker, Permission.BUILD, platform)
    frozen = _linking.frozen(reading.open_current(platform).release)
    if frozen is None:
        raise _none()
    return _summary(frozen)


def train(asker: Asker, platform: Platform) -> Effect:
    """Train on the records of the release that stands, and say what the model would do to keys; nothing changes yet."""
    require(asker, Permission.BUILD, platform)
    release = reading.open_current(platform).release
    contracts = [each for name, each in reading.contracts(platform).items() if name in release.manifest["contracts"]]
    settings = platform.project.settings
    with Engine(
        threads=settings.threads, memory_limit=settings.memory_limit, may_read=[platform.project.lake]
    ) as engine:
        records = release.relation(RECORDS, engine)
        clean = registry.clean_deliveries(records, contracts)
        linked = linkage.link(
            registry.by_delivery(records), _decided.verdicts(engine), clean, linkage.default_policy(),
            reviewed=_decided.reviewed(engine),
        )  # fmt: skip
        keys = {"clusters": linked.clusters(), "identity": release.relation(IDENTITY, engine)}
        counted = read(SQL / "model_effect.sql", inputs=keys).to_pylist()[0]
    model = replace(linked.frozen, is_accepted=True)
    proposed = _proposed(platform)
    proposed.parent.mkdir(mode=0o700, exist_ok=True)
    write_frozen(model, proposed)
    effect = Effect(_summary(model), **counted)
    notes.write(
        asker, platform, "model_proposed", people="everyone", release=release.release_id, model=effect.model.version,
        changed=effect.changed, merged=effect.merged, split=effect.split,
    )  # fmt: skip
    return effect


def accept(asker: Asker, platform: Platform) -> ModelSummary:
    """Let the next build link everybody by the model that was trained last.

    Raises:
        NoModelProposed: none waits.
    """
    require(asker, Permission.BUILD, platform)
    proposed = _proposed(platform)
    frozen = linkage.read_frozen(proposed) if proposed.is_file() else None
    if frozen is None:
        raise _none()
    notes.write(asker, platform, "model_accepted", model=frozen.version)
    proposed.replace(_linking.accepted_model(platform))
    return _summary(frozen)


def _proposed(platform: Platform) -> Path:
    return platform.project.lake / "model" / "proposed.arrow"


def _summary(frozen: linkage.Frozen) -> ModelSummary:
    return ModelSummary(frozen.version, frozen.records, frozen.is_accepted)


def _none() -> NoModelProposed:
    return NoModelProposed(
        say("There is no such model."), cure=say("Run `saphan build`, or `saphan model train`, first.")
    )
