"""Run the route on what was received, publish a release, and tell what it found."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime

from saphan import disclosure, ingest, linkage, pipeline, registry
from saphan.access.actor import Asker
from saphan.access.permissions import Permission
from saphan.errors import NotFound
from saphan.pipeline import Inputs, Tell
from saphan.services import (
    _decided,
    _grants,
    _groups,
    _kept,
    _linking,
    _made_from,
    _outputs,
    _places,
    _writing,
    agreements,
    deliveries,
    extracts,
    notes,
    reading,
)
from saphan.services._cells import TOTAL, cells_of, outcomes_of
from saphan.services._inbox import ReceivedFile
from saphan.services.deliveries import DeliverySummary
from saphan.services.gate import require
from saphan.services.platform import Platform
from saphan.services.reading import Reading
from saphan.store import Draft, Engine, drafting
from saphan.words import Bilingual, Words, say


class NothingPromised(NotFound):
    """The project holds no contract, or no agreement, so no file can be understood or used."""


class NothingReceived(NotFound):
    """No file of a dataset in force was ever received, so there is nothing to build from."""


@dataclass(frozen=True)
class Chosen:
    """What a build takes in, and the datasets it leaves out since no agreement in force covers them."""

    receipts: tuple[ingest.Receipt, ...]
    left_out: tuple[str, ...]


@dataclass(frozen=True)
class DistrictGap:
    """One district's missing help, protected: a null count is a protected cell."""

    district_code: str
    name_th: str
    name_en: str
    eligible: int | None
    missing: int | None

    @property
    def words(self) -> Words:
        """Its name."""
        return Bilingual(self.name_en, thai=self.name_th)


@dataclass(frozen=True)
class Story:
    """The short story of a release: what came in, who is there, who is missing help."""

    release_id: str
    published_at: datetime
    as_of: date
    calibrated: bool
    deliveries: tuple[DeliverySummary, ...]
    left_out: tuple[str, ...]  # datasets without an agreement in force
    records: int
    persons: int
    households: int
    doubtful_pairs: int
    left_out_on_objection: int  # persons whom an accepted objection keeps out
    benefit: str  # the pack the gap figures are of; empty where no pack found anybody
    benefit_title: Words
    eligible: int | None
    missing: int | None  # eligible, not seen receiving: protected like every figure shown
    districts: tuple[DistrictGap, ...]  # most missing first, protected ones last
    outcomes: tuple[tuple[str, int | None], ...]  # outcome, persons (protected)


def build(
    asker: Asker, platform: Platform, *, as_of: date, tell: Tell, full: bool = False
) -> tuple[list[ReceivedFile], Story]:
    """Receive the inbox, run the route, publish, write return sheets, linked keys and statistics.

    `full` links everybody, also where linking what changed would find the same.

    Raises:
        NothingPromised: the project holds no contract or no agreement yet.
        NothingReceived: there is no file to build from.
        BuildRunning: another build holds the lock.
        DiskFull, EngineFull: there was no room; the former release stands.
    """
    _something_to_read(platform)
    require(asker, Permission.BUILD, platform)
    files = deliveries.receive_inbox(asker, platform)
    agreements.take(asker, platform)
    chosen = _choose(asker, platform)
    project = platform.project
    # written first, so that no run over people's records can be without its entry
    notes.write(asker, platform, "build_started", as_of=as_of, deliveries=len(chosen.receipts))
    with drafting(project.lake, _groups.content(platform)) as draft, _engine(platform) as engine:
        inputs = _inputs(platform, chosen, engine, draft, as_of=as_of, full=full)
        register = _kept.register_by(inputs.contracts.values(), inputs.survivorship)
        inputs = replace(inputs, former=None if full else _kept.former(draft, engine, register))
        _kept.read_ahead(draft.sums, inputs.linked_before, inputs.former)
        keys = _outputs.LinkedKeys(_made_from.to_be_withheld(asker, platform, inputs))
        with _writing.writing(draft, keys) as writing:
            built = pipeline.build(inputs, as_of=as_of, engine=engine, tell=tell, onward=writing.onward)
            tell(say("Writing the release"), 0.95)
            writing.finish(built)
        made_from = _made_from.manifest(platform, inputs, built, draft.before, as_of=as_of, left_out=chosen.left_out)
        made_from = {**made_from, **_kept.recorded(built, register)}
        release = draft.publish(at=platform.clock.now(), made_from=made_from)
        notes.write(
            asker, platform, "build_published",
            release=release.release_id, as_of=as_of, people="everyone", left_out=" ".join(chosen.left_out),
        )  # fmt: skip
        inputs.keeper.forget_all_but(built.read_as.values())
        _linking.settle(asker, platform, release, built.linked)
        tell(say("Writing return sheets, linked keys and statistics"), 0.97)
        _outputs.write(asker, platform, inputs.receipts, keys)
        extracts.withdraw_ended(asker, platform)
    tell(say("Done"), 1.0)
    return files, _story(asker, platform, reading.open_current(platform))


def story(asker: Asker, platform: Platform) -> Story:
    """The story of the current release."""
    require(asker, Permission.SEE_COUNTS, platform)
    now = reading.open_current(platform)
    notes.write(asker, platform, "story_told", release=now.release.release_id)
    return _story(asker, platform, now)


def _something_to_read(platform: Platform) -> None:
    for known, directory, what in (
        (reading.contracts(platform), platform.project.contracts, say("There is no contract yet.")),
        (reading.agreements(platform), platform.project.agreements, say("There is no agreement yet.")),
    ):
        if not known:
            raise NothingPromised(
                what,
                where=str(directory),
                cure=say("Put a contract and an agreement in place: docs/how-to/bring-your-own-file.md shows both."),
            )


def _choose(asker: Asker, platform: Platform) -> Chosen:
    in_force = reading.opened(platform, asker.purpose, asker.party).keys()
    known = reading.contracts(platform)
    latest = ingest.latest_by_file(ingest.receipts(platform.project.vault), whole=reading.sent_whole(known))
    usable = in_force & known.keys()
    chosen = tuple(receipt for receipt in latest if receipt.dataset in usable)
    if not chosen:
        raise NothingReceived(
            say("There is nothing to build from: no file of a dataset in force was received."),
            where=str(platform.project.inbox),
            cure=say("Lay the agencies' files in the inbox, with their contracts and agreements in place."),
        )
    return Chosen(chosen, tuple(sorted({receipt.dataset for receipt in latest} - usable)))


def _engine(platform: Platform) -> Engine:
    scratch = platform.project.lake / "scratch"
    scratch.mkdir(mode=0o700, exist_ok=True)
    for left in scratch.glob("parts-*"):  # of a build that was killed: they hold people's rows
        shutil.rmtree(left)
    settings = platform.project.settings
    return Engine(
        threads=settings.threads,
        memory_limit=settings.memory_limit,
        scratch=scratch,
        may_read=[platform.project.lake],
    )


def _inputs(
    platform: Platform, chosen: Chosen, engine: Engine, draft: Draft, *, as_of: date, full: bool = False
) -> Inputs:
    received = ingest.receipts(platform.project.vault)
    known, opened = reading.contracts(platform), reading.opened(platform)
    used = {
        receipt.dataset: _grants.narrowed(known[receipt.dataset], opened[receipt.dataset])
        for receipt in chosen.receipts
    }
    # without its payment list, or with one from after the release's day, everybody would seem to miss the benefit
    listed = {used[receipt.dataset].benefit for receipt in chosen.receipts if receipt.received_on <= as_of}
    closed = reading.benefits_withheld(platform, "find_missing_help")
    return Inputs(
        receipts=chosen.receipts,
        contracts=used,
        corrections={receipt.delivery_id: ingest.corrections_of(receipt, received) for receipt in chosen.receipts},
        read_by=reading.read_by(platform, chosen.receipts),
        vault=platform.project.vault,
        keeper=_kept.keeper(platform, draft.sums, afresh=full),
        memory=_decided.memory(draft, engine, as_of=as_of),
        turns=draft.turns,
        verdicts=_decided.verdicts(engine),
        reviewed=_decided.reviewed(engine),
        objections=_decided.objections(engine),
        objected_by=_decided.objected_by(platform, engine),
        corrected=_decided.corrections(engine),
        outcomes=_decided.outcomes(engine),
        packs=[pack for pack in reading.packs() if pack.benefit in listed - closed],
        linking=linkage.default_policy(),
        survivorship=registry.default_policy(),
        protection=disclosure.default_policy(),
        linked_before=_linking.before(
            platform, draft, engine, {each.delivery_id for each in received if each.dataset in used}, full=full
        ),
    )


def _story(asker: Asker, platform: Platform, now: Reading) -> Story:
    manifest = now.release.manifest
    benefit = next(iter(reading.benefits(now)), "")
    eligible, missing = cells_of(now, f"{benefit}.eligible.area_age"), cells_of(now, f"{benefit}.missing.area_age")
    return Story(
        release_id=now.release.release_id,
        published_at=datetime.fromisoformat(manifest["published_at"]),
        as_of=now.as_of,
        calibrated=now.calibrated,
        deliveries=tuple(deliveries.summaries(asker, platform, now)),
        left_out=tuple(manifest["left_out"]),
        records=manifest["tables"]["records"]["rows"],
        persons=manifest["tables"]["persons"]["rows"],
        households=manifest["tables"]["households"]["rows"],
        left_out_on_objection=manifest.get("left_out_on_objection", {}).get("persons", 0),
        doubtful_pairs=manifest["doubtful_pairs"] if "doubtful_pairs" in manifest else _waiting(now),
        benefit=benefit,
        benefit_title=reading.benefit_title(benefit),
        eligible=eligible.get((TOTAL, TOTAL)),
        missing=missing.get((TOTAL, TOTAL)),
        districts=_districts(eligible, missing),
        outcomes=outcomes_of(now, benefit),
    )


def _waiting(now: Reading) -> int:
    """As a release says itself that was built since this was counted."""
    return int(now.rows("doubtful_pairs")[0]["pairs"])


def _districts(
    eligible: Mapping[tuple[str, str], int | None], missing: Mapping[tuple[str, str], int | None]
) -> tuple[DistrictGap, ...]:
    """Most missing first, protected ones last."""
    codes = [row for row, column in eligible if column == TOTAL and len(row) == 4 and row.isdecimal()]
    gaps = [
        DistrictGap(code, *_places.area_names(code), eligible[code, TOTAL], missing.get((code, TOTAL)))
        for code in codes
    ]
    return tuple(sorted(gaps, key=lambda gap: (gap.missing is None, -(gap.missing or 0), gap.district_code)))
